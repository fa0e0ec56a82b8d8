"""The server of the dashboard: Streamlit's own, running the frame in ui/main.py.

The frame is not this script because a script that has a folder pages/ beside it is run once, at the first visit after
a start, by Streamlit's old page discovery, which greets a link to any page with "Page not found".
"""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import config

from briefing import files
from data import log
from data.choice import TODAY, Choice
from data.errors import Problem
from data.reading import guard
from data.wording import LANGUAGES
from ui import caches, door, faults, first_sight, health, oidc, shell, sockets, watch


@asynccontextmanager
async def _ready(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Set up log and socket; fill the caches and start the renderer of pictures, so that nobody's first visit waits.

    From then on the trail is told of what is set outside the program.
    """
    log.set_up()
    sockets.send_at_once()
    with contextlib.suppress(Problem):  # a wrong setting is told where a file is sent
        config.set_option("server.maxUploadSize", guard.megabytes())
    threading.Thread(target=_warm_up, daemon=True).start()
    watch.start()
    yield {}


def _warm_up() -> None:
    with contextlib.suppress(Problem):  # told on the page, where somebody reads it
        caches.ready(Choice(), LANGUAGES[0])
        caches.inner_points(TODAY)
        caches.loose(TODAY)
        first_sight.warm_up(TODAY)
    files.warm_up()
    gc.collect()
    gc.freeze()  # what stays as long as the server is not looked through again and again: it would take 0.1 s each time


door.check_start()
app = st.App(
    Path(__file__).parent / "ui" / "main.py",
    lifespan=_ready,
    routes=[health.route, *door.ROUTES, *shell.routes()],
    middleware=[*door.middleware(), *shell.middleware()],
    on_script_error=faults.show,
    secrets=oidc.settings(),
)

if __name__ == "__main__":
    app.run()
