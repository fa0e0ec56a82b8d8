"""What was last written from a part of the page, said there until the register changes again."""

from __future__ import annotations

import streamlit as st

from ui import caches


def leave(part: str, text: str) -> None:
    """Keep a text for a part of the page, to be called once the register is written; the next run shows it."""
    caches.stamp.clear()
    st.session_state[_key(part)] = (caches.stamp(), text)


def show(part: str) -> bool:
    """Show what was last written from this part and say whether there was anything.

    Its place is there also while it is empty: what stands below neither folds nor loses a click when it comes or goes.
    """
    place = st.container()
    stamp, text = st.session_state.get(_key(part), ("", ""))
    if stamp != caches.stamp():
        return False
    place.success(text, icon=":material/check:")
    return True


def forget(part: str) -> None:
    """Say it no longer."""
    st.session_state.pop(_key(part), None)


def _key(part: str) -> str:
    return f"notice-{part}"
