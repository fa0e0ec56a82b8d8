"""A time specification as a chart of PowerPoint's own: one series a run, so that a break is never joined."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

import xlsxwriter
from pptx.chart.axis import ValueAxis
from pptx.chart.chart import Chart
from pptx.chart.data import XyChartData
from pptx.chart.series import XySeries
from pptx.chart.xlsx import XyWorkbookWriter
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from briefing.charts_time import TARGET
from briefing.deck import panel
from briefing.deck.chart_looks import place_plot, rgb, style
from briefing.deck.maps import describe
from briefing.deck.slide import Deck, emu
from briefing.deck.text import Line, paint
from briefing.document import Picture
from briefing.fonts import Face, plain, width
from briefing.lettering import overlap
from briefing.paper import HAIR
from briefing.places import capital
from briefing.spec import TimeSpec
from data.wording import day, word

HEADROOM, ABOVE = 1.15, 1.06  # of the highest value: where breaks end, and of these, where the axis ends
STEP = 366  # days between years on the axis: with fewer, a leap year's last day would be named as a year of its own
FONT = 11.0
PLOT = (0.08, 0.03, 0.89, 0.79)  # of the chart: left, top, width, height of what the axes enclose
Rect = tuple[float, float, float, float]
# Kinds of series: reported values, what is aimed at, an aim without a day, a break.
REPORTED, TARGETS, LEVEL, BREAK = "reported", "targets", "level", "break"


@dataclass(frozen=True)
class Point:
    """A point of a series: its day, its value, what is written beside it and what it is in words."""

    day: datetime.date
    value: float
    text: str = ""
    about: str = ""
    corner: bool = False


@dataclass(frozen=True)
class Series:
    """What is joined by one line, or not joined at all (targets)."""

    kind: str
    name: str
    points: tuple[Point, ...]


def add(deck: Deck, kicker: str, picture: Picture, spec: TimeSpec) -> None:
    """Add the slide of a chart over time; its breaks are told beside it."""
    said = [spec.unit, *(mark.text for mark in spec.marks), *spec.header.notes]
    slide = deck.content(kicker, picture.caption, spec.header, said)
    if spec.points.empty and spec.targets.empty:
        text = capital(spec.no_data) + "."
        deck.text(slide, panel.PICTURE, [Line(text, 20, tone="soft", space=20)])
    else:
        shown = series_of(spec)
        data = _data(shown)
        kind = XL_CHART_TYPE.XY_SCATTER_LINES
        frame = slide.shapes.add_chart(kind, *emu(panel.PICTURE), data)
        chart: Chart = frame.chart
        chart.part.chart_workbook.update_from_xlsx_blob(_workbook(data, shown, spec.header.lang))
        _look(chart, spec, shown)
        describe(frame, picture, spec.header)
    unit = word("picture.unit", spec.header.lang, unit=spec.unit)
    panel.put(deck, slide, spec.header, [unit, *(mark.text for mark in spec.marks)])


def series_of(spec: TimeSpec) -> list[Series]:
    """Give every series of a chart: a run each, targets with a day, targets without one, and breaks."""
    lang = spec.header.lang
    runs = [_run(spec, rows.to_dict("records")) for _, rows in spec.points.groupby("run", sort=False)]
    dated = spec.targets[spec.targets["day"] != ""].to_dict("records")
    aims = [Series(TARGETS, word("time.target_bare", lang), tuple(_aims(dated)))] if dated else []
    first, last = _years([*runs, *aims], spec)
    for row in spec.targets[spec.targets["day"] == ""].to_dict("records"):
        ends = (Point(first, row["value"]), Point(last, row["value"], row["text"], row["detail"]))
        aims.append(Series(LEVEL, row["text"], ends))
    high = max(point.value for one in [*runs, *aims] for point in one.points) * HEADROOM or 1.0
    breaks = []
    for number, at in {mark.number: mark.day for mark in spec.marks}.items():
        ends = (Point(_date(at), 0.0), Point(_date(at), high, f"({number})", day(at)))
        breaks.append(Series(BREAK, f"({number}) {day(at)}", ends))
    # LibreOffice does not draw a series that a longer one follows.
    return sorted([*runs, *aims, *breaks], key=lambda one: -len(one.points))


def _run(spec: TimeSpec, rows: list[dict[Hashable, Any]]) -> Series:
    bases = {row["base"] for row in rows}
    base = bases.pop() if len(bases) == 1 else ""
    name = spec.unit if spec.stepped else word("time.reported", spec.header.lang) + (f": {base}" if base else "")
    points: list[Point] = []
    for row in rows:
        point = Point(_middle(row["begin"], row["end"]), row["value"], row["text"], f"{row['date']} {row['detail']}")
        if spec.stepped and points:  # a count holds until it changes
            points.append(replace(points[-1], day=point.day, text="", about="", corner=True))
        points.append(point)
    return Series(REPORTED, name, tuple(points))


def _aims(rows: list[dict[Hashable, Any]]) -> list[Point]:
    """Two plans may aim at the same: both are points, and it is written once."""
    points, written = [], set()
    for row in rows:
        text = "" if (row["day"], row["text"]) in written else row["text"]
        written.add((row["day"], row["text"]))
        points.append(Point(_date(row["day"]), row["value"], text, row["detail"]))
    return points


def _middle(begin: str, end: str) -> datetime.date:
    return _date(begin) + (_date(end) - _date(begin)) / 2


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _years(shown: list[Series], spec: TimeSpec) -> tuple[datetime.date, datetime.date]:
    """Whole years around all days: the first and the last New Year's Day."""
    days = [point.day for one in shown for point in one.points] + [_date(mark.day) for mark in spec.marks]
    return datetime.date(min(days).year, 1, 1), datetime.date(max(days).year + 1, 1, 1)


def _serial(date: datetime.date) -> int:
    """The number a spreadsheet has for a day."""
    return (date - datetime.date(1899, 12, 30)).days


def _data(shown: list[Series]) -> XyChartData:
    data = XyChartData(number_format="General")
    for one in shown:
        series = data.add_series(plain(one.name))
        for point in one.points:
            series.add_data_point(_serial(point.day), point.value)
    return data


def _workbook(data: XyChartData, shown: list[Series], lang: str) -> bytes:
    """The cells behind the chart where it expects them, with days as days, and what each point is beside it."""
    out = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, safe) as book:
        sheet = book.add_worksheet("Sheet1")
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.set_column(0, 1, 14)
        sheet.set_column(2, 2, 60)
        places = XyWorkbookWriter(data)
        for series, one in zip(data, shown, strict=True):
            top = places.series_table_row_offset(series)
            sheet.write_string(top, 0, word("deck.day", lang))
            sheet.write_string(top, 1, plain(one.name))
            for row, point in enumerate(one.points, start=top + 1):
                sheet.write_datetime(row, 0, datetime.datetime.combine(point.day, datetime.time()), dates)
                sheet.write_number(row, 1, point.value)
                sheet.write_string(row, 2, plain(point.about or point.text))
    return out.getvalue()


def _look(chart: Chart, spec: TimeSpec, shown: list[Series]) -> None:
    chart.has_title = False
    style(chart, FONT)
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _axes(chart, spec, shown)
    place_plot(chart, *PLOT)
    written = Written(chart.category_axis, chart.value_axis)
    for made, one in zip(chart.plots[0].series, shown, strict=True):
        _LOOKS[one.kind](made, spec)
        _write(made, one, written)
    _hide_from_legend(chart, [place for place, one in enumerate(shown) if one.kind == BREAK])


def _axes(chart: Chart, spec: TimeSpec, shown: list[Series]) -> None:
    days, values = chart.category_axis, chart.value_axis
    first, last = _years(shown, spec)
    years = last.year - first.year
    days.minimum_scale, days.maximum_scale = _serial(first), _serial(first) + years * STEP
    days.major_unit = STEP * math.ceil(years / 14)
    days.tick_labels.number_format, days.tick_labels.number_format_is_linked = "yyyy", False
    days.has_major_gridlines = False
    values.minimum_scale = min(0.0, *(point.value for one in shown for point in one.points))
    values.maximum_scale = max(point.value for one in shown for point in one.points) * ABOVE or 1.0
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "#,##0", False
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = rgb(HAIR)
    for axis in (days, values):
        paint(axis.format.line.color, "soft")


def _reported(series: XySeries, spec: TimeSpec) -> None:
    _line(series, spec.colour, 2.25)
    _marker(series, XL_MARKER_STYLE.CIRCLE, 4 if spec.stepped else 10, spec.colour)


def _targets(series: XySeries, spec: TimeSpec) -> None:
    series.format.line.fill.background()
    _marker(series, XL_MARKER_STYLE.DIAMOND, 12, TARGET)


def _level(series: XySeries, spec: TimeSpec) -> None:
    _line(series, TARGET, 1.5, MSO_LINE.ROUND_DOT)
    series.marker.style = XL_MARKER_STYLE.NONE


def _break(series: XySeries, spec: TimeSpec) -> None:
    _line(series, TARGET, 1.5, MSO_LINE.DASH)
    series.marker.style = XL_MARKER_STYLE.NONE


_LOOKS = {REPORTED: _reported, TARGETS: _targets, LEVEL: _level, BREAK: _break}


def _line(series: XySeries, colour: str, thick: float, dash: MSO_LINE | None = None) -> None:
    series.smooth = False
    line = series.format.line
    line.color.rgb, line.width = rgb(colour), Pt(thick)
    if dash:
        line.dash_style = dash


def _marker(series: XySeries, style: XL_MARKER_STYLE, size: int, fill: str) -> None:
    marker = series.marker
    marker.style, marker.size = style, size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(fill)
    marker.format.line.color.rgb, marker.format.line.width = rgb("#FFFFFF"), Pt(0.75)


@dataclass
class Written:
    """Where values are written beside points already, in points of the slide; tells each where it is free."""

    days: ValueAxis
    values: ValueAxis
    boxes: list[Rect] = field(default_factory=list)

    def spot(self, point: Point) -> XL_LABEL_POSITION:
        """Give the side of a point where its text covers no other text, above it when none is free."""
        left, top, wide, high = (part * whole for part, whole in zip(PLOT, panel.PICTURE[2:] * 2, strict=True))
        days, values = self.days, self.values
        across = (_serial(point.day) - days.minimum_scale) / (days.maximum_scale - days.minimum_scale)
        up = (point.value - values.minimum_scale) / (values.maximum_scale - values.minimum_scale)
        x, y = left + across * wide, top + (1 - up) * high
        long, size = width(plain(point.text), Face(FONT + 1, 700)), FONT + 1
        boxes = {spot: (x + dx * long + gap, y + dy * size) for spot, (dx, gap, dy) in _SPOTS.items()}
        rects = {spot: (at[0], at[1], at[0] + long, at[1] + 1.3 * size) for spot, at in boxes.items()}
        edge = panel.PICTURE[2]
        inside = [spot for spot, box in rects.items() if box[0] >= left and box[2] <= edge and box[3] <= top + high]
        free = (spot for spot in inside if not any(overlap(rects[spot], other) for other in self.boxes))
        found = next(free, (inside or list(_SPOTS))[0])
        self.boxes += [rects[found], (x - 5, y - 5, x + 5, y + 5)]
        return found


# side of a point -> where its text begins: part of its length and points beside the point, sizes above it
_SPOTS = {
    XL_LABEL_POSITION.ABOVE: (-0.5, 0.0, -1.9),
    XL_LABEL_POSITION.RIGHT: (0.0, 9.0, -0.65),
    XL_LABEL_POSITION.BELOW: (-0.5, 0.0, 0.6),
    XL_LABEL_POSITION.LEFT: (-1.0, -9.0, -0.65),
}


def _write(series: XySeries, one: Series, written: Written) -> None:
    """Write what a point is beside it, as a text that can be edited."""
    for place, point in enumerate(one.points):
        if point.corner:
            series.points[place].marker.style = XL_MARKER_STYLE.NONE
        if not point.text:
            continue
        label = series.points[place].data_label
        run = label.text_frame.paragraphs[0].add_run()
        run.text = plain(point.text)
        run.font.size, run.font.bold = Pt(FONT + 1), True
        paint(run.font.color, "ink")
        label.position = XL_LABEL_POSITION.LEFT if one.kind == BREAK else written.spot(point)


def _hide_from_legend(chart: Chart, places: list[int]) -> None:
    """The breaks are told in words beside the chart."""
    legend = chart.legend._element
    for at, place in enumerate(places, start=1):
        entry = f"<c:legendEntry {nsdecls('c')}><c:idx val='{place}'/><c:delete val='1'/></c:legendEntry>"
        legend.insert(at, parse_xml(entry))
