"""The scale bar and the north arrow of a map picture."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from briefing.fonts import Face
from briefing.paper import INK, caption
from briefing.plane import View, scale_bar
from briefing.sheet import Box, Sheet
from briefing.spec import MapSpec
from data.wording import number


def put_scale(sheet: Sheet, spec: MapSpec, view: View, ground: BaseGeometry) -> Box:
    """Draw the scale bar and the north arrow in the emptiest corner of the map; gives the room they take."""
    km, long = scale_bar(view, 130)
    room = _emptiest(view.box, long + 46, 78, ground)
    x, y = room[0] + 12, room[3] - 14
    sheet.rect(room, "#ffffffd9")
    sheet.rect((x, y - 4, x + long / 2, y), INK, INK, 0.8)
    sheet.rect((x + long / 2, y - 4, x + long, y), "#ffffff", INK, 0.8)
    small = Face(10, 400, INK)
    for at, length in ((0.0, 0.0), (long / 2, km / 2)):
        sheet.text(x + at, y - 9, number(length, spec.header.lang), small, "center")
    sheet.text(x + long - 6, y - 9, f"{number(km, spec.header.lang)} km", small)
    arrow = shapely.Polygon([(x + 6, y - 46), (x + 11, y - 26), (x + 6, y - 30), (x + 1, y - 26)])
    sheet.shape(arrow, INK)
    sheet.text(x + 6, y - 50, caption("north", spec.header.lang, spec.captions), Face(11, 600, INK), "center")
    return room


def _emptiest(window: Box, wide: float, high: float, ground: BaseGeometry) -> Box:
    """The corner of a window that has least ground under it; the lower left one when they are alike."""
    left, top, right, bottom = window
    corners = [(x, y, x + wide, y + high) for y in (bottom - high - 2, top + 2) for x in (left + 2, right - wide - 2)]
    return min(corners, key=lambda box: round(float(ground.intersection(shapely.box(*box)).area)))
