"""The interactive map: a MapSpec drawn with folium and streamlit-folium, and the commune a reader clicks.

The library's plain use sends and rebuilds everything on every change (2–3 MB, 0.4–1.7 s for a filter,
measured). Here:
- The folium map's script is always the same text, so the component never remounts: streamlit-folium
  remounts when the hash of that script changes.
- Geometry is fetched by web/map.js once per epoch from its own cached address; a rerun only sends a small
  table (see map_state). It stands in a hidden element of the page, where the map reads it in the very moment in which
  Streamlit changes the rest of the page: what a component is given comes a frame later, and as a script.
- Which commune is selected is not in the table but in an element of its own: a click changes nothing else, so
  Streamlit sends no table that the browser has already.
- `returned_objects=[]`: pan and zoom cause no rerun. A click is reported by web/map.js itself through
  `Streamlit.setComponentValue`, because the library binds its click handlers before the boundaries have
  arrived.
- No data in folium popups, tooltips or names: they stand unescaped in a JavaScript template literal. Texts
  travel as safe JSON and reach the page through `textContent` only.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import folium
import streamlit as st
from folium.template import Template
from streamlit_folium import st_folium

from briefing.spec import MapSpec
from data.errors import Problem
from data.settings import settings
from ui import assets
from ui.map_state import Foresight, script_json, state

_PHONE_HEIGHT = 400
# About Nghệ An; the map fits itself to the boundaries as soon as they are there.
_CENTRE, _ZOOM = (19.24, 104.95), 8


class _Call(folium.MacroElement):
    """One call of a function of web/map.js."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.call }}({{ this.given }});{% endmacro %}")

    def __init__(self, call: str, *given: str) -> None:
        """`given` are its arguments, each JSON that `script_json` has written."""
        super().__init__()
        self._name = "Call"
        self.call = call
        self.given = ",".join(given)

    def render(self, **_: object) -> None:
        """Leave it to streamlit-folium, which writes scripts itself; folium's would be compiled and thrown away."""


def draw(
    spec: MapSpec,
    on_select: Callable[[str], None] | None = None,
    height: int = 620,
    key: str = "map",
    *,
    keeps_extent: bool = False,
    linked: bool = False,
    foresight: Foresight | None = None,
) -> str:
    """Draw the map and give the code of the commune that is selected now, "" when none is.

    A click on a commune selects it and a click on the selected one clears it. `on_select` is called with
    the new code (or "") before the page runs again, so that this very run shows it; without it, compare the
    answer with `spec.selected`. `height` is in pixels (less on a phone). `keeps_extent`: the page's address says
    which part of the map is seen, for one map a page; `linked`: it moves with the other linked maps of the page;
    `foresight`: it shows a district at once that is chosen in the filter bar.
    Raises Problem when the boundaries are missing.
    """
    clicked_key = f"{key}_clicked"

    def clicked() -> None:
        code = commune(st.session_state.get(key), spec)
        st.session_state[clicked_key] = code
        if on_select is not None:
            on_select(code)

    table = _table(spec.plain or spec, assets.boundary_address(spec.epoch), keeps_extent, linked, foresight)
    # Right before the map, where web/map_told.js looks for them. As text: an attribute of this length is slow to clean.
    st.html(f'<i class="map-table" data-name="{table.name}" hidden>{table.text}</i>')
    st.html(_selection(spec.selected, table.name, st.session_state.get(key)))
    st_folium(
        _frame(),
        key=key,
        height=_height(height),
        use_container_width=True,
        returned_objects=[],
        on_change=clicked,
    )
    return str(st.session_state.pop(clicked_key, spec.selected))


class _Table(NamedTuple):
    """What the map is told but for the selection, as JSON, with a name that is the same for the same."""

    name: str
    text: str


@lru_cache(maxsize=64)  # as many as there are maps in ui/caches.py: the same spec is seen again and again
def _table(spec: MapSpec, boundaries: str, keeps: bool, linked: bool, foresight: Foresight | None) -> _Table:
    """Write what the map is told; a spec never changes, so it is written once."""
    text = script_json(state(spec, boundaries, keeps, linked, foresight))
    return _Table(hashlib.sha256(text.encode()).hexdigest()[:16], text)


def _selection(code: str, table: str, reported: object) -> str:
    """Write what is selected in a table, and which click that answers: one that selected nothing is answered too."""
    at = reported.get("at") if isinstance(reported, dict) else 0
    click = at if isinstance(at, int) else 0
    attributes = {"class": "map-selected", "data-code": code, "data-table": table, "data-click": str(click)}
    told = " ".join(f'{name}="{html.escape(value)}"' for name, value in attributes.items())
    return f"<i {told}></i>"


def _frame() -> folium.Map:
    """Build the part that stays the same while the server runs."""
    url = tile_url()
    frame = folium.Map(location=_CENTRE, zoom_start=_ZOOM, tiles=None, zoom_control=False, zoom_snap=0.25)
    frame.default_js = frame.default_css = []  # the frame's page names them itself (ui/shell.py)
    if url:
        attribution = html.escape(settings().nghean_tile_attribution)
        folium.TileLayer(url, attr=attribution or " ", control=False).add_to(frame)
    frame.add_child(_Call("nghean.start", script_json({"tiles": bool(url)})))
    return frame


def tile_url() -> str:
    """Give the base map's address pattern from NGHEAN_TILE_URL, "" for none (so it is unless set).

    Raises Problem when it is neither an http(s) address nor a path on this server.
    """
    url = settings().nghean_tile_url.strip()
    if url and not re.match(r"https?://|/(?!/)", url):
        raise Problem(
            where="Biến môi trường NGHEAN_TILE_URL",
            came=f"«{url}»",
            expected="địa chỉ bắt đầu bằng https://, http:// hoặc /",
            todo="Sửa lại địa chỉ, hoặc bỏ trống để không dùng bản đồ nền.",
        )
    return url


def commune(value: object, spec: MapSpec) -> str:
    """Read what the browser reports, which may be anything, as the code of a drawn commune or ""."""
    code = value.get("code") if isinstance(value, dict) else ""
    return code if isinstance(code, str) and code in set(spec.areas["code"]) else ""


def _height(height: int) -> int:
    """Give less height on a phone, where the province needs less and the page must still scroll."""
    phone = "Mobi" in (st.context.headers.get("User-Agent") or "")
    return min(height, _PHONE_HEIGHT) if phone else height
