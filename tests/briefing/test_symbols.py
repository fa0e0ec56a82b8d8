import itertools

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.plane import View
from briefing.symbols import DOT, RING, Symbol, gather, place, positions, radius, rosette, settle

COLUMNS = ["code", "lon", "lat", "layer_key", "label", "detail", "count", "precision"]
VIEW = View((0.0, 0.0, 800.0, 500.0), west=0, north=500, metres=1)
NAN = float("nan")


def frame(*rows: tuple[str, str, int, str]) -> pd.DataFrame:
    return pd.DataFrame([(code, NAN, NAN, layer, "", "", n, how) for code, layer, n, how in rows], columns=COLUMNS)


def test_rings_of_one_commune_and_layer_add_up() -> None:
    rows = gather(
        frame(("1", "camera", 1, RING), ("1", "camera", 2, RING), ("1", "other", 1, RING), ("2", "camera", 4, RING))
    )
    assert rows[["code", "layer_key", "count"]].values.tolist() == [
        ["1", "camera", 3],
        ["1", "other", 1],
        ["2", "camera", 4],
    ]


def test_exact_points_stay_one_each() -> None:
    assert len(gather(frame(("1", "camera", 1, DOT), ("1", "camera", 1, DOT)))) == 2


def test_nothing_gathers_to_nothing() -> None:
    assert gather(frame()).empty


def test_a_ring_without_a_point_takes_the_inner_point_and_a_dot_does_not() -> None:
    points = positions(frame(("1", "a", 1, RING), ("1", "a", 1, DOT), ("9", "a", 1, RING)), {"1": (5.0, 6.0)})
    assert points[0].tolist() == [5, 6]
    assert np.isnan(points[1:]).all()


def test_a_ring_is_the_same_for_the_same_count_and_grows() -> None:
    sizes = [radius(count) for count in (1, 2, 5, 20, 60, 1000)]
    assert sizes == sorted(sizes)
    assert sizes[0] >= 6
    assert sizes[-1] <= 18


@given(st.lists(st.floats(4, 18), min_size=2, max_size=8))
def test_symbols_round_one_point_do_not_touch(radii: list[float]) -> None:
    spots = rosette(radii)
    for (one, r1), (other, r2) in itertools.combinations(zip(spots, radii, strict=True), 2):
        assert np.hypot(one[0] - other[0], one[1] - other[1]) > r1 + r2


def test_layers_of_one_commune_stand_in_legend_order() -> None:
    rows = frame(("1", "other", 1, RING), ("1", "camera", 1, RING))
    placed = place(rows, np.array([[100.0, 300.0]] * 2), VIEW, ["camera", "other"])
    assert [s.layer for s in sorted(placed, key=lambda s: s.x)] == ["camera", "other"]
    assert placed[0].x != placed[1].x


def test_exact_points_of_one_spot_do_not_hide_each_other() -> None:
    rows = frame(("1", "camera", 1, DOT), ("1", "other", 1, DOT))
    one, other = place(rows, np.array([[100.0, 300.0]] * 2), VIEW, ["camera", "other"])
    assert abs(one.x - other.x) > one.radius + other.radius


def test_an_exact_point_alone_stands_exactly() -> None:
    (dot,) = place(frame(("1", "camera", 1, DOT)), np.array([[100.0, 300.0]]), VIEW, ["camera"])
    assert (dot.x, dot.y) == (100, 200)


def test_a_ring_pushed_out_of_its_commune_is_tied_to_it() -> None:
    home = shapely.box(98, 98, 102, 102)
    symbols = [Symbol("1", 100, 100, 9, "a", 3, RING), Symbol("2", 100, 101, 9, "a", 3, RING)]
    moved = settle(symbols, {"1": home, "2": home}, VIEW.box)
    assert any(symbol.tie for symbol in moved) == any(
        np.hypot(symbol.x - 100, symbol.y - 100.5) > 10 for symbol in moved
    )
    assert np.hypot(moved[0].x - moved[1].x, moved[0].y - moved[1].y) > 18


SPOTS = st.lists(
    st.tuples(st.floats(60, 740), st.floats(60, 440), st.integers(1, 200), st.sampled_from([RING, DOT])), max_size=25
)


@settings(max_examples=60, deadline=None)
@given(SPOTS)
def test_settling_moves_no_dot_loses_no_count_and_stays_in_the_window(
    spots: list[tuple[float, float, int, str]],
) -> None:
    symbols = [Symbol(str(i), x, y, radius(n), "a", n, how) for i, (x, y, n, how) in enumerate(spots)]
    moved = settle(symbols, {}, VIEW.box)
    assert [symbol.count for symbol in moved] == [symbol.count for symbol in symbols]
    for before, after in zip(symbols, moved, strict=True):
        if before.precision == DOT:
            assert after == before
        left, top, right, bottom = after.box
        assert left >= 0
        assert top >= 0
        assert right <= 800
        assert bottom <= 500


def test_ten_thousand_points_stay_as_they_are() -> None:
    symbols = [Symbol(str(i), i % 800, i % 500, 7, "a", 1, RING) for i in range(10_000)]
    assert settle(symbols, {}, VIEW.box) is symbols


@pytest.mark.parametrize("count", [2, 30])
def test_rings_apart_are_left_alone(count: int) -> None:
    symbols = [Symbol(str(i), 40 + 24 * i, 100, 7, "a", 1, RING) for i in range(count)]
    moved = settle(symbols, {}, VIEW.box)
    assert [(s.x, s.y) for s in moved] == [(s.x, s.y) for s in symbols]
