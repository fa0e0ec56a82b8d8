"""The lines of a sheet: cells of WKT as the register writes it, and the points of rows that have only a line."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from data.checking.findings import Finding, Place, finding
from data.reading import line_text
from data.reading.cells import Cell, CellError
from data.reading.coordinate_text import Box
from data.wording import number

LINE = "line"
_ROUNDED_TO = 3  # a line of all digits is at most so many times as long as the register writes it


def line(cell: Cell, place: Place, limit: int, box: Box) -> str | Finding:
    """Read a line of at most `limit` characters as written, wholly inside `box`; "" for an empty cell."""
    text = cell.text
    if isinstance(cell.value, CellError):
        return finding("formula_error", place, came=cell.value.meaning)
    if not text:
        return ""
    shape = line_text.read(text) if len(text) <= limit * _ROUNDED_TO else None
    written = line_text.written(shape) if shape is not None else ""
    if max(len(written), len(text) // _ROUNDED_TO) > limit:
        return finding("too_long", place, length=number(len(text)), limit=number(limit))
    away = line_text.outside(shape, box) if shape is not None else None
    if away:
        lon, lat = (number(degrees, digits=6) for degrees in away)
        return finding("line_outside", place, lon=lon, lat=lat)
    return written or finding("bad_line", place, came=text[:80])


def middles(columns: Mapping[str, Any]) -> dict[str, list[float]]:
    """Give lon and lat with the middle of each line that comes without a point, nothing where no row has a line.

    columns: LINE as `line` reads it; lon and lat in degrees, NaN where a row has none, or no such columns.
    """
    lines = columns.get(LINE, [])
    if not any(lines):
        return {}
    lon, lat = (list(columns.get(name, [math.nan] * len(lines))) for name in ("lon", "lat"))
    for at, text in enumerate(lines):
        if text and math.isnan(lon[at]):
            lon[at], lat[at] = line_text.middle_of(text)
    return {"lon": lon, "lat": lat}
