"""Widgets that may lie in a closed popover, whose value is in the address.

A browser does not tell a widget in a closed popover its new value: at the next rerun it sends the one it had before,
and may go on sending a widget that is no longer drawn. So such a widget starts anew, under a new key, whenever its
value has been changed elsewhere, and only the newest one is listened to. One in which the reader has chosen knows it,
and stays: a box of dates takes a browser longer to make than all else that another day changes.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

_CHOSEN = object()  # what a widget shows in which the reader has just chosen


def fresh(name: str, value: object) -> str:
    """Give the key of the widget that shows `value`: another one unless it shows that already."""
    shown, turn = st.session_state.get(_turn(name), (value, 0))
    if shown not in (value, _CHOSEN):
        turn += 1
    st.session_state[_turn(name)] = (value, turn)
    return f"{name}-{turn}"


def heard(name: str, key: str, change: Callable[[], None]) -> Callable[[], None]:
    """Give what to do on a change of the widget `key`: `change`, unless a newer one of that name has replaced it."""

    def changed() -> None:
        turn = st.session_state[_turn(name)][1]
        if key == f"{name}-{turn}":
            st.session_state[_turn(name)] = (_CHOSEN, turn)
            change()

    return changed


def _turn(name: str) -> str:
    return f"{name}-turn"
