"""Cells of one sheet of an .xlsx workbook, followed through its XML: where content is, what fails, how it looks."""

from __future__ import annotations

from xml.parsers import expat

from data.reading.marks import COLUMNS, PLAIN, ROWS, UNCALCULATED, SheetMarks, Style, column_index, key
from data.reading.xml_stream import Attributes, Unreadable, bare

_NUMBERS = ("", "n", "d")
# Elements that follow the rows of a sheet; what they call a formula is not a cell's.
_AFTER_ROWS = frozenset(
    ("extLst", "conditionalFormatting", "dataValidations", "mergeCells", "hyperlinks", "pageMargins", "scenarios")
)


class SheetCells:
    """Follows rows and cells; a cell counts as content when it has a value, a text or a formula.

    A million formatted empty cells must stay cheap, so a cell's place is worked out when content is met.
    """

    def __init__(self, marks: SheetMarks, styles: list[Style]) -> None:
        self.marks = marks
        self.styles = styles
        self.row = -1
        self.number = "0"  # the row's, as text
        self.column = -1
        self.styled = any(style is not PLAIN for style in styles)
        self.reference = ""  # the last one stated in this row
        self.after = -1  # cells since then that state none
        self.cell: list[str] = []  # names and values in turn, half the cost of a dictionary
        self.filled = False
        self.formula = False
        self.valued = False
        self.open = False  # whether a formula met now is the cell's
        self.buffer: list[str] = []
        self.columns: dict[str, int] = {}  # letters seen → index

    def attach(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        parser.ordered_attributes = True
        parser.StartElementHandler = self.element

    def start(self, name: str, attributes: Attributes) -> None:
        """The outermost element says nothing about cells."""

    def element(self, name: str, attributes: list[str]) -> None:
        if ":" in name:
            name = bare(name)
        if name == "c":
            if self.filled:
                self.finish()
            self.cell = attributes
            self.open = True
            if attributes and attributes[0] == "r":
                self.reference = attributes[1]
                self.after = 0
            else:
                self.skip()
        elif name in ("v", "is"):
            self.filled = self.valued = True
            if self.stated("t") == "e":
                self.listen()
            else:
                self.buffer.clear()
        elif name == "f" and self.open:
            self.filled = self.formula = True
            self.listen()
        elif name == "row":
            self.finish()
            self.cell = attributes
            number = self.stated("r")
            self.row = _index(number, ROWS) if number else self.row + 1
            self.number = str(self.row + 1)
            self.reference, self.after = "", -1
        elif name in _AFTER_ROWS:
            self.finish()
            self.open = False

    def close(self) -> None:
        self.finish()

    def stated(self, name: str) -> str:
        """An attribute of the current cell, "" when it has none."""
        names = self.cell[::2]
        return self.cell[2 * names.index(name) + 1] if name in names else ""

    def skip(self) -> None:
        """Take the place of a cell whose first attribute is not its reference."""
        reference = self.stated("r")
        self.after = 0 if reference else self.after + 1
        self.reference = reference or self.reference

    def listen(self) -> None:
        self.buffer.clear()
        self.parser.CharacterDataHandler = self.buffer.append

    def place(self) -> None:
        """Work out where the cell is: stated, or next to the one before."""
        reference = self.reference
        # Nearly always the reference ends with the number of its row, after letters seen before.
        known = self.columns.get(reference[: -len(self.number)]) if reference.endswith(self.number) else None
        if known is not None and not self.after:
            self.column = known
            return
        letters = reference.rstrip("0123456789")
        if reference:
            self.row = _index(reference[len(letters) :], ROWS)
            self.column = self.learn(letters) + self.after
        else:
            self.column = max(self.after, 0)
        self.row = max(self.row, 0)
        self.number = str(self.row + 1)
        if self.column >= COLUMNS:
            raise Unreadable(f"cell beyond the sheet: {reference}")

    def learn(self, letters: str) -> int:
        self.columns[letters] = column_index(letters)
        return self.columns[letters]

    def finish(self) -> None:
        if not self.filled:
            return
        self.place()
        self.marks.box.take(self.row, self.column)
        here = key(self.row, self.column)
        if self.stated("t") == "e":
            self.marks.errors[here] = "".join(self.buffer).strip() or "#VALUE!"
        elif self.formula and not self.calculated():
            self.marks.errors[here] = UNCALCULATED
        if self.styled:
            self.mark_style(here)
        self.parser.CharacterDataHandler = None
        self.filled = self.formula = self.valued = False

    def calculated(self) -> bool:
        """Whether a result was stored; an empty text is one."""
        return self.valued and (self.stated("t") == "str" or bool("".join(self.buffer).strip()))

    def mark_style(self, here: int) -> None:
        number = self.stated("s") or "0"
        place = int(number) if number.isdecimal() and len(number) < 6 else 0
        style = self.styles[place] if place < len(self.styles) else PLAIN
        if style is PLAIN:
            return
        # A number needs its format, a text its font.
        style = Style(shape=style.shape) if self.stated("t") in _NUMBERS else Style(font=style.font)
        if style != PLAIN:
            self.marks.styles[here] = style


def _index(text: str, limit: int) -> int:
    """A 0-based index from a number that counts from 1, within the limit."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 7 and 1 <= int(text) <= limit):
        raise Unreadable(f"number out of range: {text!r}")
    return int(text) - 1
