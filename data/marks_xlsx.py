"""Marks of an .xlsx workbook, and the rectangle of every sheet, from one pass over its XML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from data.marks import (
    COLUMNS,
    PLAIN,
    ROWS,
    UNCALCULATED,
    SheetMarks,
    Style,
    key,
    legacy_font,
    shape_of,
)
from data.xml_stream import Attributes, Handler, Unreadable, bare, parse, plain

_BUILT_IN = {"9": "0%", "10": "0.00%", "17": "mmm-yy"}  # number formats a file need not write out
_NUMBERS = ("", "n", "d")
# Elements that follow the rows of a sheet; what they call a formula is not a cell's.
_AFTER_ROWS = frozenset(
    ("extLst", "conditionalFormatting", "dataValidations", "mergeCells", "hyperlinks", "pageMargins", "scenarios")
)


@dataclass
class XlsxMarks:
    """What one pass over the members found; `sheets` by member name until `named` gives them their names."""

    limit: int
    styles: list[Style] = field(default_factory=list)
    sheets: dict[str, SheetMarks] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # relation id → sheet name
    targets: dict[str, str] = field(default_factory=dict)  # relation id → member
    macro_sheets: bool = False

    def scan(self, member: str, chunks: Iterable[bytes]) -> None:
        """Take one member in; raises Unreadable or Problem when it is not what a workbook holds."""

        def root(name: str) -> Handler | None:
            if name == "worksheet":
                self.sheets[member] = SheetMarks()
                return _Sheet(self.sheets[member], self.styles)
            if name == "macrosheet":
                self.macro_sheets = True
            if name == "styleSheet":
                return _Styles(self.styles, self.limit)
            if name in ("sst", "workbook"):
                return _Names(self.names, self.limit)
            if name == "Relationships" and member == "xl/_rels/workbook.xml.rels":
                return _Relations(self.targets)
            return None

        parse(chunks, root)

    def titled(self) -> dict[str, SheetMarks]:
        """Every sheet once, by its name, or by its member where the workbook names none."""
        titles = {self.targets.get(relation, ""): name for relation, name in self.names.items()}
        return {titles.get(member, member): marks for member, marks in self.sheets.items()}

    def named(self) -> dict[str, SheetMarks]:
        """The marks by sheet name."""
        members = {name: self.targets.get(relation, "") for relation, name in self.names.items()}
        return {name: self.sheets[member] for name, member in members.items() if member in self.sheets}


class _Sheet:
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
        if not (0 < len(letters) <= 3 and letters.isascii() and letters.isalpha()):
            raise Unreadable(f"cell reference {letters!r}")
        column = 0
        for letter in letters.upper():
            column = column * 26 + ord(letter) - 64
        self.columns[letters] = column - 1
        return column - 1

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


class _Styles:
    """Reads the fonts and number formats that cells refer to by number."""

    def __init__(self, styles: list[Style], limit: int) -> None:
        self.styles = styles
        self.limit = limit
        self.formats: dict[str, str] = dict(_BUILT_IN)
        self.fonts: list[str] = []
        self.path: list[str] = []

    def attach(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end

    def start(self, name: str, attributes: Attributes) -> None:
        name = bare(name)
        inside = self.path[-1] if self.path else ""
        self.path.append(name)
        _refuse_count(attributes, self.limit)
        if name == "numFmt" and inside == "numFmts":
            self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "font" and inside == "fonts":
            self.fonts.append("")
        elif name == "name" and self.path[-3:-1] == ["fonts", "font"]:
            self.fonts[-1] = attributes.get("val", "")
        elif name == "xf" and inside == "cellXfs":
            self.styles.append(self.resolve(attributes))

    def end(self, name: str) -> None:
        self.path.pop()

    def close(self) -> None:
        pass

    def resolve(self, attributes: Attributes) -> Style:
        font = attributes.get("fontId", "0")
        place = int(font) if font.isdecimal() and len(font) < 6 else 0
        style = Style(
            shape_of(self.formats.get(attributes.get("numFmtId", ""), "")),
            legacy_font(self.fonts[place]) if place < len(self.fonts) else "",
        )
        return PLAIN if style == PLAIN else style


class _Names:
    """Reads the sheet names of xl/workbook.xml, and checks the counts of a table of shared texts."""

    def __init__(self, names: dict[str, str], limit: int) -> None:
        self.names = names
        self.limit = limit

    def attach(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self.start

    def start(self, name: str, attributes: Attributes) -> None:
        name = bare(name)
        if name == "sheet":
            given = plain(attributes)
            self.names[given.get("id", "")] = given.get("name", "")
        elif name in ("sst", "definedNames"):
            _refuse_count(attributes, self.limit)

    def close(self) -> None:
        pass


class _Relations:
    """Reads which member holds which sheet."""

    def __init__(self, targets: dict[str, str]) -> None:
        self.targets = targets

    def attach(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self.start

    def start(self, name: str, attributes: Attributes) -> None:
        target = attributes.get("Target", "")
        if bare(name) == "Relationship" and target:
            inside = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
            self.targets[attributes.get("Id", "")] = inside

    def close(self) -> None:
        pass


def _index(text: str, limit: int) -> int:
    """A 0-based index from a number that counts from 1, within the limit."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 7 and 1 <= int(text) <= limit):
        raise Unreadable(f"number out of range: {text!r}")
    return int(text) - 1


def _refuse_count(attributes: Attributes, limit: int) -> None:
    """The reading library sets memory aside for these counts before it reads: refuse those beyond reason."""
    for name in ("count", "uniqueCount"):
        text = attributes.get(name, "0").strip()
        if not (text.isdecimal() and len(text) < 10 and int(text) <= limit):
            raise Unreadable(f"{name}={text!r}")
