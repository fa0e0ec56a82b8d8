"""The frozen specifications that both the screen and every exported file are drawn from.

A number that is in a specification is on the screen and in the file, and one that is not is in neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd


@dataclass(frozen=True)
class Header:
    """What must stand beside every shown figure so that it explains itself on paper.

    All fields are finished Vietnamese (or English) text: the title, the reader's filter in words, the boundary
    epoch, the source, the date of the figures, and the data set with its version. `lang` (vi, en) is the language they
    are written in: numbers inside a picture follow it.
    """

    title: str
    filter_text: str
    epoch_text: str
    source: str
    date_text: str
    dataset: str
    notes: tuple[str, ...] = ()
    lang: str = "vi"


@dataclass(frozen=True)
class LegendItem:
    """One line of a legend: a key used in the data, its label, and how it is drawn.

    `shape` is "area" (a fill), "ring" (known to the commune only), "dot" (an exact point) or "line". `pattern` says
    how the stroke of a ring is drawn, so that layers differ in black and white too: "solid", "double", "dashed",
    "dotted", or "" for the next one not taken; an area is plain or "dotted".
    """

    key: str
    label: str
    colour: str
    shape: str = "area"
    pattern: str = ""


@dataclass(frozen=True, eq=False)
class BarSpec:
    """A horizontal bar chart.

    `bars` has the columns label (text), value (float, NaN = no data), key (text, the code behind the bar) and
    highlight (bool). `unit` is the noun counted ("địa điểm"); values are written with at most `digits` decimals.
    `highest` is the value that the longest bar could have: the same for charts that are compared with each other.
    """

    header: Header
    bars: pd.DataFrame
    unit: str
    colour: str
    no_data: str
    digits: int = 1
    highest: float = 0.0


SYMBOLS = ("code", "lon", "lat", "layer_key", "label", "detail", "count", "precision")
LINES = ("code", "layer_key", "label", "detail", "geometry")


@dataclass(frozen=True, eq=False)
class MapSpec:
    """A map of the communes of one epoch.

    `areas` has the columns code, label ("xã Hưng Tân"), district (label), class_key (a key of `classes`) and
    detail (text shown on hover): one row for every commune drawn.
    `symbols` has the columns code (commune), lon, lat (degrees, WGS 84), layer_key (a key of `layers`), label,
    detail, count (int), precision ("commune" = drawn as a ring at the commune's inner point, "exact" = a dot).
    `lines` has the columns code (commune), layer_key, label, detail, geometry (shapely lines, WGS 84).
    `selected` is the code of the commune that is emphasised, or "". `district` limits the extent to one district
    code, or "" for the whole province. `measure` names the number that the colours stand for, with its unit, "" when
    they stand for a status; then `areas` has also value (float, NaN = none) and value_text (the number, or why there
    is none). `plain` is the map that this one was made of by `emphasising`.
    """

    header: Header
    epoch: str
    areas: pd.DataFrame
    classes: tuple[LegendItem, ...]
    symbols: pd.DataFrame
    layers: tuple[LegendItem, ...]
    selected: str = ""
    district: str = ""
    measure: str = ""
    lines: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(LINES)))
    captions: dict[str, str] = field(default_factory=dict)
    plain: MapSpec | None = None

    def emphasising(self, code: str, note: str) -> MapSpec:
        """Give the same map with a commune emphasised, and a note that says so before all others."""
        header = replace(self.header, notes=(note, *self.header.notes))
        return replace(self, selected=code, header=header, plain=self)


@dataclass(frozen=True)
class Mark:
    """A vertical mark on a time axis, with the number that its sentence in words begins with.

    `day` is the ISO day it is drawn at; `text` the finished sentence; source_url where it is stated, or "".
    """

    number: int
    day: str
    text: str
    source_url: str = ""


@dataclass(frozen=True, eq=False)
class TimeSpec:
    """Values over time: reported figures with targets, or a register's count (`stepped`: it holds until it changes).

    `points` has the columns begin, end (ISO days: the stated period), date (text of its own precision), value
    (float), text (the value in words with its base, "" = not written beside the point), run (int: only points of one
    run are joined), base, source, source_url and detail (text shown on hover).
    `targets` has day (ISO day of the deadline, "" = none stated), date (text), value, text, base, source, source_url
    and detail. `marks` are what interrupts the line; `unit` is what the axis counts, a noun or "%".
    """

    header: Header
    points: pd.DataFrame
    targets: pd.DataFrame
    marks: tuple[Mark, ...]
    unit: str
    colour: str
    no_data: str
    stepped: bool = False
