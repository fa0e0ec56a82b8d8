"""The letterhead and the closing block of a report in Word, each a table without lines."""

from __future__ import annotations

from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm
from docx.table import _Cell

from briefing.report.form import Form
from briefing.report.pictures import WIDTH_MM
from briefing.report.styles import element

LEFT_MM = 68.0  # the agency's column: leaves the state's name room on one line
LETTER_MM = (2.6, 2.2)  # mean width of a bold letter: capitals at 12 points, small letters at 14
MOTTO_MM = 56.0  # "Độc lập - Tự do - Hạnh phúc" at 13 points bold
SIGNATURE = 4  # lines left for the signature


def letterhead(word: Word, form: Form) -> None:
    """Write state and motto right, the agency left, number and date below them, then kind and subject."""
    (left, right), (number, date) = _columns(word, WIDTH_MM - LEFT_MM, rows=2)
    if form.superior:
        _write(left, form.superior, "Report Superior")
    _write(left, form.agency, "Report Agency")
    _rule(left, LEFT_MM, 0.42 * _length(form.agency, LEFT_MM, LETTER_MM[0]))
    _write(right, form.state, "Report State")
    _write(right, form.motto, "Report Motto")
    _rule(right, WIDTH_MM - LEFT_MM, MOTTO_MM)
    # Number and date stand on one line, however many lines the agency's name takes.
    _write(number, form.number, "Report Number")
    _write(date, form.place_date, "Report Date")
    word.add_paragraph(form.kind, style="Title")
    word.add_paragraph(form.subject, style="Subtitle")
    _rule(word, WIDTH_MM, 0.42 * _length(form.subject, WIDTH_MM, LETTER_MM[1]))
    word.add_paragraph(style="Report Rule").paragraph_format.space_after = Mm(3)


def closing(word: Word, form: Form) -> None:
    """Write recipients left and the signature right; the block is not torn between pages, nor alone on one."""
    last = word.paragraphs[-1]
    for above in (last, word.add_paragraph(style="Report Rule")):
        above.paragraph_format.keep_with_next = True
    ((left, right),) = _columns(word, WIDTH_MM / 2, rows=1)
    _write(left, form.recipients_word, "Report Recipients")
    for line in form.recipients:
        _write(left, line, "Report Recipient")
    _write(right, form.signer_title, "Report Signer")
    for _ in range(SIGNATURE):
        _write(right, "", "Report Signer")
    _write(right, form.signer_name, "Report Signer")


def _columns(word: Word, right_mm: float, rows: int) -> list[tuple[_Cell, _Cell]]:
    table = word.add_table(rows=rows, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, wide in zip(row.cells, (WIDTH_MM - right_mm, right_mm), strict=True):
            cell.width = Mm(wide)
    for column, wide in zip(table.columns, (WIDTH_MM - right_mm, right_mm), strict=True):
        column.width = Mm(wide)
    return [(row.cells[0], row.cells[1]) for row in table.rows]


def _write(cell: _Cell, text: str, style: str) -> None:
    """Add a paragraph, the first in the one that every cell has."""
    first = cell.paragraphs[0]
    fresh = len(cell.paragraphs) == 1 and not first.text and first.style is not None and first.style.name == "Normal"
    paragraph = first if fresh else cell.add_paragraph()
    paragraph.style = style
    paragraph.add_run(text)


def _rule(place: _Cell | Word, room_mm: float, wide_mm: float) -> None:
    """Draw a line centred in a room, as the upper border of a low paragraph that is indented from both sides."""
    paragraph = place.add_paragraph(style="Report Rule")
    # A cell keeps its text off its edges; the line is measured between them.
    room = room_mm if isinstance(place, Word) else room_mm - 3.8
    side = Mm(max(0.0, (room - wide_mm) / 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz="6", space="1", color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _length(text: str, room_mm: float, letter_mm: float) -> float:
    """How long a text's longest line is, about: the decree's line is a third to a half of it."""
    return min(len(text) * letter_mm, room_mm - 6)
