"""Everything a browser needs besides Streamlit itself, served by this app from installed packages: no internet.

Folders are declared as Streamlit component paths, so that their files answer under /component/NAME/ with the
right content type, gzipped, without Streamlit's static serving and without copies. What the map loads at first
goes into one script, one style sheet and one file of boundaries, for two measured reasons: streamlit-folium
loads scripts one after another (about 45 ms each), and Streamlit gives no lifetime to what it serves, so only
`fetch` with "force-cache" keeps it; that is right for files whose name carries a hash of their content.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
import time
from functools import lru_cache
from pathlib import Path

import fontpkg_be_vietnam_pro
import streamlit as st
from streamlit.components.v1 import declare_component
from xstatic.pkg import leaflet, leaflet_markercluster

from geo import boundaries, boundary_files

FONT_FAMILY = fontpkg_be_vietnam_pro.FAMILY
_WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}

_WEB = Path(__file__).parent / "web"
# jQuery is not here: folium needs it for popups only, and there are none.
_SCRIPTS = (
    Path(leaflet.BASE_DIR) / "leaflet.js",
    *(_WEB / f"{name}.js" for name in ("map_frame", "map_borders", "map_symbols", "map_labels", "map_extent", "map")),
)
_STYLES = (Path(leaflet.BASE_DIR) / "leaflet.css", _WEB / "map.css")
_LOOK = _WEB / "look.css"
_COLOURS = (("accent", "primaryColor"), ("band", "secondaryBackgroundColor"))  # style sheet's name, theme's name
_UNUSED_S = 24 * 3600.0  # what an older version published may still be asked for by an open page

# Python's own list of types, used where the system has none (Windows), knows neither of these.
mimetypes.add_type("font/ttf", ".ttf")
mimetypes.add_type("application/geo+json", ".geojson")


def map_script() -> str:
    """Give the address, for the map's frame, of Leaflet and the map's own scripts."""
    return _published("map.js", *_SCRIPTS)


def map_style() -> str:
    """Give the address, for the map's frame, of Leaflet's and the map's own style sheet."""
    return _published("map.css", *_STYLES)


def cluster_script() -> str:
    """Give the address of Leaflet's cluster plugin, which the map loads when it has very many exact points."""
    return f"{_serve('markercluster', leaflet_markercluster.BASE_DIR)}leaflet.markercluster.js"


def boundary_address(epoch: str) -> str:
    """Give the address of an epoch's boundaries for the map's frame; it changes when their content does.

    Raises Problem when the boundaries have not been built.
    """
    return _published(f"boundaries-{epoch}.geojson", boundaries.screen_file(epoch))


def use_look() -> None:
    """Give the page its style sheet, web/look.css, and the interface font that the theme names (`theme.font`).

    Not `theme.fontFaces`: on the first visit after a start the browser would ask for the files before this
    module is imported and serves them.
    """
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    fonts = font_faces(("/" + base if base else "") + "/component/" + _font()[3:])
    colours = ";".join(f"--{name}:light-dark({_theme('light', key)},{_theme('dark', key)})" for name, key in _COLOURS)
    st.html(f"<style>{fonts} .stApp{{{colours}}} {_rules(_LOOK)}</style>")


def _rules(sheet: Path) -> str:
    """Give a style sheet without its comments and needless space: it is sent again with every rerun."""
    return " ".join(re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL).split())


def _theme(base: str, key: str) -> str:
    return str(st.get_option(f"theme.{base}.{key}"))


def font_faces(folder: str) -> str:
    """Give the CSS that names the font's files in `folder`, an address ending in "/"."""
    return "".join(
        f"@font-face{{font-family:'{FONT_FAMILY}';font-weight:{weight};font-display:swap;"
        f"src:url('{folder}BeVietnamPro-{style}.ttf') format('truetype')}}"
        for weight, style in _WEIGHTS.items()
    )


def _font() -> str:
    return _serve("font", fontpkg_be_vietnam_pro.ROOT / "files")


def _serve(name: str, folder: str | Path) -> str:
    """Serve a folder and give its address relative to any other component's page, as the map's frame is."""
    return f"../{declare_component(name, path=str(folder)).name}/"


def _published(name: str, *sources: Path) -> str:
    """Give the address of one file made of `sources`, whose name carries a hash of their content.

    Built files have a folder of their own to be served from: those of the boundaries also hold what no browser
    needs. It is beside the boundaries because that place is known to be writable.
    """
    stamps = tuple((source, source.stat().st_mtime_ns) for source in sources)
    stem, _, suffix = name.rpartition(".")
    target = boundary_files.root().parent / "served" / f"{stem}-{_digest(stamps)}.{suffix}"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        for older in target.parent.glob(f"{stem}-*.{suffix}"):
            if time.time() - older.stat().st_mtime > _UNUSED_S:
                older.unlink(missing_ok=True)
        draft = target.with_suffix(".draft")
        draft.write_bytes(_joined(sources))
        draft.replace(target)
    return f"{_serve('served', target.parent)}{target.name}"


@lru_cache(maxsize=16)
def _digest(stamps: tuple[tuple[Path, int], ...]) -> str:
    return hashlib.sha256(_joined([source for source, _ in stamps])).hexdigest()[:16]


def _joined(sources: tuple[Path, ...] | list[Path]) -> bytes:
    return b"\n".join(source.read_bytes() for source in sources)
