"""What the reading library does not tell about a sheet: errors, formulas never calculated, formats, legacy fonts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from data.errors import Problem
from data.reading.xml_stream import Unreadable

NumberShape = Literal["", "percent", "month", "year"]
LegacyFont = Literal["", "tcvn3", "tcvn3-upper", "vni"]

COLUMNS = 16_384
ROWS = 1_048_576
UNCALCULATED = "=?"  # the mark of a formula whose result was never stored


@dataclass(frozen=True, slots=True)
class Style:
    """How the sender sees a cell, as far as it changes its meaning."""

    shape: NumberShape = ""  # the number format shows a percentage, only month and year, only the year
    font: LegacyFont = ""


PLAIN = Style()


@dataclass
class SheetMarks:
    """Marks of one sheet; cells are keyed by `key(row, column)`, both from 0."""

    errors: dict[int, str] = field(default_factory=dict)  # "#REF!" …, or UNCALCULATED
    styles: dict[int, Style] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)  # the display text of dates, where the file keeps it
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    box: Box = field(default_factory=lambda: Box())


@dataclass
class Box:
    """The rectangle that holds the content of a sheet; -1 while nothing was seen."""

    top: int = -1
    bottom: int = -1
    left: int = -1
    right: int = -1

    def take(self, row: int, column: int) -> None:
        """Widen the rectangle to hold the cell."""
        if self.bottom < 0:
            self.top, self.bottom, self.left, self.right = row, row, column, column
            return
        # Comparisons rather than min and max: this runs once for every cell.
        if row < self.top:
            self.top = row
        elif row > self.bottom:
            self.bottom = row
        if column < self.left:
            self.left = column
        elif column > self.right:
            self.right = column

    @property
    def cells(self) -> int:
        """How many cells the rectangle has, empty ones too."""
        return 0 if self.bottom < 0 else (self.bottom - self.top + 1) * (self.right - self.left + 1)


def key(row: int, column: int) -> int:
    """One number for a cell, so that a mark costs little memory."""
    return row * COLUMNS + column


def address(row: int, column: int) -> str:
    """The cell's name in the sender's program, from 0-based places: (16, 3) → "D17"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def column_index(letters: str) -> int:
    """The 0-based place of a column: "D" → 3; raises Unreadable for what names none."""
    if not (0 < len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        raise Unreadable(f"column {letters!r}")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def shape_of(number_format: str) -> NumberShape:
    """Tell what a number format shows: "0.0%" → percent, "mm/yyyy" → month, "yyyy" → year, others → ""."""
    letters = _bare(number_format)
    if "%" in letters:
        return "percent"
    # A format with hours is a time of day; m without y may be minutes.
    if "d" in letters or "y" not in letters or "h" in letters:
        return ""
    return "month" if "m" in letters else "year"


def legacy_font(name: str) -> LegacyFont:
    """Tell the legacy encoding a font stands for: ".VnTime" → tcvn3, ".VnTimeH" → tcvn3-upper, "VNI-Times" → vni."""
    folded = name.strip().lower()
    if folded.startswith(".vn"):
        return "tcvn3-upper" if name.strip().endswith("H") else "tcvn3"
    return "vni" if folded.startswith("vni-") else ""


def refuse_spread(where: str, sheet: str, box: Box, limit: int) -> None:
    """Raise Problem when the content of a sheet is spread over more cells than `limit`."""
    if box.cells <= limit:
        return
    raise Problem(
        f"{where}, trang «{sheet}»",
        f"nội dung trải đến ô {address(box.bottom, box.right)} ({box.cells:,} ô)".replace(",", "."),
        f"trang không quá {limit:,} ô".replace(",", "."),
        "Mở trang, nhấn Ctrl+End, xóa nội dung lạc ở ô đó (cả hàng hoặc cột), lưu và gửi lại.",
        f"content rectangle {box}",
    )


def _bare(number_format: str) -> str:
    """The letters of the first section of a number format, without quoted text, escapes and [colours]."""
    letters: list[str] = []
    closing = ""
    skip = False
    for character in number_format.lower():
        if skip:
            skip = False
        elif closing:
            closing = "" if character == closing else closing
        elif character in '"[':
            closing = '"' if character == '"' else "]"
        elif character in "\\_*":
            skip = True
        elif character == ";":
            break
        else:
            letters.append(character)
    return "".join(letters)
