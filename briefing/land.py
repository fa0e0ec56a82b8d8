"""The ground of a map picture: communes and districts in metres, and which of them are asked for."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from briefing.plane import Points, to_metres
from briefing.spec import MapSpec


@dataclass(frozen=True, eq=False)
class Land:
    """The communes of a map in metres, joined with their classes.

    `areas` has code, label, district_code, district, class_key and geometry; `shown` says which are asked for;
    `districts` are geometries by district code; `zoomed` says that one district is shown and not the province.
    """

    areas: gpd.GeoDataFrame
    shown: pd.Series
    districts: gpd.GeoSeries
    zoomed: bool

    @property
    def name(self) -> str:
        """The name of the shown district, as the specification gives it; of the first one for the province."""
        return str(next((name for name in self.areas.loc[self.shown, "district"] if name), ""))

    @property
    def inner(self) -> dict[str, tuple[float, float]]:
        """Commune code -> a point inside it, in metres."""
        points = self.areas.geometry.representative_point()
        return dict(zip(self.areas["code"], zip(points.x, points.y, strict=True), strict=True))


def land_of(spec: MapSpec, shapes: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame | None) -> Land:
    """Join the shapes of communes (and districts, where given) with the classes and the extent of a specification."""
    areas = to_metres(shapes[["code", "label", "district_code", "geometry"]].reset_index(drop=True))
    rows = spec.areas.drop_duplicates("code").set_index("code")
    areas["class_key"] = areas["code"].map(rows["class_key"]).fillna("")
    areas["district"] = areas["code"].map(rows["district"]).fillna("")
    inside = areas["district_code"] == spec.district
    zoomed = bool(spec.district) and bool(inside.any())
    if outlines is None:
        districts = areas.dissolve("district_code", method="coverage").geometry
    else:
        districts = to_metres(outlines).set_index("code").geometry
    return Land(areas, inside if zoomed else areas["code"].notna(), districts, zoomed)


def on_the_map(points: Points, land: Land) -> Points:
    """Blank the points that lie outside the shown area: drawn, they would stand on the legend or off the page."""
    west, south, east, north = land.areas[land.shown].total_bounds
    x, y = points[:, 0], points[:, 1]
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return np.where(inside[:, None], points, np.nan)
