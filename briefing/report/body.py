"""The blocks of a report in Word: headings, paragraphs, figures and tables."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.text.paragraph import Paragraph as WordParagraph

from briefing.report import pictures
from briefing.report.grid import Cell, Grid
from briefing.report.outline import Block, Figure, Heading, Paragraph, Report, Table
from briefing.report.styles import STYLES, element, field
from data.record import is_address

_LOOKS = {"body": "Body Text", "point": "List", "source": "List Number"}
_EDGE = "80"  # twips between a cell's border and its text


class Body:
    """Writes blocks into a document, one below the other."""

    def __init__(self, word: Word) -> None:
        self.word = word
        self._links: dict[str, str] = {}

    def put(self, block: Block) -> None:
        """Write a block."""
        match block:
            case Heading():
                self.word.add_paragraph(block.text, style=f"Heading {block.level}")
            case Paragraph():
                self._paragraph(block)
            case Figure():
                self._figure(block)
            case Table():
                self._table(block)

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self.word.add_paragraph(style=_LOOKS[block.look])
        if block.lead:
            paragraph.add_run(f"{block.lead} ").bold = True
        paragraph.add_run(block.text)
        if is_address(block.link):
            paragraph.add_run(" ")
            paragraph._p.append(self._link(block.link, block.link))

    def _figure(self, block: Figure) -> None:
        if block.svg:
            self._picture(block)
        caption = self._caption("SEQ Hình \\* ARABIC", block.number, block.caption)
        notes = [self.word.add_paragraph(note, style="Report Note") for note in block.notes]
        for above in [caption, *notes][:-1]:
            above.paragraph_format.keep_with_next = True

    def _picture(self, block: Figure) -> None:
        paragraph = self.word.add_paragraph(style="Report Figure")
        image = io.BytesIO(pictures.png_of(block.svg))
        wide, high = block.size_mm
        shape = paragraph.add_run().add_picture(image, Mm(wide), Mm(high))
        shape._inline.docPr.set("descr", block.alt)
        shape._inline.docPr.set("title", block.caption)
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")  # LibreOffice adds 3 mm where none is stated

    def _table(self, block: Table) -> None:
        self._caption("SEQ Bảng \\* ARABIC", block.number, block.caption).paragraph_format.keep_with_next = True
        if block.grid.rows:
            # A table must be followed by a paragraph, or a next one would grow onto it.
            self.word.element.body.insert_element_before(self._grid(block.grid), "w:sectPr")
            self.word.add_paragraph(style="Report Rule")
        for note in block.notes:
            self.word.add_paragraph(note, style="Report Note")

    def _caption(self, code: str, number: str, caption: str) -> WordParagraph:
        """A caption whose number counts itself: "Hình 1. …" when moved becomes "Hình 2. …"."""
        paragraph = self.word.add_paragraph(style="Caption")
        label, _, shown = number.rpartition(" ")
        paragraph.add_run(f"{label} ")
        paragraph._p.append(field(code, shown))
        paragraph.add_run(f". {caption}")
        return paragraph

    def _link(self, text: str, address: str, size: float = 0.0) -> BaseOxmlElement:
        if address not in self._links:
            self._links[address] = self.word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        made = element("w:hyperlink")
        made.set(qn("r:id"), self._links[address])
        made.append(_run(text, size))
        return made

    def _grid(self, grid: Grid) -> BaseOxmlElement:
        """A table built element by element: the library's own cells take minutes for thousands of rows."""
        widths = [str(round(points * 20)) for points in grid.widths]
        table = element("w:tbl")
        table.append(_table_properties(widths))
        columns = element("w:tblGrid")
        columns.extend([element("w:gridCol", w=wide) for wide in widths])
        table.append(columns)
        heading = self._row([Cell(name) for name in grid.columns], grid, ["Table Heading"] * len(widths))
        heading[0].append(element("w:tblHeader"))
        table.append(heading)
        styles = ["Table Number" if numeric else "Table Text" for numeric in grid.numeric]
        table.extend([self._row(row, grid, styles) for row in grid.rows])
        if grid.total:
            styles = ["Table Total Number" if numeric else "Table Total" for numeric in grid.numeric]
            table.append(self._row(grid.total, grid, styles))
        return table

    def _row(self, cells: Sequence[Cell], grid: Grid, styles: Sequence[str]) -> BaseOxmlElement:
        row, properties = element("w:tr"), element("w:trPr")
        properties.append(element("w:cantSplit"))
        row.append(properties)
        size = 0.0 if grid.size == STYLES["Table Text"].size else grid.size
        for cell, points, style in zip(cells, grid.widths, styles, strict=True):
            paragraph, look = element("w:p"), element("w:pPr")
            look.append(element("w:pStyle", val=style.replace(" ", "")))
            text = self._link(cell.text, cell.link, size) if cell.link else _run(cell.text, size)
            paragraph.extend([look, text])
            box, form = element("w:tc"), element("w:tcPr")
            form.extend([element("w:tcW", w=str(round(points * 20)), type="dxa"), element("w:vAlign", val="center")])
            box.extend([form, paragraph])
            row.append(box)
        return row


def put_all(word: Word, report: Report) -> None:
    """Write all blocks of a report."""
    body = Body(word)
    for block in report.blocks:
        body.put(block)


def _run(text: str, size: float = 0.0) -> BaseOxmlElement:
    """A piece of text, of its style's size unless one is given (in points)."""
    run, written = element("w:r"), element("w:t")
    if size:
        run.append(element("w:rPr"))
        run[0].append(element("w:sz", val=str(round(size * 2))))
    written.text = text
    written.set(qn("xml:space"), "preserve")
    run.append(written)
    return run


def _table_properties(widths: Sequence[str]) -> BaseOxmlElement:
    properties = element("w:tblPr")
    edges = element("w:tblCellMar")
    edges.extend([element("w:left", w=_EDGE, type="dxa"), element("w:right", w=_EDGE, type="dxa")])
    properties.extend(
        [
            element("w:tblStyle", val="TableGrid"),
            element("w:tblW", w=str(sum(map(int, widths))), type="dxa"),
            element("w:jc", val="center"),
            element("w:tblLayout", type="fixed"),
            edges,
        ]
    )
    return properties
