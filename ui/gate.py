"""What stands between a reader and a page: the sign-in, and what their role may open; and who is signed in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import streamlit as st

from access import sessions
from access.person import Person
from data.wording import word
from ui import caches, oidc, person, state
from ui.text import plain

if TYPE_CHECKING:
    from ui.frame import Entry

_SIGN_IN = "/dang-nhap"
_GO = """
export default () => {
  window.top.location.assign(%s);
};
"""


def passed() -> bool:
    """Say whether the page may be run; else show why not, and the way on."""
    reader = caches.reader()
    if reader and not reader.must_change:
        return True
    st.info(word("gate.over", state.lang()), icon=":material/lock:")
    if st.button(word("door.enter", state.lang()), type="primary", key="gate-enter"):
        leave()
    return False


def may_open(entry: Entry) -> bool:
    """Say whether this reader may open a page; at an open door there are no accounts to look after."""
    reader = caches.desk().person
    return reader.may(entry.needs) and bool(reader.name or entry.needs not in ("accounts", "audit"))


def refuse(entry: Entry) -> None:
    """Say that a page is not for this reader's role."""
    lang = state.lang()
    reader = caches.desk().person
    role = word(f"role.{reader.role if reader.name else 'nobody'}", lang)
    st.warning(word("gate.forbidden", lang, page=word(entry.title, lang), role=role), icon=":material/lock:")


def account() -> None:
    """Show who is signed in, with the way to change the password and to sign out; nothing at an open door."""
    reader, lang = caches.desk().person, state.lang()
    if not reader.name:
        return
    st.space("medium")
    where = "" if reader.scope.whole else f" · {_areas(reader)}"
    st.caption(f":material/person: {plain(reader.name)} · {word(f'role.{reader.role}', lang)}{plain(where)}")
    if reader.via == "password" and st.button(word("door.change", lang), type="tertiary", key="account-password"):
        leave("/mat-khau")
    if st.button(word("door.leave", lang), type="tertiary", icon=":material/logout:", key="account-leave"):
        sessions.sign_out(caches.store(), reader)
        person.forget(person.cookie())
        leave((oidc.sign_out_link() if reader.via == "oidc" else "") or _SIGN_IN)


def _areas(reader: Person) -> str:
    """Name the areas of a reader, as they are called in their epoch."""
    told = []
    for area in reader.scope.areas:
        epoch, _, code = area.partition(":")
        told.append(caches.names(epoch, state.lang()).get(code, area))
    return ", ".join(told)


def leave(address: str = _SIGN_IN) -> None:
    """Send the browser to a page of the server itself, or to the address at which another one signs out."""
    st.components.v2.component("leave", js=_GO % json.dumps(address))(key="leave")
