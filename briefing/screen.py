"""A bar specification as a chart for the page: it takes the page's width, fonts and theme, and says the same."""

from __future__ import annotations

import math

import altair as alt

from briefing.charts import pale
from briefing.fonts import Face, plain, width
from briefing.spec import BarSpec
from data.wording import number

_ROW_HEIGHT = 28  # pixels
LETTERS = 14  # pixels: a chart does not grow with the page on a projector, so its letters are large everywhere
_LABEL, _LABEL_MOST, _LABEL_GAP = Face(LETTERS), 260, 10  # pixels: greatest width of a label, its distance to the bars
INK = {False: "#1A2B27", True: "#E8EFED"}  # of texts on a light and on a dark page, as in the theme
PAPER = {False: "#FFFFFF", True: "#10191A"}  # the page itself
CLICKED = "area"  # the name of the selection that a click on a row makes; its field is `key`


def bars(spec: BarSpec, dark: bool = False) -> alt.LayerChart | alt.FacetChart:
    """Draw the bars of a specification with their values written out; a bar without data says so, never 0.

    `dark`: the page is, so texts are light.
    """
    values = [
        number(value, spec.header.lang, spec.digits) if value == value else spec.no_data  # NaN is not itself
        for value in spec.bars["value"]
    ]
    data = spec.bars.assign(text=values, start=0)
    clicked = alt.selection_point(name=CLICKED, fields=["key"], on="click", clear=False, empty=False)
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=_labels(spec, dark)),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=spec.unit)],
    )
    drawn = base.mark_bar(color=pale(spec.colour) if dark else spec.colour, cornerRadiusEnd=2).encode(
        x=alt.X("value:Q", title=None, axis=None, scale=_scale(spec)),
        opacity=alt.condition("datum.highlight", alt.value(1), alt.value(0.75)),
    )
    known = base.mark_text(align="left", dx=6, fontWeight="bold", fontSize=LETTERS, color=INK[dark]).encode(
        x="value:Q", text="text:N"
    )
    unknown = base.mark_text(align="left", dx=6, fontStyle="italic", fontSize=LETTERS - 1, color=INK[dark]).encode(
        x="start:Q", text="text:N"
    )
    # The whole row answers a click, so that a short bar, or one that is missing, is as easy to hit as a long one.
    row = base.mark_rect(opacity=0, cursor="pointer").add_params(clicked)
    return alt.layer(
        row,
        drawn,
        known.transform_filter("isValid(datum.value)"),
        unknown.transform_filter("!isValid(datum.value)"),
    ).properties(height=alt.Step(_ROW_HEIGHT))


def _labels(spec: BarSpec, dark: bool) -> alt.Axis:
    """The labels of the rows, each in the middle of its row and whole.

    Their room is measured here: the browser may do it before it has our font, and then cuts the longest one.
    """
    longest = max((width(plain(label), _LABEL) for label in spec.bars["label"]), default=0.0)
    return alt.Axis(
        labelFontSize=_LABEL.size,
        labelColor=INK[dark],
        labelLimit=_LABEL_MOST,
        labelPadding=_LABEL_GAP,
        labelFlush=False,
        minExtent=min(math.ceil(longest), _LABEL_MOST) + _LABEL_GAP,
        ticks=False,
        domain=False,
    )


def _scale(spec: BarSpec) -> alt.Scale:
    """From 0 to the highest bar, or to that of the charts beside it; from 0 on even when no bar has a length."""
    known = [value for value in spec.bars["value"] if math.isfinite(value)]
    return alt.Scale(domain=[0, max([*known, spec.highest]) or 1])
