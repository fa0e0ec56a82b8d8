import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from briefing.plane import View, fit, points_to_metres, scale_bar, to_metres

WINDOW = (100.0, 200.0, 700.0, 600.0)


def test_fit_centres_the_bounds_in_the_window() -> None:
    view = fit((0, 0, 6000, 1000), WINDOW)
    assert view.metres == 10
    assert view.pixels(np.array([[0.0, 0.0], [6000.0, 1000.0], [3000.0, 500.0]])).tolist() == [
        [100, 450],
        [700, 350],
        [400, 400],
    ]


def test_fit_keeps_the_padding_free() -> None:
    view = fit((0, 0, 5000, 1000), WINDOW, 50)
    assert view.pixels(np.array([[0.0, 500.0]]))[0, 0] == 150


def test_shapes_are_cut_to_the_window() -> None:
    view = View(WINDOW, west=0, north=4000, metres=10)
    shapes = view.shapes(gpd.GeoSeries([shapely.box(-9000, -9000, 9000, 9000), shapely.box(7000, 0, 8000, 100)]))
    assert shapes[0].bounds == WINDOW
    assert shapes[1].is_empty


def test_what_only_touches_the_window_is_no_area() -> None:
    view = View(WINDOW, west=0, north=4000, metres=10)
    assert view.shapes(gpd.GeoSeries([shapely.box(6000, 0, 7000, 100)]))[0].is_empty


@pytest.mark.parametrize(("metres", "km"), [(300, 20), (260, 20), (50, 5), (7, 0.5)])
def test_the_scale_bar_is_a_round_length(metres: float, km: float) -> None:
    assert scale_bar(View(WINDOW, 0, 0, metres), 130) == (km, km * 1000 / metres)


@pytest.mark.parametrize(("lon", "lat"), [(103.9, 19.3), (104.8, 19.0), (105.8, 18.7), (105.0, 20.0)])
def test_the_scale_is_true_all_over_the_province(lon: float, lat: float) -> None:
    east, north, _ = Geod(ellps="WGS84").fwd(lon, lat, 60, 10_000)
    ends = points_to_metres(np.array([lon, east]), np.array([lat, north]))
    assert np.hypot(*(ends[1] - ends[0])) == pytest.approx(10_000, rel=1e-3)


def test_a_frame_without_crs_is_degrees() -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(105, 19)])
    assert to_metres(frame).geometry[0].x == pytest.approx(500_000, abs=600)


def test_an_unknown_point_stays_unknown() -> None:
    points = points_to_metres(np.array([np.nan, 105.0]), np.array([19.0, 19.0]))
    assert not np.isfinite(points[0]).all()
    assert np.isfinite(points[1]).all()
