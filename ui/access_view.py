"""The parts of the page Quản trị: accounts, sessions, the audit trail."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from access.office import Office
from access.roles import ROLES
from data.choice import TODAY
from data.errors import Problem
from data.freshness import local_moment
from data.wording import number, word
from geo import units
from ui import caches, faults, state
from ui.text import plain

_TOLD = "admin-told"
_SHOWN = 500  # entries of the trail; the file has all


def accounts() -> None:
    """Draw the accounts, and what is done with one of them or to get a new one."""
    lang, office = state.lang(), _office()
    _told()
    listed = office.accounts()
    names = [one.name for one in listed]
    rows = [
        {
            "name": one.name,
            "role": _role(one.role, lang),
            "areas": ", ".join(_area(area) for area in one.areas) or word("choice.whole_province", lang),
            "state": word(_state(one.disabled, bool(one.locked_until), one.must_change), lang),
            "since": local_moment(one.created_at),
        }
        for one in listed
    ]
    _table(pd.DataFrame(rows), lambda name: word(f"account.{name}", lang))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(word("admin.account", lang), names, key="admin-account", width=260)
        if st.button(word("admin.reset", lang), key="admin-reset"):
            _do(lambda: word("admin.one_time", lang, name=name, password=office.reset(name)))
        if st.button(word("admin.shut", lang), key="admin-shut"):
            _do(lambda: office.shut(name, True) or word("admin.is_shut", lang, name=name))
        if st.button(word("admin.open", lang), key="admin-open"):
            _do(lambda: office.shut(name, False) or word("admin.is_open", lang, name=name))
    with st.expander(word("admin.new", lang), icon=":material/person_add:"):
        asked = _form("admin-new", lang, new=True)
        if asked:
            _do(lambda: word("admin.one_time", lang, name=asked[0], password=office.add(*asked)))
    with st.expander(word("admin.change", lang, name=plain(name or "")), icon=":material/manage_accounts:"):
        asked = _form("admin-change", lang, new=False)
        if asked:
            _do(lambda: office.set_role(name, *asked[1:]) or word("admin.changed", lang, name=name))


def sessions() -> None:
    """Draw who is signed in, and end a session."""
    lang, office = state.lang(), _office()
    found = office.sessions()
    names = list(found["session"])
    for moment in ("begun_at", "seen_at"):
        found[moment] = found[moment].map(local_moment)
    _table(found, lambda name: word(f"session.{name}", lang))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        session = st.selectbox(word("session.session", lang), names, key="admin-session", width=260)
        if st.button(word("admin.revoke", lang), key="admin-revoke"):
            _do(lambda: word("admin.revoked", lang, n=office.revoke(session)))


def audit() -> None:
    """Draw the newest entries of the trail, whether it is sound, and the file of all."""
    lang, office = state.lang(), _office()
    with st.container(horizontal=True):
        if st.button(word("admin.verify", lang), icon=":material/verified:", key="admin-verify"):
            verdict = office.verify()
            last, told = verdict.last
            if verdict.sound:
                st.text(word("admin.sound", lang, n=number(verdict.count, lang) or "0", last=last, hash=told[:16]))
            else:
                bad = ", ".join(map(str, sorted({*verdict.altered, *verdict.unsealed})[:10]))
                st.text(word("admin.not_sound", lang, numbers=bad))
        st.download_button(
            word("admin.audit_file", lang),
            office.trail_file,
            "nhat-ky.csv",
            "text/csv",
            on_click="ignore",
            key="admin-audit",
        )
    entries = office.trail(_SHOWN)
    entries["at"] = entries["at"].map(local_moment)
    entries["what"] = entries["what"].map(lambda what: word(f"audit.{what}", lang))
    _table(entries[["number", "at", "account", "what", "subject", "details"]], lambda name: word(f"trail.{name}", lang))


def _office() -> Office:
    return Office(caches.store(), caches.desk().person)


def _form(key: str, lang: str, new: bool) -> tuple[str, str, list[str]] | None:
    """Ask for name, role and areas; give them once they are sent."""
    with st.form(key, border=False):
        name = st.text_input(word("account.name", lang), max_chars=40, width=260) if new else ""
        role = st.segmented_control(
            word("account.role", lang), ROLES, default=ROLES[0], required=True, format_func=lambda one: _role(one, lang)
        )
        places = caches.names(TODAY, lang)
        codes = [*units.districts(TODAY)["code"], *units.units(TODAY)["code"]]
        areas = st.multiselect(
            word("account.areas", lang),
            codes,
            format_func=lambda code: places.get(code, code),
            placeholder=word("choice.whole_province", lang),
        )
        sent = st.form_submit_button(word("admin.send", lang))
    return (name.strip(), str(role), [f"{TODAY}:{code}" for code in areas]) if sent else None


def _do(act: Callable[[], str]) -> None:
    """Do something and say afterwards what came of it, also a one-time password: it is shown once."""
    try:
        st.session_state[_TOLD] = act()
    except Problem as problem:
        faults.explain(problem)
        return
    st.rerun()


def _told() -> None:
    """Show what was just done."""
    if told := st.session_state.pop(_TOLD, ""):
        st.success(plain(told), icon=":material/check:")


def _role(role: str, lang: str) -> str:
    return word(f"role.{role}", lang)


def _state(disabled: bool, locked: bool, must_change: bool) -> str:
    if disabled:
        return "account.shut"
    return "account.locked" if locked else "account.must_change" if must_change else "account.open"


def _area(area: str) -> str:
    epoch, _, code = area.partition(":")
    return caches.names(epoch, state.lang()).get(code, area)


def _table(frame: pd.DataFrame, label: Callable[[str], str]) -> None:
    config = {name: st.column_config.Column(label(name)) for name in frame.columns}
    st.dataframe(frame, hide_index=True, width="stretch", column_config=config)
