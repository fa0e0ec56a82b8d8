"""Files of map data as sheets: a row a feature, its attributes as columns, behind them its point and line."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data import wording
from data.export_columns import LINE_LAYER, POINT_LAT, POINT_LON
from data.reading import line_text
from data.reading.cells import Cell, CellValue, Row, Sheet
from data.reading.register_columns import fields
from geo.official_file import read_features

LATITUDE, LONGITUDE, LINE = "Vĩ độ", "Kinh độ", "Hình tuyến (WKT)"
# Columns that the reader of KML adds to every layer; its "id" changes with every export.
_KML_MADE = [
    *("id", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon"),
]
_POINTS, _LINES = ("Point", "MultiPoint"), ("LineString", "MultiLineString")
_FINEST, _COARSEST = 1e-6, 1e-3  # degrees by which too long a line is simplified: 0,1 m to 110 m
_DEGREE_M = 111_320.0  # of a degree at most: along the equator


@dataclass(frozen=True)
class _Place:
    """Where a feature is: degrees; a line also as WKT, with the metres it was simplified by."""

    latitude: CellValue = None
    longitude: CellValue = None
    line: str = ""
    off_m: float = 0.0


def sheets(data: bytes, name: str) -> list[Sheet]:
    """Read points and lines of a GeoJSON, GeoPackage, KML or zipped Shapefile into one sheet a layer.

    A point stands where it is, a line at its middle with its course as WKT (WGS 84) behind it; a GeoPackage's
    tables without geometry are sheets too, and the lines of the register's own GeoPackage stand with their sites.
    Row 1 has the headings, feature n is row n + 1. Raises Problem for anything that is not a readable file of
    these kinds with a known CRS.
    """
    return [_sheet(layer, rows, name) for layer, rows in _own_lines(read_features(data, name)).items()]


def _own_lines(layers: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Put the lines of the register's own layer of lines into the layer of sites; lines of new sites stay a layer."""
    sites, lines = layers.get("sites"), layers.get(LINE_LAYER)
    if sites is None or not isinstance(lines, gpd.GeoDataFrame) or not all("site_id" in one for one in (sites, lines)):
        return layers
    parts = lines.geometry.groupby(lines["site_id"]).agg(list)  # a line that was cut is still that of its site
    texts = {site: _together(shapes) for site, shapes in parts.items()}
    known = lines["site_id"].isin(sites["site_id"])
    joined = {**layers, "sites": sites.assign(line=sites["site_id"].map(texts).fillna("")), LINE_LAYER: lines[~known]}
    return {title: rows for title, rows in joined.items() if title != LINE_LAYER or len(rows)}


def _together(lines: Sequence[Any]) -> str:
    parts = [part for line in lines for part in shapely.get_parts(line) if part.geom_type == _LINES[0]]
    return line_text.written(shapely.MultiLineString(parts))


def _sheet(layer: str, rows: pd.DataFrame, name: str) -> Sheet:
    shapes = list(rows.geometry) if isinstance(rows, gpd.GeoDataFrame) else []
    attributes = pd.DataFrame(rows.drop(columns=rows.geometry.name)) if isinstance(rows, gpd.GeoDataFrame) else rows
    if {"tessellate", "extrude", "visibility"} <= set(attributes):
        attributes = attributes.drop(columns=_KML_MADE, errors="ignore").dropna(axis="columns", how="all")
    places = [_place(shape) for shape in shapes]
    if {POINT_LON, POINT_LAT} <= set(attributes):
        apart = zip(attributes.pop(POINT_LAT), attributes.pop(POINT_LON), strict=True)
        places = [_apart(place, *point) for place, point in zip(places, apart, strict=True)]
    titles = [LATITUDE, LONGITUDE, LINE][: 3 if any(place.line for place in places) else 2]
    found = [Row(1, [Cell(str(title)) for title in attributes])]
    for number, values in enumerate(attributes.itertuples(index=False, name=None), start=2):
        found.append(Row(number, [Cell(_value(value)) for value in values]))
    if any(shape is not None for shape in shapes):
        found[0].cells.extend(map(Cell, titles))
        for row, place in zip(found[1:], places, strict=True):
            row.cells.extend(map(Cell, [place.latitude, place.longitude, place.line or None][: len(titles)]))
    found = [row for row in found if any(not cell.empty for cell in row.cells)]
    return Sheet(layer or Path(name).stem, "spatial", found, notes=_notes(shapes, places))


def _notes(shapes: Sequence[Any], places: Sequence[_Place]) -> list[str]:
    kinds = [shape.geom_type for shape in shapes if shape is not None]
    lines = sum(bool(place.line) for place in places)
    others = sum(kind not in (*_POINTS, *_LINES) for kind in kinds)
    off = [place.off_m for place in places if place.off_m]
    notes = [f"{lines} đường: sổ giữ hình tuyến, và điểm giữa của mỗi đường làm tọa độ."] if lines else []
    if off:
        most = wording.number(max(off))
        notes.append(f"{len(off)} đường dài quá {_longest()} ký tự WKT: đã giản lược, lệch nhiều nhất {most} m.")
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


def _place(shape: Any) -> _Place:
    """Give where a feature is; nothing where it has no place of its own."""
    if shape is None or shape.is_empty:
        return _Place()
    if shape.geom_type in _LINES and line_text.written(shape):
        text, off_m = _fitting(shape)
        lon, lat = line_text.middle_of(text)
        return _Place(lat, lon, text, off_m)
    if shape.geom_type in _LINES:  # shorter than its own rounding
        shape = shapely.get_point(shapely.get_parts(shape)[0], 0)
    elif shape.geom_type == "MultiPoint" and len(shape.geoms) == 1:
        shape = shape.geoms[0]
    if shape.geom_type != "Point" or not (math.isfinite(shape.x) and math.isfinite(shape.y)):
        return _Place()
    return _Place(float(shape.y), float(shape.x))


def _apart(place: _Place, latitude: Any, longitude: Any) -> _Place:
    """Put the point that the register's own file states beside a line in place of the middle of the line."""
    point = _value(latitude), _value(longitude)
    return replace(place, latitude=point[0], longitude=point[1]) if place.line and None not in point else place


def _fitting(line: shapely.Geometry) -> tuple[str, float]:
    """Give a line as WKT no longer than a cell of the register, and by how many metres it was simplified for that.

    One that does not fit even so is given whole: the check refuses it.
    """
    whole, off = line_text.written(line), _FINEST
    if len(whole) <= _longest():
        return whole, 0.0
    while off <= _COARSEST:
        text = line_text.written(shapely.simplify(line, off))
        if len(text) <= _longest():
            return text, off * _DEGREE_M
        off *= 2
    return whole, 0.0


def _longest() -> int:
    return fields("sites")["line"].max_length
