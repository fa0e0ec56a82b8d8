"""The page that Streamlit sends first, and the map's frame, with what they need written into them.

Streamlit's page loads nothing before its script has run on the server and answered, piece by piece. Named in its
head, fonts, style sheet and the scripts of the widgets that nearly every page has arrive in the meantime (measured in
docs/performance.md), and no rerun has to send styles again. streamlit-folium's frame gets the map's script and style
sheet the same way, instead of loading one after the other when it is told to.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import streamlit as st
import streamlit_folium
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import get_instance

from ui import assets, first_sight

_FRAME = "/component/streamlit_folium.st_folium/index.html"
_HASHED = "/component/streamlit_folium.st_folium/static/"  # their names change with their content
_FOR_GOOD = "public, max-age=31536000, immutable"

_STATIC = Path(st.__file__).parent / "static"
# Streamlit's script for the map's frame, which it would ask for only when it has to draw one.
_ELEMENTS = ("ComponentInstance",)
_IMPORT = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
_WEIGHTS = (400, 600, 700)  # of the font, that every page shows at once
_UNUSED = re.compile(r"<link\s[^>]*SourceSans[^>]*>")  # Streamlit's own font: 170 KB for nothing


def routes() -> list[BaseRoute]:
    """Give the routes of the files and of the map's first sight, for `st.App`."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    prefix = f"/{base}" if base else ""
    files = Mount(f"{prefix}/{assets.ADDRESS}", app=_Files(directory=assets.folder()))
    return [files, Route(f"{prefix}/{first_sight.ADDRESS}", first_sight.answer)]


def middleware() -> list[Middleware]:
    """Give what rewrites the two pages, for `st.App`."""
    return [Middleware(Shell)]


class _Files(StaticFiles):
    """The folder of files that browsers may keep for good."""

    def file_response(self, *given: Any, **settings: Any) -> Response:
        answer = super().file_response(*given, **settings)
        answer.headers["cache-control"] = _FOR_GOOD
        return answer


class Shell:
    """ASGI middleware: writes into the two pages on their way out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # Streamlit registers a component that is imported by a page; here it is imported before.
        get_instance().component_registry.register_component(streamlit_folium._component_func)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; everything but the two pages passes through as it is."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"].endswith(_FRAME):
            await self._app(_whole(scope), receive, _Rewriting(send, _in_frame))
        elif any(name == b"accept" and b"text/html" in value for name, value in scope["headers"]):
            picture = first_sight.link(scope["path"], scope["query_string"].decode("latin-1"))
            await self._app(_whole(scope), receive, _Rewriting(send, partial(_in_page, picture=picture)))
        else:
            await self._app(scope, receive, partial(_kept, send) if _HASHED in scope["path"] else send)


async def _kept(send: Send, message: Message) -> None:
    """Pass an answer on; a browser may keep what it says for good."""
    if message["type"] == "http.response.start" and message["status"] == 200:
        headers = [one for one in message["headers"] if one[0] != b"cache-control"]
        message = message | {"headers": [*headers, (b"cache-control", _FOR_GOOD.encode())]}
    await send(message)


def _whole(scope: Scope) -> Scope:
    """Ask for a page neither compressed nor compared with an older one, whose head may have named other files."""
    left_out = (b"accept-encoding", b"if-none-match", b"if-modified-since")
    return scope | {"headers": [one for one in scope["headers"] if one[0] not in left_out]}


class _Rewriting:
    """Passes an answer on; one that is HTML is held back until it is whole, and changed."""

    def __init__(self, send: Send, change: Callable[[str], str]) -> None:
        self._send, self._change = send, change
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = self._change(self._body.decode()).encode()
        left_out = (b"content-length", b"etag", b"last-modified")
        headers = [one for one in start["headers"] if one[0] not in left_out]
        await self._send(start | {"headers": [*headers, (b"content-length", str(len(body)).encode())]})
        await self._send({"type": "http.response.body", "body": body})


def _is_html(start: Message) -> bool:
    return any(name == b"content-type" and value.startswith(b"text/html") for name, value in start["headers"])


def _in_page(page: str, picture: str) -> str:
    """Write into Streamlit's page, first of all what names its picture; any other HTML stays as it is."""
    if '<div id="root">' not in page:
        return page
    folder = f"./{assets.ADDRESS}/"
    fonts = (
        f'<link rel="preload" href="{folder}{assets.font(weight)}" as="font" type="font/ttf" crossorigin>'
        for weight in _WEIGHTS
    )
    scripts = (f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in _scripts())
    head = f'<script src="{folder}{assets.start_script()}"></script>{"".join(fonts)}{"".join(scripts)}'
    # At the end of the body: rules as strong as Streamlit's own count after them.
    look = f'<link rel="stylesheet" href="{folder}{assets.look()}">'
    page = _UNUSED.sub("", page).replace('<html lang="en">', '<html lang="vi">')
    page = page.replace('<meta charset="UTF-8" />', f'<meta charset="UTF-8" />{picture}', 1)
    return page.replace("</title>", f"</title>{head}", 1).replace("</body>", f"{look}</body>", 1)


def _in_frame(page: str) -> str:
    """Write into the page of the map's frame; in its body, because streamlit-folium parses its head a second time."""
    style = f'<link rel="stylesheet" href="{assets.FRAME_PREFIX}{assets.map_style()}">'
    script = f'<script src="{assets.FRAME_PREFIX}{assets.map_script()}"></script>'
    return page.replace("<body>", f"<body>{style}", 1).replace("</body>", f"{script}</body>", 1)


@cache
def _scripts() -> tuple[str, ...]:
    """Give the names of the scripts of `_ELEMENTS` and of all they import, without those that the page names itself."""
    folder = _STATIC / "static" / "js"
    known = set(re.findall(r"static/js/([\w.-]+\.js)", (_STATIC / "index.html").read_text("utf-8")))
    waiting = [file.name for element in _ELEMENTS for file in folder.glob(f"{element}.*.js")]
    found: dict[str, None] = {}
    while waiting:
        name = waiting.pop()
        if name not in known and name not in found:
            found[name] = None
            waiting += _IMPORT.findall((folder / name).read_text("utf-8"))
    return tuple(found)
