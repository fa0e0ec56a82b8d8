"""A bar specification drawn on a sheet: labels, bars, the value at the end of each."""

from __future__ import annotations

import math
from dataclasses import dataclass

import altair as alt
from PIL import ImageColor

from briefing.fonts import Face, plain, width, wrap
from briefing.paper import (
    A4,
    INK,
    MARGIN,
    QUIET,
    SOFT,
    Page,
    caption,
    foot,
    foot_room,
    head,
    legend_row,
    put_foot,
    put_head,
)
from briefing.sheet import Sheet
from briefing.spec import BarSpec, LegendItem
from data.wording import number

SPACE = 12  # pixels between the last bar and the closing block
GAP = 34  # between the columns of a long chart
PITCH = (17.0, 34.0)  # least and greatest height of a row
ROWS = 28  # rows that still read well in one column of an A4 page; more start another column
LEAST_COLUMN = 256  # pixels: labels, bars and values still read well beside each other
STUB = 22  # length of the dashed box that stands for "no data"
BASELINE = ("#8b929c", 1.0)


@dataclass(frozen=True)
class _Row:
    """One bar: its label in lines, its value (None = no data), whether it is emphasised, its height in pixels."""

    label: tuple[str, ...]
    value: float | None
    strong: bool
    height: float


@dataclass(frozen=True)
class _Column:
    """A column of bars on the sheet: where values start, pixels to a unit, letters, and the colours of bars."""

    label_end: float
    zero: float
    unit: float
    size: float
    colour: str
    strong_colour: str


def draw(spec: BarSpec, page: Page = A4) -> alt.LayerChart:
    """Draw a bar chart with its title block, legend and sources on a sheet, as every exported file shows it.

    The sheet is as wide as the page (A4: 1123 pixels) and as high as the bars need: up to 28 bars (A4) stand in one
    column, more in several. The order of the bars is the caller's. A bar without a number (NaN) shows a dashed box
    and `no_data`; zero shows "0". A chart without bars says `no_data` in one sentence.
    """
    return _sheet(spec, page.holding(lambda page: _sheet(spec, page).page_height)).chart()


def _sheet(spec: BarSpec, page: Page) -> Sheet:
    bottom = foot(spec.header, inner=page.inner)
    sheet = Sheet(page.width, 0)
    y = put_head(sheet, head(spec.header, page.inner))
    if spec.bars.empty:
        sheet.text(MARGIN, y + 24, spec.no_data[:1].upper() + spec.no_data[1:] + ".", Face(15, 400, SOFT))
        y += 44
    else:
        y = legend_row(sheet, MARGIN, y, _legend(spec)) + 10
        y = _put_bars(sheet, spec, page, y, page.height - SPACE - foot_room(bottom))
    needed = math.ceil(y + SPACE + foot_room(bottom) - 0.5)
    sheet.page_height = max(needed, page.height) if page.exact else needed
    put_foot(sheet, bottom)
    return sheet


def pale(colour: str) -> str:
    """Lighten a colour half way to white: bars beside an emphasised one."""
    return "#" + "".join(f"{(channel + 255) // 2:02x}" for channel in ImageColor.getrgb(colour)[:3])


def _legend(spec: BarSpec) -> list[LegendItem]:
    unit = caption("unit", spec.header.lang, {}, unit=spec.unit)
    colour = pale(spec.colour) if spec.bars["highlight"].any() else spec.colour
    return [LegendItem("bar", unit, colour), LegendItem("no_data", spec.no_data, QUIET, "none")]


def _put_bars(sheet: Sheet, spec: BarSpec, page: Page, top: float, bottom: float) -> float:
    """Draw all bars between two heights where they fit, longer where they do not; gives the lowest pixel."""
    count = len(spec.bars)
    columns = min(int(page.inner / LEAST_COLUMN), math.ceil(count / (ROWS * page.height / A4.height)))
    long = math.ceil(count / columns)
    column = (page.inner - GAP * (columns - 1)) / columns
    # On a page that is filled anyway, few bars take its room.
    pitch = min(PITCH[1] * (1.6 if page.exact else 1), max(PITCH[0], (bottom - top) / long))
    bold = Face(min(13.0, max(10.0, pitch * 0.56)), 600, INK)
    # Long labels wrap rather than take the bars' room; in narrow columns they need a greater share.
    label = _longest([plain(text) for text in spec.bars["label"]], bold, column * (0.36 if columns < 3 else 0.5))
    rows = _rows(spec, label, pitch, bold)
    values = [row.value for row in rows if row.value is not None]
    written = [number(value, spec.header.lang, spec.digits) for value in values]
    room = column - label - 20 - _longest(written, bold, column)
    low, high = min([0.0, *values]), max([spec.highest, *values])
    unit = room / (high - low) if high > low else 0.0
    lowest = top
    for place in range(columns):
        left = MARGIN + place * (column + GAP)
        strong = spec.colour
        normal = pale(strong) if any(row.strong for row in rows) else strong
        there = _Column(left + label, left + label + 12 - low * unit, unit, bold.size, normal, strong)
        y = top
        for row in rows[place * long : (place + 1) * long]:
            _put_row(sheet, spec, there, row, y)
            y += row.height
        sheet.line(there.zero, top, there.zero, y, *BASELINE)
        lowest = max(lowest, y)
    return lowest


def _longest(texts: list[str], face: Face, limit: float) -> float:
    return min(max((width(text, face) for text in texts), default=0.0) + 1, limit)


def _rows(spec: BarSpec, label: float, pitch: float, face: Face) -> list[_Row]:
    rows = []
    for text, value, strong in zip(spec.bars["label"], spec.bars["value"], spec.bars["highlight"], strict=True):
        lines = tuple(wrap(str(text), label, face))
        known = float(value) if math.isfinite(value) else None
        rows.append(_Row(lines, known, bool(strong), max(pitch, len(lines) * face.line + 3)))
    return rows


def _put_row(sheet: Sheet, spec: BarSpec, column: _Column, row: _Row, top: float) -> None:
    middle, half = top + row.height / 2, min(row.height * 0.36, 11.0)
    face = Face(column.size, 600 if row.strong else 400, INK)
    baseline = middle + 0.35 * face.size
    for index, line in enumerate(row.label):
        above = (len(row.label) - 1) / 2 - index
        sheet.text(column.label_end, baseline - above * face.line, line, face, "right")
    if row.value is None:
        stub = (column.zero, middle - half, column.zero + STUB, middle + half)
        sheet.rect(stub, "#ffffff", QUIET, 1, dash="3,2.5")
        sheet.text(stub[2] + 7, baseline, spec.no_data, Face(face.size - 0.5, 400, QUIET, italic=True))
        return
    start, end = sorted((column.zero, column.zero + row.value * column.unit))
    colour = column.strong_colour if row.strong else column.colour
    if row.value:
        sheet.rect((start, middle - half, end, middle + half), fill=colour)
    sheet.text(end + 7, baseline, number(row.value, spec.header.lang, spec.digits), face)
