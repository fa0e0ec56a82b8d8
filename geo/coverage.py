"""A polygon coverage: areas that share their borders exactly, without overlap and without gap.

Every function takes numpy arrays of shapely geometries in EPSG:4326 (longitude, latitude in degrees).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Geod

Shapes: TypeAlias = npt.NDArray[Any]

# Areas are measured on the ellipsoid itself: a projected plane is off by its scale (UTM zone 48N makes the
# province 12 km² smaller), and no choice of projection then has to be explained beside a figure.
ELLIPSOID = Geod(ellps="WGS84")

GAP_WIDTH = 0.0005  # degrees, about 50 m: a gap narrower than this is a drawing fault and is filled
SCREEN_TOLERANCE = 0.001  # degrees, about 100 m: the detail lost on the screen
SCREEN_DECIMALS = 5  # about 1 m


@dataclass(frozen=True)
class Measures:
    """What the gate looks at: shapes valid with matched borders, and km² of overlap, gap and total area."""

    valid: bool
    overlap_km2: float
    gap_km2: float
    area_km2: float


def area_km2(shapes: Sequence[Any] | Shapes) -> npt.NDArray[np.float64]:
    """Return the area of each polygon in km², on the WGS 84 ellipsoid; holes are subtracted."""
    oriented = shapely.orient_polygons(np.asarray(shapes, dtype=object))
    return np.array([abs(ELLIPSOID.geometry_area_perimeter(shape)[0]) / 1e6 for shape in oriented], dtype=float)


def polygonal(shapes: Sequence[Any] | Shapes) -> Shapes:
    """Return valid two-dimensional Polygons and MultiPolygons; a shape without any area becomes empty.

    A ring that runs to an island and back along the same line is split into its two parts: the "structure"
    repair keeps what the ring encloses, where the other one also fills the loops that it crosses on its way.
    """
    flat = shapely.force_2d(np.asarray(shapes, dtype=object))
    bad = ~shapely.is_valid(flat)
    flat[bad] = shapely.make_valid(flat[bad], method="structure", keep_collapsed=False)
    return np.array([_polygons_of(shape) for shape in flat], dtype=object)


def _polygons_of(shape: Any) -> Any:
    if shape is None:
        return shapely.Polygon()
    if shape.geom_type == "Polygon":
        return shape
    if shape.geom_type == "GeometryCollection":
        shape = shapely.union_all([part for part in shape.geoms if part.geom_type.endswith("Polygon")])
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def clean(shapes: Sequence[Any] | Shapes) -> Shapes:
    """Return the shapes as a coverage: valid, borders matched, overlaps given to one side, slits filled."""
    # The type stubs are one version behind the library.
    cleaned = shapely.coverage_clean(polygonal(shapes), gap_width=GAP_WIDTH)  # type: ignore[attr-defined]
    return polygonal(cleaned)


def dissolve(shapes: Sequence[Any] | Shapes, keys: Sequence[str] | pd.Series) -> pd.Series:
    """Join the members of a coverage by key; the answer is a Series of shapes indexed by key in sorted order.

    No vertex is dropped, so that the joined areas still share their borders with each other exactly.
    """
    groups = pd.Series(list(shapes), dtype=object).groupby(np.asarray(keys, dtype=object), sort=True)
    return groups.agg(lambda members: shapely.coverage_union_all(members.to_numpy()))


def simplify(shapes: Sequence[Any] | Shapes) -> Shapes:
    """Return a coverage for the screen: about 100 m of detail, 5 decimals, borders still shared."""
    drawn = shapely.coverage_simplify(np.asarray(shapes, dtype=object), SCREEN_TOLERANCE)
    rounded = shapely.transform(drawn, lambda xy: np.round(xy, SCREEN_DECIMALS))
    return rounded if is_coverage(rounded) else clean(rounded)


def is_coverage(shapes: Sequence[Any] | Shapes) -> bool:
    """Tell whether all shapes are valid, not empty, and share their borders without overlap."""
    array = np.asarray(shapes, dtype=object)
    sound = shapely.is_valid(array).all() and not shapely.is_empty(array).any()
    return bool(sound and shapely.coverage_is_valid(array))


def overlaps(shapes: Sequence[Any] | Shapes) -> pd.DataFrame:
    """Return each pair that overlaps: first, second (positions), area_km2, wide (bool), largest first.

    `wide` tells an overlap of more than GAP_WIDTH from a sliver. The shapes must be valid polygons.
    """
    array = np.asarray(shapes, dtype=object)
    first, second = shapely.STRtree(array).query(array, predicate="intersects")
    # Of a pair that overlaps at least one has an edge where it should not be: the others need no measuring.
    suspect = ~shapely.is_empty(shapely.coverage_invalid_edges(array))
    once = (first < second) & (suspect[first] | suspect[second])
    pairs = pd.DataFrame({"first": first[once], "second": second[once]})
    shared = polygonal(shapely.intersection(array[pairs["first"]], array[pairs["second"]]))
    pairs["area_km2"] = area_km2(shared)
    pairs["wide"] = ~shapely.is_empty(shapely.buffer(shared, -GAP_WIDTH / 2))
    return pairs[pairs["area_km2"] > 0].sort_values("area_km2", ascending=False, ignore_index=True)


def gaps(shapes: Sequence[Any] | Shapes) -> pd.DataFrame:
    """Return each hole the shapes enclose: columns lon, lat (a point in it) and area_km2, largest first.

    The shapes must be valid polygons.
    """
    array = np.asarray(shapes, dtype=object)
    covered = (shapely.coverage_union_all if is_coverage(array) else shapely.union_all)(array)
    rings = [ring for part in shapely.get_parts(covered) for ring in part.interiors]
    holes = shapely.difference(np.array([shapely.Polygon(ring) for ring in rings], dtype=object), covered)
    inside = shapely.point_on_surface(holes)
    found = pd.DataFrame(
        {"lon": shapely.get_x(inside), "lat": shapely.get_y(inside), "area_km2": area_km2(holes)}, dtype=float
    )
    return found.sort_values("area_km2", ascending=False, ignore_index=True)


def measure(shapes: Sequence[Any] | Shapes) -> Measures:
    """Measure the shapes for the gate: validity, and km² of overlap, of enclosed gap and in all."""
    array = np.asarray(shapes, dtype=object)
    sound = polygonal(array)
    return Measures(
        valid=is_coverage(array),
        overlap_km2=float(overlaps(sound)["area_km2"].sum()),
        gap_km2=float(gaps(sound)["area_km2"].sum()),
        area_km2=float(area_km2(sound).sum()),
    )
