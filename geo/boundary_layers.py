"""From the shapes of one epoch's communes to its layers: communes, districts and the province, in two details."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.coverage import SCREEN_DECIMALS, clean, dissolve, simplify
from geo.lineage import moves
from geo.units import EPOCHS, districts, units

Level = Literal["commune", "district", "province"]
Detail = Literal["full", "screen"]
LEVELS: tuple[Level, ...] = ("commune", "district", "province")
DETAILS: tuple[Detail, ...] = ("full", "screen")
PROVINCE_CODE, PROVINCE_LABEL = "40", "tỉnh Nghệ An"

INNER_TOLERANCE = 0.0005  # degrees, about 50 m: how near an inner point comes to the widest place of a commune


@dataclass(frozen=True, eq=False)
class Drawn:
    """One epoch's communes in both details: shapes by unit code, sorted, EPSG:4326."""

    full: pd.Series
    screen: pd.Series


def from_base(shapes: pd.Series) -> dict[str, Drawn]:
    """Clean the base epoch's shapes (by unit code) and join them into every epoch.

    The base is simplified once, before joining: so all epochs and districts share their lines on the screen.
    """
    base = pd.Series(clean(shapes.to_numpy()), index=shapes.index, dtype=object)
    screen = simplify(base.to_numpy())
    drawn = {}
    for epoch in EPOCHS:
        ways = moves(EPOCHS[0], epoch)
        codes = [ways[code][0].code for code in base.index]
        drawn[epoch] = Drawn(dissolve(base.to_numpy(), codes), dissolve(screen, codes))
    return drawn


def from_official(shapes: pd.Series) -> Drawn:
    """Draw an epoch from the clean coverage of an official file (shapes by unit code)."""
    ordered = shapes.sort_index()
    return Drawn(ordered, pd.Series(simplify(ordered.to_numpy()), index=ordered.index, dtype=object))


def approximate(epoch: str) -> set[str]:
    """Return the codes whose joined geometry is not exact: a base commune was divided between them and another."""
    divided = [ways for ways in moves(EPOCHS[0], epoch).values() if len(ways) > 1]
    return {way.code for ways in divided for way in ways}


def layer(epoch: str, drawn: Drawn, level: Level, detail: Detail, official: bool) -> gpd.GeoDataFrame:
    """Return one layer in EPSG:4326, by code.

    Columns: code, label, geometry; communes also district_code, approximate (bool; never in an official file),
    and in full detail lon, lat of the inner point.
    """
    shapes: pd.Series = drawn.full if detail == "full" else drawn.screen
    rows = units(epoch).set_index("code").reindex(shapes.index)
    if level == "district":
        joined = dissolve(shapes.to_numpy(), rows["district_code"])
        return _frame(joined, districts(epoch).set_index("code")["label"].reindex(joined.index))
    if level == "province":
        return _frame(dissolve(shapes.to_numpy(), [PROVINCE_CODE] * len(shapes)), [PROVINCE_LABEL])
    frame = _frame(shapes, rows["label"])
    frame.insert(2, "district_code", rows["district_code"].to_numpy())
    frame.insert(3, "approximate", shapes.index.isin([] if official else list(approximate(epoch))))
    if detail == "full":
        inner = shapely.get_point(shapely.maximum_inscribed_circle(shapes.to_numpy(), INNER_TOLERANCE), 0)
        frame.insert(4, "lon", shapely.get_x(inner))
        frame.insert(5, "lat", shapely.get_y(inner))
    return frame


def _frame(shapes: pd.Series, labels: Any) -> gpd.GeoDataFrame:
    columns = {"code": shapes.index.astype("str"), "label": np.asarray(labels, dtype=object)}
    return gpd.GeoDataFrame(columns, geometry=shapes.to_numpy(), crs=4326).astype({"label": "str"})


def geojson(frame: gpd.GeoDataFrame) -> str:
    """Write a layer for the browser: 5 decimals; properties i (row, in order of code), code, label, district_code.

    Districts and the province have no district_code.
    """
    kept = [name for name in ("code", "label", "district_code") if name in frame]
    features = [
        {"type": "Feature", "properties": {"i": at, **row}, "geometry": json.loads(shape)}
        for at, (row, shape) in enumerate(
            zip(frame[kept].to_dict("records"), shapely.to_geojson(_rounded(frame)), strict=True)
        )
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"))


def _rounded(frame: gpd.GeoDataFrame) -> Any:
    return shapely.transform(frame.geometry.to_numpy(), lambda xy: np.round(xy, SCREEN_DECIMALS))
