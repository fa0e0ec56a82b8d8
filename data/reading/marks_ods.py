"""Marks of an .ods workbook: errors, merged cells, the display text of dates, and the rectangle of every sheet."""

from __future__ import annotations

from xml.parsers import expat

from data.reading.marks import COLUMNS, ROWS, SheetMarks, Style, key
from data.reading.xml_stream import Attributes, Handler, Unreadable, bare, plain


class OdsMarks:
    """What one pass over content.xml found: `sheets` by name, and what must be refused."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.sheets: dict[str, SheetMarks] = {}
        self.encrypted = False
        self.external = False  # cells taken from other files

    def root(self, name: str) -> Handler | None:
        """The handler for a member whose outermost element has this name."""
        if name == "document-content":
            return _Content(self)
        return _Manifest(self) if name == "manifest" else None


class _Content:
    """Follows rows and cells, each of which may stand for many by a repeat count."""

    def __init__(self, found: OdsMarks) -> None:
        self.found = found
        self.marks: SheetMarks | None = None
        self.row = self.column = self.rows = self.repeat = 0
        self.cell: Attributes | None = None
        self.kinds: set[str] = set()
        self.texts: list[str] = []
        self.written = 0  # cells with content, repeats counted

    def attach(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text

    def start(self, name: str, attributes: Attributes) -> None:
        name = bare(name)
        if name == "table":
            self.row = self.rows = 0
            self.marks = self.found.sheets.setdefault(plain(attributes).get("name", ""), SheetMarks())
        elif name == "table-row":
            self.row += self.rows
            self.rows = _count(plain(attributes).get("number-rows-repeated"), ROWS)
            self.column = 0
        elif name in ("table-cell", "covered-table-cell"):
            self.cell = plain(attributes)
            self.repeat = _count(self.cell.get("number-columns-repeated"), COLUMNS)
            # An error is a text to the standard and an error to LibreOffice, under the same bare name.
            self.kinds = {value for given, value in attributes.items() if bare(given) == "value-type"}
            self.texts.clear()
        elif name in ("table-source", "cell-range-source", "dde-link"):
            self.found.external = True
        elif name == "p" and self.cell is not None and self.texts:
            self.texts.append("\n")

    def end(self, name: str) -> None:
        if self.cell is not None and bare(name) in ("table-cell", "covered-table-cell"):
            self.finish(self.cell)
            self.column += self.repeat
            self.cell = None

    def text(self, text: str) -> None:
        if self.cell is not None:
            self.texts.append(text)

    def close(self) -> None:
        pass

    def finish(self, cell: Attributes) -> None:
        shown = "".join(self.texts).strip()
        if self.marks is None or not ("value-type" in cell or "formula" in cell or shown):
            return
        last = (self.row + self.rows - 1, self.column + self.repeat - 1)
        if last[0] >= ROWS or last[1] >= COLUMNS:
            raise Unreadable(f"cell beyond the sheet: {last}")
        self.marks.box.take(self.row, self.column)
        self.marks.box.take(*last)
        self.written += self.rows * self.repeat
        if self.written > self.found.limit:
            raise Unreadable(f"repeated cells: {self.written}")
        self.note(self.marks, cell, shown)

    def note(self, marks: SheetMarks, cell: Attributes, shown: str) -> None:
        down = _count(cell.get("number-rows-spanned"), ROWS)
        across = _count(cell.get("number-columns-spanned"), COLUMNS)
        if down > 1 or across > 1:
            marks.merged.append(((self.row, self.column), (self.row + down - 1, self.column + across - 1)))
        if not self.kinds & {"error", "percentage", "date"}:
            return
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.repeat):
                here = key(row, column)
                if "error" in self.kinds:
                    marks.errors[here] = shown or "#VALUE!"
                elif "percentage" in self.kinds:
                    marks.styles[here] = Style(shape="percent")
                else:
                    marks.shown[here] = shown


class _Manifest:
    """Looks for encrypted members."""

    def __init__(self, found: OdsMarks) -> None:
        self.found = found

    def attach(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self.start

    def start(self, name: str, attributes: Attributes) -> None:
        if bare(name) == "encryption-data":
            self.found.encrypted = True

    def close(self) -> None:
        pass


def _count(text: str | None, limit: int) -> int:
    """A repeat count, 1 when not stated."""
    if text is None:
        return 1
    if not (text.isascii() and text.isdecimal() and len(text) <= 8 and 1 <= int(text) <= limit):
        raise Unreadable(f"repeat count {text!r}")
    return int(text)
