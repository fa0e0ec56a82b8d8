"""Differences between two days and counts per size: what is added up stays whole."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import compare, growth

KEYS = ["a", "b", "c"]
PLACES = st.lists(st.sampled_from([*KEYS, "", "elsewhere"]), max_size=30)


def rows(places: list[str]) -> tuple[pd.DataFrame, pd.Series]:
    by = pd.Series(places, dtype="str")
    return pd.DataFrame({"site_id": by.index.astype("str")}, index=by.index), by


def test_every_word_of_a_difference() -> None:
    frame, by = rows(["a", "a", "b", "c", "x"])
    table = compare.difference(frame.loc[[0, 2, 3]], frame.loc[[0, 1, 2, 4]], by, ["a", "b", "c", "d"])
    assert table.values.tolist() == [
        ["a", 1, 2, 1, "up"],
        ["b", 1, 1, 0, "same"],
        ["c", 1, 0, -1, "down"],
        ["d", 0, 0, 0, "no_data"],
        ["", 0, 1, 1, "up"],
    ]


@given(PLACES, st.data())
def test_differences_by_area_add_up_to_the_difference_of_the_totals(places: list[str], data: st.DataObject) -> None:
    frame, by = rows(places)
    one, other = (frame[data.draw(st.lists(st.booleans(), min_size=len(frame), max_size=len(frame)))] for _ in "ab")
    table = compare.difference(one, other, by, KEYS)
    assert list(table["key"][: len(KEYS)]) == KEYS
    assert table["before"].sum() == len(one)
    assert table["after"].sum() == len(other)
    assert table["change"].sum() == len(other) - len(one)
    assert ((table["change"] > 0) == (table["state"] == "up")).all()


def test_counts_per_commune_and_per_100_km2() -> None:
    areas = pd.DataFrame({"code": ["1", "2", "3"], "area_km2": [50.0, 150.0, float("nan")]})
    size = compare.sizes(areas, {"x": ["1", "2"], "y": ["3"], "z": ["1"]})
    assert size["communes"].tolist() == [2, 1, 1]
    assert size["area_km2"].tolist()[0] == 200.0
    assert math.isnan(size["area_km2"].tolist()[1])
    n = pd.Series({"x": 6, "y": 3, "z": 0})
    assert compare.measured(n, size, compare.COUNT)["x"] == 6
    assert compare.measured(n, size, compare.PER_COMMUNE)[["x", "y"]].tolist() == [3.0, 3.0]
    assert compare.measured(n, size, compare.PER_100_KM2)["x"] == 3.0
    assert math.isnan(compare.measured(n, size, compare.PER_100_KM2)["y"])  # size unknown
    assert math.isnan(compare.measured(n, size, compare.COUNT)["z"])  # nothing on record is no number, not 0


def test_counts_by_area_and_model_keep_the_order_asked_for() -> None:
    sites = pd.DataFrame({"epoch_code": ["1", "1", "2", "9"], "model_key": ["m", "n", "m", "m"]})
    table = compare.by_area(sites, {"y": ["2"], "x": ["1"], "z": ["3"]}, ["n", "m", "o"])
    assert table.to_dict("index") == {
        "y": {"n": 0, "m": 1, "o": 0},
        "x": {"n": 1, "m": 1, "o": 0},
        "z": {"n": 0, "m": 0, "o": 0},
    }


@pytest.mark.parametrize(
    ("launched", "source", "since"),
    [("2022", "2023-06-15", "2022-01-01"), ("", "2023-06", "2023-06-01"), ("", "", "")],
)
def test_a_place_is_known_from_its_launch_else_its_source(launched: str, source: str, since: str) -> None:
    sites = pd.DataFrame({"launched": [launched], "source_date": [source]})
    assert growth.known_from(sites).tolist() == [since]


@given(st.lists(st.sampled_from(["", "2020", "2021-05", "2021-05-07", "2023"]), max_size=25))
def test_the_growth_ends_at_the_number_with_a_known_day(launches: list[str]) -> None:
    sites = pd.DataFrame({"launched": launches, "source_date": [""] * len(launches)}, dtype="str")
    table = growth.by_day(sites)
    assert table["n"].sum() == sum(map(bool, launches))
    assert table["day"].is_monotonic_increasing
    assert table["total"].tolist() == table["n"].cumsum().tolist()
