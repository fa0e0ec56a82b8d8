"""Who does it, and why: asked in each part of the register's page, the name only once a session."""

from __future__ import annotations

import streamlit as st

from data.wording import word
from ui import caches, state

_NAME = "signing-name"


def author(part: str, width: int = 280) -> str:
    """Ask who does this; a name given in another part of the page is there already. Who signed in is not asked."""
    account = caches.desk().person.name
    if account:
        st.text(word("sending.by_account", state.lang(), name=account), width="content")
        return account
    key = f"{part}-by"
    st.session_state.setdefault(key, st.session_state.get(_NAME, ""))
    name = st.text_input(
        word("sending.by", state.lang()),
        key=key,
        max_chars=80,
        placeholder=word("sending.by_example", state.lang()),
        width=width,
    )
    st.session_state[_NAME] = name
    return name


def note(part: str, label: str = "sending.note", width: int = 360) -> str:
    """Ask for the note that the version will carry; `label` is a key of the words."""
    return st.text_input(word(label, state.lang()), key=f"{part}-note", max_chars=200, width=width)
