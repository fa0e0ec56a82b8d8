"""The lettering of a map picture: which names are written, and where, so that none touches another or a symbol."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from briefing.fonts import Face, width, wrap
from briefing.sheet import Box, text_box

NEAR = 12.0  # pixels from an area to a name beside it
FAR_WIDTH = 160.0  # pixels; away from its area a name need not be as narrow as it


@dataclass(frozen=True, eq=False)
class Name:
    """A name wanted on the map: its area and the area's inner point (x, y) in pixels."""

    text: str
    x: float
    y: float
    face: Face
    area: BaseGeometry
    must: bool = False


@dataclass(frozen=True)
class Written:
    """A name in its place: x of its centre, y of the first baseline, its lines and face.

    `tie` is the line (x1, y1, x2, y2) to the area it names, where it had to be written away from it.
    """

    x: float
    y: float
    lines: tuple[str, ...]
    face: Face
    tie: Box | None = None


def write_names(names: list[Name], window: Box, taken: list[Box], land: BaseGeometry) -> list[Written]:
    """Choose a free place for each name, the first ones first; a name without room is left out.

    A name stands mostly on its own area or close by, wholly off the `land` (in the sea, across the border); a name
    that `must` be there may stand elsewhere, covering as little of its area as it can, or further off at the end of a
    line. `taken` are boxes no name may touch; it grows by the names set.
    """
    chosen = []
    kept_clear = shapely.union_all([name.area for name in names if name.must])
    for name in names:
        lines = tuple(wrap(name.text, max(name.area.bounds[2] - name.area.bounds[0], 64.0), name.face))
        if not lines:
            continue
        free = [spot for spot in _tries(name, lines) if not _blocked(name, lines, spot, window, taken)]
        if not name.must:
            free = [spot for spot in free if not kept_clear.intersects(shapely.box(*_room(name, lines, spot)))]
        good = [spot for spot in free if _at_home(name, _room(name, lines, spot), land)]
        if name.must and not good:
            good = sorted(free, key=lambda spot: _covered(name, _room(name, lines, spot)))
        for x, y in good[:1]:
            taken.append(_room(name, lines, (x, y)))
            chosen.append(Written(x, y, lines, name.face))
        if name.must and not good:
            chosen += _far(name, window, taken, land)
    return chosen


def _far(name: Name, window: Box, taken: list[Box], land: BaseGeometry) -> list[Written]:
    """Write a name away from its area, at the first free place round it, off the land where there is one."""
    lines = tuple(wrap(name.text, FAR_WIDTH, name.face))
    middle = name.y - len(lines) * name.face.line / 2 + name.face.size
    spots = [
        (name.x + reach * math.cos(turn * math.pi / 8), middle + reach * math.sin(turn * math.pi / 8))
        for reach in range(40, 320, 20)
        for turn in range(16)
    ]
    free = [spot for spot in spots if not _blocked(name, lines, spot, window, taken)]
    off = [spot for spot in free if not land.intersects(shapely.box(*_room(name, lines, spot)))]
    for x, y in (off or free)[:1]:
        room = _room(name, lines, (x, y))
        taken.append(room)
        end = (min(max(name.x, room[0]), room[2]), min(max(name.y, room[1]), room[3]))
        return [Written(x, y, lines, name.face, (name.x, name.y, *end))]
    return []


def _tries(name: Name, lines: tuple[str, ...]) -> list[tuple[float, float]]:
    """Baselines to try: at the inner point, then round it a little further each time, then beside the area."""
    high = len(lines) * name.face.line
    wide = max(width(line, name.face) for line in lines)
    middle = name.y - high / 2 + name.face.size
    steps = [(0.0, 0.0)]
    for reach in (14.0, 22.0, 32.0):
        up = reach + high / 2 - 4
        steps += [(0.0, up), (0.0, -up), (reach, 0.0), (-reach, 0.0), (reach, up), (-reach, up)]
        steps += [(reach, -up), (-reach, -up)]
    left, _, right, _ = name.area.bounds
    beside = []
    for dy in (0.0, -high, high):
        # How far the area reaches at the height of the name, so that the name stands close to it.
        band = shapely.clip_by_rect(name.area, left, name.y + dy - high / 2, right, name.y + dy + high / 2)
        if not band.is_empty:
            beside += [(band.bounds[2] + wide / 2 + 6, middle + dy), (band.bounds[0] - wide / 2 - 6, middle + dy)]
    return [(name.x + dx, middle + dy) for dx, dy in steps] + beside


def _room(name: Name, lines: tuple[str, ...], spot: tuple[float, float]) -> Box:
    x, y = spot
    boxes = [text_box(x, y + index * name.face.line, line, name.face, "center") for index, line in enumerate(lines)]
    return (min(b[0] for b in boxes) - 2, boxes[0][1], max(b[2] for b in boxes) + 2, boxes[-1][3])


def _blocked(name: Name, lines: tuple[str, ...], spot: tuple[float, float], window: Box, taken: list[Box]) -> bool:
    room = _room(name, lines, spot)
    inside = room[0] > window[0] and room[1] > window[1] and room[2] < window[2] and room[3] < window[3]
    return not inside or any(overlap(room, box) for box in taken)


def _at_home(name: Name, room: Box, land: BaseGeometry) -> bool:
    box = shapely.box(*room)
    if name.must:
        return bool(name.area.contains(box))
    if not land.intersects(box):
        return bool(name.area.distance(box) < NEAR)
    return bool(name.area.intersection(box).area >= 0.7 * box.area)


def _covered(name: Name, room: Box) -> float:
    """How much of its own area a name hides, in steps coarse enough that the nearest of like places comes first."""
    return float(round(name.area.intersection(shapely.box(*room)).area, -1))


def overlap(one: Box, other: Box) -> bool:
    """Say whether two boxes share any pixel."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
