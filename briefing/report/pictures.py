"""The pictures of a report: from the same specifications as on the screen, their texts in the report's letters."""

from __future__ import annotations

import dataclasses
import re

import altair as alt
import vl_convert

from briefing import charts, charts_time, files, maps
from briefing.paper import MARGIN
from briefing.spec import BarSpec, Header, MapSpec, TimeSpec
from geo import boundaries

WIDTH_MM = 165.0  # the width of the text
HEIGHT_MM = 215.0  # leaves room for a caption and its notes on the same page
# The sheet is empty here, in pixels, when the report itself says title, filter and sources; below only when the
# drawing has no sentence of its own to add.
_SIDE, _TOP, _BOTTOM, _BELOW_SENTENCES = MARGIN - 2.0, MARGIN + 8.0, MARGIN - 2.0, MARGIN - 16.0
_TEXT = re.compile(r'<text [^>]*transform="translate\([\d.]+,([\d.]+)\)')


def svg_of(spec: BarSpec | MapSpec | TimeSpec) -> str:
    """Draw a specification as SVG without title block and sources, cut to what is drawn.

    Raises Problem when the font is missing or, for a map, no boundaries are built.
    """
    svg = files.to_svg(_sheet(dataclasses.replace(spec, header=_bare(spec.header))))
    wide, high = files.page_size(svg)
    whole = f'width="{wide:g}" height="{high:g}" viewBox="0 0 {wide:g} {high:g}"'
    if whole not in svg:
        raise ValueError("the renderer gave an SVG whose frame is not at its origin")
    lowest = max((float(y) for y in _TEXT.findall(svg)), default=0.0)
    bottom = _BOTTOM if lowest < high - _BOTTOM else _BELOW_SENTENCES
    wide, high = wide - 2 * _SIDE, high - _TOP - bottom
    part = f'width="{wide:g}" height="{high:g}" viewBox="{_SIDE:g} {_TOP:g} {wide:g} {high:g}"'
    return svg.replace(whole, part, 1)


def size_mm(svg: str) -> tuple[float, float]:
    """Give width and height of a picture in millimetres: as wide as the text, lower than a page."""
    wide, high = files.page_size(svg)
    scale = min(WIDTH_MM / wide, HEIGHT_MM / high)
    return wide * scale, high * scale


def png_of(svg: str) -> bytes:
    """Give a picture as PNG with 300 dots an inch at its size in the report."""
    scale = size_mm(svg)[0] / 25.4 * files.PRINT_DPI / files.page_size(svg)[0]
    return bytes(vl_convert.svg_to_png(svg, scale=scale * 72 / files.PRINT_DPI, ppi=files.PRINT_DPI))


def _bare(header: Header) -> Header:
    return Header("", "", "", "", "", "", lang=header.lang)


def _sheet(spec: BarSpec | MapSpec | TimeSpec) -> alt.LayerChart:
    if isinstance(spec, MapSpec):
        return maps.draw(spec, boundaries.load(spec.epoch), boundaries.districts(spec.epoch))
    return charts.draw(spec) if isinstance(spec, BarSpec) else charts_time.draw(spec)
