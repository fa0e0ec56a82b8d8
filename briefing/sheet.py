"""A drawing sheet in pixels: shapes, discs above them, texts above all, given back as one Altair chart.

Every position is a pixel counted from the upper left corner, so that maps, bars and texts share one plane. Texts
travel as plain data fields: none ever becomes part of a Vega expression.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from briefing.fonts import FAMILY, Face, plain, width

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels

ALIGN = {"left": 0.0, "center": 0.5, "right": 1.0}
HALO = 3.2


@dataclass(frozen=True)
class _Mark:
    """One mark: `group` says which marks may share a Vega layer, `row` is its data."""

    group: tuple[Any, ...]
    row: dict[str, Any]


@dataclass
class Sheet:
    """A page of `page_width` × `page_height` pixels. Marks of one kind lie over the earlier ones of that kind.

    `boxes` holds every line of text written so far with the room it takes.
    """

    page_width: float
    page_height: float
    _marks: list[_Mark] = field(default_factory=list)
    boxes: list[tuple[str, Box]] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, face: Face, align: str = "left") -> None:
        """Write one line with its baseline at y; `align` (left, center, right) says what x is."""
        line = plain(text)
        if not line:
            return
        row = {"x": round(x, 2), "y": round(y, 2), "text": line, "size": face.size, "colour": face.colour}
        if face.halo:
            halo = row | {"colour": "#ffffff"}
            self._marks.append(_Mark(("halo", face.weight, face.italic, align, True), halo))
        self._marks.append(_Mark(("text", face.weight, face.italic, align, False), row))
        self.boxes.append((line, text_box(x, y, line, face, align)))

    def shape(
        self, geometry: BaseGeometry, fill: str = "", stroke: str = "", thickness: float = 1, dash: str = ""
    ) -> None:
        """Draw a geometry that is already in pixels; "" means no fill or no stroke; `dash` like "4,3"."""
        if geometry.is_empty:
            return
        row = {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(shapely.transform(geometry, _hundredths)),
            "fill": fill or "transparent",
            "stroke": stroke or "transparent",
            "thickness": thickness if stroke else 0,
        }
        self._marks.append(_Mark(("shape", dash), row))

    def rect(self, box: Box, fill: str = "", stroke: str = "", thickness: float = 1, dash: str = "") -> None:
        """Draw a rectangle given by its corners."""
        self.shape(shapely.box(*box), fill, stroke, thickness, dash)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str, thickness: float = 1, dash: str = ""
    ) -> None:
        """Draw a straight line."""
        self.shape(shapely.LineString([(x1, y1), (x2, y2)]), "", stroke, thickness, dash)

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        fill: str,
        stroke: str,
        thickness: float,
        dash: str = "",
        form: str = "circle",
    ) -> None:
        """Draw a circle, or another `form` (square, diamond, triangle-up) of its size; `radius` is to the stroke."""
        row = {
            "x": round(x, 2),
            "y": round(y, 2),
            "size": round((2 * radius) ** 2, 2),
            "fill": fill,
            "stroke": stroke,
            "thickness": thickness,
        }
        self._marks.append(_Mark(("disc", dash, form), row))

    def chart(self) -> alt.LayerChart:
        """Give everything drawn so far as one Altair chart of fixed size."""
        groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        for mark in self._marks:
            groups.setdefault(mark.group, []).append(mark.row)
        # A few layers with many rows are drawn ten times faster than many layers with few.
        ordered = sorted(groups, key=lambda group: _ORDER.index(group[0]))
        return alt.LayerChart(
            layer=[_layer(_data(groups[group]), *group) for group in ordered],
            width=self.page_width,
            height=self.page_height,
            config=alt.Config(
                padding=0, background="#ffffff", aria=False, font=FAMILY, view=alt.ViewConfig(stroke=None)
            ),
        )


def _hundredths(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.round(points, 2)


def _data(rows: list[dict[str, Any]]) -> alt.InlineData:
    # As one JSON text: Altair would otherwise walk through every coordinate, which takes longer than drawing.
    text = json.dumps(rows, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return alt.InlineData(values=text, format=alt.JsonDataFormat(type="json"))


def text_box(x: float, y: float, text: str, face: Face, align: str = "left") -> Box:
    """Give the box a line of text covers: its advance width, from the accents of capitals to the descenders."""
    long = width(text, face)
    left = x - long * ALIGN[align]
    return (left, y - 1.02 * face.size, left + long, y + 0.26 * face.size)


# All positions and looks come from data fields as they are: no scale, axis or legend of Vega's changes them.
_X = alt.X(field="x", type="quantitative", scale=None, axis=None)
_Y = alt.Y(field="y", type="quantitative", scale=None, axis=None)
_FILL = alt.Fill(field="fill", type="nominal", scale=None, legend=None)
_STROKE = alt.Stroke(field="stroke", type="nominal", scale=None, legend=None)
_THICKNESS = alt.StrokeWidth(field="thickness", type="nominal", scale=None, legend=None)
_SIZE = alt.Size(field="size", type="nominal", scale=None, legend=None)
_COLOUR = alt.Color(field="colour", type="nominal", scale=None, legend=None)
_TEXT = alt.Text(field="text", type="nominal")


def _layer(data: alt.InlineData, kind: str, *look: Any) -> alt.Chart:
    """Give the Altair layer of one kind of mark; `look` is what its rows have in common."""
    if kind == "shape":
        return _shapes(data, *look)
    if kind == "disc":
        return _discs(data, *look)
    return _texts(data, *look)


def _texts(data: alt.InlineData, weight: int, italic: bool, align: str, halo: bool) -> alt.Chart:
    mark: Any = {
        "type": "text",
        "font": FAMILY,
        "fontWeight": weight,
        "fontStyle": "italic" if italic else "normal",
        "align": align,
        "baseline": "alphabetic",
    }
    if halo:
        mark |= {"stroke": "#ffffff", "strokeWidth": HALO, "strokeJoin": "round"}
    return alt.Chart(data, mark=mark).encode(x=_X, y=_Y, text=_TEXT, color=_COLOUR, size=_SIZE)


def _discs(data: alt.InlineData, dash: str, form: str) -> alt.Chart:
    mark: Any = {"type": "point", "shape": form, "opacity": 1} | _dashes(dash)
    pixels = alt.Chart(data, mark=mark)
    return pixels.encode(x=_X, y=_Y, fill=_FILL, stroke=_STROKE, strokeWidth=_THICKNESS, size=_SIZE)


def _dashes(dash: str) -> dict[str, Any]:
    return {"strokeDash": [float(part) for part in dash.split(",")], "strokeCap": "butt"} if dash else {}


def _shapes(data: alt.InlineData, dash: str) -> alt.Chart:
    # Shapes are cut to their frame beforehand; the clipping mask Vega-Lite would add costs more than all the rest.
    mark: Any = {"type": "geoshape", "clip": False, "strokeJoin": "round", "strokeCap": "round"} | _dashes(dash)
    # Coordinates are pixels already; a stated scale and translation keep Vega-Lite from fitting them again.
    pixels = alt.Chart(data, mark=mark).project(type="identity", scale=1, translate=[0, 0])
    return pixels.encode(fill=_FILL, stroke=_STROKE, strokeWidth=_THICKNESS)


_ORDER = ("shape", "disc", "halo", "text")
