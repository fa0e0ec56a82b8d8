"""A page opened at an address, without a browser."""

from __future__ import annotations

from functools import cache

from streamlit.testing.v1 import AppTest

from ui import frame

APP = str(frame.ROOT / "ui" / "main.py")


def visit(script: str, **query: str) -> AppTest:
    """Open a page of the menu, by its script, at an address with these parameters."""
    app = AppTest.from_file(APP, default_timeout=120)
    first = visited()
    app._registered_pages = first._registered_pages  # else the first page would have to run before any other
    # Else every page would look through all installed packages for components, longer than most pages take to run.
    app._bidi_component_manager = first._bidi_component_manager
    app.switch_page(str(frame.ROOT / script))
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@cache
def visited() -> AppTest:
    """Give the app after a first visit, with what the frame registers then."""
    return AppTest.from_file(APP, default_timeout=120).run()
