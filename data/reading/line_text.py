"""Lines as text: WKT of a LINESTRING or MULTILINESTRING in WGS 84, and the one way the register writes it."""

from __future__ import annotations

import math
import re

import numpy as np
import shapely

from data.reading.coordinate_text import Box

DECIMALS = 6  # of a degree: a tenth of a metre
_MIDDLE_DECIMALS = 7  # as points have
# The kind comes first: collections within collections would exhaust the stack of the parser.
_WKT = re.compile(
    r"\s*+(?:SRID=4326;)?\s*+((?:MULTI)?LINESTRING\s*+(?:ZM?|M)?\s*+\([-+.,()\sE\d]*\))\s*", re.IGNORECASE | re.ASCII
)


def read(text: str) -> shapely.Geometry | None:
    """Give the line that a text describes, None where it is no line with two different points in each part."""
    found = _WKT.fullmatch(text)
    try:
        with np.errstate(over="ignore"):  # a number too large becomes infinite, and is found below
            shape = shapely.from_wkt(found[1]) if found else None
    except shapely.errors.ShapelyError:
        return None
    if shape is None or shape.is_empty or not np.isfinite(shapely.get_coordinates(shape)).all():
        return None
    return shape if all(part.length > 0 for part in shapely.get_parts(shape)) else None


def written(shape: shapely.Geometry) -> str:
    """Write a line the one way: longitude before latitude, no heights, DECIMALS; one part is a LINESTRING.

    Parts that are shorter than the rounding are left out; "" where none is left.
    """
    rounded = shapely.transform(shapely.force_2d(shape), lambda pairs: np.round(pairs, DECIMALS))
    parts = [shapely.remove_repeated_points(part) for part in shapely.get_parts(rounded) if part.length > 0]
    if not parts:
        return ""
    line = parts[0] if len(parts) == 1 else shapely.MultiLineString(parts)
    return str(shapely.to_wkt(line, rounding_precision=DECIMALS, trim=True))


def middle(shape: shapely.Geometry) -> tuple[float, float]:
    """Give longitude and latitude of the point halfway along a line; of several parts, along the longest."""
    longest = max(shapely.get_parts(shapely.line_merge(shape)), key=lambda part: float(part.length))
    point = longest.interpolate(0.5, normalized=True)
    return round(float(point.x), _MIDDLE_DECIMALS), round(float(point.y), _MIDDLE_DECIMALS)


def middle_of(text: str) -> tuple[float, float]:
    """Give the middle of a line in WKT, NaN where the text is none."""
    shape = read(text)
    return (math.nan, math.nan) if shape is None else middle(shape)


def outside(shape: shapely.Geometry, box: Box) -> tuple[float, float] | None:
    """Give longitude and latitude of the first point of a line beyond `box`, None where all lie within."""
    west, south, east, north = box
    pairs = shapely.get_coordinates(shape)
    beyond = (pairs < (west, south)).any(axis=1) | (pairs > (east, north)).any(axis=1)
    return (float(pairs[beyond][0][0]), float(pairs[beyond][0][1])) if beyond.any() else None
