"""Reading a boundary file given by an office, as bytes that are not trusted.

Accepted: GeoJSON, GeoPackage, KML, and a Shapefile in a zip. What a file is, is told by its content and never
by its name, before any reader is let near it: readers of map data would also follow links and run what a file
asks for. GeoJSON is parsed here; the others are opened from a private copy with a fixed name.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
from pyproj import CRS
from shapely.errors import ShapelyError

from data.errors import Problem
from geo.crs import CRS_HELP, WGS84, in_degrees, moved_to_degrees, wanted_crs

MAX_BYTES = 300_000_000
MAX_UNZIPPED = 600_000_000
MAX_ZIP_RATIO = 100
MAX_FEATURES = 20_000
MAX_ROWS = 60_000  # of a file of points and lines
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
# Else a field of KML called «Mô hình» comes as "M___h__nh".
pyogrio.set_gdal_config_options({"LIBKML_LAUNDER_FIELD_NAMES": "NO"})
DRIVERS = {"GPKG": ("GPKG",), "KML": ("KML", "LIBKML"), "ESRI Shapefile": ("ESRI Shapefile",)}


@dataclass(frozen=True, eq=False)
class Given:
    """What a file holds: `rows` (columns as read, geometry in EPSG:4326), and how it was understood."""

    rows: gpd.GeoDataFrame
    kind: str
    crs: str


def read(path: Path, crs: str = "", layer: str = "") -> Given:
    """Read the polygons of a boundary file, brought to EPSG:4326.

    `crs` ("EPSG:9208") takes the place of what the file says; `layer` is needed when the file has several.
    Raises Problem for anything that is not a readable local file of the four kinds with a known CRS.
    """
    given = content(path)
    kind = _kind(given, path.name)
    if kind == "GeoJSON":
        rows, stated = _geojson(given, path.name, MAX_FEATURES)
    else:
        with _opened(given, kind, path.name) as source:
            chosen = _layer(source, path.name, layer)
            rows, stated = _by_driver(source, kind, path.name, chosen, MAX_FEATURES)
    used = wanted_crs(crs) if crs else stated
    return Given(in_degrees(rows, used, f"Tệp ranh giới {path.name}"), kind, used.name if used else "")


def read_features(raw: bytes, name: str, most: int = MAX_ROWS) -> dict[str, pd.DataFrame]:
    """Read every layer of a file of points and lines, brought to EPSG:4326; features may lie anywhere.

    The only layer of a GeoJSON or a Shapefile is called ""; a table without geometry is a plain data frame. Raises
    Problem as `read` does, and for more than `most` features.
    """
    kind = _kind(raw, name)
    if kind == "GeoJSON":
        layers = {"": _geojson(raw, name, most)}
    else:
        with _opened(raw, kind, name) as source:
            titles = [str(title) for title, _ in pyogrio.list_layers(source)]
            layers = {title: _rows(source, kind, name, title, most) for title in titles}
        if kind == "ESRI Shapefile":  # its layer has the name of our private copy
            layers = {"": layers[titles[0]]}
    if not layers:
        raise _refusal(name, "tệp không có lớp hình nào")
    return {title: _anywhere(rows, crs, f"Tệp {name}") for title, (rows, crs) in layers.items()}


_WITH_CRS = "Xuất lại tệp theo hệ tọa độ WGS 84; nếu là Shapefile thì nén kèm tệp .prj."


def _anywhere(rows: pd.DataFrame, crs: CRS | None, where: str) -> pd.DataFrame:
    placed = isinstance(rows, gpd.GeoDataFrame) and rows.geometry.notna().any()
    return moved_to_degrees(rows, crs, where, _WITH_CRS) if placed else rows


def _refusal(name: str, came: str, todo: str = "", detail: str = "") -> Problem:
    expected = "tệp GeoJSON, GeoPackage, KML hoặc Shapefile nén .zip, có hệ tọa độ WGS 84 hoặc VN-2000"
    return Problem(f"Tệp {name}", came, expected, todo or "Kiểm tra lại tệp rồi nạp lại.", detail)


def content(path: Path) -> bytes:
    """Return the bytes of a local file. Raises Problem when it is no file, or too large."""
    if not path.is_file():
        raise _refusal(str(path), "không có tệp này trên máy", "Chỉ nhận một tệp có sẵn trên máy này.")
    if path.stat().st_size > MAX_BYTES:
        raise _refusal(path.name, f"tệp lớn hơn {MAX_BYTES // 1_000_000} MB", "Giản lược ranh giới rồi nạp lại.")
    return path.read_bytes()


def _kind(raw: bytes, name: str) -> str:
    if raw.startswith(b"SQLite format 3\x00") and raw[68:72] in (b"GPKG", b"GP10", b"GP11"):
        return "GPKG"
    if raw.startswith(b"PK\x03\x04"):
        return "ESRI Shapefile"
    start = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return "GeoJSON"
    if start.startswith(b"<") and _is_plain_kml(raw):
        return "KML"
    raise _refusal(name, "nội dung không thuộc bốn loại tệp được nhận")


def _is_plain_kml(raw: bytes) -> bool:
    """Tell whether this is KML in UTF-8 with nothing that makes a reader expand or open something else."""
    if re.search(rb"<!DOCTYPE|<!ENTITY|OGRVRT", raw, re.IGNORECASE):
        return False
    try:
        raw.decode("utf-8")
        _, root = next(ElementTree.iterparse(io.BytesIO(raw), events=("start",)))  # noqa: S314
    except (UnicodeDecodeError, ElementTree.ParseError, StopIteration):
        return False
    return bool(re.fullmatch(r"(\{.*\})?kml", root.tag))


def _geojson(raw: bytes, name: str, most: int) -> tuple[gpd.GeoDataFrame, CRS | None]:
    try:
        found = json.loads(raw.decode("utf-8-sig"))
        rows = gpd.GeoDataFrame.from_features(_features(found, most))
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        RecursionError,
        ShapelyError,
    ) as error:
        raise _refusal(name, "tệp không phải GeoJSON loại FeatureCollection đọc được", detail=str(error)) from error
    return rows, _geojson_crs(found.get("crs"), name)


def _features(found: Any, most: int) -> list[dict[str, Any]]:
    if found["type"] != "FeatureCollection" or len(found["features"]) > most:
        raise ValueError("not a feature collection, or too many features")
    return [
        {"type": "Feature", "properties": item.get("properties") or {}, "geometry": item.get("geometry")}
        for item in found["features"]
    ]


def _geojson_crs(member: Any, name: str) -> CRS | None:
    if member is None:
        return CRS.from_epsg(WGS84)  # what the standard (RFC 7946) says
    text = str(member.get("properties", {}).get("name", "")) if isinstance(member, dict) else ""
    if re.search(r"OGC.*CRS84$", text):
        return CRS.from_epsg(WGS84)
    code = re.fullmatch(r"(?:urn:ogc:def:crs:)?EPSG:[\d.]*:?(\d{4,6})", text)
    if not code:
        raise _refusal(name, f"hệ tọa độ ghi trong tệp không hiểu được («{text[:60]}»)", CRS_HELP)
    return wanted_crs(code[1])


@contextmanager
def _opened(raw: bytes, kind: str, name: str) -> Iterator[Path]:
    """Give a private copy of a file that is no GeoJSON, under a fixed name; faults of the reader become Problems."""
    with tempfile.TemporaryDirectory(prefix="ranh-gioi-") as folder:
        if kind == "ESRI Shapefile":
            source = _unzip(raw, Path(folder), name)
        else:
            source = Path(folder) / ("given.gpkg" if kind == "GPKG" else "given.kml")
            source.write_bytes(raw)
        try:
            yield source
        except (RuntimeError, ValueError, ShapelyError) as error:  # pyogrio's own are RuntimeErrors
            raise _refusal(name, "tệp hỏng, không đọc được", detail=str(error)) from error


def _by_driver(source: Path, kind: str, name: str, layer: str, most: int) -> tuple[gpd.GeoDataFrame, CRS | None]:
    rows, crs = _rows(source, kind, name, layer, most)
    if not isinstance(rows, gpd.GeoDataFrame):
        raise _refusal(name, "tệp không có hình nào")
    return rows, crs


def _rows(source: Path, kind: str, name: str, layer: str, most: int) -> tuple[pd.DataFrame, CRS | None]:
    info = pyogrio.read_info(source, layer=layer)
    if info["driver"] not in DRIVERS[kind]:
        raise _refusal(name, f"tệp tự nhận là loại {info['driver']}")
    if info["features"] > most:
        raise _refusal(name, f"tệp có hơn {most} hình")
    rows = pyogrio.read_dataframe(source, layer=layer)
    crs = getattr(rows, "crs", None)
    return rows, CRS.from_user_input(crs) if crs else None


def _layer(source: Path, name: str, wanted: str) -> str:
    layers = pyogrio.list_layers(source)
    names = [str(title) for title, shape in layers if wanted == title or (not wanted and _may_be_areas(shape))]
    if len(names) != 1:
        listed = ", ".join(f"«{title}»" for title, _ in layers)
        raise _refusal(name, f"tệp có các lớp {listed}", "Cho biết lớp ranh giới xã bằng --layer TÊN.")
    return names[0]


def _may_be_areas(shape: str | None) -> bool:
    return shape is not None and ("Polygon" in shape or shape.startswith(("Unknown", "GeometryCollection")))


def _unzip(raw: bytes, folder: Path, name: str) -> Path:
    """Write the parts of the one Shapefile in a zip to `folder` under a fixed name, and nothing else."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            members = [item for item in packed.infolist() if _is_shapefile_part(item.filename)]
            stems = {item.filename.rpartition(".")[0] for item in members if item.filename.lower().endswith(".shp")}
            if len(stems) != 1:
                raise _refusal(name, f"tệp nén có {len(stems)} tệp .shp", "Nén đúng một Shapefile vào tệp .zip.")
            members = [item for item in members if item.filename.rpartition(".")[0] in stems]
            size = sum(item.file_size for item in members)
            if size > MAX_UNZIPPED or size > MAX_ZIP_RATIO * max(len(raw), 1):
                raise _refusal(name, f"tệp nén bung ra tới {size // 1_000_000} MB, quá giới hạn an toàn")
            for item in members:
                suffix = "." + item.filename.rpartition(".")[2].lower()
                (folder / f"given{suffix}").write_bytes(packed.read(item))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _refusal(name, "tệp nén hỏng hoặc có mật khẩu", detail=str(error)) from error
    return folder / "given.shp"


def _is_shapefile_part(member: str) -> bool:
    hidden = Path(member).name.startswith(".") or member.startswith("__MACOSX")
    return not hidden and member.lower().endswith(SHAPEFILE_PARTS)


def columns(rows: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the attributes of the rows as text: whole numbers without decimals, nothing as ""."""
    attributes = pd.DataFrame(rows.drop(columns=rows.geometry.name))
    return pd.DataFrame({name: attributes[name].map(_as_text) for name in attributes}, dtype=str)


def _as_text(value: Any) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()
