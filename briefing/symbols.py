"""Where the rings and dots of a map picture stand, so that none hides another."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from briefing.plane import Points, View, points_to_metres
from briefing.sheet import Box

RING, DOT = "commune", "exact"
DOT_RADIUS = 4.2
TOUCH = 3.0  # pixels from the middle of one symbol's stroke to that of the next
ROUNDS = 40  # steps of pushing rings apart
MOST_PAIRS = 400_000


@dataclass(frozen=True)
class Symbol:
    """A ring or dot on the sheet: its centre and radius in pixels, its layer, and how many sites it stands for."""

    code: str
    x: float
    y: float
    radius: float
    layer: str
    count: int
    precision: str
    tie: tuple[float, float] | None = None  # the place it stands for, where it had to be drawn beside it

    @property
    def box(self) -> Box:
        """The square of pixels the symbol covers, with its stroke."""
        reach = self.radius + 1.5
        return (self.x - reach, self.y - reach, self.x + reach, self.y + reach)


def radius(count: int) -> float:
    """Give the radius of a ring in pixels; the same count has the same ring on every map."""
    return min(5.4 + 1.3 * math.sqrt(max(count, 1)), 17.0)


def gather(symbols: pd.DataFrame) -> pd.DataFrame:
    """Join rows that are one symbol: commune-level rows of one commune and layer add their counts.

    Takes and gives the columns of MapSpec.symbols; exact points stay one row each.
    """
    rings = symbols[symbols["precision"] != DOT]
    first = rings.groupby(["code", "layer_key"], sort=False).agg(
        {name: "sum" if name == "count" else "first" for name in rings.columns}
    )
    dots = symbols[symbols["precision"] == DOT]
    return pd.concat([first.reset_index(drop=True), dots], ignore_index=True)


def positions(symbols: pd.DataFrame, inner: dict[str, tuple[float, float]]) -> Points:
    """Give an (n, 2) array of metres for gathered symbols: the stated point, else the commune's inner point.

    `inner` is commune code -> inner point in metres. A row with neither stays NaN.
    """
    lon = pd.to_numeric(symbols["lon"], errors="coerce").to_numpy(dtype=float)
    lat = pd.to_numeric(symbols["lat"], errors="coerce").to_numpy(dtype=float)
    points = points_to_metres(lon, lat)
    for index, (code, precision) in enumerate(zip(symbols["code"], symbols["precision"], strict=True)):
        # Rings of one commune stand together, so they all take its inner point.
        if code in inner and (precision != DOT and not np.isfinite(points[index]).all()):
            points[index] = inner[code]
    return np.where(np.isfinite(points).all(axis=1, keepdims=True), points, np.nan)


def place(symbols: pd.DataFrame, points: Points, view: View, layers: list[str]) -> list[Symbol]:
    """Give the symbols of gathered rows with known points; several at one place stand round it, in legend order."""
    pixels = view.pixels(points)
    known = [index for index in range(len(symbols)) if np.isfinite(pixels[index]).all()]
    order = {key: rank for rank, key in enumerate(layers)}
    together: dict[object, list[int]] = {}
    for index in known:
        row = symbols.iloc[index]
        spot = row["code"] if row["precision"] != DOT else tuple(np.round(pixels[index], 0))
        together.setdefault((row["precision"] != DOT, spot), []).append(index)
    placed = []
    for indices in together.values():
        indices.sort(key=lambda index: order.get(str(symbols["layer_key"].iloc[index]), len(order)))
        rows = [symbols.iloc[index] for index in indices]
        radii = [DOT_RADIUS if row["precision"] == DOT else radius(int(row["count"])) for row in rows]
        middle = pixels[indices[0]]
        for row, size, (dx, dy) in zip(rows, radii, rosette(radii), strict=True):
            x, y = float(middle[0] + dx), float(middle[1] + dy)
            placed.append(
                Symbol(
                    str(row["code"]),
                    x,
                    y,
                    size,
                    str(row["layer_key"]),
                    int(row["count"]),
                    str(row["precision"]),
                )
            )
    return sorted(placed, key=lambda symbol: -symbol.radius)


def rosette(radii: list[float]) -> list[tuple[float, float]]:
    """Give offsets in pixels at which discs of these radii stand round one point without touching."""
    if len(radii) == 1:
        return [(0.0, 0.0)]
    reach = (max(radii) + TOUCH) / math.sin(math.pi / len(radii))
    turn = 2 * math.pi / len(radii)
    return [(-reach * math.cos(turn * index), -reach * math.sin(turn * index)) for index in range(len(radii))]


def settle(symbols: list[Symbol], homes: dict[str, BaseGeometry], window: Box) -> list[Symbol]:
    """Push rings apart where they cover each other or an exact dot.

    Dots are exact and stay. A ring that leaves its commune gets a `tie` to where it belongs; `homes` is commune code
    -> shape in pixels. No ring leaves the `window`. Beyond MOST_PAIRS the symbols are too many for this to help,
    and stay as they are.
    """
    rings = [index for index, symbol in enumerate(symbols) if symbol.precision != DOT]
    if len(rings) * len(symbols) > MOST_PAIRS or len(symbols) < 2:
        return symbols
    spots = np.array([(symbol.x, symbol.y) for symbol in symbols], dtype=float)
    reach = np.array([symbol.radius for symbol in symbols])
    low = np.array(window[:2]) + reach[rings][:, None] + TOUCH
    high = np.array(window[2:]) - reach[rings][:, None] - TOUCH
    need = reach[rings][:, None] + reach[None, :] + TOUCH
    # A hair of difference gives two symbols on the very same spot a direction to part in.
    hair = 1e-6 * (np.array(rings, dtype=float)[:, None, None] - np.arange(len(symbols))[None, :, None])
    for _ in range(ROUNDS):
        away = spots[rings][:, None, :] - spots[None, :, :] + hair
        distance = np.linalg.norm(away, axis=2)
        distance[range(len(rings)), rings] = np.inf
        push = np.clip(need - distance, 0, None) / np.maximum(distance, 0.1) / 2
        spots[rings] += (away * push[:, :, None]).sum(axis=1).clip(-4, 4)
        spots[rings] = spots[rings].clip(low, high)
    moved = list(symbols)
    for index in rings:
        home, spot = homes.get(symbols[index].code), shapely.Point(spots[index])
        place_of = shapely.Point(symbols[index].x, symbols[index].y)
        left = (home is None or not home.contains(spot)) and spot.distance(place_of) > symbols[index].radius
        tie = (place_of.x, place_of.y) if left else None
        moved[index] = replace(symbols[index], x=round(spot.x, 2), y=round(spot.y, 2), tie=tie)
    return moved
