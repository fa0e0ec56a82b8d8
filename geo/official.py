"""Judging an official boundary file: it replaces an epoch's geometry, or every reason why not is told.

Small faults of drawing are repaired and reported. What is refused:

- units missing, unknown or twice; shapes without any area;
- two units overlapping, or a gap inside the province, over a width of more than about 50 m; a repair that
  changes a unit's area by more than 1 %;
- a total area more than 2 % from the official one (from the present geometry's where none is stated), or units
  half of which are more than 2 % off;
- a unit more than 25 % from its official area, unless the present geometry is as far off: then the file is
  still no worse than what it replaces. (Official areas are of the land register and may count tidal land, so
  that some difference is normal.)
- a unit of which less than a fifth lies where the present geometry has it: two names exchanged, a column of
  codes out of step, or the wrong zone of the map projection.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from data.errors import Problem
from data.wording import number
from geo.boundary_report import MAX_GAP_KM2, MAX_MEDIAN_ERROR
from geo.coverage import Shapes, area_km2, clean, gaps, is_coverage, overlaps, polygonal
from geo.official_file import Given, columns
from geo.official_match import label, listed, match
from geo.units import units

MAX_REPAIR = 0.01
MAX_TOTAL_ERROR = 0.02
MAX_UNIT_ERROR = 0.25
MIN_IN_PLACE = 0.2


@dataclass(frozen=True, eq=False)
class Accepted:
    """The clean coverage of an official file, shapes by unit code, and Vietnamese notes on what was done."""

    shapes: pd.Series
    notes: list[str]


def judge(given: Given, name: str, epoch: str, present: pd.Series) -> Accepted:
    """Match, repair and check the rows of an official file for an epoch.

    `present` has the shapes by code (EPSG:4326) that the file is held against. Raises Problem with all
    reasons at once when the file cannot be accepted.
    """
    matched = match(columns(given.rows), epoch)
    shapes = polygonal(given.rows.geometry.to_numpy())
    names = [label(code, epoch) if code else "?" for code in matched.codes]
    faults = matched.faults + _empty(shapes, names) + _overlapping(shapes, names)
    if matched.faults or shapely.is_empty(shapes).any():
        # Without every unit there is no coverage to speak of; what can be said of the others still is.
        known = ~matched.codes.duplicated() & (matched.codes != "") & ~shapely.is_empty(shapes)
        faults += _misplaced(pd.Series(shapes[known], index=matched.codes[known], dtype=object), epoch, present)
        raise _refused(name, faults)
    cleaned = clean(shapes)
    result = pd.Series(cleaned, index=matched.codes.to_numpy(), dtype=object).sort_index()
    faults += _overrepaired(shapes, cleaned, names) + _open(cleaned)
    faults += _wrong_area(result, epoch, present) + _misplaced(result, epoch, present)
    if faults:
        raise _refused(name, faults)
    return Accepted(result, matched.notes + _repairs(given, shapes, cleaned))


def _refused(name: str, faults: list[str]) -> Problem:
    reasons = "".join(f"\n  {at}. {fault}" for at, fault in enumerate(faults, start=1))
    return Problem(
        f"Tệp ranh giới {name}",
        f"{len(faults)} điều không nhận được:{reasons}\n",
        "ranh giới khép kín của đúng các đơn vị của mốc ấy",
        "Sửa tệp rồi nạp lại; ranh giới đang dùng được giữ nguyên.",
    )


def _empty(shapes: Shapes, names: list[str]) -> list[str]:
    empty = [f"dòng {at + 1} {names[at]}" for at in np.flatnonzero(shapely.is_empty(shapes))]
    return [f"không có hình vùng đọc được: {listed(empty)}"] if empty else []


def _overlapping(shapes: Shapes, names: list[str]) -> list[str]:
    large = overlaps(shapes).query("wide")
    rows = zip(large["first"], large["second"], large["area_km2"], strict=True)
    pairs = [f"{names[first]} và {names[second]} {number(area, digits=2)} km²" for first, second, area in rows]
    return [f"chồng lên nhau rộng quá 50 m: {listed(pairs)}"] if pairs else []


def _overrepaired(shapes: Shapes, cleaned: Shapes, names: list[str]) -> list[str]:
    before, after = area_km2(shapes), area_km2(cleaned)
    much = np.flatnonzero(np.abs(after - before) > MAX_REPAIR * before)
    found = [f"{names[at]} {number(before[at], digits=2)} → {number(after[at], digits=2)} km²" for at in much]
    return [f"việc sửa chồng, hở làm đổi diện tích quá 1 %: {listed(found)}"] if found else []


def _open(cleaned: Shapes) -> list[str]:
    faults = [] if is_coverage(cleaned) else ["ranh giới các đơn vị không khớp nhau sau khi sửa"]
    holes = gaps(cleaned)
    if holes["area_km2"].sum() < MAX_GAP_KM2:
        return faults
    # Coordinates keep their decimal point, so that they can be pasted into a map program.
    places = zip(holes["area_km2"], holes["lon"], holes["lat"], strict=True)
    found = [f"{number(area, digits=2)} km² tại {lon:.4f}, {lat:.4f}" for area, lon, lat in places]
    return [*faults, f"có khoảng hở trong tỉnh (kinh độ, vĩ độ): {listed(found)}"]


def _wrong_area(shapes: pd.Series, epoch: str, present: pd.Series) -> list[str]:
    stated = units(epoch).set_index("code")["area_km2"].reindex(shapes.index)
    areas, now = _areas(shapes), _areas(present).reindex(shapes.index)
    total = float(stated.sum() if stated.notna().all() else now.sum())
    faults = []
    if abs(areas.sum() / total - 1) > MAX_TOTAL_ERROR:
        faults.append(f"tổng diện tích {number(areas.sum())} km², cần lệch không quá 2 % so với {number(total)} km²")
    error, error_now = (areas / stated - 1).abs(), (now / stated - 1).abs()
    if stated.notna().all() and error.median() > MAX_MEDIAN_ERROR:
        faults.append(
            f"một nửa số đơn vị lệch quá {number(error.median() * 100)} % so với diện tích công bố, cần không quá 2 %"
        )
    off = shapes.index[(error > MAX_UNIT_ERROR) & (error > error_now + MAX_REPAIR)]
    found = [
        f"{label(code, epoch)} {number(areas[code], digits=2)} / {number(stated[code], digits=2)} km²" for code in off
    ]
    return [*faults, f"lệch quá 25 % so với diện tích công bố: {listed(found)}"] if found else faults


def _misplaced(shapes: pd.Series, epoch: str, present: pd.Series) -> list[str]:
    expected = present.reindex(shapes.index).to_numpy()
    shared = shapely.intersection(shapes.to_numpy(), expected)
    away = shapely.area(shared) < MIN_IN_PLACE * shapely.area(shapes.to_numpy())
    found = [label(code, epoch) for code in shapes.index[away]]
    return [f"nằm chỗ khác so với ranh giới hiện có: {listed(found)}"] if found else []


def _areas(shapes: pd.Series) -> pd.Series:
    return pd.Series(area_km2(shapes.to_numpy()), index=shapes.index)


def _repairs(given: Given, shapes: Shapes, cleaned: Shapes) -> list[str]:
    notes = [f"Loại tệp {given.kind}, hệ tọa độ {given.crs}."]
    invalid = int((~shapely.is_valid(given.rows.geometry.to_numpy())).sum())
    if invalid:
        notes.append(f"Đã sửa {invalid} hình có đường biên tự cắt.")
    shared = overlaps(shapes)["area_km2"].sum()
    filled = gaps(shapes)["area_km2"].sum() - gaps(cleaned)["area_km2"].sum()
    if max(shared, filled) > 1e-6:
        notes.append(f"Đã sửa {number(shared, digits=4)} km² chồng nhau và {number(filled, digits=4)} km² khe hở.")
    return notes
