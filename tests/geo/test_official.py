"""Official boundary files: four formats, their coordinate systems, and everything that is refused."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from data.errors import Problem
from geo import boundaries, boundary_files, official, official_file
from geo.boundary_report import Report
from geo.coverage import area_km2, is_coverage
from geo.units import units

SHIFT = "-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278"
FORMATS = {"GPKG": ".gpkg", "GeoJSON": ".geojson", "LIBKML": ".kml", "ESRI Shapefile": ".zip"}
Edit = Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]


def office(epoch: str = "2025", named: bool = False) -> gpd.GeoDataFrame:
    """An office's table of an epoch: its own column names, its own order, capitals, type words."""
    shapes = boundaries.load(epoch, "full").set_index("code").geometry
    rows = units(epoch)
    table = gpd.GeoDataFrame(
        {
            "OBJECTID": range(1, len(rows) + 1),
            "TEN_XA": (rows["type"] + " " + rows["name"]).str.upper(),
            "HUYEN": rows["district"],
            "TINH": "Nghệ An",
            "MA_XA": rows["code"].astype(float),
        },
        geometry=shapes.to_numpy(),
        crs=4326,
    )
    return table.drop(columns="MA_XA" if named else ["TEN_XA", "HUYEN"]).sample(frac=1, random_state=1)


def write(table: gpd.GeoDataFrame, driver: str, folder: Path, name: str = "xa") -> Path:
    path = folder / f"{name}{FORMATS[driver]}"
    if driver != "ESRI Shapefile":
        table.to_file(path, driver=driver)
        return path
    parts = folder / "parts"
    parts.mkdir()
    table.to_file(parts / f"{name}.shp")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in sorted(parts.iterdir()):
            packed.write(part, f"ranh giới/{part.name}")
    return path


def judged(path: Path, epoch: str = "2025", crs: str = "", layer: str = "") -> official.Accepted:
    present = boundaries.load(epoch, "full").set_index("code").geometry
    return official.judge(official_file.read(path, crs, layer), path.name, epoch, present)


def refusal(table: gpd.GeoDataFrame, folder: Path, epoch: str = "2025") -> str:
    with pytest.raises(Problem) as refused:
        judged(write(table, "GPKG", folder), epoch)
    return str(refused.value)


CASES = [
    (driver, crs, named)
    for driver in FORMATS
    for crs in (4326, 9208, 3405)
    for named in (False, True)
    if crs == 4326 or not (named or driver == "LIBKML")
]


@pytest.mark.parametrize(("driver", "crs", "named"), CASES)
def test_every_format_and_zone_comes_back_as_it_was(
    built: list[Report], tmp_path: Path, driver: str, crs: int, named: bool
) -> None:
    path = write(office(named=named).to_crs(crs), driver, tmp_path)
    accepted = judged(path)
    before = boundaries.load("2025", "full").set_index("code").geometry
    assert list(accepted.shapes.index) == list(before.index)
    assert is_coverage(accepted.shapes.to_numpy())
    apart = shapely.hausdorff_distance(accepted.shapes.to_numpy(), before.to_numpy())
    assert apart.max() * 111_000 < 0.1  # metres
    column = "cột «TEN_XA» và huyện, cột «HUYEN»" if named else "cột «MA_XA»"
    assert column in accepted.notes[0]


@pytest.mark.parametrize("epoch", ["2013", "2020", "2024"])
def test_names_that_several_communes_share_are_told_apart_by_their_district(
    built: list[Report], tmp_path: Path, epoch: str
) -> None:
    table = office(epoch, named=True)
    assert table["TEN_XA"].duplicated().any()
    assert len(judged(write(table, "GPKG", tmp_path), epoch).shapes) == len(table)
    told = refusal(table.drop(columns="HUYEN"), tmp_path, epoch)
    assert "không nhận ra duy nhất" in told


def test_code_and_name_of_different_units_are_pointed_out(built: list[Report], tmp_path: Path) -> None:
    table = office().merge(units("2025").assign(MA_XA=lambda rows: rows["code"].astype(float))[["MA_XA", "label"]])
    table.loc[table["MA_XA"] == 16681, "label"] = "xã Kim Liên"
    notes = judged(write(table, "GPKG", tmp_path)).notes
    assert "Mã và tên không khớp ở 1 dòng (lấy theo mã): 16681 «xã Kim Liên»." in notes


def metres_without_crs(folder: Path, driver: str, crs: int) -> Path:
    table = office().to_crs(crs)
    if driver == "GeoJSON":
        path = write(table, driver, folder)
        found = json.loads(path.read_text("utf-8"))
        del found["crs"]
        path.write_text(json.dumps(found), "utf-8")
        return path
    return write(table.set_crs(None, allow_override=True), driver, folder)


@pytest.mark.parametrize("driver", ["GeoJSON", "ESRI Shapefile", "GPKG"])
@pytest.mark.parametrize(("crs", "other"), [(9208, "3405"), (3405, "EPSG:9208")])
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_metres_without_a_coordinate_system_need_the_option(
    built: list[Report], tmp_path: Path, driver: str, crs: int, other: str
) -> None:
    path = metres_without_crs(tmp_path, driver, crs)
    with pytest.raises(Problem, match=r"tọa độ tính bằng mét.*--crs: EPSG:9208"):
        judged(path)
    assert len(judged(path, crs=f"EPSG:{crs}").shapes) == 130
    if driver == "GPKG":
        # The wrong zone puts every commune 26 km aside.
        with pytest.raises(Problem, match="nằm chỗ khác so với ranh giới hiện có"):
            judged(path, crs=other)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_degrees_without_a_coordinate_system_need_it_too(built: list[Report], tmp_path: Path) -> None:
    path = write(office().set_crs(None, allow_override=True), "ESRI Shapefile", tmp_path)
    with pytest.raises(Problem, match=r"tọa độ tính bằng độ.*EPSG:4756"):
        judged(path)
    assert len(judged(path, crs="4326").shapes) == 130


def test_a_system_without_its_shift_to_wgs84_is_refused(built: list[Report], tmp_path: Path) -> None:
    own = CRS("+proj=tmerc +lon_0=104.75 +k=0.9999 +x_0=500000 +ellps=WGS84 +units=m +towgs84=" + SHIFT)
    table = office().to_crs(9208).set_crs(own, allow_override=True)
    assert len(judged(write(table, "GPKG", tmp_path)).shapes) == 130
    path = write(table, "ESRI Shapefile", tmp_path)  # a format that has no room for the shift
    with pytest.raises(Problem, match="thiếu tham số chuyển về WGS 84"):
        judged(path)
    assert len(judged(path, crs="EPSG:9208").shapes) == 130


def test_swapped_coordinates_and_other_places(built: list[Report], tmp_path: Path) -> None:
    table = office()
    swapped = table.set_geometry(shapely.transform(table.geometry.to_numpy(), lambda xy: xy[:, ::-1]), crs=4326)
    assert "kinh độ và vĩ độ bị đảo chỗ" in refusal(swapped, tmp_path)
    moved = table.set_geometry(table.geometry.translate(0, 3))
    assert "nằm ngoài tỉnh Nghệ An" in refusal(moved, tmp_path)


def small_faults(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Redraw two communes a little larger than they are, and one a little smaller."""
    shapes = table.set_index("MA_XA").geometry
    shapes[16909] = shapes[16909].buffer(0.0002)  # degrees: 20 m
    shapes[17059] = shapes[17059].buffer(-0.0001)
    return table.set_geometry(shapes.to_numpy())


def test_small_overlaps_and_slivers_are_repaired_and_told(built: list[Report], tmp_path: Path) -> None:
    table = small_faults(office())
    assert not is_coverage(table.geometry.to_numpy())
    accepted = judged(write(table, "GPKG", tmp_path))
    assert is_coverage(accepted.shapes.to_numpy())
    assert re.fullmatch(r"Đã sửa 1,\d{2,4} km² chồng nhau và 0,\d{2,4} km² khe hở\.", accepted.notes[-1])


def test_a_ring_that_crosses_itself_is_repaired_and_told(built: list[Report], tmp_path: Path) -> None:
    table = office()
    at = int(np.flatnonzero(table["MA_XA"] == 16834)[0])
    ring = list(table.geometry.iloc[at].exterior.coords)
    crossed = (shapely.Polygon([*ring[:k], ring[k + 1], ring[k], *ring[k + 2 :]]) for k in range(1, len(ring) - 2))
    shapes = table.geometry.to_numpy().copy()
    shapes[at] = next(shape for shape in crossed if not shape.is_valid)
    assert "Đã sửa 1 hình có đường biên tự cắt." in judged(write(table.set_geometry(shapes), "GPKG", tmp_path)).notes


def without(*codes: int) -> Edit:
    return lambda table: table[~table["MA_XA"].isin(codes)]


def with_twice(code: int) -> Edit:
    return lambda table: pd.concat([table, table[table["MA_XA"] == code]])


def recoded(old: int, new: int) -> Edit:
    return lambda table: table.assign(MA_XA=table["MA_XA"].replace(old, new))


def exchanged(first: int, second: int) -> Edit:
    return lambda table: table.assign(MA_XA=table["MA_XA"].replace({first: second, second: first}))


def redrawn(code: int, change: Callable[[shapely.Geometry], shapely.Geometry | None]) -> Edit:
    def edit(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        shapes = table.geometry.to_numpy().copy()
        at = int(np.flatnonzero(table["MA_XA"] == code)[0])
        shapes[at] = change(shapes[at])
        return table.set_geometry(gpd.GeoSeries(shapes, index=table.index, crs=4326))

    return edit


def pierced(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.difference(shape, shape.representative_point().buffer(0.005))


REFUSALS: list[tuple[Edit, list[str]]] = [
    (without(16681), ["tệp có 129 hình, mốc 2025 có 130", "thiếu: phường Thành Vinh (16681)"]),
    (with_twice(16681), ["tệp có 131 hình", "trùng: phường Thành Vinh (16681)"]),
    (recoded(16681, 99999), ["một đơn vị của mốc 2025: «99999»", "thiếu: phường Thành Vinh (16681)"]),
    (recoded(16681, 16732), ["trùng: phường Cửa Lò (16732)", "thiếu: phường Thành Vinh (16681)"]),
    (exchanged(16681, 16744), ["nằm chỗ khác so với ranh giới hiện có: phường Thành Vinh", "Thông Thụ (16744)"]),
    (redrawn(16681, pierced), ["có khoảng hở trong tỉnh (kinh độ, vĩ độ): 0,92 km² tại 105.6"]),
    (redrawn(16681, lambda shape: shape.buffer(0.01)), ["chồng lên nhau rộng quá 50 m: phường Thành Vinh"]),
    (redrawn(16681, lambda _: shapely.LineString([(105, 19), (105.1, 19)])), ["không có hình vùng đọc được"]),
    (redrawn(16681, lambda _: None), ["không có hình vùng đọc được", "phường Thành Vinh (16681)"]),
    (
        redrawn(16744, lambda shape: shapely.intersection(shape, shapely.box(105.02, 18, 106, 21))),
        [
            "tổng diện tích 16.036,7 km², cần lệch không quá 2 % so với 16.489,5 km²",
            "lệch quá 25 % so với diện tích công bố: xã Thông Thụ (16744)",
        ],
    ),
]


@pytest.mark.parametrize(("edit", "reasons"), REFUSALS)
def test_what_is_wrong_is_refused_with_its_reason(
    built: list[Report], tmp_path: Path, edit: Edit, reasons: list[str]
) -> None:
    told = refusal(edit(office()), tmp_path)
    for reason in reasons:
        assert reason in told


def test_all_reasons_are_told_at_once(built: list[Report], tmp_path: Path) -> None:
    table = recoded(16834, 11111)(office())
    for edit in (
        with_twice(16690),
        redrawn(16681, lambda shape: shape.buffer(0.01)),
        redrawn(16732, lambda _: None),
        exchanged(16744, 16819),
    ):
        table = edit(table)
    told = refusal(table, tmp_path)
    for reason in (
        "tệp có 131 hình",
        "«11111»",
        "trùng: phường Trường Vinh (16690)",
        "thiếu: xã Na Loi (16834)",
        "không có hình vùng đọc được",
        "chồng lên nhau rộng quá 50 m",
        "nằm chỗ khác",
    ):
        assert reason in told
    assert "gặp 7 điều" in told


def test_a_file_of_another_epoch_is_refused(built: list[Report], tmp_path: Path) -> None:
    told = refusal(office("2024"), tmp_path)
    assert "tệp có 412 hình, mốc 2025 có 130" in told
    assert "nữa" in told  # long lists are cut


def test_a_table_without_codes_or_names(built: list[Report], tmp_path: Path) -> None:
    told = refusal(office().drop(columns="MA_XA"), tmp_path)
    assert "không thấy cột mã hay cột tên của các xã mốc 2025 (các cột: «OBJECTID», «TINH»)" in told


def test_of_several_layers_one_must_be_chosen(built: list[Report], tmp_path: Path) -> None:
    path = tmp_path / "xa.gpkg"
    office().to_file(path, layer="xa", driver="GPKG")
    office("2024").to_file(path, layer="xa_cu", driver="GPKG")
    with pytest.raises(Problem, match=r"«xa», «xa_cu».*--layer"):
        judged(path)
    assert len(judged(path, layer="xa").shapes) == 130
    with pytest.raises(Problem, match="--layer"):
        judged(path, layer="không có")


# The whole way: an official file put in force, kept over builds, and taken back.


def test_an_official_file_replaces_one_epoch_and_stays_until_it_is_taken_back(own_files: Path, tmp_path: Path) -> None:
    before = {epoch: boundaries.load(epoch, "full") for epoch in ("2024", "2025")}
    path = write(small_faults(office()).to_crs(9208), "ESRI Shapefile", tmp_path, name="xã 2025")
    said: list[str] = []
    reports = boundaries.adopt(path, "2025", say=said.append)
    path.unlink()
    assert [one.communes for one in reports] == [480, 460, 412, 130]
    assert any("xã 2025.zip" in text for text in said)
    now = boundaries.load("2025", "full")
    assert not now["approximate"].any()
    assert is_coverage(now.geometry.to_numpy())
    assert area_km2(now.geometry.to_numpy()) != pytest.approx(area_km2(before["2025"].geometry.to_numpy()), rel=1e-6)
    assert boundaries.load("2024", "full").equals(before["2024"])
    record = boundaries.official()["2025"]
    assert record["file"] == "xã 2025.zip"
    assert boundary_files.sha256(own_files / "official" / record["stored"]) == record["sha256"]

    assert boundaries.build(if_needed=True) == []
    said.clear()
    boundaries.build(say=said.append)
    assert any("dùng tệp chính thức xã 2025.zip" in text for text in said)
    assert boundaries.load("2025", "full").equals(now)

    (own_files / "official" / record["stored"]).write_bytes(b"")
    with pytest.raises(Problem, match=r"xã 2025\.zip thiếu hoặc bị hỏng.*--reset"):
        boundaries.build(if_needed=True)
    boundaries.reset("2025")
    assert boundaries.official() == {}
    assert not list((own_files / "official").glob("*"))
    assert boundaries.load("2025", "full").equals(before["2025"])


def test_a_refused_file_changes_nothing(own_files: Path, tmp_path: Path) -> None:
    before = (own_files / "manifest.json").read_bytes()
    path = write(without(16681)(office()), "GeoJSON", tmp_path)
    with pytest.raises(Problem, match="thiếu: phường Thành Vinh"):
        boundaries.adopt(path, "2025")
    with pytest.raises(Problem, match="1999"):
        boundaries.adopt(path, "1999")
    assert (own_files / "manifest.json").read_bytes() == before
    assert not list((own_files / "official").glob("*"))


def test_a_lost_manifest_does_not_silently_drop_an_official_file(own_files: Path) -> None:
    boundary_files.keep_copy("2025-abc/x.gpkg", b"x")
    (own_files / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(Problem, match="--reset"):
        boundaries.build()
    boundaries.reset()
    assert len(boundaries.load("2025")) == 130
    assert not boundary_files.has_copies()
