"""The ways of placing points that the bench compares give one answer; what it sends stays few."""

from __future__ import annotations

from bench import growth, points


def test_every_way_of_placing_is_right() -> None:
    found = growth.placing(points.points(500, "2020"))
    assert found["points"] == 500
    assert set(found["right"].values()) == {1.0}


def test_the_browser_is_never_sent_more_than_5000_objects() -> None:
    found = growth.filtering(points.points(8_000, "2020"))
    assert found["points"] == 8_000
    for view in (found["all"], found["district"]):
        assert 0 < view["objects"] <= 5_000


def test_a_nation_of_communes_is_made() -> None:
    assert growth.nation()["communes"] == 3_321
