"""Marks of an .xlsx workbook, and the rectangle of every sheet, from one pass over its XML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from data.reading.marks import (
    PLAIN,
    SheetMarks,
    Style,
    legacy_font,
    shape_of,
)
from data.reading.marks_xlsx_cells import SheetCells
from data.reading.xml_stream import Attributes, Handler, Unreadable, bare, parse, plain

_BUILT_IN = {"9": "0%", "10": "0.00%", "17": "mmm-yy"}  # number formats a file need not write out


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
            if member == "xl/styles.xml":
                return _Styles(self.styles, self.limit)
            if member in ("xl/sharedStrings.xml", "xl/workbook.xml"):
                return _Names(self.names, self.limit)
            if member.endswith(".rels"):
                return _Relations(self.targets if member == "xl/_rels/workbook.xml.rels" else {})
            self.macro_sheets = self.macro_sheets or name == "macrosheet"
            # Whatever its outermost element, the reading library may be led to take it for a sheet.
            self.sheets[member] = SheetMarks()
            return SheetCells(self.sheets[member], self.styles)

        parse(chunks, root)

    def titled(self) -> dict[str, SheetMarks]:
        """Every sheet once, by its name, or by its member where the workbook names none."""
        titles = {self.targets.get(relation, ""): name for relation, name in self.names.items()}
        return {titles.get(member, member): marks for member, marks in self.sheets.items()}

    def named(self) -> dict[str, SheetMarks]:
        """The marks by sheet name."""
        members = {name: self.targets.get(relation, "") for relation, name in self.names.items()}
        return {name: self.sheets[member] for name, member in members.items() if member in self.sheets}


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
        _refuse(name, attributes, self.limit)
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
        else:
            _refuse(name, attributes, self.limit)

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
        _refuse(bare(name), attributes, 0)
        if bare(name) == "Relationship" and target:
            inside = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
            self.targets[attributes.get("Id", "")] = inside

    def close(self) -> None:
        pass


def _refuse(name: str, attributes: Attributes, limit: int) -> None:
    """Refuse rows where no rows belong, and counts beyond reason, for which the library would set memory aside."""
    if name == "sheetData":
        raise Unreadable("rows outside a sheet")
    for count in ("count", "uniqueCount"):
        text = attributes.get(count, "0").strip()
        if not (text.isdecimal() and len(text) < 10 and int(text) <= limit):
            raise Unreadable(f"{count}={text!r}")
