"""A briefing as an administrative report in Word (DOCX), in the form of Decree 30/2020/NĐ-CP, Appendix I, Part I."""

from __future__ import annotations

import io

from briefing.document import Document
from briefing.report import body, frame
from briefing.report.outline import outline
from briefing.report.styles import new_document


def write(document: Document) -> bytes:
    """Give a document as DOCX: letterhead, numbered chapters and sections, sources, recipients and signature.

    Pictures are PNG with 300 dots an inch, numbers of chapters, captions and pages count themselves. Raises Problem
    when the font or the boundaries of a map are missing.
    """
    report = outline(document)
    word = new_document(report)
    frame.letterhead(word, report.form)
    body.put_all(word, report)
    frame.closing(word, report.form)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()
