"""The sheets of a sent file as plain grids of text, for a page that asks which column is meant."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import Problem
from data.reading import legacy, sheets
from data.reading.archive import Limits
from data.reading.cells import CellError, Row
from data.reading.marks import address

# A list of names is small; a page with a larger one would not answer.
LIMITS = Limits(size=5 * 1024**2, cells=500_000)
LONGEST_CELL = 300


@dataclass(frozen=True)
class Grid:
    """A sheet in text: its name, its rows (all of the same width), and what was done while reading, in Vietnamese."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def column(self, index: int, headed: bool) -> list[str]:
        """Give the texts of a column; without the first row when that holds the headings."""
        return [row[index] for row in self.rows[int(headed) :]]

    def label(self, index: int, headed: bool) -> str:
        """Name a column as a person finds it: "B: Tên xã"."""
        letter = address(0, index)[:-1]
        heading = self.rows[0][index] if headed and self.rows else ""
        return f"{letter}: {heading}" if heading else letter


def read(data: bytes, name: str, limits: Limits = LIMITS) -> list[Grid]:
    """Read the sheets that hold something, hidden ones left out, legacy fonts turned into Unicode.

    Raises Problem for what the guard refuses, for a file that cannot be read, and for one without any content.
    """
    converted = [legacy.convert(sheet).sheet for sheet in sheets.read(data, name, limits) if not sheet.hidden]
    grids = [
        Grid(sheet.name, tuple(_texts(row, sheet.width) for row in sheet.rows), tuple(sheet.notes))
        for sheet in converted
        if sheet.rows
    ]
    if not grids:
        raise Problem(f"Tệp {name}", "không có ô nào có chữ", "một cột tên xã, phường", "Kiểm tra lại tệp rồi gửi lại.")
    return grids


def _texts(row: Row, width: int) -> tuple[str, ...]:
    cells = (row.cell(column) for column in range(width))
    return tuple("" if isinstance(cell.value, CellError) else cell.text[:LONGEST_CELL] for cell in cells)
