"""The two pages that are written into on their way out, and what browsers may keep."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import pytest

from ui import assets, shell

PAGE = (shell._STATIC / "index.html").read_text("utf-8")


def answered(path: str, accept: str, body: str, kind: str = "text/html; charset=utf-8") -> tuple[dict[str, Any], str]:
    """Ask a server that answers everything with `body`, in two parts, through the middleware."""
    seen: dict[str, Any] = {}
    sent: list[Any] = []

    async def server(scope: Any, receive: Any, send: Any) -> None:
        seen["asked"] = dict(scope["headers"])
        headers = [(b"content-type", kind.encode()), (b"etag", b"old"), (b"cache-control", b"public")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        half = len(body) // 2
        await send({"type": "http.response.body", "body": body[:half].encode(), "more_body": True})
        await send({"type": "http.response.body", "body": body[half:].encode()})

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"accept", accept.encode()), (b"accept-encoding", b"gzip"), (b"if-none-match", b"old")]
    through = shell.Shell.__new__(shell.Shell)  # without a running server to register a component with
    through._app = server
    answering = through({"type": "http", "path": path, "query_string": b"lang=en", "headers": headers}, None, send)
    with contextlib.suppress(StopIteration):  # nothing in it waits: no loop is needed, and a browser's may be running
        answering.send(None)
    start, *rest = sent
    return seen | {"headers": dict(start["headers"])}, b"".join(part["body"] for part in rest).decode()


def test_a_page_names_what_every_page_needs_before_streamlit_asks_for_it() -> None:
    found, page = answered("/ban-do", "text/html,*/*", PAGE)
    head, body = page.split("</head>")
    assert '<html lang="vi">' in head
    assert head.index("first-sight.svg?lang=en") < head.index(assets.start_script()) < head.index("static/js/index.")
    for weight in (400, 600, 700):
        assert f'href="./assets/{assets.font(weight)}" as="font"' in head
    assert re.search(r'rel="modulepreload" crossorigin href="./static/js/ComponentInstance\.', head)
    assert "SourceSans" not in page
    assert body.index('id="root"') < body.index(f'<link rel="stylesheet" href="./assets/{assets.look()}">')
    assert found["headers"][b"content-length"] == str(len(page.encode())).encode()
    assert b"etag" not in found["headers"]
    assert found["asked"].keys() == {b"accept"}, "not compressed, not compared with an older page"


def test_the_map_s_frame_has_its_script_and_style_sheet_outside_the_head_that_is_parsed_again() -> None:
    frame = "<html><head></head><body><div></div></body></html>"
    _, page = answered("/component/streamlit_folium.st_folium/index.html", "*/*", frame)
    style = f'<link rel="stylesheet" href="../../assets/{assets.map_style()}">'
    script = f'<script src="../../assets/{assets.map_script()}"></script>'
    assert page == f"<html><head></head><body>{style}<div></div>{script}</body></html>"


@pytest.mark.parametrize(
    ("path", "accept", "body", "kind"),
    [
        ("/_stcore/health", "*/*", "ok", "text/plain"),
        ("/tai-lieu", "text/html", "<p>of somebody else</p>", "text/html"),
        ("/media/a.html", "*/*", PAGE, "text/html"),
    ],
)
def test_everything_else_passes_as_it_is(path: str, accept: str, body: str, kind: str) -> None:
    assert answered(path, accept, body, kind)[1] == body


def test_files_with_a_hash_in_their_name_are_kept_for_good() -> None:
    found, _ = answered("/component/streamlit_folium.st_folium/static/js/main.js", "*/*", "1", "text/javascript")
    assert found["headers"][b"cache-control"] == b"public, max-age=31536000, immutable"


def test_every_script_named_in_the_page_is_there_and_named_once() -> None:
    names = shell._scripts()
    assert {name.split(".")[0] for name in names} >= set(shell._ELEMENTS)
    assert all((shell._STATIC / "static" / "js" / name).is_file() for name in names)
    assert not [name for name in names if f"/{name}" in PAGE]


def test_the_style_sheet_holds_font_colours_look_and_words() -> None:
    text = (assets.folder() / assets.look()).read_text("utf-8")
    assert f"url('{assets.font(400)}')" in text
    assert "--accent:light-dark(" in text
    assert '[data-testid="stSidebarHeader"]' in text
    assert ":root:lang(vi) " in text
