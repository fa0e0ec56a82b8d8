"""The map as one picture, for the second in which a browser is still loading the page around the real one.

The page of the map is painted by scripts that load scripts; this picture needs none of them. It is drawn from the same
specification, for the same reader, at the place and the zoom at which the real map will appear (web/start.js), which
takes it away as soon as it has been painted itself (web/map.js). The page names it before all else that it loads, when
nothing is known of the screen yet: so it is as wide as the map ever is, and cut on both sides.
"""

from __future__ import annotations

import contextlib
import html
import json
import math
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import numpy as np
import numpy.typing as npt
import shapely
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from briefing.spec import MapSpec
from data.choice import TODAY, Choice
from data.errors import Problem
from data.indicator import indicators
from data.wording import LANGUAGES
from geo import boundaries, units
from ui import assets, caches, door
from ui.map_state import LOOKS, colour

Rings = list[npt.NDArray[np.float64]]

ADDRESS = "first-sight.svg"
_PAGE = "/ban-do"
# Pixels of the screens for which it is known where the map will be, and of the map there (ui/web/start.js).
_SCREENS = "(min-width: 1366px) and (max-width: 1900px)"
_NARROWEST, _WIDEST, _HEIGHT = 730, 1110, 560
_TILE_PX = 256  # the world's width at zoom 0, in Leaflet as everywhere
_PADDING_PX, _ZOOM_STEP = 12, 0.25  # as ui/web/map.js fits the map
_FINEST = 4e-6  # of the world's width: 160 m, less than a pixel of the whole province
_KEPT = 32  # pictures, of about 0.2 MB
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


def link(path: str, query: str) -> str:
    """Give the element of a page's head that names its picture, "" where it has none.

    None has the map beside another or moved by hand, and that of a district so long that its zoom depends on the
    screen's width.
    """
    if not path.endswith(_PAGE):
        return ""
    asked = dict(parse_qsl(query))
    epoch = asked.get("epoch", TODAY)
    if asked.keys() & {"other", "at"} or epoch not in units.EPOCHS:
        return ""
    with contextlib.suppress(Problem):  # told on the page
        if not _view(boundaries.screen_file(epoch), asked.get("district", "")):
            return ""
    address = html.escape(f"./{ADDRESS}?{urlencode(asked)}")
    return f'<link rel="preload" as="image" fetchpriority="high" media="{_SCREENS}" href="{address}">'


async def answer(request: Request) -> Response:
    """Answer with the picture for the choice in the address; 404 where there is nothing to draw."""
    made = await run_in_threadpool(_made, request)
    return Response(made, 200 if made else 404, {"cache-control": "no-store"}, "image/svg+xml")


def _made(request: Request) -> str:
    query = dict(request.query_params)
    try:
        reader = door.who(request)
        if reader is None:
            return ""
        choice, _ = Choice.from_query(query, caches.known())
        found = indicators()
        indicator = query.get("indicator", "")
        shown = indicator if indicator in found else next(iter(found))
        return picture(caches.site_map_of(reader, choice, shown, LANGUAGES[0]))
    except (KeyError, ValueError, Problem):  # whatever is wrong is told on the page
        return ""


def warm_up(epoch: str) -> None:
    """Read an epoch's communes before somebody waits for them. Raises Problem when the boundaries are missing."""
    _shapes(boundaries.screen_file(epoch))


@lru_cache(maxsize=_KEPT)  # a spec never changes
def picture(spec: MapSpec) -> str:
    """Draw a map as SVG: communes in their classes; sites follow with the real map. "" where it has no one view."""
    file = boundaries.screen_file(spec.epoch)
    view = _view(file, spec.district)
    if view is None:
        return ""
    scale, middle = view
    corner = middle * scale - (_WIDEST / 2, _HEIGHT / 2)
    codes, _, _, rings = _shapes(file)
    looks = {item.key: (LOOKS.get(item.key, ""), colour(item)) for item in spec.classes}
    classes = dict(zip(spec.areas["code"], spec.areas["class_key"], strict=True))
    areas = "".join(
        _path([ring * scale - corner for ring in parts], *looks.get(classes.get(code, ""), ("outside", "")))
        for code, parts in zip(codes, rings, strict=True)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDEST}" height="{_HEIGHT}"><style>{_style()}</style>'
        f'{_HATCH}<rect class="ground" width="100%" height="100%"/>{areas}</svg>'
    )


def _view(file: Path, district: str) -> tuple[float, npt.NDArray[np.float64]] | None:
    """Give pixels of the world's width, and the middle: of a district, or the province if it is none.

    It is the height that decides on the zoom; None where on a narrow screen the width would.
    """
    _, districts, bounds, _ = _shapes(file)
    inside = bounds[districts == district] if district in districts else bounds
    corners = np.array([inside[:, :2].min(axis=0), inside[:, 2:].max(axis=0)])
    wide, high = corners[1] - corners[0]
    room = (_HEIGHT - 2 * _PADDING_PX) / high / _TILE_PX
    scale = _TILE_PX * 2 ** (math.floor(math.log2(room) / _ZOOM_STEP) * _ZOOM_STEP)
    return None if wide * scale > _NARROWEST - 2 * _PADDING_PX else (scale, corners.mean(axis=0))


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
