"""What the map in the browser is told: complete, small, and harmless wherever a script puts it."""

from __future__ import annotations

import dataclasses
import json
import re

import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template

from briefing.spec import LINES, Header, LegendItem, MapSpec
from data.errors import Problem
from data.wording import word
from ui.map_state import CAPTIONS, Foresight, colour, script_json, state

SPEC = MapSpec(
    header=Header("Bản đồ", "", "", "", "", ""),
    epoch="2025",
    areas=pd.DataFrame(
        [
            ("16681", "phường Thành Vinh", "thành phố Vinh", "high", "địa bàn Vinh\n3 địa điểm"),
            ("17827", "xã Kim Liên", "huyện Nam Đàn", "no_data", ""),
            ("17830", "xã Vạn An", "huyện Nam Đàn", "no_data", "địa bàn Vinh"),
        ],
        columns=["code", "label", "district", "class_key", "detail"],
    ),
    classes=(LegendItem("high", "từ 1", "#2B6CB0"), LegendItem("no_data", "không có số liệu", "#d9d9d9")),
    symbols=pd.DataFrame(
        [
            ("16681", 105.6912345, 18.67, "camera", "Camera", "15/06/2023", 3, "commune"),
            ("17827", 105.5, 18.7, "camera", "Camera", "", 1, "exact"),
            ("17830", float("nan"), float("nan"), "camera", "Camera", "", 1, "commune"),
        ],
        columns=["code", "lon", "lat", "layer_key", "label", "detail", "count", "precision"],
    ),
    layers=(LegendItem("camera", "Camera an ninh", "#B45309", "ring"),),
    selected="17827",
    district="",
)


def test_a_state_tells_every_repeated_line_once() -> None:
    """A row points to its class and to its lines of text."""
    told = state(SPEC, "b.geojson")
    assert told["areas"] == [["16681", 0, 0, 1], ["17827", 1], ["17830", 1, 0]]
    assert told["lines"][:2] == ["địa bàn Vinh", "3 địa điểm"]
    assert told["classes"] == [
        {"label": "từ 1", "colour": "#2B6CB0", "shape": "area", "look": ""},
        {"label": "không có số liệu", "colour": "#d9d9d9", "shape": "area", "look": "hatched"},
    ]
    assert (told["boundaries"], told["title"]) == ("b.geojson", "Bản đồ")
    assert "selected" not in told, "it changes by itself, and is told by itself"


def test_what_stands_on_the_map_has_a_name_of_all_that_it_shows() -> None:
    named = state(SPEC, "")["marks"]
    # Other details of communes move the places of lines, and change nothing of what stands on them.
    other_areas = dataclasses.replace(SPEC, areas=SPEC.areas.assign(detail="khác\nnữa"))
    assert state(other_areas, "c.geojson", keeps=True)["marks"] == named
    for column, value in {"detail": "16/06/2023", "count": 4, "lon": 105.5}.items():
        changed = dataclasses.replace(SPEC, symbols=SPEC.symbols.assign(**{column: value}))
        assert state(changed, "")["marks"] != named, column


def test_what_lets_a_map_foresee_travels_with_its_state() -> None:
    told = state(SPEC, "", foresight=Foresight("a1", "Địa bàn huyện", (("Tất cả", ""), ("Huyện Kỳ Sơn", "417"))))
    assert told["foresight"] == {
        "basis": "a1",
        "box": "Địa bàn huyện",
        "districts": {"Tất cả": "", "Huyện Kỳ Sơn": "417"},
    }
    assert state(SPEC, "")["foresight"] is None


def test_a_dotted_class_is_told_by_its_look_and_the_pattern_of_a_ring_is_not() -> None:
    dotted = dataclasses.replace(SPEC.classes[0], pattern="dotted")
    rings = (dataclasses.replace(SPEC.layers[0], pattern="dotted"),)
    told = state(dataclasses.replace(SPEC, classes=(dotted, SPEC.classes[1]), layers=rings), "")
    assert [item["look"] for item in told["classes"]] == ["dotted", "hatched"]
    assert [item["look"] for item in told["layers"]] == [""]


def test_symbols_keep_their_precision_and_those_without_coordinates_are_not_drawn() -> None:
    """A site known to its commune only is never told as an exact one."""
    told = state(SPEC, "")
    assert told["symbols"] == [
        ["16681", 105.69123, 18.67, 0, 3, 0, 2, 3],
        ["17827", 105.5, 18.7, 0, 1, 1, 2],
    ]
    assert told["lines"][2:] == ["Camera", "15/06/2023"]


def test_a_course_is_told_by_its_parts_no_finer_than_a_screen_shows() -> None:
    """A bend of less than 5 metres is left out; longitude comes first; several parts stay apart."""
    line = shapely.from_wkt(
        "MULTILINESTRING ((105.1 18.1, 105.2 18.10001, 105.3 18.1), (105.41234567 18.2, 105.5 18.3))"
    )
    lines = pd.DataFrame([("16681", "camera", "Tuyến", "15/06/2023", line)], columns=list(LINES))
    told = state(dataclasses.replace(SPEC, lines=lines), "")
    assert told["courses"] == [["16681", 0, [[105.1, 18.1, 105.3, 18.1], [105.41235, 18.2, 105.5, 18.3]], 4, 3]]
    assert [told["lines"][place] for place in (4, 3)] == ["Tuyến", "15/06/2023"]
    assert state(SPEC, "")["courses"] == []


def test_a_state_says_whose_extent_the_address_keeps_and_which_maps_move_together() -> None:
    """Neither is so unless the page says it."""
    assert (state(SPEC, "")["keeps"], state(SPEC, "")["linked"]) == (False, False)
    told = state(SPEC, "", keeps=True, linked=True)
    assert (told["keeps"], told["linked"]) == (True, True)


def test_a_map_without_symbols_is_told_without_them() -> None:
    """An empty table needs no typed columns."""
    bare = dataclasses.replace(SPEC, symbols=SPEC.symbols.head(0), layers=())
    assert state(bare, "")["symbols"] == []


def test_captions_of_the_specification_come_before_the_maps_own() -> None:
    """Single words can be replaced; others that belong to the exported picture stay out."""
    told = state(dataclasses.replace(SPEC, captions={"legend": "Ký hiệu", "north": "B"}), "")
    assert told["captions"] == {key: word(f"map_frame.{key}") for key in CAPTIONS} | {"legend": "Ký hiệu"}


def test_the_maps_own_words_follow_the_language_of_the_specification() -> None:
    """An English specification has an English map."""
    english = dataclasses.replace(SPEC, header=dataclasses.replace(SPEC.header, lang="en"))
    assert state(english, "")["captions"]["legend"] == "Legend"


@pytest.mark.parametrize("bad", ["red", "#12345", "#12345g", "#123456;background:url(//x)", ""])
def test_only_plain_colours_reach_the_style_sheet(bad: str) -> None:
    """A legend's colour is checked by its form, since it becomes part of a style."""
    with pytest.raises(Problem, match="#RRGGBB"):
        colour(LegendItem("a", "Mục", bad))


def test_the_province_in_480_communes_with_200_sites_takes_less_than_40_kb() -> None:
    """What a filter change sends stays small, with a hover text of its own for every commune."""
    communes = pd.DataFrame(
        [
            (
                f"{16681 + 3 * i}",
                f"xã {i}",
                f"huyện {i % 21}",
                "high",
                f"huyện {i % 21}\n{i} địa điểm, {i} camera an ninh",
            )
            for i in range(480)
        ],
        columns=SPEC.areas.columns,
    )
    sites = pd.concat([SPEC.symbols.head(1)] * 200, ignore_index=True)
    whole = dataclasses.replace(SPEC, areas=communes, symbols=sites)
    assert len(script_json(state(whole, "b.geojson")).encode()) < 40_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_safe_json_says_the_same(value: object) -> None:
    """Escaping changes how a value is written, never what it is."""
    assert json.loads(script_json(value)) == value


@given(st.text(st.characters(codec=None)))
def test_safe_json_ends_no_script_template_line_or_placeholder(text: str) -> None:
    """None of the letters that a tag, `...`, ${...}, {{ '...' }} or a line end needs is left, surrogates neither."""
    written = script_json([text])
    assert not re.search("[<>&`$'\n\r\u2028\u2029]|{[{%#]", written)
    assert written.encode()  # protobuf takes only what UTF-8 can carry


@given(st.lists(st.text("{}%#7*' -", max_size=12)))
def test_safe_json_is_no_template_of_the_server(texts: list[str]) -> None:
    """Folium compiles what it has rendered as a Jinja template again: «{{7*7}}» must stay what it is."""
    value = {"texts": texts, "nested": {"deeper": {}}}
    assert json.loads(Template(script_json(value)).render()) == value


def test_safe_json_refuses_what_json_does_not_know() -> None:
    """NaN would arrive as a number that is none."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        script_json([float("nan")])


def _many(points: int, communes: int) -> MapSpec:
    """A map of generated points, spread over communes and two layers."""
    place = pd.Series(range(points))
    rows = pd.DataFrame(
        {
            "code": (place % communes).astype("str"),
            "lon": 104 + (place % communes) / 100,
            "lat": 19 + (place % communes) % 7 / 10,
            "layer_key": (place % 2).map({0: "camera", 1: "other"}),
            "label": "Điểm " + place.astype("str"),
            "detail": "Camera",
            "count": 1,
            "precision": "exact",
        }
    )
    layers = tuple(LegendItem(key, key, "#0070B0", "dot") for key in ("camera", "other"))
    return dataclasses.replace(SPEC, symbols=rows, layers=layers)


@pytest.mark.parametrize(("points", "communes", "sent"), [(1_000, 7, 1_000), (1_001, 7, 14), (30_000, 460, 460)])
def test_very_many_points_are_gathered_and_none_is_lost(points: int, communes: int, sent: int) -> None:
    symbols = state(_many(points, communes), "")["symbols"]
    assert len(symbols) == sent
    assert sum(symbol[4] for symbol in symbols) == points
    assert {symbol[5] for symbol in symbols} == {1}


def test_points_of_too_many_communes_are_gathered_by_squares_that_select_no_commune() -> None:
    symbols = state(_many(40_000, 3_321), "")["symbols"]
    assert len(symbols) <= 1_000
    assert sum(symbol[4] for symbol in symbols) == 40_000
    assert {symbol[0] for symbol in symbols} == {""}
