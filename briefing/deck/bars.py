"""A bar specification as charts of PowerPoint's own, so that who gets the deck can restyle and correct them."""

from __future__ import annotations

import math

import pandas as pd
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from briefing.charts import pale
from briefing.deck import panel
from briefing.deck.chart_looks import place_plot, rgb, style
from briefing.deck.maps import describe
from briefing.deck.slide import Box, Deck, emu
from briefing.deck.text import LINE, Line, paint
from briefing.document import Picture
from briefing.fonts import Face, plain, width, wrap
from briefing.places import capital
from briefing.spec import BarSpec
from data.wording import word

MOST_HIGH = 60.0  # points: the height of a row of a chart with few bars
LEAST = 10.0  # points: the least size of labels
LARGEST = 14.0
SHARE = 0.4  # of the chart's width that labels may take
HEADROOM = 1.14  # of the longest bar: room for the number behind it


def add(deck: Deck, kicker: str, picture: Picture, spec: BarSpec) -> None:
    """Add the slides of a bar chart: as many as its rows need, all with one scale."""
    header = spec.header
    unit = word("picture.unit", header.lang, unit=spec.unit)
    if spec.bars.empty:
        slide = deck.content(kicker, picture.caption, header, header.notes)
        deck.text(slide, panel.PICTURE, [Line(capital(spec.no_data) + ".", 20, tone="soft", space=20)])
        panel.put(deck, slide, header)
        return
    pages = _pages(spec)
    for place, rows in enumerate(pages, start=1):
        title = picture.caption if len(pages) == 1 else f"{picture.caption} ({place}/{len(pages)})"
        slide = deck.content(kicker, title, header, [spec.unit, *header.notes])
        frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *emu(_box(spec, rows)), _data(spec, rows))
        _look(frame.chart, spec, rows)
        describe(frame, picture, header)
        panel.put(deck, slide, header, [unit])


def _labels(spec: BarSpec, rows: pd.DataFrame) -> list[str]:
    """The names of bars; one without a number says so, for a chart has no label where it has no bar."""
    pairs = zip(rows["label"], rows["value"], strict=True)
    return [plain(label if math.isfinite(value) else f"{label}: {spec.no_data}") for label, value in pairs]


def _data(spec: BarSpec, rows: pd.DataFrame) -> CategoryChartData:
    data = CategoryChartData(number_format=_number_format(spec))
    data.categories = _labels(spec, rows)
    data.add_series(spec.unit, [value if math.isfinite(value) else None for value in rows["value"]])
    return data


def _number_format(spec: BarSpec) -> str:
    """Whole numbers without decimals; the separators are those of the reader's own computer."""
    known = spec.bars["value"].dropna()
    whole = bool((known == known.round()).all())
    return "#,##0" if whole or not spec.digits else "#,##0." + "0" * spec.digits


def _lines(spec: BarSpec) -> int:
    """How many lines the longest label takes in its share of the chart."""
    room = panel.PICTURE[2] * SHARE - 8
    return max(1, *(len(wrap(label, room, Face(LEAST))) for label in _labels(spec, spec.bars)))


def _row(spec: BarSpec) -> float:
    """The least height of a row in points."""
    lines = _lines(spec)
    # LibreOffice leaves every other label out when labels of several lines come near each other.
    return lines * LEAST * LINE + 3 + (lines - 1) * LEAST / 2


def _pages(spec: BarSpec) -> list[pd.DataFrame]:
    most = max(1, int(panel.PICTURE[3] / _row(spec)))
    count = math.ceil(len(spec.bars) / most)
    each = math.ceil(len(spec.bars) / count)
    return [spec.bars.iloc[at : at + each] for at in range(0, len(spec.bars), each)]


def _box(spec: BarSpec, rows: pd.DataFrame) -> Box:
    left, top, wide, high = panel.PICTURE
    return left, top, wide, min(high, max(len(rows) * max(MOST_HIGH, _row(spec)), 60.0))


def _look(chart: Chart, spec: BarSpec, rows: pd.DataFrame) -> None:
    box = _box(spec, rows)
    size = max(LEAST, min(LARGEST, box[3] / len(rows) * 0.6 / _lines(spec)))
    chart.has_legend = chart.has_title = False
    style(chart, size)
    _axes(chart, spec)
    _paint(chart, spec, rows)
    longest = max(width(label, Face(size)) for label in _labels(spec, spec.bars)) + 10
    labels = min(longest / box[2], SHARE)
    place_plot(chart, labels, 0.01, 0.99 - labels, 0.98)


def _axes(chart: Chart, spec: BarSpec) -> None:
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True  # the first row stands on top
    names.major_tick_mark = XL_TICK_MARK.NONE
    every = parse_xml(f"<c:tickLblSkip {nsdecls('c')} val='1'/>")  # every bar keeps its name
    names._element.insert_element_before(every, "c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.has_major_gridlines = values.has_major_gridlines = False
    paint(names.format.line.color, "soft")
    known = [value for value in spec.bars["value"] if math.isfinite(value)]
    values.maximum_scale = max([spec.highest, *known, 0.0]) * HEADROOM or 1.0
    values.minimum_scale = min([0.0, *known]) * HEADROOM
    values.visible = False


def _paint(chart: Chart, spec: BarSpec, rows: pd.DataFrame) -> None:
    plot = chart.plots[0]
    plot.gap_width = 45
    plot.has_data_labels = True
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = _number_format(spec), False
    series = plot.series[0]
    series.invert_if_negative = False
    chosen = spec.bars["highlight"].any()
    _fill(series.format, pale(spec.colour) if chosen else spec.colour)
    for place, strong in enumerate(rows["highlight"]):
        if strong:
            _fill(series.points[place].format, spec.colour)


def _fill(looks: object, colour: str) -> None:
    looks.fill.solid()  # type: ignore[attr-defined]
    looks.fill.fore_color.rgb = rgb(colour)  # type: ignore[attr-defined]
