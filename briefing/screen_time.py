"""A time specification as a chart for the page: it takes the page's width, fonts and theme, and says the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from briefing.charts import pale
from briefing.screen import INK, LETTERS, PAPER
from briefing.spec import TimeSpec
from data.wording import word

_HEIGHT = 340  # pixels
_MARK = "#a67c00"  # seen on both themes
_ROOM = 0.05  # of the span of time, kept free at both ends so that labels are not cut
_NEAR = 0.2  # of the span: labels of values nearer than this would cover each other on a phone
_YEARS_ONLY = 900  # days: a longer axis names years, a shorter one months


@dataclass(frozen=True)
class _Axes:
    """What the layers of one chart share: scale of time, axes, colours, what hovering says, texts, paper."""

    scale: alt.Scale
    x: alt.X
    y: alt.Y
    colour: alt.Color
    told: list[alt.Tooltip]
    ink: str
    paper: str


def over_time(spec: TimeSpec, dark: bool = False) -> alt.LayerChart | alt.FacetChart:
    """Draw points, joined within their runs only, targets at their deadlines, and a numbered mark for every break.

    Hovering a point says its value, date, base and source. A figure dated by month or year has a bar as long as that
    period. The sentences of the marks are the caller's to show (`spec.marks`). `dark`: the page is.
    """
    lang = spec.header.lang
    points, targets = _points(spec), _targets(spec)
    first, last = _span(points, targets, spec)
    scale = alt.Scale(domain=[f"{day:%Y-%m-%d}" for day in (first, last)])
    years = (last - first).days > _YEARS_ONLY
    axis = alt.Axis(format="%Y" if years else "%m/%Y", labelOverlap=True, tickCount="year" if years else 6, grid=False)
    x = alt.X("at:T", title=None, scale=scale, axis=axis)
    y = _values_axis([*points["value"], *targets["value"]], spec.unit, lang)
    kinds = [spec.unit] if spec.stepped else [word("time.reported", lang), word("time.target", lang)]
    colour = alt.Color(
        "kind:N",
        title=None,
        scale=alt.Scale(domain=kinds, range=[pale(spec.colour) if dark else spec.colour, _MARK][: len(kinds)]),
        legend=alt.Legend(orient="top", labelLimit=300, symbolOpacity=1) if len(targets) else None,
    )
    axes = _Axes(scale, x, y, colour, _told(lang), INK[dark], PAPER[dark])
    drawn = [
        *_marks(spec, scale),
        *_reported(points.assign(kind=kinds[0]), spec.stepped, axes),
        *_aimed(targets.assign(kind=kinds[-1]), axes),
        *_labels(pd.concat([points, targets]), first, last, axes),
    ]
    ink = INK[dark]  # the page's own theme has a grey that is too pale to be read from afar
    look = alt.Config(
        axis=alt.AxisConfig(labelColor=ink, labelFontSize=LETTERS, titleColor=ink, titleFontSize=LETTERS),
        legend=alt.LegendConfig(labelColor=ink, labelFontSize=LETTERS),
    )
    return alt.layer(*drawn).properties(height=_HEIGHT, config=look)


def _told(lang: str) -> list[alt.Tooltip]:
    """What hovering a point says."""
    columns = [alt.Tooltip(f"{name}:N", title=word(f"time_col.{name}", lang)) for name in ("date", "base", "source")]
    return [alt.Tooltip("text:N", title=" "), *columns, alt.Tooltip("detail:N", title=" ")]


def _values_axis(values: list[float], unit: str, lang: str) -> alt.Y:
    """The axis of values: from 0 up, and a little above the highest one, where its label stands."""
    # A constant expression: Vega knows no Vietnamese thousands.
    dots = "replace(format(datum.value, ',d'), /,/g, '.')" if lang == "vi" else "format(datum.value, ',d')"
    axis = alt.Axis(labelExpr=dots, tickMinStep=1, tickCount=5)
    return alt.Y("value:Q", title=unit, scale=alt.Scale(domain=[0, max([*values, 0.0]) * 1.25 or 1]), axis=axis)


def _reported(points: pd.DataFrame, stepped: bool, axes: _Axes) -> list[alt.Chart]:
    if points.empty:
        return []
    chart = alt.Chart(points)
    line = chart.mark_line(interpolate="step-after" if stepped else "linear", strokeWidth=2.5)
    period = chart.mark_rule(aria=False, strokeWidth=5, opacity=0.35, strokeCap="round").transform_filter(
        "datum.from < datum.until"
    )
    dots = chart.mark_point(filled=True, size=36 if stepped else 110, opacity=1)
    return [
        line.encode(x=axes.x, y=axes.y, color=axes.colour, detail="run:N"),
        period.encode(x=alt.X("from:T", scale=axes.scale), x2="until:T", y=axes.y, color=axes.colour),
        dots.encode(x=axes.x, y=axes.y, color=axes.colour, tooltip=axes.told),
    ]


def _aimed(targets: pd.DataFrame, axes: _Axes) -> list[alt.Chart]:
    if targets.empty:
        return []
    chart = alt.Chart(targets)
    diamonds = chart.transform_filter("datum.day").mark_point(shape="diamond", size=130, strokeWidth=2.5, opacity=1)
    lines = chart.transform_filter("!datum.day").mark_rule(aria=False, strokeDash=[2, 3], strokeWidth=2)
    return [
        lines.encode(y=axes.y, color=axes.colour, tooltip=axes.told),
        diamonds.encode(x=axes.x, y=axes.y, color=axes.colour, tooltip=axes.told),
    ]


def _points(spec: TimeSpec) -> pd.DataFrame:
    """The points with their days as times: from, until, and in the middle of the period `at`."""
    begin, end = (pd.to_datetime(spec.points[name]) for name in ("begin", "end"))
    return spec.points.assign(**{"from": begin, "until": end, "at": begin + (end - begin) / 2})


def _targets(spec: TimeSpec) -> pd.DataFrame:
    """The targets at their deadlines; those without one stand at the end of all that is drawn."""
    last = max([*spec.points["end"], *spec.targets["day"], *(mark.day for mark in spec.marks)], default="")
    shown = spec.targets[(spec.targets["day"] != "") | bool(last)]
    return shown.assign(at=pd.to_datetime(shown["day"].where(shown["day"] != "", last)).astype("datetime64[ns]"))


def _span(points: pd.DataFrame, targets: pd.DataFrame, spec: TimeSpec) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and the last day of the axis, with room for labels."""
    marks = pd.to_datetime([mark.day for mark in spec.marks])
    days = pd.DatetimeIndex([*points["from"], *points["until"], *targets["at"], *marks])
    if days.empty:
        days = pd.DatetimeIndex(["2000-01-01"])
    room = max((days.max() - days.min()) * _ROOM, pd.Timedelta(days=60))
    return days.min() - room, days.max() + room


def _labels(rows: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, axes: _Axes) -> list[alt.Chart]:
    """The values beside their points: towards the middle at the edges, below where the one before is too near."""
    shown = rows[rows["text"] != ""].drop_duplicates(["at", "text"]).sort_values("at")
    place = (shown["at"] - first) / (last - first)
    near = (place.diff() < _NEAR) & (shown["value"].diff().abs() < 0.12 * rows["value"].max())
    sides = pd.cut(place, [-1, 0.12, 0.85, 2], labels=["left", "center", "right"]).astype("str")
    layers = []
    # At the left edge below as well: a row of figures that rises would go through the first one's value.
    for (side, low), part in shown.groupby([sides, near | (sides == "left")]):
        look: dict[str, Any] = {"align": side, "dy": 18 if low else -14, "fontWeight": "bold", "fontSize": LETTERS}
        text = alt.Chart(part).encode(x=axes.x, y=axes.y, text="text:N")
        # Below the letters a rim of the page's colour: a dashed line does not run through them.
        layers.append(text.mark_text(**look, aria=False, stroke=axes.paper, strokeWidth=4, strokeJoin="round"))
        layers.append(text.mark_text(**look, color=axes.ink))
    return layers


def _marks(spec: TimeSpec, scale: alt.Scale) -> list[alt.Chart]:
    """A dashed line for every break, with the number of its sentence at the top."""
    rows = [{"at": mark.day, "number": f"({mark.number})", "text": mark.text} for mark in spec.marks]
    if not rows:
        return []
    drawn = pd.DataFrame(rows).groupby(["at", "number"], as_index=False).agg({"text": "\n".join})
    drawn["at"] = pd.to_datetime(drawn["at"])
    told = [alt.Tooltip("text:N", title=" ")]
    chart = alt.Chart(drawn).encode(x=alt.X("at:T", scale=scale), tooltip=told)
    # In turn on either side of their lines: those of two near ones would stand in each other.
    looks: list[dict[str, Any]] = [{"align": "right", "dx": -4}, {"align": "left", "dx": 4}]
    numbers = [
        alt.Chart(part)
        .mark_text(dy=9, fontWeight="bold", fontSize=LETTERS, color=_MARK, **look)
        .encode(x=alt.X("at:T", scale=scale), y=alt.value(0), text="number:N", tooltip=told)
        for part, look in zip((drawn[0::2], drawn[1::2]), looks, strict=True)
        if len(part)
    ]
    return [chart.mark_rule(aria=False, strokeDash=[5, 4], strokeWidth=2, color=_MARK), *numbers]
