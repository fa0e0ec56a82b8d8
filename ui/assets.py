"""Everything a browser needs besides Streamlit itself, served by this app from installed packages: no internet.

Each file is made of its sources and has a hash of its content in its name, so a browser may keep it for good
(ui/shell.py serves it so): after a change it has another address.
"""

from __future__ import annotations

import hashlib
import mimetypes
import time
from functools import lru_cache
from pathlib import Path

import fontpkg_be_vietnam_pro
import streamlit as st
from xstatic.pkg import leaflet, leaflet_markercluster

from geo import boundaries, boundary_files
from ui import widget_words

FONT_FAMILY = fontpkg_be_vietnam_pro.FAMILY
_WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}

_WEB = Path(__file__).parent / "web"
# jQuery is not here: folium needs it for popups only, and there are none.
_SCRIPTS = (
    Path(leaflet.BASE_DIR) / "leaflet.js",
    Path(leaflet_markercluster.BASE_DIR) / "leaflet.markercluster.js",
    *(
        _WEB / f"map_{part}.js"
        for part in ("frame", "renderer", "borders", "symbols", "labels", "extent", "foresight", "told")
    ),
    _WEB / "map.js",
)
_COLOURS = (("accent", "primaryColor"), ("band", "secondaryBackgroundColor"))  # style sheet's name, theme's name
ADDRESS = "assets"  # of the folder, below the app's own
FRAME_PREFIX = f"../../{ADDRESS}/"  # for the map's frame, which is at /component/NAME/index.html
_UNUSED_S = 24 * 3600.0  # what an older version published may still be asked for by an open page

# Python's own list of types, used where the system has none (Windows), knows neither of these.
mimetypes.add_type("font/ttf", ".ttf")
mimetypes.add_type("application/geo+json", ".geojson")


def map_script() -> str:
    """Give the name of the script of the map's frame: Leaflet, its cluster plugin and the map's own."""
    return _published("map.js", *_SCRIPTS)


def map_style() -> str:
    """Give the name of the style sheet of the map's frame."""
    return _published("map.css", _font_faces(), Path(leaflet.BASE_DIR) / "leaflet.css", _WEB / "map.css")


def look() -> str:
    """Give the name of the style sheet of the whole page: font, colours of the theme, web/look.css, widgets' words."""
    colours = ";".join(f"--{name}:light-dark({theme('light', key)},{theme('dark', key)})" for name, key in _COLOURS)
    return _published(
        "look.css", _font_faces(), f".stApp{{{colours}}}", _WEB / "look.css", "".join(widget_words.rules())
    )


def start_script() -> str:
    """Give the name of the script that runs before Streamlit's own."""
    return _published("start.js", _WEB / "start.js")


def font(weight: int) -> str:
    """Give the name of the interface font's file of a weight."""
    name = f"BeVietnamPro-{_WEIGHTS[weight]}.ttf"
    return _published(name, fontpkg_be_vietnam_pro.ROOT / "files" / name)


def boundary_address(epoch: str) -> str:
    """Give the address of an epoch's boundaries for the map's frame; it changes when their content does.

    Raises Problem when the boundaries have not been built.
    """
    return FRAME_PREFIX + _published(f"boundaries-{epoch}.geojson", boundaries.screen_file(epoch))


def folder() -> Path:
    """Give the folder of all files that are served, made when it is missing.

    It is one of their own: those of the boundaries also hold what no browser needs. It is beside the boundaries because
    that place is known to be writable.
    """
    found = boundary_files.root().parent / "served"
    found.mkdir(parents=True, exist_ok=True)
    return found


def theme(base: str, key: str) -> str:
    """Give a colour of the light or dark theme."""
    return str(st.get_option(f"theme.{base}.{key}"))


def _font_faces() -> str:
    """Name the font's files, which lie beside the style sheet.

    Not `theme.fontFaces`: on the first visit after a start the browser would ask for the files before they are served.
    """
    return "".join(
        f"@font-face{{font-family:'{FONT_FAMILY}';font-weight:{weight};font-display:swap;"
        f"src:url('{font(weight)}') format('truetype')}}"
        for weight in _WEIGHTS
    )


def _published(name: str, *parts: Path | str) -> str:
    """Give the name of one file made of `parts`, files and texts, which carries a hash of its content."""
    stamps = tuple((part, part.stat().st_mtime_ns if isinstance(part, Path) else 0) for part in parts)
    stem, _, suffix = name.rpartition(".")
    target = folder() / f"{stem}-{_digest(stamps)}.{suffix}"
    if not target.exists():
        for older in target.parent.glob(f"{stem}-*.{suffix}"):
            if time.time() - older.stat().st_mtime > _UNUSED_S:
                older.unlink(missing_ok=True)
        draft = target.with_suffix(".draft")
        draft.write_bytes(_joined(parts))
        draft.replace(target)
    return target.name


@lru_cache(maxsize=32)
def _digest(stamps: tuple[tuple[Path | str, int], ...]) -> str:
    return hashlib.sha256(_joined([part for part, _ in stamps])).hexdigest()[:16]


def _joined(parts: tuple[Path | str, ...] | list[Path | str]) -> bytes:
    return b"\n".join(part.read_bytes() if isinstance(part, Path) else part.encode() for part in parts)
