"""Who is before the screen: found by the token in the browser's cookie, or nobody in particular at an open door."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from access import door, sessions
from access.person import OPEN, Person
from data.errors import Problem
from data.store import Store, open_store

COOKIE = "nghean_session"
_FRESH_S = 2  # a session that was ended elsewhere is over here after so long
_NOTED_EVERY_S = 60
_SAME_RUN_S, _LATELY = 0.5, "_nghean_reader"
_MOST = 10_000  # tokens remembered; then all are asked for anew

_known: dict[str, tuple[float, Person | None]] = {}
_noted: dict[str, float] = {}
_imported: set[str] = set()  # registers that were seen to hold imported rows: they are never taken for public again


def asks(store: Store, latest: int) -> bool:
    """Say whether this server asks for a sign-in before a register whose last version is `latest`."""
    if latest > 1:
        _imported.add(store.database.name)
    return door.asks(address(), store.database.name in _imported)


def address() -> str:
    """Give the address that the server listens on, "" for all."""
    return str(st.get_option("server.address") or "")


def cookie() -> str:
    """Give the token that this reader's browser has, "" where it has none; a page tested without a browser has none."""
    found = st.context.cookies.get(COOKIE, "")
    return found if isinstance(found, str) else ""


def lately(ask: Callable[[], Person | None]) -> Person | None:
    """Give who acts in this run of the page, asked for once: a page looks that up dozens of times as it runs."""
    run = get_script_run_ctx(suppress_warning=True)
    if run is None:
        return ask()
    at, found = getattr(run, _LATELY, (-_SAME_RUN_S, None))
    if time.monotonic() - at >= _SAME_RUN_S:
        found = ask()
        setattr(run, _LATELY, (time.monotonic(), found))
    return found


def current(store: Store, latest: int) -> Person | None:
    """Give who acts in this run of the page, None where somebody has to sign in first."""
    asked = asks(store, latest)
    if get_script_run_ctx(suppress_warning=True) is None:  # beside the visits: caches are filled before the first one
        return None if asked else OPEN
    token = cookie()
    if token and (found := of(store, token)):
        return found
    headers = {name.lower(): value for name, value in st.context.headers.items()}
    # Without a browser there is no host; one on the wire without it was turned away at the door.
    here = not headers or door.local(headers, st.context.ip_address or "127.0.0.1")  # told as None at home
    return OPEN if here and not asked else None


def of(store: Store, token: str) -> Person | None:
    """Give who a token lets in; a rerun asks the database for it once in _FRESH_S at most."""
    now = time.monotonic()
    at, found = _known.get(token, (-_FRESH_S, None))
    if now - at >= _FRESH_S:
        if len(_known) > _MOST:
            _known.clear()
        found = sessions.person_of(store, token)
        _known[token] = (now, found)
    if found and now - _noted.get(token, -_NOTED_EVERY_S) >= _NOTED_EVERY_S:
        _noted[token] = now
        threading.Thread(target=_note, args=(token,), daemon=True).start()
    return found


def forget(token: str) -> None:
    """Ask the database for a token anew at the next use."""
    _known.pop(token, None)


def _note(token: str) -> None:
    """Note the use beside the reader's run: where somebody writes for long, nobody who reads waits for it."""
    with contextlib.suppress(Problem):
        sessions.used(open_store(timeout_s=1), token)
