"""What the map in the browser is told at each rerun: a small table of classes, hover texts and symbols."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import shapely

from briefing.spec import LegendItem, MapSpec
from data.errors import Problem
from data.wording import word

# Classes that no colour stands for: communes without figures are hatched, so that they are never read as a low
# value, and those outside the reader's filter take the colour of the page.
LOOKS = {"": "hatched", "no_data": "hatched", "outside": "outside"}
# Words of the map itself, keys map_frame.… of the words table; `MapSpec.captions` may give others under the same keys.
CAPTIONS = ("loading", "failed", "legend", "home", "to_selected", "zoom_in", "zoom_out")

# A browser draws no more exact points than this one by one, and no more gathered ones: with as many rings as there are
# communes in a country it stays below 5,000 objects.
_MOST_POINTS = 1_000
_SQUARE = 0.1  # degrees, about 11 kilometres: what points are gathered by when they lie in too many communes

# Letters that could end a <script>, a template literal or a line, or make one of the `{{ 'name' }}` that
# streamlit-folium replaces; openings of Jinja expressions, because folium compiles the scripts it has rendered
# as templates once more, on this server; and lone surrogates, which no UTF-8 can carry.
# Degrees, about 5 metres: a line's detail below this is less than a few pixels at any zoom.
_FINEST = 0.00005
_UNSAFE = re.compile("[<>&`$'\u2028\u2029\ud800-\udfff]|{(?=[{%#])")


class Foresight(NamedTuple):
    """What lets the map show another district before the server answers (web/map_foresight.js).

    `basis`: all else that decides on what it shows, the same text only for the same; `box`: the label of the page's box
    of districts; `districts`: the label and code of each of its lines.
    """

    basis: str
    box: str
    districts: tuple[tuple[str, str], ...]


def script_json(value: object) -> str:
    r"""Write a value as JSON that is safe in a script tag, in `...`, in eval, and in a Jinja template.

    The unsafe letters can only stand inside JSON strings, so writing them as \uXXXX changes nothing of the
    value. Raises ValueError for NaN and infinity, which JSON does not know.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def state(
    spec: MapSpec, boundaries: str, keeps: bool = False, linked: bool = False, foresight: Foresight | None = None
) -> dict[str, Any]:
    """Give everything of `spec` that the map shows but what is selected, for boundaries at the given address.

    `keeps` says that the page's address keeps the extent of this map, `linked` that it moves with others on the page;
    with `foresight` it shows a district at the moment of the choice.

    Texts travel once, as places in `lines`: an area is [code, place in `classes`, lines of its detail...], a
    symbol is [commune, lon, lat, place in `layers`, count, exact, lines of its label and detail...], a course
    [commune, place in `layers`, parts as [lon, lat, lon, lat...], lines of its label and detail...]. `marks` names
    both with all that they show: the same for the same. The names of communes are with their boundaries. Symbols
    without coordinates cannot be drawn and are left out; very many exact ones are gathered into fewer with a count.
    Raises Problem for a colour that is not #RRGGBB, ValueError for an unknown class or layer.
    """
    lines = _Places()
    classes = [item.key for item in spec.classes]
    areas = [[row.code, classes.index(row.class_key), *lines.of(row.detail)] for row in spec.areas.itertuples()]
    layers, symbols, courses = _legend(spec.layers), _symbols(spec), _courses(spec)
    marks = hashlib.sha256(script_json([layers, symbols, courses]).encode()).hexdigest()[:16]
    return {
        "boundaries": boundaries,
        "title": spec.header.title,
        "captions": {key: spec.captions.get(key) or word(f"map_frame.{key}", spec.header.lang) for key in CAPTIONS},
        "classes": _legend(spec.classes),
        "layers": layers,
        "areas": areas,
        "symbols": [[*row, *lines.of(text)] for *row, text in symbols],
        "courses": [[*row, *lines.of(text)] for *row, text in courses],
        "lines": list(lines),
        "marks": marks,
        "district": spec.district,
        "keeps": keeps,
        "linked": linked,
        "foresight": foresight and {**foresight._asdict(), "districts": dict(foresight.districts)},
    }


def _symbols(spec: MapSpec) -> list[list[object]]:
    """The symbols with their text in one piece at the end."""
    layers = [item.key for item in spec.layers]
    located = _gathered(spec.symbols.dropna(subset=["lon", "lat"])).rename(columns={"count": "sites"})
    return [
        [
            row.code,
            round(float(row.lon), 5),
            round(float(row.lat), 5),
            layers.index(row.layer_key),
            int(row.sites),
            int(row.precision == "exact"),
            f"{row.label}\n{row.detail}",
        ]
        for row in located.itertuples()
    ]


def _gathered(symbols: pd.DataFrame) -> pd.DataFrame:
    """Symbols few enough for a browser: of too many exact points one a commune and layer, then one a square of land.

    What is gathered stands in the middle of its points and says how many they are; a filter that leaves fewer shows
    each by itself.
    """
    exact = symbols["precision"] == "exact"
    points = symbols[exact]
    if len(points) <= _MOST_POINTS:
        return symbols
    layer = points["layer_key"]
    by: list[pd.Series] = [points["code"], layer]
    side = _SQUARE
    while (groups := points.groupby(by, sort=False)).ngroups > _MOST_POINTS:
        points = points.assign(code="")  # a square is no commune: a click on it selects none
        by = [(points["lon"] // side).rename("column"), (points["lat"] // side).rename("row"), layer]
        side *= 2
    middles = groups.agg(
        code=("code", "first"),
        lon=("lon", "mean"),
        lat=("lat", "mean"),
        layer_key=("layer_key", "first"),
        label=("label", "first"),
        detail=("detail", "first"),
        count=("count", "sum"),
        precision=("precision", "first"),
    )
    middles.loc[middles["count"] > 1, ["label", "detail"]] = ""
    return pd.concat([symbols[~exact], middles], ignore_index=True)


def _courses(spec: MapSpec) -> list[list[object]]:
    layers = [item.key for item in spec.layers]
    return [
        [row.code, layers.index(row.layer_key), _parts(row.geometry), f"{row.label}\n{row.detail}"]
        for row in spec.lines.itertuples()
    ]


def _parts(line: shapely.Geometry) -> list[list[float]]:
    """The parts of a line, no finer than a screen shows them."""
    parts = shapely.get_parts(shapely.simplify(line, _FINEST))
    return [np.round(shapely.get_coordinates(part), 5).ravel().tolist() for part in parts]


def _legend(items: Sequence[LegendItem]) -> list[dict[str, object]]:
    return [{"label": item.label, "colour": colour(item), "shape": item.shape, "look": _look(item)} for item in items]


def _look(item: LegendItem) -> str:
    """Say how a class is filled besides its colour; the patterns of rings are not drawn in the browser."""
    return LOOKS.get(item.key, item.pattern if item.shape == "area" else "")


def colour(item: LegendItem) -> str:
    """Give a legend item's colour; it reaches style sheets, so anything but #RRGGBB raises Problem."""
    if re.fullmatch(r"#[0-9A-Fa-f]{6}", item.colour):
        return item.colour
    raise Problem(
        where=f"Màu của mục chú giải «{item.label}»",
        came=f"«{item.colour}»",
        expected="mã màu dạng #RRGGBB",
        todo="Sửa màu trong bảng của bản cài đặt.",
    )


class _Places(dict[str, int]):
    """The place of each different line of text, in order of first appearance."""

    def of(self, text: str) -> list[int]:
        return [self.setdefault(line, len(self)) for line in text.split("\n") if line]
