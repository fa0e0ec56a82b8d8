"""The coordinate reference systems that a boundary file of the province may come in."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from pyproj.transformer import TransformerGroup

from data.errors import Problem

WGS84 = 4326
CRS_HELP = (
    "Cho biết hệ tọa độ bằng --crs: EPSG:9208 (VN-2000, kinh tuyến trục 104°45', múi 3° của Nghệ An), "
    "EPSG:3405 (VN-2000, UTM múi 48), EPSG:4756 (VN-2000, độ) hoặc EPSG:4326 (WGS 84)."
)
NEIGHBOURHOOD = (103.0, 18.0, 107.0, 20.5)  # lon, lat: the province and some way around it


def wanted_crs(text: str) -> CRS:
    """Return the CRS of "EPSG:9208" or "9208". Raises Problem for anything else."""
    code = re.fullmatch(r"(?:EPSG:)?(\d{4,6})", text.strip(), re.IGNORECASE)
    with contextlib.suppress(CRSError):
        found = CRS.from_epsg(int(code[1])) if code else None
        if found and (found.is_geographic or found.is_projected):
            return found
    raise Problem("Hệ tọa độ", f"«{text[:60]}»", "một mã EPSG, chẳng hạn EPSG:9208", CRS_HELP)


def in_degrees(rows: gpd.GeoDataFrame, crs: CRS | None, where: str) -> gpd.GeoDataFrame:
    """Bring rows read in `crs` to EPSG:4326; `where` names the file in an error.

    Raises Problem when the rows are empty, the CRS is missing or lacks its shift to WGS 84, or the rows then
    lie outside the province.
    """
    moved = moved_to_degrees(rows, crs, where)
    if crs is not None:
        _check_place(moved.total_bounds, crs, where)
    return moved


def moved_to_degrees(
    rows: gpd.GeoDataFrame, crs: CRS | None, where: str, without_crs: str = CRS_HELP
) -> gpd.GeoDataFrame:
    """Like `in_degrees`, for rows that may lie anywhere; `without_crs`: what to do where no usable CRS is stated."""
    numbers = shapely.get_coordinates(rows.geometry.to_numpy())
    if not len(numbers) or not np.isfinite(numbers).all():
        came = "tọa độ không phải là số" if len(numbers) else "tệp không có hình nào"
        raise _refusal(where, came, "Kiểm tra lại tệp rồi nạp lại.")
    metres = np.abs(numbers).max() > 360
    if crs is None or (metres and crs.is_geographic):
        how = "tọa độ tính bằng mét" if metres else "tọa độ tính bằng độ"
        raise _refusal(where, f"tệp không ghi hệ tọa độ ({how})", without_crs)
    if not TransformerGroup(crs, WGS84, allow_ballpark=False).transformers:
        # Without its shift to WGS 84 a VN-2000 file would silently lie some 200 m away.
        raise _refusal(where, f"hệ tọa độ «{crs.name}» thiếu tham số chuyển về WGS 84", without_crs)
    return rows.set_crs(crs, allow_override=True).to_crs(WGS84)


def _check_place(bounds: Any, crs: CRS, where: str) -> None:
    west, south, east, north = NEIGHBOURHOOD
    x0, y0, x1, y1 = bounds
    if west < x0 and x1 < east and south < y0 and y1 < north:
        return
    if west < y0 and y1 < east and south < x0 and x1 < north:
        raise _refusal(where, "kinh độ và vĩ độ bị đảo chỗ", "Xuất lại tệp theo thứ tự kinh độ, vĩ độ.")
    found = f"kinh độ {x0:.2f}–{x1:.2f}, vĩ độ {y0:.2f}–{y1:.2f}"
    raise _refusal(where, f"theo hệ tọa độ «{crs.name}» thì tệp nằm ngoài tỉnh Nghệ An ({found})", CRS_HELP)


def _refusal(where: str, came: str, todo: str) -> Problem:
    return Problem(where, came, "tệp có hệ tọa độ WGS 84 hoặc VN-2000", todo)
