"""Cleaning, joining and measuring of coverages, on shapes small enough to know by heart."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from geo import coverage

LON, LAT = 105.0, 19.0
KM = 1 / 111.0  # degrees, roughly


def square(x: float, y: float, size: float = 1.0) -> Polygon:
    """A square with its lower left corner at x, y; kilometres, roughly, from a point in the province."""
    return box(LON + x * KM, LAT + y * KM, LON + (x + size) * KM, LAT + (y + size) * KM)


def grid(columns: int, rows: int) -> list[Polygon]:
    return [square(x, y) for y in range(rows) for x in range(columns)]


def test_area_is_that_of_the_ellipsoid() -> None:
    shape = box(105.0, 19.0, 105.5, 19.5)
    hole = box(105.1, 19.1, 105.2, 19.2)
    equal_area = gpd.GeoSeries([shape, hole], crs=4326).to_crs(6933).area / 1e6
    pierced = Polygon(shape.exterior.coords, [hole.exterior.coords])
    found = coverage.area_km2([shape, shape.reverse(), pierced, Polygon()])
    # The two agree up to the bend of a border of 50 km.
    assert found[:2] == pytest.approx([equal_area[0]] * 2, rel=1e-5)
    assert found[2] == pytest.approx(equal_area[0] - equal_area[1], rel=1e-5)
    assert found[3] == 0


def test_a_sound_coverage_passes_and_is_left_alone() -> None:
    shapes = grid(3, 3)
    measures = coverage.measure(shapes)
    assert (measures.valid, measures.overlap_km2, measures.gap_km2) == (True, 0, 0)
    assert measures.area_km2 == pytest.approx(coverage.area_km2([shapely.union_all(shapes)])[0], rel=1e-9)
    assert all(shapely.equals(coverage.clean(shapes), shapes))


def test_an_overlap_is_measured_named_and_given_to_one_side() -> None:
    shapes = [square(0, 0), box(LON + 0.9 * KM, LAT, LON + 2 * KM, LAT + KM), square(5, 5)]
    found = coverage.overlaps(shapes)
    assert found[["first", "second"]].to_numpy().tolist() == [[0, 1]]
    strip = coverage.area_km2([box(LON + 0.9 * KM, LAT, LON + KM, LAT + KM)])[0]
    assert found["area_km2"][0] == pytest.approx(strip)
    assert not coverage.measure(shapes).valid
    cleaned = coverage.measure(coverage.clean(shapes))
    assert (cleaned.valid, cleaned.overlap_km2) == (True, 0)
    assert cleaned.area_km2 == pytest.approx(coverage.area_km2([shapely.union_all(shapes)]).sum(), rel=1e-6)


def test_a_shape_inside_another_is_an_overlap() -> None:
    shapes = [square(0, 0, 3), square(1, 1)]
    assert coverage.measure(shapes).overlap_km2 == pytest.approx(coverage.area_km2([shapes[1]])[0])
    assert not coverage.is_coverage(shapes)


def test_the_same_shape_twice_is_an_overlap() -> None:
    shapes = [square(0, 0), square(1, 0), square(1, 0)]
    assert coverage.measure(shapes).overlap_km2 == pytest.approx(coverage.area_km2([shapes[1]])[0])


def test_a_wide_overlap_is_told_from_a_sliver() -> None:
    shapes = [square(0, 0), square(0.98, 0), square(0.5, 0.5)]
    assert coverage.overlaps(shapes)["wide"].tolist() == [True, True, False]


def test_a_wide_gap_is_measured_and_stays() -> None:
    shapes = [shape for at, shape in enumerate(grid(3, 3)) if at != 4]
    found = coverage.gaps(shapes)
    assert found["area_km2"].tolist() == pytest.approx(coverage.area_km2([square(1, 1)]).tolist())
    assert square(1, 1).contains(shapely.Point(found["lon"][0], found["lat"][0]))
    assert coverage.measure(coverage.clean(shapes)).gap_km2 == pytest.approx(found["area_km2"][0])


def test_a_sliver_between_neighbours_is_filled() -> None:
    ring = shapely.difference(square(0, 0, 3), square(1, 1))
    inner = box(LON + 1.02 * KM, LAT + KM, LON + 2 * KM, LAT + 2 * KM)  # 20 m short of its frame
    assert coverage.measure([ring, inner]).gap_km2 == pytest.approx(0.02, rel=0.1)
    cleaned = coverage.measure(coverage.clean([ring, inner]))
    assert (cleaned.valid, cleaned.gap_km2) == (True, 0)


def test_a_vertex_that_the_neighbour_lacks_is_a_fault_and_is_matched() -> None:
    shapes = [square(0, 0, 2), square(2, 0), square(2, 1)]
    off = shapely.transform(shapes[0], lambda xy: np.where(xy == LON + 2 * KM, xy + 1e-7, xy))
    assert not coverage.is_coverage([off, *shapes[1:]])
    assert coverage.is_coverage(coverage.clean([off, *shapes[1:]]))


def test_a_ring_like_a_bow_tie_becomes_its_two_halves() -> None:
    tie = Polygon([(105, 19), (105.02, 19.02), (105.02, 19), (105, 19.02)])
    repaired = coverage.polygonal([tie])[0]
    assert repaired.is_valid
    assert repaired.geom_type == "MultiPolygon"
    assert repaired.area == pytest.approx(0.0002)


def test_a_ring_that_runs_to_an_island_is_split_without_filling_what_it_crosses() -> None:
    main, island, neighbour = square(0, 0), square(5, 0), square(1, 0)
    corner = (LON + KM, LAT + KM)
    bridge = list(island.exterior.coords)
    ring = Polygon([(LON, LAT), (LON, LAT + KM), corner, *bridge, corner, (LON + KM, LAT)])
    repaired = coverage.polygonal([ring])[0]
    assert repaired.geom_type == "MultiPolygon"
    assert coverage.area_km2([repaired])[0] == pytest.approx(coverage.area_km2([main, island]).sum())
    assert not repaired.overlaps(neighbour)


@pytest.mark.parametrize("shape", [None, Polygon(), shapely.Point(105, 19), Polygon([(105, 19), (106, 19), (105, 19)])])
def test_what_has_no_area_becomes_empty(shape: object) -> None:
    assert coverage.polygonal([shape])[0].is_empty
    assert not coverage.is_coverage(coverage.polygonal([shape]))


def test_height_is_dropped_and_lines_in_a_collection_too() -> None:
    high = Polygon([(105, 19, 7), (105.1, 19, 7), (105.1, 19.1, 7)])
    mixed = shapely.GeometryCollection([square(0, 0), shapely.LineString([(105, 19), (106, 19)])])
    first, second = coverage.polygonal([high, mixed])
    assert not first.has_z
    assert second.equals(square(0, 0))


@st.composite
def wavy_grids(draw: st.DrawFn) -> list[Polygon]:
    """A grid of 5 × 4 whose inner corners are moved about, each for all shapes that meet there."""
    moves = draw(st.lists(st.tuples(*[st.floats(-0.4, 0.4)] * 2), min_size=30, max_size=30))
    corners = np.array([(x, y) for y in range(5) for x in range(6)], dtype=float) + np.array(moves)
    places = corners * KM * 5 + (LON, LAT)
    cells = [(y * 6 + x, y * 6 + x + 1, (y + 1) * 6 + x + 1, (y + 1) * 6 + x) for y in range(4) for x in range(5)]
    return [Polygon(places[list(cell)]) for cell in cells]


@settings(max_examples=40, deadline=None)
@given(shapes=wavy_grids(), keys=st.lists(st.sampled_from("abcd"), min_size=20, max_size=20))
def test_joining_and_simplifying_keep_a_coverage_and_its_area(shapes: list[Polygon], keys: list[str]) -> None:
    cleaned = coverage.clean(shapes)
    total = coverage.area_km2(cleaned).sum()
    joined = coverage.dissolve(cleaned, keys)
    assert list(joined.index) == sorted(set(keys))
    assert coverage.is_coverage(joined.to_numpy())
    assert coverage.area_km2(joined.to_numpy()).sum() == pytest.approx(total, rel=1e-9)
    drawn = coverage.simplify(cleaned)
    assert coverage.is_coverage(drawn)
    assert coverage.is_coverage(coverage.dissolve(drawn, keys).to_numpy())
    assert len(drawn) == len(cleaned)
