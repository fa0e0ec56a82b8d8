"""A time specification drawn on a sheet: axes, joined runs, targets, and the breaks with their reasons in words."""

from __future__ import annotations

import datetime
import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import altair as alt
import shapely

from briefing.fonts import Face, width
from briefing.lettering import overlap
from briefing.paper import (
    A4,
    HAIR,
    INK,
    MARGIN,
    NOTE,
    QUIET,
    SOFT,
    Page,
    block,
    foot,
    foot_room,
    head,
    put_foot,
    put_head,
)
from briefing.sheet import Box, Sheet, text_box
from briefing.spec import TimeSpec
from data.wording import number, word

SPACE = 14  # pixels between the parts of the sheet
LEAST_HEIGHT = 260.0  # of the plot: below it the sheet grows
TARGET = "#8a6d00"
AXIS = Face(11, 400, QUIET)
VALUE = Face(13, 600, INK, halo=True)
AIM = Face(12, 600, TARGET, halo=True)
TICKS = 5
PALE = "55"  # the last two digits of a colour that lets a third through
Row = dict[Hashable, Any]
# Where a value may be written beside its point: to the side and up, in pixels, and how it is aligned.
_SPOTS = ((0, -13, "center"), (-9, -9, "right"), (9, -9, "left"), (0, 24, "center"), (-11, 4, "right"), (11, 4, "left"))


@dataclass(frozen=True)
class _Plot:
    """The drawing area in pixels, and the days and values its edges stand for."""

    left: float
    top: float
    right: float
    bottom: float
    first: datetime.date
    last: datetime.date
    high: float

    def x(self, day: str) -> float:
        passed = datetime.date.fromisoformat(day) - self.first
        return self.left + (self.right - self.left) * passed.days / max((self.last - self.first).days, 1)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * value / self.high


@dataclass
class _Taken:
    """What values written beside points may not cover: texts never, lines where there is another spot."""

    boxes: list[Box]
    lines: list[shapely.LineString] = field(default_factory=list)

    def free(self, box: Box) -> bool:
        return not any(overlap(box, other) for other in self.boxes)

    def clear(self, box: Box) -> bool:
        return not any(line.intersects(shapely.box(*box)) for line in self.lines)


def draw(spec: TimeSpec, page: Page = A4) -> alt.LayerChart:
    """Draw a time chart with its title block, legend, reasons of breaks and sources, as every exported file shows it.

    The sheet is the page (A4: 1123 × 794 pixels), higher only when its texts need it. Only points of one run are
    joined; a period of a month or a year is a bar of that length; a target without a deadline is a line from edge to
    edge. Without any value it says so in one sentence.
    """
    return _sheet(spec, page.holding(lambda page: _sheet(spec, page).page_height)).chart()


def _sheet(spec: TimeSpec, page: Page) -> Sheet:
    bottom = foot(spec.header, inner=page.inner)
    sheet = Sheet(page.width, 0)
    y = put_head(sheet, head(spec.header, page.inner))
    if spec.points.empty and spec.targets.empty:
        sheet.text(MARGIN, y + 24, spec.no_data[:1].upper() + spec.no_data[1:] + ".", Face(15, 400, SOFT))
        y += 44
    else:
        y = _put_legend(sheet, spec, y) + SPACE
        reasons = block([(mark.text, NOTE, 2.0) for mark in spec.marks], page.inner)
        below = reasons.height + 30 + SPACE + foot_room(bottom)
        plot = _plot(spec, (y, max(y + LEAST_HEIGHT, page.height - below)), page.width - MARGIN)
        _put_axes(sheet, plot, spec.header.lang)
        _put_values(sheet, plot, spec, _put_marks(sheet, plot, spec))
        y = reasons.put(sheet, MARGIN, plot.bottom + 30)
    needed = math.ceil(y + SPACE + foot_room(bottom) - 0.5)
    sheet.page_height = max(needed, page.height) if page.exact else needed
    put_foot(sheet, bottom)
    return sheet


def _put_legend(sheet: Sheet, spec: TimeSpec, top: float) -> float:
    lang, x, middle = spec.header.lang, float(MARGIN), top + 10
    items = [("dot", f"{word('time.reported', lang)} ({spec.unit})")] if not spec.stepped else [("dot", spec.unit)]
    items += [("diamond", word("time.target", lang))] if len(spec.targets) else []
    items += [("break", word("time.break", lang))] if spec.marks else []
    for kind, text in items:
        if x > MARGIN and x + 24 + width(text, AXIS) > sheet.page_width - MARGIN:
            x, middle = float(MARGIN), middle + 20
        if kind == "dot":
            sheet.disc(x + 7, middle, 5.5, spec.colour, "#ffffff", 1)
        elif kind == "diamond":
            _diamond(sheet, x + 7, middle)
        else:
            sheet.line(x + 7, middle - 8, x + 7, middle + 8, TARGET, 1.6, "5,4")
        sheet.text(x + 20, middle + 4, text, Face(12, 400, INK))
        x += 20 + width(text, Face(12, 400, INK)) + 26
    return middle + 12


def _plot(spec: TimeSpec, heights: tuple[float, float], right: float) -> _Plot:
    """Whole years on the axis, 0 at its foot, and a round number above the highest value."""
    days = [*spec.points["begin"], *spec.points["end"], *(mark.day for mark in spec.marks)]
    days += [day for day in spec.targets["day"] if day]
    first, last = (min(days)[:4], max(days)[:4]) if days else ("2000", "2000")
    values = [*spec.points["value"], *spec.targets["value"]]
    step = _step(max(values) * 1.12)
    high = math.ceil(max(values) * 1.12 / step) * step
    label = max(width(number(step * n, spec.header.lang), AXIS) for n in range(int(high / step) + 1))
    return _Plot(
        MARGIN + label + 10,
        heights[0] + 6,
        right - 6,
        heights[1],
        datetime.date(int(first), 1, 1),
        datetime.date(int(last) + 1, 1, 1),
        high,
    )


def _step(high: float) -> float:
    """A round distance between lines of the axis: 1, 2 or 5 times a power of ten."""
    if high <= 0:
        return 1.0
    rough = high / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    return float(next(times * power for times in (1, 2, 5, 10) if times * power >= rough * 0.999))


def _put_axes(sheet: Sheet, plot: _Plot, lang: str) -> None:
    step = _step(plot.high)
    for n in range(round(plot.high / step) + 1):
        y = plot.y(n * step)
        sheet.line(plot.left, y, plot.right, y, HAIR if n else "#8b929c", 0.8 if n else 1.2)
        sheet.text(plot.left - 8, y + 4, number(n * step, lang), AXIS, "right")
    years = range(plot.first.year, plot.last.year + 1)
    every = math.ceil(len(years) / 14)
    for year in years:
        x = plot.x(f"{year}-01-01")
        sheet.line(x, plot.bottom, x, plot.bottom + 5, "#8b929c", 1)
        if (year - plot.first.year) % every == 0 and year < plot.last.year:
            sheet.text((x + plot.x(f"{year + 1}-01-01")) / 2, plot.bottom + 18, str(year), AXIS, "center")


def _put_marks(sheet: Sheet, plot: _Plot, spec: TimeSpec) -> list[shapely.LineString]:
    lines = []
    for place, day in {mark.number: mark.day for mark in spec.marks}.items():
        x = plot.x(day)
        sheet.line(x, plot.top, x, plot.bottom, TARGET, 1.6, "5,4")
        sheet.text(x - 5, plot.top + 12, f"({place})", AIM, "right")
        lines.append(shapely.LineString([(x, plot.top), (x, plot.bottom)]))
    return lines


def _put_values(sheet: Sheet, plot: _Plot, spec: TimeSpec, marks: list[shapely.LineString]) -> None:
    """Lines first, then points, then what is written beside them."""
    points = spec.points.to_dict("records")
    joins = [_joint(plot, spec, one, other) for one, other in pairwise(points) if one["run"] == other["run"]]
    for line in joins:
        sheet.shape(line, "", spec.colour, 2.2)
    taken = _Taken([box for _, box in sheet.boxes], [*marks, *joins])
    for row in points:
        left, right, y = plot.x(row["begin"]), plot.x(row["end"]), plot.y(row["value"])
        if right > left:
            sheet.line(left, y, right, y, spec.colour + PALE, 5)
        sheet.disc((left + right) / 2, y, 2.5 if spec.stepped else 5.5, spec.colour, "#ffffff", 1)
        _write(sheet, plot, (left + right) / 2, y, row["text"], VALUE, taken)
    _put_targets(sheet, plot, spec, taken)


def _put_targets(sheet: Sheet, plot: _Plot, spec: TimeSpec, taken: _Taken) -> None:
    written = set()
    for row in spec.targets.to_dict("records"):
        x, y = plot.x(row["day"]) if row["day"] else plot.right - 60, plot.y(row["value"])
        if row["day"]:
            _diamond(sheet, x, y)
        else:
            sheet.line(plot.left, y, plot.right, y, TARGET, 1.4, "2,3")
        # Two plans may aim at the same.
        if (x, row["text"]) not in written:
            _write(sheet, plot, x, y, row["text"], AIM, taken)
        written.add((x, row["text"]))


def _joint(plot: _Plot, spec: TimeSpec, one: Row, other: Row) -> shapely.LineString:
    x1, x2 = ((plot.x(row["begin"]) + plot.x(row["end"])) / 2 for row in (one, other))
    y1, y2 = plot.y(one["value"]), plot.y(other["value"])
    corner = [(x2, y1)] if spec.stepped else []
    return shapely.LineString([(x1, y1), *corner, (x2, y2)])


def _write(sheet: Sheet, plot: _Plot, x: float, y: float, text: str, face: Face, taken: _Taken) -> None:
    """Write a value at the first spot round its point that is free and inside the plot, else above it."""
    if not text:
        return
    boxes = {spot: text_box(x + spot[0], y + spot[1], text, face, spot[2]) for spot in _SPOTS}
    inside = [
        spot
        for spot, box in boxes.items()
        if plot.left < box[0] and box[2] < sheet.page_width - MARGIN and box[3] < plot.bottom and taken.free(box)
    ]
    spot = next((spot for spot in inside if taken.clear(boxes[spot])), (inside or [_SPOTS[0]])[0])
    sheet.text(x + spot[0], y + spot[1], text, face, spot[2])
    taken.boxes.append(boxes[spot])


def _diamond(sheet: Sheet, x: float, y: float) -> None:
    corners = [(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)]
    sheet.shape(shapely.Polygon(corners), "#ffffff", TARGET, 2.2)
