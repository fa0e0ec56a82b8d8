"""The courses of sites that are lines, such as flag roads: shapes for the map, and how long they are."""

from __future__ import annotations

import math

import geopandas as gpd
import pandas as pd
from pyproj import Geod

from data.reading import line_text
from geo.crs import WGS84

_ELLIPSOID = Geod(ellps="WGS84")


def read(sites: pd.DataFrame) -> gpd.GeoDataFrame:
    """Give the lines of sites (site_id, line) whose course is known: site_id, geometry (EPSG:4326).

    The index is that of `sites`; rows without a line are left out.
    """
    shapes = sites.loc[sites["line"] != "", "line"].map(line_text.read).astype(object).dropna()
    known = sites.loc[shapes.index, ["site_id"]]
    return gpd.GeoDataFrame(known, geometry=gpd.GeoSeries(shapes, index=known.index, crs=WGS84))


def length_m(sites: pd.DataFrame) -> pd.Series:
    """Measure the lines of sites on the ellipsoid of WGS 84: metres, with the index of `sites`; NaN = not known."""
    shapes = sites["line"].map(line_text.read)
    metres = [math.nan if shape is None else float(_ELLIPSOID.geometry_length(shape)) for shape in shapes]
    return pd.Series(metres, index=sites.index, dtype=float, name="length_m")
