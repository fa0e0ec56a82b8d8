"""The commands build and export, as typed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo import base_geometry, boundaries, boundary_report
from geo.__main__ import main
from geo.boundary_report import Report
from geo.units import EPOCHS, units


def test_build_prints_a_json_line_an_epoch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NGHEAN_FILES", str(tmp_path / "files"))
    assert main(["build"]) == 0
    printed = capsys.readouterr()
    lines = [json.loads(line) for line in printed.out.splitlines()]
    assert [line["epoch"] for line in lines] == list(EPOCHS)
    assert [line["communes"] for line in lines] == [480, 460, 412, 130]
    assert "Bắc Lý" in printed.out  # readable, not \u-escaped
    assert "Đọc ranh giới xã gốc" in printed.err

    assert main(["build", "--if-needed"]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "Ranh giới đã dựng và còn mới.\n"


def test_a_failed_gate_prints_its_lines_and_fails(
    own_files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(boundary_report, "MAX_MEDIAN_ERROR", 0.001)
    assert main(["build"]) == 1
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 4
    assert "Bộ ranh giới đang dùng được giữ nguyên" in printed.err


def test_a_missing_package_is_one_vietnamese_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NGHEAN_FILES", str(tmp_path))
    monkeypatch.setattr(base_geometry, "PACKAGE", "no-such-package")
    assert main(["build"]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.endswith("Chạy lệnh: python -m pip install -r requirements.txt")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--boundaries", "x.gpkg"],
        ["--boundaries", "x.gpkg", "--epoch", "2025", "--reset"],
        ["--epoch", "2025"],
        ["--crs", "EPSG:9208"],
        ["--layer", "xa"],
        ["--boundaries", "không có.gpkg", "--epoch", "2025"],
        ["--reset", "--epoch", "1999"],
    ],
)
def test_what_makes_no_sense_is_told(
    built: list[Report], capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(["build", *arguments]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.search(r"gặp .*; cần ", printed.err)


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".GPKG"])
@pytest.mark.parametrize("detail", ["screen", "full"])
def test_export_writes_communes_with_their_names(built: list[Report], tmp_path: Path, suffix: str, detail: str) -> None:
    out = tmp_path / f"xã{suffix}"
    out.write_text("old")
    assert main(["export", "--epoch", "2024", "--detail", detail, str(out)]) == 0
    found = gpd.read_file(out)
    assert list(found) == ["code", "name", "type", "district", "geometry"]
    assert found.crs.to_epsg() == 4326
    known = units("2024")
    for column in ("code", "name", "type", "district"):
        assert found[column].tolist() == known[column].tolist()
    drawn = boundaries.load("2024", detail)  # type: ignore[arg-type]
    # A GeoPackage has room for one kind of shape only: every commune is a MultiPolygon there.
    both = [
        [shapely.MultiPolygon(shapely.get_parts(one).tolist()) for one in frame.geometry] for frame in (found, drawn)
    ]
    assert shapely.equals_exact(*(shapely.normalize(shapes) for shapes in both), tolerance=1e-6).all()
    assert sorted(path.name for path in tmp_path.iterdir()) == [out.name]


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("xa.shp", "đuôi .geojson hoặc .gpkg"),
        ("xa", "đuôi .geojson hoặc .gpkg"),
        ("no/folder/xa.gpkg", "không ghi được"),
    ],
)
def test_export_refuses_what_it_cannot_write(
    built: list[Report], tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str, said: str
) -> None:
    assert main(["export", "--epoch", "2025", str(tmp_path / out)]) == 1
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_exported_file_can_be_taken_in_again(
    own_files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "xa2025.gpkg"
    assert main(["export", "--epoch", "2025", str(out)]) == 0
    assert main(["build", "--boundaries", str(out), "--epoch", "2025"]) == 0
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 4
    assert "dùng tệp chính thức xa2025.gpkg" in printed.err
    assert main(["build", "--reset"]) == 0
    assert boundaries.official() == {}
