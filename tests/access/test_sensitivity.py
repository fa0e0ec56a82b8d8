"""Exact points of sensitive layers: only for roles that may, and in no words either."""

from __future__ import annotations

import pytest

from access.desk import Desk
from access.seeing import masked
from data.store import Store
from geo.territory import territory
from tests.access.test_scope import IN, PEOPLE, store  # noqa: F401 - a fixture


def test_what_a_viewer_sees_of_a_sensitive_place_is_its_commune(store: Store) -> None:  # noqa: F811
    seen = Desk(store, PEOPLE["lanhdao1"], territory).tables()["sites"].set_index("site_id")
    row = seen.loc["cam_in"]
    assert (row["unit_code"], row["precision"], row["lon"], row["lat"], row["hamlet"]) == (IN, "commune", "", "", "")
    assert row["evidence"] == "tọa độ …; …"


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("ở 19.43215, 104.12345", "ở …, …"),
        ("18°40'25.3\"N 105°41'10\"E", "…N …E"),
        ("X=2066123.45 Y=598123.4", "X=… Y=…"),
        ("năm 2025, 20 camera, cách 1,5 km, xóm 3", "năm 2025, 20 camera, cách 1,5 km, xóm 3"),
        ("https://maps.example/?q=18.6789,105.6912", "https://maps.example/?q=…,…"),
        ("ngày 19.11.2024", "ngày 19.11.2024"),
    ],
)
def test_coordinates_are_left_out_of_words(told: str, left: str) -> None:
    assert masked(told) == left
