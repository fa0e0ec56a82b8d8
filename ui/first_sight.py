"""The map as one picture, for the second in which a browser is still loading the page around the real one.

The page of the map is painted by scripts that load scripts; this picture needs none of them. It is drawn from the same
specification, for the same reader, at the place and the zoom at which the real map will appear (web/start.js), which
takes it away as soon as it has been painted itself (web/map.js).
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from briefing.spec import MapSpec
from data.choice import Choice
from data.errors import Problem
from data.indicator import indicators
from data.wording import LANGUAGES
from geo import boundaries
from ui import assets, caches, door
from ui.map_state import LOOKS, colour

Rings = list[npt.NDArray[np.float64]]

ADDRESS = "first-sight.svg"
_TILE_PX = 256  # the world's width at zoom 0, in Leaflet as everywhere
_PADDING_PX, _ZOOM_STEP = 12, 0.25  # as ui/web/map.js fits the map
_FINEST = 4e-6  # of the world's width: 160 m, less than a pixel of the whole province
_LARGEST_PX = 4_000
# As web/map.css draws them; {light} and {dark} are the theme's colours, of text and page.
_STYLE = """
svg{{{light}}}
@media (prefers-color-scheme:dark){{svg{{{dark}}}}}
.ground{{fill:color-mix(in srgb,var(--text) 4%,var(--page))}}
path{{stroke:var(--page);stroke-width:.8}}
.outside{{fill:var(--page);stroke:color-mix(in srgb,var(--text) 16%,transparent)}}
.hatched{{fill:url(#h)}}
pattern rect{{fill:color-mix(in srgb,var(--text) 5%,var(--page))}}
pattern line{{stroke:color-mix(in srgb,var(--text) 20%,var(--page));stroke-width:1.2}}
"""
_HATCH = (
    '<pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6"/><line x1="3" x2="3" y2="6"/></pattern>'
)


async def answer(request: Request) -> Response:
    """Answer with the picture for the choice in the address; 404 where there is nothing to draw."""
    made = await run_in_threadpool(_made, request)
    return Response(made, 200 if made else 404, {"cache-control": "no-store"}, "image/svg+xml")


def _made(request: Request) -> str:
    query = dict(request.query_params)
    try:
        size = [min(int(query[name]), _LARGEST_PX) for name in ("w", "h")]
        reader = door.who(request)
        if reader is None or min(size) < 1:
            return ""
        choice, _ = Choice.from_query(query, caches.known())
        found = indicators()
        indicator = query.get("indicator", "")
        shown = indicator if indicator in found else next(iter(found))
        return picture(caches.site_map_of(reader, choice, shown, LANGUAGES[0]), size[0], size[1])
    except (KeyError, ValueError, Problem):  # whatever is wrong is told on the page
        return ""


def warm_up(epoch: str) -> None:
    """Read an epoch's communes before somebody waits for them. Raises Problem when the boundaries are missing."""
    _shapes(boundaries.screen_file(epoch))


def picture(spec: MapSpec, width: int, height: int) -> str:
    """Draw a map of `width` × `height` pixels as SVG: communes in their classes; sites follow with the real map."""
    codes, districts, bounds, rings = _shapes(boundaries.screen_file(spec.epoch))
    inside = bounds[districts == spec.district] if spec.district in districts else bounds
    west, north, east, south = *inside[:, :2].min(axis=0), *inside[:, 2:].max(axis=0)
    room = min((width - 2 * _PADDING_PX) / (east - west), (height - 2 * _PADDING_PX) / (south - north)) / _TILE_PX
    scale = _TILE_PX * 2 ** (math.floor(math.log2(room) / _ZOOM_STEP) * _ZOOM_STEP)
    corner = np.array([west + east, north + south]) / 2 * scale - (width / 2, height / 2)
    looks = {item.key: (LOOKS.get(item.key, ""), colour(item)) for item in spec.classes}
    classes = dict(zip(spec.areas["code"], spec.areas["class_key"], strict=True))
    areas = "".join(
        _path([ring * scale - corner for ring in parts], *looks.get(classes.get(code, ""), ("outside", "")))
        for code, parts in zip(codes, rings, strict=True)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><style>{_style()}</style>{_HATCH}'
        f'<rect class="ground" width="100%" height="100%"/>{areas}</svg>'
    )


def _path(rings: list[npt.NDArray[np.float64]], look: str, fill: str) -> str:
    drawn = "".join("M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings)
    return f'<path class="{look}" fill="{fill}" d="{drawn}"/>'


def _style() -> str:
    light, dark = (
        f"--text:{assets.theme(base, 'textColor')};--page:{assets.theme(base, 'backgroundColor')}"
        for base in ("light", "dark")
    )
    return _STYLE.format(light=light, dark=dark)


@lru_cache(maxsize=8)  # the epochs, of this build and the one before
def _shapes(file: Path) -> tuple[list[str], npt.NDArray[np.str_], npt.NDArray[np.float64], list[Rings]]:
    """Give codes, districts, bounds and rings of communes, as shares of the world's width from the top left."""
    features = json.loads(file.read_text("utf-8"))["features"]
    land = shapely.from_geojson([json.dumps(one["geometry"]) for one in features])
    land = shapely.coverage_simplify(shapely.transform(land, _mercator), _FINEST)
    properties = [one["properties"] for one in features]
    rings = [[shapely.get_coordinates(ring) for ring in shapely.get_rings(area)] for area in land]
    districts = np.array([one["district_code"] for one in properties])
    return [one["code"] for one in properties], districts, shapely.bounds(land), rings


def _mercator(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give degrees of longitude and latitude as shares of the world's width, downwards."""
    across = points[:, 0] / 360 + 0.5
    down = 0.5 - np.arcsinh(np.tan(np.radians(points[:, 1]))) / (2 * np.pi)
    return np.column_stack([across, down])
