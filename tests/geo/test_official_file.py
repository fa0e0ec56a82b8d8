"""Boundary files as they should not be: not of the four kinds, broken, or made to do harm."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path

import pytest

from data.errors import Problem
from geo import official_file
from geo.crs import wanted_crs

# What is not one of the four kinds, whatever its name says, is refused before a reader of map data sees it.

VRT = b"""<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>
</OGRVRTDataSource>"""
KML = b'<?xml version="1.0"?>%s<kml xmlns="http://www.opengis.net/kml/2.2"><Document>%s</Document></kml>'
PIPELINE = b'{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline read x"}'


def plain_sqlite() -> bytes:
    with sqlite3.connect(":memory:") as base:
        base.execute("create table communes (code text)")
        return base.serialize()


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr("xa.shp", b"\0" * 30_000_000)
    return packed.getvalue()


def zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name, content in members.items():
            out.writestr(name.replace("_", "."), content)
    return packed.getvalue()


HOSTILE = {
    "empty.geojson": b"",
    "text.kml": b"xin chao",
    "vrt.kml": VRT,
    "vrt.geojson": VRT,
    "vrt_in_comment.kml": KML % (b"<!--" + VRT + b"-->", b""),
    "entities.kml": KML % (b'<!DOCTYPE kml [<!ENTITY a "aaaa">]>', b"&a;"),
    "entities_utf16.kml": (KML % (b'<!DOCTYPE kml [<!ENTITY a "aaaa">]>', b"&a;")).decode().encode("utf-16"),
    "no_layers.kml": KML % (b"", b""),
    "cut.kml": (KML % (b"", b""))[:70],
    "other.kml": b"<gml/>",
    "pipeline.geojson": PIPELINE,
    "pipeline_twice.geojson": b'{"type": "gdal_streamed_alg", "type": "FeatureCollection"}',
    "list.geojson": b'{"type": "FeatureCollection", "features": 7}',
    "strange.geojson": b'{"type": "FeatureCollection", "features": [1, null, "a"]}',
    "no_features.geojson": b'{"type": "FeatureCollection", "features": []}',
    "deep.geojson": b'{"a":' + b"[" * 100_000,
    "nan.geojson": b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry":'
    b' {"type": "Polygon", "coordinates": [[[NaN, 1], [2, 2], [3, 1], [NaN, 1]]]}}]}',
    "bad_ring.geojson": b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry":'
    b' {"type": "Polygon", "coordinates": [[[1, 1], [2]]]}}]}',
    "bad_crs.geojson": b'{"type": "FeatureCollection", "features": [], "crs": {"type": "link", "properties":'
    b' {"href": "http://127.0.0.1/x"}}}',
    "sqlite.gpkg": plain_sqlite(),
    "cut.gpkg": b"SQLite format 3\x00" + b"\0" * 52 + b"GPKG" + b"\0" * 100,
    "bomb.zip": bomb(),
    "cut.zip": bomb()[:200],
    "vrt.zip": zipped(x_vrt=VRT),
    "two.zip": zipped(a_shp=b"1", b_shp=b"2"),
    "fake.zip": zipped(a_shp=VRT, a_dbf=b"", a_shx=b""),
}


@pytest.mark.filterwarnings("ignore:GPKG")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_and_broken_files_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(HOSTILE[name])
    with pytest.raises(Problem, match=r"^Tệp "):
        official_file.read(path)


@pytest.mark.parametrize("name", ["vrt.kml", "vrt_in_comment.kml", "entities.kml", "entities_utf16.kml"])
def test_what_would_open_or_expand_something_else_meets_no_reader(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(HOSTILE[name])
    with pytest.raises(Problem, match="nội dung không thuộc bốn loại tệp"):
        official_file.read(path)


@pytest.mark.parametrize(
    "path", ["/vsicurl/http://127.0.0.1/x.gpkg", "http://127.0.0.1/x.geojson", "/dev/null", ".", "không có.gpkg"]
)
def test_only_a_local_file_is_read(path: str) -> None:
    with pytest.raises(Problem, match="Chỉ nhận một tệp có sẵn trên máy này"):
        official_file.read(Path(path))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.gpkg"
    path.write_bytes(b"SQLite format 3\x00" * 10)
    monkeypatch.setattr(official_file, "MAX_BYTES", 100)
    with pytest.raises(Problem, match="lớn hơn"):
        official_file.read(path)


@pytest.mark.parametrize("text", ["", "abc", "EPSG:", "EPSG:99999", "5773", "http://x/9208", "/etc/passwd"])
def test_a_coordinate_system_is_an_epsg_code_or_nothing(text: str) -> None:
    with pytest.raises(Problem, match="EPSG:9208"):
        wanted_crs(text)
