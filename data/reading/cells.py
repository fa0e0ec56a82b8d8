"""Cells, rows and sheets of a sent file, as they came and where they stood."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field

from data.reading.marks import PLAIN, UNCALCULATED, Style, address

_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")
# Characters that show nothing: soft hyphen, zero-width ones, direction marks, byte order mark, controls.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b-\x1f\x7f]")
_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]+")


@dataclass(frozen=True, slots=True)
class CellError:
    """A formula that failed ("#REF!"), or whose result was never stored (UNCALCULATED)."""

    code: str

    @property
    def meaning(self) -> str:
        """What it means, in Vietnamese."""
        return "công thức chưa có kết quả" if self.code == UNCALCULATED else f"công thức lỗi {self.code}"


_AS_THEY_ARE = (bool, dt.date, dt.time)  # a datetime is a date too

Area = tuple[tuple[int, int], tuple[int, int]]
CellValue = str | float | bool | dt.datetime | dt.date | dt.time | CellError | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the value as it came, what of its format changes the meaning, and the merged cell it copies.

    `origin` is "" for a cell's own value, else the address of the merged cell it was filled from: a quantity filled
    into several rows must not be counted several times.
    """

    value: CellValue = None
    style: Style = PLAIN
    origin: str = ""

    @property
    def text(self) -> str:
        """What the sender sees: NFC, spaces joined, unseen characters dropped, numbers and dates the Vietnamese way."""
        return _display(self.value, self.style)

    @property
    def empty(self) -> bool:
        """Whether nothing is written in it."""
        value = self.value
        if not isinstance(value, str):
            return value is None
        # A letter or digit settles it without tidying; this is asked of every cell.
        return not value[:1].isalnum() and not self.text


EMPTY = Cell()


@dataclass(slots=True)
class Row:
    """A row that holds something; `number` is the sender's (from 1), `cells` start at column A."""

    number: int
    cells: list[Cell]

    def cell(self, column: int) -> Cell:
        """The cell of a column counted from 0; an empty one beyond the end."""
        return self.cells[column] if 0 <= column < len(self.cells) else EMPTY

    def where(self, column: int) -> str:
        """The address of a cell in the sender's file: "D17"."""
        return address(self.number - 1, column)


@dataclass
class Sheet:
    """A sheet of a sent file; rows without any content are left out, the others keep their numbers."""

    name: str
    kind: str  # "xlsx", "xls", "ods", "csv"
    rows: list[Row]
    hidden: bool = False
    notes: list[str] = field(default_factory=list)  # what was done or found while reading, in Vietnamese
    merged: list[Area] = field(default_factory=list)  # ((top, left), (bottom, right)) from 0

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row.cells) for row in self.rows), default=0)


def tidy(text: str) -> str:
    """A text as a person reads it: NFC, no unseen characters, single spaces, no spaces at the ends of its lines."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", ""))
    lines = (_SPACES.sub(" ", _UNSEEN.sub("", line)).strip() for line in text.split("\n") if line)
    return "\n".join(line for line in lines if line)


def value_of(raw: object) -> CellValue:
    """Bring a value from a reading library to ours: "" → None, whole numbers → float, "#REF!" → CellError."""
    if isinstance(raw, float):
        return raw
    if isinstance(raw, str):
        if raw.startswith("#") and _ERROR.fullmatch(raw.strip()):
            return CellError(raw.strip())
        return raw or None
    if raw is None or isinstance(raw, _AS_THEY_ARE):
        return raw
    return float(raw) if isinstance(raw, int) else str(raw)


def filled(rows: list[Row], merged: list[Area], limit: int) -> list[Row]:
    """Write the value of each merged area into all its cells, in the rows that hold something of their own.

    Areas are ((top, left), (bottom, right)) from 0. At most `limit` cells are looked at, in the order of the areas.
    """
    places = {row.number - 1: row for row in rows}
    for (top, left), (bottom, right) in merged:
        first = places.get(top)
        source = first.cell(left) if first else EMPTY
        if source.empty:
            continue
        copy = Cell(source.value, source.style, address(top, left))
        for index in range(top, bottom + 1) if bottom - top < len(places) else places:
            row = places.get(index)
            limit -= right - left + 1  # looked at or written: a file may state a million areas
            if limit < 0:
                return rows
            if row is None or not top <= index <= bottom:
                continue
            _write(row, left, right, copy, keep=index == top)
    return rows


def _write(row: Row, left: int, right: int, copy: Cell, keep: bool) -> None:
    row.cells.extend([EMPTY] * (right + 1 - len(row.cells)))
    for column in range(left + 1 if keep else left, right + 1):
        if row.cells[column].empty:
            row.cells[column] = copy


def _display(value: CellValue, style: Style) -> str:
    if isinstance(value, str):
        return tidy(value)
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return f"{_number(value * 100)}%" if style.shape == "percent" else _number(value)
    return _moment(value, style)


def _number(value: float) -> str:
    # Excel keeps 15 digits; the rest is noise of the binary form.
    text = format(value, ".15g")
    return text.replace(".", ",")


def _moment(value: dt.date | dt.time, style: Style) -> str:
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if style.shape == "month":
        return f"{value.month:02}/{value.year}"
    if style.shape == "year":
        return str(value.year)
    day = f"{value.day:02}/{value.month:02}/{value.year}"
    timed = isinstance(value, dt.datetime) and (value.hour or value.minute or value.second)
    return f"{day} {value:%H:%M}" if timed else day
