"""The paper around every picture: its pages, the title block above, the sources below, the lines of a legend."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from briefing.fonts import Face, width, wrap
from briefing.sheet import Sheet
from briefing.spec import Header, LegendItem
from data.wording import word

MARGIN = 48


@dataclass(frozen=True)
class Page:
    """A sheet that a picture is laid out for, in pixels; its letters are the same size in pixels on every one.

    On paper a picture may be lower than the page, and is higher when its texts need it. An `exact` page is filled
    from edge to edge (a slide): texts that need more make a larger sheet of the same shape.
    """

    width: float
    height: float
    exact: bool = False

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    def holding(self, high: Callable[[Page], float]) -> Page:
        """Give this page, or the first larger one of its shape that is as high as what is written on it (`high`)."""
        page = self
        while page.exact and high(page) > page.height:
            page = replace(page, width=page.width + 160, height=page.height + 90)
        return page


A4 = Page(1123, 794)  # landscape, 96 pixels an inch
A3 = Page(1348, 953)  # in print its letters are larger than on A4 and it has room for more names
SLIDE = Page(1120, 630, exact=True)  # 16:9

INK = "#1c2430"
SOFT = "#4b5563"
QUIET = "#6b7280"
HAIR = "#d3d8de"
ACCENT = "#a6192e"
RING_DASH = {"dashed": "4.2,2", "dotted": "1.8,1.7"}
PATTERNS = ("solid", "double", "dashed", "dotted")
DOT_FORMS = {"double": "square", "dashed": "triangle-up", "dotted": "diamond"}  # else a circle: told apart in grey too
DOTS = ("#7a3e12", 0.9, 6.0)  # colour, radius and distance of the dots over an area of a dotted class
HATCH = ("#c3c9d1", 0.6, 5.0)  # colour, thickness and distance of the lines over an area without data

TITLE = Face(25, 600, INK)
FILTER = Face(14.5, 400, SOFT)
EPOCH = Face(12.5, 400, QUIET)
NOTE = Face(11, 400, SOFT)
SOURCE = Face(10.5, 400, QUIET)
LABEL = Face(12.5, 400, INK)


@dataclass(frozen=True)
class Block:
    """Lines of text with their face and the space above each, ready to be set below one another."""

    lines: tuple[tuple[str, Face, float], ...]

    @property
    def height(self) -> float:
        """Height in pixels of all lines with the space between them."""
        return sum(face.line + space for _, face, space in self.lines)

    def put(self, sheet: Sheet, x: float, top: float) -> float:
        """Write the lines from `top` on and give the bottom in pixels."""
        y = top
        for text, face, space in self.lines:
            y += space + face.line
            sheet.text(x, y - 0.3 * face.size, text, face)
        return y


def block(parts: list[tuple[str, Face, float]], limit: float) -> Block:
    """Wrap texts, each with its face and the space above it, to a width; empty texts take no room."""
    lines = []
    for text, face, space in parts:
        for index, line in enumerate(wrap(text, limit, face)):
            lines.append((line, face, space if index == 0 else 0.0))
    return Block(tuple(lines))


def head(header: Header, inner: float = A4.inner) -> Block:
    """Give the title block, `inner` pixels wide: title, the filter in words, the boundary epoch."""
    parts = [(header.title, TITLE, 0.0), (header.filter_text, FILTER, 5.0), (header.epoch_text, EPOCH, 1.0)]
    return block(parts, inner)


def foot(header: Header, extra: tuple[str, ...] = (), inner: float = A4.inner) -> Block:
    """Give the closing block: the notes (and `extra` ones from the drawing), source, date and data set."""
    notes = [(note, NOTE, 1.0) for note in (*header.notes, *extra)]
    dated = " · ".join(text for text in (header.date_text, header.dataset) if text)
    prefix = caption("source", header.lang, {}, source="")
    bare = not header.source or header.source.startswith(prefix.strip())
    source = header.source if bare else prefix + header.source
    return block([*notes, (source, SOURCE, 4.0), (dated, SOURCE, 0.0)], inner)


def put_head(sheet: Sheet, top: Block) -> float:
    """Draw the accent and the title block; gives the pixel row where the picture itself may begin."""
    sheet.rect((MARGIN, MARGIN - 14, MARGIN + 44, MARGIN - 10), fill=ACCENT)
    return top.put(sheet, MARGIN, MARGIN) + 18


def put_foot(sheet: Sheet, bottom: Block, left: float = MARGIN) -> None:
    """Draw the hairline and the closing block at the lower edge of the sheet, from `left` to the margin."""
    top = sheet.page_height - foot_room(bottom)
    sheet.line(left, top + 14, sheet.page_width - MARGIN, top + 14, HAIR, 1)
    bottom.put(sheet, left, top + 20)


def foot_room(bottom: Block) -> float:
    """Give the height in pixels that the closing block takes, with its hairline and the lower margin."""
    return bottom.height + 20 + MARGIN - 12


def head_room(top: Block) -> float:
    """Give the height in pixels that the title block takes, with the upper margin."""
    return MARGIN + top.height + 18


def caption(key: str, lang: str, captions: dict[str, str], **values: object) -> str:
    """Give a word of the drawing: the specification's own, else the table's."""
    return captions[key].format(**values) if key in captions else word(f"picture.{key}", lang, **values)


def swatch(sheet: Sheet, x: float, middle: float, item: LegendItem) -> None:
    """Draw the key of a legend line, 20 pixels wide, round the height `middle`."""
    if item.shape == "ring":
        ring(sheet, x + 10, middle, 6.4, item)
    elif item.shape == "dot":
        dot(sheet, x + 10, middle, 5, item)
    elif item.shape == "ring and dot":
        ring(sheet, x + 6.6, middle, 5.8, item)
        dot(sheet, x + 20, middle, 4.4, item)
    elif item.shape == "line":
        sheet.line(x, middle, x + 20, middle, item.colour, 1.8)
    elif item.shape == "thin_line":
        sheet.line(x, middle, x + 20, middle, item.colour, 0.8)
    elif item.shape == "none":
        sheet.rect((x, middle - 6, x + 20, middle + 6), "#ffffff", QUIET, 1, dash="3,2.5")
    elif item.shape == "hatch":
        box = (x, middle - 6, x + 20, middle + 6)
        sheet.rect(box, item.colour)
        sheet.shape(hatch(shapely.box(*box)), "", *HATCH[:2])
        sheet.rect(box, "", "#8b929c", 0.6)
    else:
        box = (x, middle - 6, x + 20, middle + 6)
        sheet.rect(box, item.colour, "#8b929c", 0.6)
        if item.pattern == "dotted":
            sheet.shape(dots(shapely.box(*box)), DOTS[0])


def ring(sheet: Sheet, x: float, y: float, radius: float, item: LegendItem) -> None:
    """Draw the ring of a layer, its stroke patterned so that layers are told apart without colour."""
    sheet.disc(x, y, radius + 1.8, "#ffffff", "#ffffff", 0.2)
    if item.pattern == "double":
        sheet.disc(x, y, radius + 0.4, "#ffffff", item.colour, 3.4)
        sheet.disc(x, y, radius + 0.4, "transparent", "#ffffff", 1.0)
        return
    sheet.disc(x, y, radius, "#ffffff", item.colour, 2.2, RING_DASH.get(item.pattern, ""))


def dot(sheet: Sheet, x: float, y: float, radius: float, item: LegendItem) -> None:
    """Draw the mark of an exact position, its form that of the layer's pattern."""
    form = DOT_FORMS.get(item.pattern, "circle")
    # A triangle or diamond fills but half of the square that a square fills.
    sheet.disc(x, y, radius * (1.25 if form in ("triangle-up", "diamond") else 1), item.colour, "#ffffff", 1, form=form)


def patterned(layers: tuple[LegendItem, ...]) -> dict[str, LegendItem]:
    """Give the layers by key, each with a ring pattern; one without gets the next not taken."""
    free = [name for name in PATTERNS if name not in {item.pattern for item in layers}]
    found = {}
    for item in layers:
        taken = item.pattern or (free.pop(0) if free else PATTERNS[0])
        found[item.key] = replace(item, pattern=taken)
    return found


def hatch(area: BaseGeometry) -> BaseGeometry:
    """Give the slanting lines that mark an area (in pixels) as without data, so that print in grey shows it too."""
    left, top, right, bottom = area.bounds
    step, reach = HATCH[2] * math.sqrt(2), bottom - top
    first = math.floor((left - reach) / step) * step  # The same grid everywhere: neighbours' lines meet.
    phase = top % step
    lines = [
        ((x - phase + step, top), (x - phase + step - reach, bottom))
        for x in np.arange(first, right + reach + step, step)
    ]
    return area.intersection(shapely.MultiLineString(lines))


def dots(area: BaseGeometry) -> BaseGeometry:
    """Give the dots that mark an area (in pixels) of a dotted class, so that print in grey shows it too."""
    left, top, right, bottom = area.bounds
    _, radius, step = DOTS
    # The same grid everywhere, and whole dots only: half a dot at a boundary looks like a blot.
    columns = np.arange(math.ceil(left / step), math.floor(right / step) + 1) * step
    rows = np.arange(math.ceil(top / step), math.floor(bottom / step) + 1) * step
    centres = shapely.MultiPoint(np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2))
    return centres.intersection(area.buffer(-radius)).buffer(radius, quad_segs=3)


def legend_row(sheet: Sheet, x: float, top: float, items: list[LegendItem]) -> float:
    """Lay a legend out along lines of the full width, wrapping between items; gives the bottom in pixels."""
    left, middle, inner = x, top + 10, sheet.page_width - 2 * MARGIN
    for item in items:
        text = " ".join(wrap(item.label, inner - 28, LABEL))
        room = 28 + min(width(text, LABEL), inner - 28) + 26
        if left > x and left + room - 26 > sheet.page_width - MARGIN:
            left, middle = x, middle + 22
        swatch(sheet, left, middle, item)
        lines = wrap(text, inner - 28, LABEL)
        for index, line in enumerate(lines):
            sheet.text(left + 28, middle + 4.5 + index * LABEL.line, line, LABEL)
        middle += (len(lines) - 1) * LABEL.line
        left += room
    return middle + 14
