"""Files of map data read as sheets: points, lines, what has no place, and what is no such file."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Problem
from data.reading.cells import Sheet
from geo.spatial_sheets import sheets

SHAPES = [shapely.Point(105.67, 18.67), shapely.LineString([(105.66, 18.66), (105.68, 18.68)]), None]


def made(folder: Path, ending: str, crs: int, shapes: list[shapely.Geometry | None]) -> bytes:
    """Write sites of a test with these shapes in a CRS; give the bytes of the file."""
    rows = gpd.GeoDataFrame(
        {"ten": [f"Điểm {at}" for at in range(len(shapes))], "so": [1.0, 2.5, 3.0][: len(shapes)]},
        geometry=shapes,
        crs=4326,
    ).to_crs(crs)
    path = folder / f"diem.{ending}"
    if ending == "zip":
        rows.to_file(folder / "diem.shp", encoding="utf-8")
        with zipfile.ZipFile(path, "w") as packed:
            for part in ("shp", "shx", "dbf", "prj", "cpg"):
                packed.write(folder / f"diem.{part}", f"diem.{part}")
    else:
        rows.to_file(path, driver={"kml": "KML", "gpkg": "GPKG", "geojson": "GeoJSON"}[ending])
    return path.read_bytes()


@pytest.mark.parametrize(
    ("ending", "crs"), [("geojson", 4326), ("gpkg", 9208), ("gpkg", 3405), ("zip", 9208), ("kml", 4326)]
)
def test_points_come_in_degrees_with_their_attributes(tmp_path: Path, ending: str, crs: int) -> None:
    (sheet,) = sheets(made(tmp_path, ending, crs, SHAPES[:1]), f"diem.{ending}")
    headings = [cell.value for cell in sheet.rows[0].cells]
    assert headings[-2:] == ["Vĩ độ", "Kinh độ"]
    row = dict(zip(headings, (cell.value for cell in sheet.rows[1].cells), strict=True))
    assert (row["ten"], float(str(row["so"]))) == ("Điểm 0", 1.0)
    assert (row["Vĩ độ"], row["Kinh độ"]) == (pytest.approx(18.67, abs=1e-6), pytest.approx(105.67, abs=1e-6))
    assert sheet.rows[1].number == 2


def columns(sheet: Sheet, *headings: str) -> list[list[object]]:
    """Give the cells below some headings, row by row."""
    at = [[cell.value for cell in sheet.rows[0].cells].index(heading) for heading in headings]
    return [[row.cell(one).value for one in at] for row in sheet.rows[1:]]


PLACE = ("Vĩ độ", "Kinh độ", "Hình tuyến (WKT)")
ROAD = "LINESTRING (105.66 18.66, 105.68 18.68)"


def test_a_line_stands_at_its_middle_with_its_course_and_says_so(tmp_path: Path) -> None:
    (sheet,) = sheets(made(tmp_path, "gpkg", 4326, SHAPES), "diem.gpkg")
    assert columns(sheet, *PLACE) == [[18.67, 105.67, None], [18.67, 105.67, ROAD], [None, None, None]]
    assert sheet.notes == ["1 đường: sổ giữ hình tuyến, và điểm giữa của mỗi đường làm tọa độ."]


@pytest.mark.parametrize(
    ("ending", "crs"), [("geojson", 4326), ("gpkg", 9208), ("gpkg", 3405), ("zip", 9208), ("kml", 4326)]
)
def test_a_line_of_any_file_comes_in_degrees_of_six_decimals_without_heights(
    tmp_path: Path, ending: str, crs: int
) -> None:
    line = shapely.LineString([(105.6600001, 18.66, 12.5), (105.67, 18.67, 13), (105.69, 18.68, 14)])
    (sheet,) = sheets(made(tmp_path, ending, crs, [line]), f"diem.{ending}")
    assert columns(sheet, PLACE[2]) == [["LINESTRING (105.66 18.66, 105.67 18.67, 105.69 18.68)"]]


def test_points_alone_bring_no_column_of_lines(tmp_path: Path) -> None:
    (sheet,) = sheets(made(tmp_path, "gpkg", 4326, SHAPES[:1]), "diem.gpkg")
    assert [cell.value for cell in sheet.rows[0].cells][-2:] == ["Vĩ độ", "Kinh độ"]
    assert sheet.notes == []


def test_a_line_of_several_parts_stands_at_the_middle_of_its_longest(tmp_path: Path) -> None:
    parts = [[(105.6, 18.6), (105.61, 18.6)], [(105.7, 18.7), (105.72, 18.7)]]
    (sheet,) = sheets(made(tmp_path, "gpkg", 4326, [shapely.MultiLineString(parts)]), "diem.gpkg")
    wkt = "MULTILINESTRING ((105.6 18.6, 105.61 18.6), (105.7 18.7, 105.72 18.7))"
    assert columns(sheet, *PLACE) == [[18.7, 105.71, wkt]]


def test_a_line_shorter_than_its_rounding_is_a_point(tmp_path: Path) -> None:
    line = shapely.LineString([(105.66, 18.66), (105.66 + 1e-8, 18.66)])
    (sheet,) = sheets(made(tmp_path, "gpkg", 4326, [line]), "diem.gpkg")
    assert columns(sheet, *PLACE[:2]) == [[18.66, 105.66]]
    assert len(sheet.rows[0].cells) == 4


def test_too_long_a_line_is_simplified_and_says_by_how_much(tmp_path: Path) -> None:
    steps = np.linspace(0, 0.2, 5_000)
    line = shapely.LineString(np.column_stack([105.6 + steps, 18.7 + np.sin(steps * 100) / 1000]))
    (sheet,) = sheets(made(tmp_path, "gpkg", 4326, [line]), "diem.gpkg")
    [[text]] = columns(sheet, PLACE[2])
    assert len(text) <= 20_000
    assert shapely.hausdorff_distance(shapely.from_wkt(text), line) < 20e-6
    assert sheet.notes[1].startswith("1 đường dài quá 20000 ký tự WKT: đã giản lược, lệch nhiều nhất ")
    assert sheet.notes[1].endswith(" m.")


def test_a_line_of_too_many_parts_is_given_whole_for_the_check_to_refuse(tmp_path: Path) -> None:
    parts = [[(105.6 + at / 1e4, 18.6), (105.6 + at / 1e4, 18.7)] for at in range(1_000)]
    (sheet,) = sheets(made(tmp_path, "gpkg", 4326, [shapely.MultiLineString(parts)]), "diem.gpkg")
    assert len(shapely.from_wkt(columns(sheet, PLACE[2])[0][0]).geoms) == 1_000


def test_what_stands_beside_a_line_is_only_a_cell() -> None:
    beside = [105.7, 18.7], ["x", [1]], [None, 18.7]
    features = [
        {
            "type": "Feature",
            "properties": {"point_lon": lon, "point_lat": lat},
            "geometry": {"type": "LineString", "coordinates": [[105.66, 18.66], [105.68, 18.68]]},
        }
        for lon, lat in beside
    ]
    (sheet,) = sheets(json.dumps({"type": "FeatureCollection", "features": features}).encode(), "d.geojson")
    assert columns(sheet, *PLACE[:2]) == [[18.7, 105.7], ["[1]", "x"], [18.67, 105.67]]


def test_a_layer_of_lines_that_holds_something_else_gives_no_lines(tmp_path: Path) -> None:
    for layer, shape in (("sites", shapely.Point(105.6, 18.6)), ("sites_line", shapely.box(105, 18, 106, 19))):
        rows = gpd.GeoDataFrame({"site_id": ["a"]}, geometry=[shape], crs=4326)
        rows.to_file(tmp_path / "so.gpkg", layer=layer)
    (sheet,) = sheets((tmp_path / "so.gpkg").read_bytes(), "so.gpkg")
    assert columns(sheet, "site_id", "line") == [["a", None]]


def test_numbers_stay_numbers(tmp_path: Path) -> None:
    (sheet,) = sheets(made(tmp_path, "geojson", 4326, SHAPES), "diem.geojson")
    assert [row.cells[1].value for row in sheet.rows] == ["so", 1.0, 2.5, 3.0]


KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Camera</name><Placemark>
<name>Ngã tư chợ</name><ExtendedData><Data name="Mô hình"><value>Camera an ninh</value></Data></ExtendedData>
<Point><coordinates>105.6813,18.6796,0</coordinates></Point></Placemark></Folder></Document></kml>"""


def test_the_attributes_of_kml_keep_their_vietnamese_names() -> None:
    (sheet,) = sheets(KML.encode(), "camera.kml")
    assert columns(sheet, "Name", "Mô hình", "Vĩ độ") == [["Ngã tư chợ", "Camera an ninh", 18.6796]]


@pytest.mark.parametrize("ending", ["zip", "geojson"])
def test_a_file_of_one_layer_gives_a_sheet_of_its_own_name(tmp_path: Path, ending: str) -> None:
    (sheet,) = sheets(made(tmp_path, ending, 4326, SHAPES[:1]), f"tuyến cờ.{ending}")
    assert sheet.name == "tuyến cờ"


def test_a_shapefile_without_its_crs_says_what_to_send(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(made(tmp_path, "zip", 3405, SHAPES[:1]))) as whole:
        parts = {name: whole.read(name) for name in whole.namelist() if not name.endswith(".prj")}
    with zipfile.ZipFile(tmp_path / "thieu.zip", "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    with pytest.raises(Problem, match=r"không ghi hệ tọa độ \(tọa độ tính bằng mét\).*nén kèm tệp \.prj\.$"):
        sheets((tmp_path / "thieu.zip").read_bytes(), "thieu.zip")


@pytest.mark.parametrize(
    "data", [b"", b"{", b'{"type": "Feature"}', b"<kml", b"PK\x03\x04x", b"SQLite format 3\x00" + b"\0" * 200]
)
def test_what_is_no_map_file_is_refused(data: bytes) -> None:
    with pytest.raises(Problem):
        sheets(data, "diem.geojson")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("map")
    return {ending: made(folder, ending, 4326, SHAPES[:1]) for ending in ("geojson", "gpkg", "zip", "kml")}


@settings(max_examples=60, deadline=None)
@given(
    ending=st.sampled_from(["geojson", "gpkg", "zip", "kml"]),
    at=st.floats(0, 1),
    junk=st.binary(min_size=1, max_size=12),
    cut=st.booleans(),
)
def test_a_damaged_map_file_raises_only_the_projects_own_error(
    good: dict[str, bytes], ending: str, at: float, junk: bytes, cut: bool
) -> None:
    whole = good[ending]
    place = int(at * (len(whole) - 1))
    data = whole[:place] + junk + (b"" if cut else whole[place + len(junk) :])
    with contextlib.suppress(Problem):
        sheets(data, f"diem.{ending}")
