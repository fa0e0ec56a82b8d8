"""A briefing as a PDF: the same report as the Word file, block by block, with text that can be selected and searched.

Typst sets it rather than a canvas library: it lays out pages, repeats the headings of tables and tags the file for
screen readers by itself, draws the pictures from the very same SVG, and brings a serif with every Vietnamese letter
(Libertinus Serif) inside its package, so that no font of the system is asked for.
"""

from __future__ import annotations

import datetime
import json
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from briefing import fonts
from briefing.document import Document
from briefing.report.outline import Block, Figure, Heading, Paragraph, Report, Table, outline
from data.errors import Problem
from data.record import is_address

TEMPLATE = "report.typ"


def write(document: Document) -> bytes:
    """Give a document as a tagged PDF (PDF/UA-1) in the form of Decree 30/2020/NĐ-CP, with its fonts embedded.

    Raises Problem when a font or the boundaries of a map are missing, or when the report cannot be set.
    """
    report = outline(document)
    inputs = {"report": json.dumps(_values(report), ensure_ascii=False)}
    try:
        return _set(inputs, ["ua-1"], report.made)
    except typst.TypstError:
        # A letter that no font at hand has (an emoji in a name) is not accessible text, but no reason for no report.
        return _set_plainly(inputs, report.made)


def _set_plainly(inputs: dict[str, str], made: str) -> bytes:
    try:
        return _set(inputs, [], made)
    except typst.TypstError as fault:
        raise Problem(
            where="Báo cáo PDF",
            came="nội dung không dàn được thành trang",
            expected="một báo cáo PDF",
            todo="Hãy xuất báo cáo bằng Word (DOCX) và gửi nhật ký cho người phụ trách phần mềm.",
            detail=fault.message,
        ) from fault


def _set(inputs: dict[str, str], standards: list[Any], made: str) -> bytes:
    day = datetime.datetime.fromisoformat(made).replace(tzinfo=datetime.UTC)
    return typst.compile(_template(), font_paths=_fonts(), sys_inputs=inputs, pdf_standards=standards, timestamp=day)


@cache
def _template() -> bytes:
    return files("briefing.report").joinpath(TEMPLATE).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """The fonts inside typst's own package and the one of the pictures; none of the system."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.folder())])


def _values(report: Report) -> dict[str, Any]:
    return {
        "lang": report.lang,
        "title": report.title,
        "subject": report.subject,
        "author": report.author,
        "made": [int(part) for part in report.made.split("-")],
        "form": vars(report.form),
        "blocks": [_block(block) for block in report.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    kind = {"kind": type(block).__name__}
    match block:
        case Heading():
            return kind | vars(block)
        case Paragraph():
            return kind | vars(block) | {"link": block.link if is_address(block.link) else ""}
        case Figure():
            wide, high = block.size_mm
            return kind | vars(block) | {"width": wide, "height": high}
        case Table():
            return kind | _table(block)


def _table(table: Table) -> dict[str, Any]:
    grid = table.grid
    return {
        "number": table.number,
        "caption": table.caption,
        "notes": table.notes,
        "columns": grid.columns,
        "numeric": grid.numeric,
        "size": grid.size,
        "widths": grid.widths,
        "rows": [[(cell.text, cell.link) for cell in row] for row in grid.rows],
        "total": [cell.text for cell in grid.total],
    }
