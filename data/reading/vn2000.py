"""VN-2000 grid metres brought to WGS 84 degrees."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pyproj import Transformer

System = Literal["tm3", "utm48"]

LABELS: dict[System, str] = {"tm3": "VN-2000, kinh tuyến trục 104°45', múi 3°", "utm48": "VN-2000, UTM múi 48"}
_GRIDS: dict[System, str] = {
    "tm3": "+proj=tmerc +lat_0=0 +lon_0=104.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84",  # EPSG:9208
    "utm48": "+proj=utm +zone=48 +ellps=WGS84",  # EPSG:3405
}
# The seven parameters of decision 05/2007/QĐ-BTNMT of the Ministry of Natural Resources and Environment, in
# EPSG operation 6960: rotations of the coordinate frame. Read as a position vector they would lie 0.7 m away.
_SHIFT = (
    "+proj=helmert +x=-191.90441429 +y=-39.30318279 +z=-111.45032835 "
    "+rx=-0.00928836 +ry=0.01975479 +rz=-0.00427372 +s=0.252906278 +convention=coordinate_frame"
)


@cache
def _transformer(system: System) -> Transformer:
    return Transformer.from_pipeline(
        f"+proj=pipeline +step +inv {_GRIDS[system]} +step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
        f"+step {_SHIFT} +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


def to_wgs84(easting_m: float, northing_m: float, system: System) -> tuple[float, float]:
    """Give (latitude, longitude) in degrees, EPSG:4326, of a VN-2000 grid point in metres."""
    lon, lat = _transformer(system).transform(easting_m, northing_m)
    return float(lat), float(lon)


def from_wgs84(latitude: float, longitude: float, system: System) -> tuple[float, float]:
    """Give (easting, northing) in metres on a VN-2000 grid of a WGS 84 point in degrees."""
    east, north = _transformer(system).transform(longitude, latitude, direction="INVERSE")
    return float(east), float(north)
