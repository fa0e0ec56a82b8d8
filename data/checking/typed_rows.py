"""Cells of a sheet as texts, numbers, dates, points and lines; what cannot be read is a finding, never a guess."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.checking.findings import Finding, finding, unreadable
from data.checking.intake import Entries
from data.checking.typed_lines import LINE, line, middles
from data.reading import values
from data.reading.cells import EMPTY, Cell, CellError
from data.reading.parsed import Fault, Parsed
from data.reading.register_columns import fields
from data.reading.values import Box, Point
from data.reading.vn2000 import System

NUMBERS = ("quantity", "value", "base_value")
DATES = ("launched", "source_date", "as_of", "deadline")
POINTS = ("latitude", "longitude", "coordinates")
_EXACT = re.compile(r"-?\d+([.,]\d+)?")  # as the own export writes coordinates
LATEST = 2100  # targets reach far; that a date lies ahead is a rule of its own
MAX_COORDINATE = 200  # characters; longer cells cost time and are no coordinates


@dataclass(frozen=True, eq=False)
class Typed:
    """The rows of a sheet by the sender's row number, and what was found while reading its cells.

    rows: a column for each field the sheet has: text, for NUMBERS float (NaN = nothing stated), for DATES ISO
    text; where the sheet has coordinates or lines lon and lat (degrees, NaN; the middle of a line that comes
    without a point), where it has coordinates other_lon and other_lat (a second reading of VN-2000 metres); for
    numbers also FIELD_written_unit, the unit behind them. LINE is WKT as data.reading.line_text writes it.
    """

    entry: Entries
    rows: pd.DataFrame
    findings: list[Finding]


def typed(entry: Entries, box: Box, system: System | None = None) -> Typed:
    """Read the cells of a sheet. `box`: the province's rectangle in degrees; `system`: the VN-2000 grid, if known."""
    reader = _Reader(entry, box, system)
    columns: dict[str, Any] = {}
    for name, cells in entry.cells.items():
        if name in NUMBERS:
            columns |= reader.numbers(name, cells)
        elif name in DATES:
            columns[name] = reader.dates(name, cells)
        elif name == LINE:
            columns[name] = reader.lines(cells)
        elif name not in POINTS:
            columns[name] = reader.texts(name, cells)
    columns |= reader.points()
    columns |= middles(columns)
    index = pd.Index(entry.numbers, name="row", dtype="int64")
    rows = {name: pd.Series(cells, index=index, dtype=_dtype(name)) for name, cells in columns.items()}
    return Typed(entry, pd.DataFrame(rows, index=index), reader.found)


def _dtype(name: str) -> str:
    return "float64" if name in (*NUMBERS, "lon", "lat", "other_lon", "other_lat") else "str"


def column(rows: Typed, name: str) -> pd.Series:
    """Give a text column, blank where the sheet has none."""
    return rows.rows[name] if name in rows.rows else pd.Series("", index=rows.rows.index, dtype="str")


class _Reader:
    """Reads the columns of one sheet and gathers what it finds; equal cells are read once."""

    def __init__(self, entry: Entries, box: Box, system: System | None) -> None:
        self.entry = entry
        self.found: list[Finding] = []
        self._box = box
        self._system = system

    def texts(self, name: str, cells: list[Cell]) -> list[str]:
        read = []
        for number, cell in zip(self.entry.numbers, cells, strict=True):
            if isinstance(cell.value, CellError):
                self.found.append(finding("formula_error", self.entry.place(number, name), came=cell.value.meaning))
                read.append("")
            elif self.entry.verbatim and isinstance(cell.value, str):
                read.append(cell.value)
            else:
                read.append(cell.text)
        return read

    def numbers(self, name: str, cells: list[Cell]) -> dict[str, Any]:
        shared = {cell.origin for cell in cells if cell.origin}
        numbers: list[float] = []
        units: list[str] = []
        for row, cell, read in self._each(name, cells, values.number, "bad_number", "number_read"):
            column = self.entry.mapping.columns.get(name)
            at = cell.origin or (self.entry.rows[row].where(column) if column is not None and shared else "")
            if at in shared and read is not None and read.value is not None:
                self.found.append(finding("merged_number", self.entry.place(row, name), origin=at))
                read = None
            number = read.value if read else None
            numbers.append(math.nan if number is None else number)
            units.append(read.unit if read else "")
        return {name: np.array(numbers, dtype=float), f"{name}_written_unit": units}

    def dates(self, name: str, cells: list[Cell]) -> list[str]:
        def read(cell: Cell) -> Parsed[str] | Fault:
            return values.date(cell, LATEST)

        return [date.value if date else "" for _, _, date in self._each(name, cells, read, "bad_date", "date_read")]

    def lines(self, cells: list[Cell]) -> list[str]:
        limit = fields(self.entry.kind)[LINE].max_length
        read = []
        for number, cell in zip(self.entry.numbers, cells, strict=True):
            result = line(cell, self.entry.place(number, LINE), limit, self._box)
            if isinstance(result, Finding):
                self.found.append(result)
            read.append(result if isinstance(result, str) else "")
        return read

    def points(self) -> dict[str, Any]:
        """Read the coordinates from two columns, from one, or from either where a sheet has all three."""
        cells = self.entry.cells
        if not any(name in cells for name in POINTS):
            return {}
        nothing = [EMPTY] * len(self.entry.numbers)
        both = cells.get("coordinates", nothing)
        pairs = zip(cells.get("latitude", nothing), cells.get("longitude", nothing), strict=True)
        points = [
            self._point(number, lat, lon, one)
            for number, (lat, lon), one in zip(self.entry.numbers, pairs, both, strict=True)
        ]
        columns = np.array(points, dtype=float).reshape(len(points), 4).T
        return dict(zip(("lon", "lat", "other_lon", "other_lat"), columns, strict=True))

    def _point(self, number: int, lat: Cell, lon: Cell, one: Cell) -> tuple[float, float, float, float]:
        exact = [_EXACT.fullmatch(str(cell.value)) for cell in (lon, lat) if self.entry.verbatim]
        if exact and all(exact):  # every digit as the register has it
            return float(_point_sign(lon)), float(_point_sign(lat)), math.nan, math.nan
        pair = not (lat.empty and lon.empty)
        # One column named for a latitude that holds both numbers is as common as two columns.
        first, second = (lat, lon) if pair else (one, None)
        if pair and "longitude" not in self.entry.cells:
            second = None
        name = "latitude" if pair else "coordinates"
        if pair and "latitude" not in self.entry.cells:
            first, second, name = lon, None, "longitude"
        if len(first.text) > MAX_COORDINATE:
            read: Parsed[Point | None] | Fault = Fault("chữ quá dài", "tọa độ", "Ghi lại tọa độ.")
        else:
            read = values.coordinates(first, second, self._box, self._system)
        if isinstance(read, Fault):
            self.found.append(unreadable(_coordinate_fault(read), self.entry.place(number, name), read))
            return (math.nan,) * 4
        if read.value is None:
            return (math.nan,) * 4
        if read.note:
            code = "swapped_coordinates" if "đảo chỗ" in read.note else "coordinates_read"
            code = "converted_coordinates" if read.note.startswith("Đổi từ") else code
            came = first.text if second is None else f"{first.text}; {second.text}"
            self.found.append(finding(code, self.entry.place(number, name), came=came, note=read.note))
        other = read.others[0] if read.others else None
        beside = (other.longitude, other.latitude) if other else (math.nan, math.nan)
        return read.value.longitude, read.value.latitude, *beside

    def _each(
        self,
        name: str,
        cells: list[Cell],
        read: Callable[[Cell], Parsed[Any] | Fault],
        fault_code: str,
        note_code: str,
    ) -> Iterator[tuple[int, Cell, Parsed[Any] | None]]:
        known: dict[Any, Parsed[Any] | Fault] = {}
        for number, cell in zip(self.entry.numbers, cells, strict=True):
            key = (type(cell.value), cell.value, cell.style)
            if key not in known:
                known[key] = read(cell)
            result = known[key]
            if isinstance(result, Fault):
                code = "formula_error" if isinstance(cell.value, CellError) else fault_code
                self.found.append(unreadable(code, self.entry.place(number, name), result))
                yield number, cell, None
                continue
            if result.note:
                place = self.entry.place(number, name)
                self.found.append(finding(note_code, place, came=cell.text, note=result.note))
            yield number, cell, result


def _point_sign(cell: Cell) -> str:
    return str(cell.value).replace(",", ".")


def _coordinate_fault(fault: Fault) -> str:
    if "nằm ngoài tỉnh" in fault.came:
        return "point_outside"
    return "half_coordinates" if fault.came.startswith("thiếu") else "bad_coordinates"
