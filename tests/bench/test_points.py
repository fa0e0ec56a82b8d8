"""Generated points of the bench lie where they say, and a register takes them all."""

from __future__ import annotations

import json
from pathlib import Path

from bench import points
from data.store import open_store
from geo.locate import communes_at


def test_points_lie_in_their_communes_and_are_the_same_each_time() -> None:
    rows = points.points(300, "2020")
    assert list(communes_at(rows["lon"], rows["lat"], "2020")) == list(rows["code"])
    assert rows.equals(points.points(300, "2020"))


def test_a_register_takes_every_generated_point(tmp_path: Path) -> None:
    rows = points.points(20, "2020")
    points.register(rows, "2020", tmp_path / "register.db")
    sites = open_store(tmp_path / "register.db").record().sites
    made = sites[sites["site_name"].isin(rows["name"])]
    assert sorted(made["unit_code"]) == sorted(rows["code"])
    assert set(made["precision"]) == {"exact"}


def test_the_reference_apps_are_given_the_same(tmp_path: Path) -> None:
    points.share(points.points(20, "2020"), "2020", tmp_path)
    assert len(json.loads((tmp_path / "communes.geojson").read_text("utf-8"))["features"]) == 460
    sites = json.loads((tmp_path / "points.geojson").read_text("utf-8"))["features"]
    assert len(sites) == 20
    assert sites[0]["properties"].keys() == {"code", "district_code", "name", "model_key"}
    assert json.loads((tmp_path / "districts.json").read_text("utf-8"))["417"] == "huyện Kỳ Sơn"
