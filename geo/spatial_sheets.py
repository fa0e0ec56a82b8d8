"""Files of map data as sheets: a row a feature, its attributes as columns, its point in degrees behind them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from data.cells import Cell, Row, Sheet
from geo.official_file import columns, read_features

LATITUDE, LONGITUDE = "Vĩ độ", "Kinh độ"
# Columns that the reader of KML adds to every layer; its "id" changes with every export.
_KML_MADE = (
    "id",
    "timestamp",
    "begin",
    "end",
    "altitudeMode",
    "tessellate",
    "extrude",
    "visibility",
    "drawOrder",
    "icon",
)
_POINTS, _LINES = ("Point", "MultiPoint"), ("LineString", "MultiLineString")


def sheets(data: bytes, name: str) -> list[Sheet]:
    """Read points and lines of a GeoJSON, GeoPackage, KML or zipped Shapefile into one sheet a layer.

    A point stands where it is, a line at its middle; row 1 has the headings, feature n is row n + 1. Raises
    Problem for anything that is not a readable file of these kinds with a known CRS.
    """
    return [_sheet(layer, rows, name) for layer, rows in read_features(data, name).items()]


def _sheet(layer: str, rows: gpd.GeoDataFrame, name: str) -> Sheet:
    attributes = columns(rows)
    made = _KML_MADE if {"tessellate", "extrude", "visibility"} <= set(attributes) else ()
    kept = [title for title in attributes if title not in made and (attributes[title] != "").any()]
    headings = [Cell(str(title)) for title in kept] + [Cell(LATITUDE), Cell(LONGITUDE)]
    found = [Row(1, headings)]
    for number, (texts, shape) in enumerate(
        zip(attributes[kept].itertuples(index=False, name=None), rows.geometry, strict=True), start=2
    ):
        lat, lon = _point(shape)
        cells = [Cell(text or None) for text in texts] + [Cell(lat), Cell(lon)]
        if any(not cell.empty for cell in cells):
            found.append(Row(number, cells))
    lines = sum(1 for shape in rows.geometry if shape is not None and shape.geom_type in _LINES)
    others = sum(1 for shape in rows.geometry if shape is not None and shape.geom_type not in (*_POINTS, *_LINES))
    notes = [f"{lines} đường: sổ giữ điểm giữa của mỗi đường."] if lines else []
    notes += [f"{others} hình không phải điểm hay đường: đọc không có tọa độ."] if others else []
    return Sheet(layer or Path(name).stem, "spatial", found, notes=notes)


def _point(shape: Any) -> tuple[float | None, float | None]:
    """Give latitude and longitude of a feature, None where it has no place of its own."""
    if shape is None or shape.is_empty:
        return None, None
    if shape.geom_type in _LINES:
        merged = shapely.line_merge(shape)
        longest = max(shapely.get_parts(merged), key=lambda part: part.length)
        shape = longest.interpolate(0.5, normalized=True)
    elif shape.geom_type == "MultiPoint" and len(shape.geoms) == 1:
        shape = shape.geoms[0]
    if shape.geom_type != "Point" or not (math.isfinite(shape.x) and math.isfinite(shape.y)):
        return None, None
    return round(shape.y, 7), round(shape.x, 7)
