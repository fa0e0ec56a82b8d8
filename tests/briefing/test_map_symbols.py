"""Sites on the map: rings, dots and courses of the public record, with courses drawn only where one is known."""

from __future__ import annotations

import dataclasses

import pandas as pd

from briefing import map_symbols, maps
from briefing.basis import Basis, basis_of
from briefing.build import site_map
from briefing.files import render
from data.choice import Choice
from data.record import public_record
from geo import boundaries

SITE = "tuyen_duong_co_xom_tan_tien"
# A made-up course, so that nobody takes it for the real one: the record has none.
COURSE = "LINESTRING (105.70 19.30, 105.71 19.31, 105.72 19.31)"


def basis(line: str = "", **values: object) -> Basis:
    record = public_record()
    sites = record.sites.copy()
    sites.loc[sites["site_id"] == SITE, "line"] = line
    return basis_of(dataclasses.replace(record, sites=sites), Choice(**values), "vi")  # type: ignore[arg-type]


def test_layers_are_counted_under_the_other_filters() -> None:
    assert map_symbols.layer_counts(basis()) == {"camera": 5, "flag_road": 11, "other": 35, "drug_free": 44}
    assert map_symbols.layer_counts(basis(models=("camera_an_ninh",))) == map_symbols.layer_counts(basis())
    # Huyện Quế Phong: nothing on record, and nothing stated of its communes, is no number.
    assert "camera" not in map_symbols.layer_counts(basis(district="415"))


def test_a_course_is_a_line_of_its_own_layer() -> None:
    found = map_symbols.lines(basis(COURSE))
    assert found[["layer_key", "detail"]].to_dict("records") == [
        {"layer_key": "flag_road_line", "detail": "Đường cờ Tổ quốc"}
    ]
    assert found.loc[0, "geometry"].wkt == "LINESTRING (105.7 19.3, 105.71 19.31, 105.72 19.31)"
    layers = map_symbols.layers(map_symbols.symbols(basis(COURSE), boundaries.inner_points("2025")), found, "vi")
    assert [(item.key, item.shape) for item in layers] == [
        ("camera", "ring"),
        ("flag_road", "ring"),
        ("flag_road_line", "line"),
        ("other", "ring"),
    ]


def test_no_course_is_drawn_where_none_is_known_or_chosen() -> None:
    assert map_symbols.lines(basis()).empty
    assert map_symbols.lines(basis(COURSE, models=("camera_an_ninh",))).empty
    assert list(map_symbols.lines(basis()).columns) == ["code", "layer_key", "label", "detail", "geometry"]


def test_the_picture_shows_the_course_and_says_so() -> None:
    def drawn(line: str) -> str:
        spec = site_map(basis(line), pd.DataFrame(columns=["code", "lon", "lat"]))
        return render(maps.draw(spec, boundaries.load("2025"), boundaries.districts("2025")), "svg").decode()

    with_line, without = drawn(COURSE), drawn("")
    colour = "#C44E00"
    assert with_line.count(f'stroke="{colour}"') == without.count(f'stroke="{colour}"') + 2  # on the map, in the legend
    assert "tuyến" in with_line
    assert "tuyến" not in without
