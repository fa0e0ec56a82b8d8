"""A specification of any kind as a finished file: the drawing that fits it, on the page that fits the file."""

from __future__ import annotations

import altair as alt

from briefing import charts, charts_time, files, maps
from briefing.paper import A4, Page
from briefing.spec import BarSpec, TimeSpec
from briefing.twin import Spec
from geo import boundaries


def render(spec: Spec, kind: str) -> bytes:
    """Give a picture as a file of a kind of files.KINDS, laid out for its page.

    Raises Problem when the font is missing or, for a map, no boundaries are built; KeyError for another kind.
    """
    return files.render(draw(spec, files.KINDS[kind].page), kind)


def draw(spec: Spec, page: Page = A4) -> alt.LayerChart:
    """Draw a specification on a page; a map on the boundaries of its epoch. Raises Problem when none are built."""
    if isinstance(spec, BarSpec):
        return charts.draw(spec, page)
    if isinstance(spec, TimeSpec):
        return charts_time.draw(spec, page)
    return maps.draw(spec, boundaries.load(spec.epoch), boundaries.districts(spec.epoch), page)
