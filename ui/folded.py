"""Widgets that may lie in a closed popover, whose value is in the address.

A browser does not tell a widget in a closed popover its new value: at the next rerun it sends the one it had before,
and may go on sending a widget that is no longer drawn. So such a widget starts anew, under a new key, whenever its
value has changed, and only the newest one is listened to.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def fresh(name: str, value: object) -> str:
    """Give the key of the widget that shows `value`: another one whenever the value is not the last one shown."""
    shown, turn = st.session_state.get(_turn(name), (value, 0))
    if shown != value:
        turn += 1
    st.session_state[_turn(name)] = (value, turn)
    return f"{name}-{turn}"


def heard(name: str, key: str, change: Callable[[], None]) -> Callable[[], None]:
    """Give what to do on a change of the widget `key`: `change`, unless a newer one of that name has replaced it."""

    def changed() -> None:
        if key == f"{name}-{st.session_state[_turn(name)][1]}":
            change()

    return changed


def _turn(name: str) -> str:
    return f"{name}-turn"
