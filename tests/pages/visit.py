"""A page opened at an address, without a browser."""

from __future__ import annotations

from functools import cache
from typing import Any

from streamlit.testing.v1 import AppTest

from ui import frame

APP = str(frame.ROOT / "ui" / "main.py")


def visit(script: str, **query: str) -> AppTest:
    """Open a page of the menu, by its script, at an address with these parameters."""
    app = AppTest.from_file(APP, default_timeout=120)
    app._registered_pages = registered()  # else the first page would have to run before any other
    app.switch_page(str(frame.ROOT / script))
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@cache
def registered() -> Any:
    """Give the pages that the frame registers, as a first visit leaves them."""
    return AppTest.from_file(APP, default_timeout=120).run()._registered_pages
