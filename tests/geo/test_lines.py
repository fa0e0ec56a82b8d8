"""The courses of sites: shapes for the map, and lengths on the ellipsoid."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from pyproj import Geod

from data.record import public_record
from geo import lines

SITES = pd.DataFrame(
    {
        "site_id": ["a", "b", "c"],
        "line": [
            "LINESTRING (105 19, 105 20)",
            "",
            "MULTILINESTRING ((105 19, 105.01 19), (105.02 19, 105.03 19))",
        ],
    },
    index=[7, 8, 9],
)


def test_only_sites_whose_course_is_known_have_a_shape() -> None:
    found = lines.read(SITES)
    assert list(found) == ["site_id", "geometry"]
    assert found["site_id"].to_dict() == {7: "a", 9: "c"}
    assert found.crs.to_epsg() == 4326
    assert found.geometry.geom_type.tolist() == ["LineString", "MultiLineString"]


def test_lengths_are_metres_on_the_ellipsoid_and_unknown_is_not_zero() -> None:
    found = lines.length_m(SITES)
    # The series of the meridian's length: 111,132.95 - 559.85 cos 2φ + 1.175 cos 4φ at 19.5°.
    assert found[7] == pytest.approx(110_698.1, abs=0.5)
    assert math.isnan(found[8])
    assert found[9] == pytest.approx(2 * Geod(ellps="WGS84").inv(105, 19, 105.01, 19)[2])
    assert list(found.index) == [7, 8, 9]


def test_no_lines_give_an_empty_frame_of_the_same_columns() -> None:
    found = lines.read(SITES.iloc[1:2])
    assert (list(found), len(found), found.crs.to_epsg()) == (["site_id", "geometry"], 0, 4326)
    assert lines.read(public_record().sites).empty
    assert lines.length_m(public_record().sites).isna().all()
