"""The pictures of a report: from the same specifications as on the screen, their texts in the report's letters."""

from __future__ import annotations

import dataclasses

import vl_convert

from briefing import charts, charts_time, files, maps
from briefing.paper import MARGIN, Page
from briefing.spec import BarSpec, Header, MapSpec, TimeSpec
from geo import boundaries

WIDTH_MM = 165.0  # the width of the text
HEIGHT_MM = 215.0  # leaves room for a caption and its notes on the same page
# Pixels: on sheets so small the letters of a picture are 6 to 8 points high on paper.
MAP_SIZE = (780.0, 500.0)
CHART = Page(780.0 + 2 * MARGIN, 540.0)
# The sheet of a chart is empty here, in pixels, when the report itself says title, filter and sources.
_SIDE, _TOP, _BOTTOM = MARGIN - 2.0, MARGIN + 8.0, MARGIN - 2.0


def is_empty(spec: BarSpec | TimeSpec) -> bool:
    """Say whether a chart has nothing to draw."""
    return spec.bars.empty if isinstance(spec, BarSpec) else spec.points.empty and spec.targets.empty


def svg_of(spec: BarSpec | MapSpec | TimeSpec) -> str:
    """Draw a specification as SVG without title block and sources, cut to what is drawn.

    Raises Problem when the font is missing or, for a map, no boundaries are built.
    """
    bare = dataclasses.replace(spec, header=Header("", "", "", "", "", "", lang=spec.header.lang))
    if isinstance(bare, MapSpec):
        shapes, outlines = boundaries.load(bare.epoch), boundaries.districts(bare.epoch)
        return files.to_svg(maps.draw_bare(bare, shapes, outlines, MAP_SIZE))
    return _cut(files.to_svg(charts.draw(bare, CHART) if isinstance(bare, BarSpec) else charts_time.draw(bare, CHART)))


def _cut(svg: str) -> str:
    wide, high = files.page_size(svg)
    whole = f'width="{wide:g}" height="{high:g}" viewBox="0 0 {wide:g} {high:g}"'
    if whole not in svg:
        raise ValueError("the renderer gave an SVG whose frame is not at its origin")
    wide, high = wide - 2 * _SIDE, high - _TOP - _BOTTOM
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
