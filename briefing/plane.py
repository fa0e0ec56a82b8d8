"""From degrees to the pixels of a sheet: the plane a map picture is drawn in, and its scale bar."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from briefing.sheet import Box

# VN-2000 / UTM zone 48N, metres. Over Nghệ An its lengths are true to 1 in 1,000, and north is up to 0.4°.
METRES = 3405
SCALE_STEPS_KM = (0.5, 1, 2, 5, 10, 20, 50, 100)

Points = npt.NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """The window of a map: `box` in pixels on the sheet, showing the plane from (`west`, `north`) in metres on."""

    box: Box
    west: float
    north: float
    metres: float  # to a pixel

    def pixels(self, points: Points) -> Points:
        """Turn an (n, 2) array of metres east and north into pixels of the sheet."""
        left, top = self.box[0], self.box[1]
        x = left + (points[:, 0] - self.west) / self.metres
        y = top + (self.north - points[:, 1]) / self.metres
        return np.column_stack([x, y])

    def shapes(self, geometries: gpd.GeoSeries) -> gpd.GeoSeries:
        """Turn geometries in metres into pixels, cut to the window; ones outside become empty."""
        moved = shapely.transform(geometries.to_numpy(), self.pixels)
        cut = [_areas_of(shape) for shape in shapely.clip_by_rect(moved, *self.box)]
        return gpd.GeoSeries(shapely.orient_polygons(cut), index=geometries.index)


def _areas_of(shape: BaseGeometry) -> BaseGeometry:
    """What is left of a shape without the points and lines that cutting may leave on the edge of a window."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def to_metres(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Project a frame to the plane of METRES. A frame without a CRS is taken as WGS 84 degrees."""
    return (frame if frame.crs else frame.set_crs(4326)).to_crs(METRES)


def points_to_metres(lon: Points, lat: Points) -> Points:
    """Project WGS 84 degrees to an (n, 2) array of metres east and north; an unknown position stays NaN."""
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs=4326).to_crs(METRES)
    return np.column_stack([points.x.to_numpy(), points.y.to_numpy()])


def fit(bounds: Box, window: Box, padding: float = 0) -> View:
    """Give the view that shows bounds (west, south, east, north in metres) centred in a window of pixels."""
    west, south, east, north = bounds
    wide, high = window[2] - window[0], window[3] - window[1]
    metres = max((east - west) / (wide - 2 * padding), (north - south) / (high - 2 * padding), 1e-6)
    return View(window, (west + east) / 2 - wide * metres / 2, (south + north) / 2 + high * metres / 2, metres)


def scale_bar(view: View, longest: float) -> tuple[float, float]:
    """Give the longest round length whose bar is at most `longest` pixels: (kilometres, pixels)."""
    fitting = [km for km in SCALE_STEPS_KM if km * 1000 / view.metres <= longest]
    km = max(fitting, default=SCALE_STEPS_KM[0])
    return km, km * 1000 / view.metres
