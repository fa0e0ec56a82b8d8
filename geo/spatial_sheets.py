"""Files of map data as sheets: a row a feature, its attributes as columns, its point in degrees behind them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.reading.cells import Cell, CellValue, Row, Sheet
from geo.official_file import read_features

LATITUDE, LONGITUDE = "Vĩ độ", "Kinh độ"
# Columns that the reader of KML adds to every layer; its "id" changes with every export.
_KML_MADE = [
    *("id", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon"),
]
_POINTS, _LINES = ("Point", "MultiPoint"), ("LineString", "MultiLineString")


def sheets(data: bytes, name: str) -> list[Sheet]:
    """Read points and lines of a GeoJSON, GeoPackage, KML or zipped Shapefile into one sheet a layer.

    A point stands where it is, a line at its middle; a GeoPackage's tables without geometry are sheets too. Row 1
    has the headings, feature n is row n + 1. Raises Problem for anything that is not a readable file of these
    kinds with a known CRS.
    """
    return [_sheet(layer, rows, name) for layer, rows in read_features(data, name).items()]


def _sheet(layer: str, rows: pd.DataFrame, name: str) -> Sheet:
    shapes = list(rows.geometry) if isinstance(rows, gpd.GeoDataFrame) else None
    attributes = pd.DataFrame(rows.drop(columns=rows.geometry.name)) if isinstance(rows, gpd.GeoDataFrame) else rows
    if {"tessellate", "extrude", "visibility"} <= set(attributes):
        attributes = attributes.drop(columns=_KML_MADE, errors="ignore").dropna(axis="columns", how="all")
    found = [Row(1, [Cell(str(title)) for title in attributes])]
    for number, values in enumerate(attributes.itertuples(index=False, name=None), start=2):
        found.append(Row(number, [Cell(_value(value)) for value in values]))
    if any(shape is not None for shape in shapes or []):
        found[0].cells.extend([Cell(LATITUDE), Cell(LONGITUDE)])
        for row, shape in zip(found[1:], shapes or [], strict=True):
            row.cells.extend(map(Cell, _point(shape)))
    found = [row for row in found if any(not cell.empty for cell in row.cells)]
    return Sheet(layer or Path(name).stem, "spatial", found, notes=_notes(shapes or []))


def _notes(shapes: Sequence[Any]) -> list[str]:
    kinds = [shape.geom_type for shape in shapes if shape is not None]
    lines = sum(kind in _LINES for kind in kinds)
    others = sum(kind not in (*_POINTS, *_LINES) for kind in kinds)
    notes = [f"{lines} đường: sổ giữ điểm giữa của mỗi đường."] if lines else []
    return notes + ([f"{others} hình không phải điểm hay đường: đọc không có tọa độ."] if others else [])


def _value(value: Any) -> CellValue:
    """Give an attribute as a cell holds it; numbers stay numbers, so that no decimal sign is read twice."""
    if value is None or value is pd.NA or value is pd.NaT or value == "":
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | float | np.number):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
    return str(value)


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
    return float(shape.y), float(shape.x)
