"""One pass over the XML of a sheet: the wrong cells get another format, all other bytes are passed on as they came."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from xml.parsers import expat

from data.reading.marks import COLUMNS, ROWS, address, column_index
from data.reading.xml_stream import Attributes, Unreadable, bare, parse
from data.returning.package import OFFICE, Writer
from data.returning.styles import Styles

# What stands behind the drawing of comments in a sheet, in the order the format prescribes.
_BEHIND = frozenset(
    (
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent"),
        *("webPublishItems", "tableParts", "extLst"),
    )
)
_GRID = frozenset(("c", "v", "is", "t", "f"))

Shades = Mapping[int, Mapping[int, str]]
"""Row → column → severity, both from 0."""


class SheetEdit:
    """Colours cells, takes old colours away, and leads to the drawing of the comments.

    `drawing` is the relation to it; "" adds none. After `run` it is the one the sheet has.
    """

    def __init__(self, styles: Styles, shades: Shades, drawing: str) -> None:
        self.drawing = drawing
        self._styles = styles
        self._rows = {row: dict(sorted(shades[row].items())) for row in sorted(shades)}
        self._left: dict[int, str] = {}  # of the current row
        self._row = self._column = -1
        self._depth = 0
        self._behind = False  # whether the rows are over
        self._placed = not drawing
        self._prefix = ""
        self._buffer = bytearray()
        self._base = 0  # where in the sheet the buffer begins
        self._settled = 0  # nothing before this place will change any more
        self._edits: deque[tuple[int, int, bytes]] = deque()  # start, end, what comes there

    def run(self, chunks: Iterable[bytes], write: Writer) -> None:
        """Read a sheet and write it changed. Raises Unreadable for what is no sheet of the usual form."""
        parse(self._through(chunks, write), lambda _: self)
        self._flush(self._base + len(self._buffer), write)

    def attach(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self._end

    def start(self, name: str, attributes: Attributes) -> None:
        if not self._depth:
            self._prefix = name[: len(name) - len(bare(name))]
        self._depth += 1
        if ":" in name:
            name = bare(name)
        if name == "c":
            if self._left or self._styles.stripped:
                self._cell(attributes)
        elif name == "row":
            self._start_row(attributes)
        elif name not in _GRID:
            self._other(name, attributes)

    def close(self) -> None:
        """The outermost element was the last to end, so its end tag is the last one."""
        self._place_drawing(self._base + self._buffer.rindex(b"</"))

    def _through(self, chunks: Iterable[bytes], write: Writer) -> Iterator[bytes]:
        for chunk in chunks:
            if not self._base and not self._buffer and (b"\0" in chunk[:4] or chunk[:1] not in (b"<", b"\xef")):
                raise Unreadable("not in UTF-8")
            self._buffer += chunk
            yield chunk
            self._flush(self._settled, write)

    def _flush(self, end: int, write: Writer) -> None:
        at = self._base
        while self._edits and self._edits[0][0] < end:
            start, behind, new = self._edits.popleft()
            write(self._buffer[at - self._base : start - self._base])
            write(new)
            at = behind
        write(self._buffer[at - self._base : end - self._base])
        del self._buffer[: end - self._base]
        self._base = end

    def _insert(self, at: int, new: str) -> None:
        self._edits.append((at, at, new.encode()))

    def _tag(self) -> bytes:
        """The tag that was just met."""
        begin = self._parser.CurrentByteIndex - self._base
        return bytes(self._buffer[begin : self._buffer.index(b">", begin) + 1])

    def _retag(self, name: str, value: str) -> None:
        """Give an attribute of the tag that was just met another value, "" to drop it."""
        start, tag = self._parser.CurrentByteIndex, self._tag()
        stated = f' {name}="{value}"' if value else ""
        changed, found = re.subn(rf"""\s{name}\s*=\s*("[^"]*"|'[^']*')""".encode(), stated.encode(), tag, count=1)
        if not found:
            changed = re.sub(rb"^<[^\s/>]+", lambda match: match.group() + stated.encode(), tag)
        self._edits.append((start, start + len(tag), changed))

    def _start_row(self, attributes: Attributes) -> None:
        here = self._parser.CurrentByteIndex
        self._settled = here
        self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column = -1
        self._missing_rows(here, self._row)
        self._left = self._rows.pop(self._row, {})
        if self._left and self._tag().endswith(b"/>"):
            raise Unreadable("wrong cells in a row that has none")
        if self._left and "spans" in attributes:
            self._retag("spans", "")  # a hint to the reader, wrong as soon as a cell is added

    def _cell(self, attributes: Attributes) -> None:
        style = int(attributes.get("s", "0"))
        new = self._styles.stripped.get(style, style)
        if self._left:
            reference = attributes.get("r", "").rstrip("0123456789")
            self._column = column_index(reference) if reference else self._column + 1
            self._missing_cells(self._parser.CurrentByteIndex, self._column)
            severity = self._left.pop(self._column, "")
            new = self._styles.shaded(new, severity) if severity else new
        if new != style:
            self._retag("s", str(new))

    def _end(self, name: str) -> None:
        self._depth -= 1
        if ":" in name:
            name = bare(name)
        if name == "row" and self._left:
            self._missing_cells(self._parser.CurrentByteIndex, COLUMNS)
        elif name == "sheetData":
            self._missing_rows(self._parser.CurrentByteIndex, ROWS)
            self._behind = True

    def _missing_cells(self, here: int, before: int) -> None:
        """Add the cells that are wrong because they are not there."""
        while self._left and (column := next(iter(self._left))) < before:
            self._insert(here, self._new_cell(self._row, column, self._left.pop(column)))

    def _missing_rows(self, here: int, before: int) -> None:
        while self._rows and (row := next(iter(self._rows))) < before:
            cells = "".join(self._new_cell(row, *cell) for cell in self._rows.pop(row).items())
            self._insert(here, f'<{self._prefix}row r="{row + 1}">{cells}</{self._prefix}row>')

    def _new_cell(self, row: int, column: int, severity: str) -> str:
        return f'<{self._prefix}c r="{address(row, column)}" s="{self._styles.shaded(0, severity)}"/>'

    def _other(self, name: str, attributes: Attributes) -> None:
        if name == "sheetView" and "tabSelected" in attributes:
            self._retag("tabSelected", "")  # the sheet of results is; what is written with two selected goes into both
        elif self._depth == 2 and name == "legacyDrawing":
            self.drawing = next((value for key, value in attributes.items() if bare(key) == "id"), "")
            self._placed = True
        elif self._depth == 2 and name in _BEHIND and self._behind:
            self._place_drawing(self._parser.CurrentByteIndex)

    def _place_drawing(self, here: int) -> None:
        if not self._placed:
            self._placed = True
            self._insert(here, f'<{self._prefix}legacyDrawing xmlns:r="{OFFICE}" r:id="{self.drawing}"/>')
