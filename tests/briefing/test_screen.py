"""A bar specification as a chart of the page: every label whole, in the middle of its row, dark enough to be read."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from briefing import screen
from briefing.charts import pale
from briefing.fonts import Face, width
from briefing.spec import BarSpec

NAN = float("nan")
ROWS = [("Huyện Thanh Chương", 5), ("Huyện Anh Sơn", NAN)]


def axis(spec: BarSpec, dark: bool = False) -> dict[str, object]:
    drawn = screen.bars(spec, dark).to_dict()
    return dict(drawn["layer"][0]["encoding"]["y"]["axis"])


def test_the_longest_label_has_room_whatever_font_the_browser_measures_with(
    bar_spec: Callable[..., BarSpec],
) -> None:
    made = axis(bar_spec(ROWS))
    assert made["minExtent"] >= width("Huyện Thanh Chương", Face(float(made["labelFontSize"]))) + made["labelPadding"]  # type: ignore[arg-type, operator]


def test_a_very_long_label_leaves_room_for_its_bar(bar_spec: Callable[..., BarSpec]) -> None:
    made = axis(bar_spec([("Xã " * 80, 1)]))
    assert made["minExtent"] == made["labelLimit"] + made["labelPadding"]  # type: ignore[operator]


def test_the_first_label_stands_in_the_middle_of_its_row(bar_spec: Callable[..., BarSpec]) -> None:
    assert axis(bar_spec(ROWS))["labelFlush"] is False


@pytest.mark.parametrize("dark", [False, True])
def test_labels_have_the_colour_of_the_pages_text(dark: bool, bar_spec: Callable[..., BarSpec]) -> None:
    assert axis(bar_spec(ROWS), dark)["labelColor"] == screen.INK[dark]


def test_every_letter_is_large_enough_for_a_projector(bar_spec: Callable[..., BarSpec]) -> None:
    drawn = screen.bars(bar_spec(ROWS)).to_dict()
    sizes = [layer["mark"]["fontSize"] for layer in drawn["layer"] if layer["mark"]["type"] == "text"]
    assert len(sizes) == 2
    assert min(*sizes, axis(bar_spec(ROWS))["labelFontSize"]) >= 13  # type: ignore[type-var]


def test_bars_stand_out_from_a_dark_page(bar_spec: Callable[..., BarSpec]) -> None:
    spec = bar_spec(ROWS)
    colours = [screen.bars(spec, dark).to_dict()["layer"][1]["mark"]["color"] for dark in (False, True)]
    assert colours == [spec.colour, pale(spec.colour)]


def test_a_chart_without_bars_is_drawn(bar_spec: Callable[..., BarSpec]) -> None:
    assert axis(bar_spec([]))["minExtent"] == 10


@pytest.mark.parametrize(
    ("rows", "domain"),
    [
        ([("Xã A", 8), ("Xã B", NAN)], [0, 8]),
        ([("Xã A", 0), ("Xã B", NAN)], [0, 1]),  # else the middle of the page would be 0
        ([("Xã A", NAN)], [0, 1]),
        ([], [0, 1]),
    ],
)
def test_bars_begin_at_the_labels_whatever_is_known(
    rows: list[tuple[str, float]], domain: list[float], bar_spec: Callable[..., BarSpec]
) -> None:
    drawn = screen.bars(bar_spec(rows)).to_dict()
    assert drawn["layer"][1]["encoding"]["x"]["scale"] == {"domain": domain}


def test_bars_beside_one_another_share_their_scale(bar_spec: Callable[..., BarSpec]) -> None:
    drawn = screen.bars(dataclasses.replace(bar_spec([("Xã A", 2)]), highest=9.0)).to_dict()
    assert drawn["layer"][1]["encoding"]["x"]["scale"] == {"domain": [0, 9.0]}
