"""Points and the communes they lie in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest
from shapely import box

from geo import boundaries, locate
from geo.boundary_report import Report
from geo.lineage import moves
from geo.units import EPOCHS


@pytest.mark.parametrize("epoch", EPOCHS)
def test_each_inner_point_is_found_in_its_commune(built: list[Report], epoch: str) -> None:
    points = boundaries.inner_points(epoch)
    found = locate.communes_at(points["lon"], points["lat"], epoch)
    assert found.tolist() == points["code"].tolist()


def test_a_point_of_the_base_lies_where_the_lineage_says(built: list[Report]) -> None:
    points = boundaries.inner_points("2013")
    for epoch in EPOCHS:
        expected = [moves("2013", epoch)[code][0].code for code in points["code"]]
        assert locate.communes_at(points["lon"], points["lat"], epoch).tolist() == expected


def test_known_places(built: list[Report]) -> None:
    # The citadel of Vinh; then the open sea, the equator, coordinates swapped, no number.
    assert locate.at(105.6685, 18.6735, "2025") == "16681"
    for lon, lat in [(106.5, 18.8), (0, 0), (18.67, 105.67), (np.nan, 18.7), (np.inf, 18.7)]:
        assert locate.at(lon, lat, "2025") == ""


def test_points_published_elsewhere_lie_in_their_communes(built: list[Report]) -> None:
    dataset = files("vietnamadminunits") / "data" / "dataset.db"
    with closing(sqlite3.connect(str(dataset))) as base:
        rows = base.execute("select wardCode, wardLon, wardLat from admin_units where provinceCode = '40'").fetchall()
    codes, lon, lat = zip(*rows, strict=True)
    found = locate.communes_at(lon, lat, "2025")
    elsewhere = {code: where for code, where in zip(codes, found, strict=True) if code != where}
    # The border between Bắc Lý and Mỹ Lý is misdrawn in the package: docs/data-sources.md.
    assert len(codes) == 130
    assert elsewhere == {"16819": "16816"}


def test_many_points_keep_their_index(built: list[Report]) -> None:
    lon = pd.Series([105.6685, np.nan, 106.5], index=[7, 3, 9])
    found = locate.communes_at(lon, pd.Series([18.6735, 18.7, 18.8], index=[7, 3, 9]), "2025")
    assert found.to_dict() == {7: "16681", 3: "", 9: ""}
    assert locate.communes_at([], [], "2025").tolist() == []


def test_a_point_on_a_border_gets_the_lower_code() -> None:
    shapes = np.array([box(1, 0, 2, 1), box(0, 0, 1, 1), box(0, 1, 2, 2)], dtype=object)
    squares = locate.Locator(np.array(["00001", "00002", "00003"]), shapes)
    assert squares.codes_at([1, 0.5, 1, 1.5], [0.5, 1, 1, 0.5]).tolist() == ["00001", "00002", "00001", "00001"]
