"""Single sites edited by hand, and rows kept aside: each save is a version with its author's note."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data import columns
from data.errors import Problem
from data.record import SCHEMAS
from data.store import Changes
from data.wording import number, word
from ui import caches, faults, state
from ui.text import plain

# What may be edited here; a place is changed by sending a row, so that it is located and checked.
_EDITABLE = ("site_name", "hamlet", "launched", "quantity", "quantity_unit", "evidence")
_SHOWN = ("site_id", "model_key", "site_name", "hamlet", "commune_text", "district_text", *_EDITABLE[2:])


def show() -> None:
    """Draw the table of sites, what changed in it, and who says why."""
    lang = state.lang()
    store = caches.store()
    version = store.latest()
    sites = store.tables(version)["sites"]
    search = st.text_input(word("editing.search", lang), key="editing-search", width=360)
    if search:
        hay = sites[list(_SHOWN)].agg(" ".join, axis=1).str.casefold()
        sites = sites[hay.str.contains(search.casefold(), regex=False)]
    st.caption(plain(word("editing.help", lang, n=number(len(sites), lang) or "0")))
    config = {
        name: st.column_config.TextColumn(word(f"site.{name}", lang), disabled=name not in _EDITABLE) for name in _SHOWN
    }
    edited = st.data_editor(
        sites[list(_SHOWN)], hide_index=True, key=f"editing-{version}-{hash(search)}", column_config=config
    )
    changed = (edited[list(_EDITABLE)] != sites[list(_EDITABLE)]).any(axis=1)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.text_input(word("sending.by", lang), key="editing-by", width=240)
        note = st.text_input(word("sending.note", lang), key="editing-note", width=360)
        ready = bool(changed.any() and by.strip() and note.strip())
        asked = st.button(word("editing.save", lang, n=int(changed.sum())), type="primary", disabled=not ready)
    if asked:
        _save(sites[changed], edited.loc[changed, list(_EDITABLE)], version, by, note)


def _save(before: pd.DataFrame, after: pd.DataFrame, version: int, by: str, note: str) -> None:
    rows = before.copy()
    rows[list(_EDITABLE)] = after.fillna("").astype(str)
    found = columns.faults("sites.csv", rows, SCHEMAS["sites"])
    if found:
        where, expected = word("register.edit", state.lang()), word("editing.expected", state.lang())
        faults.explain(Problem(where, "; ".join(found), expected, word("editing.todo", state.lang())))
        return
    try:
        made = caches.store().commit(Changes({"sites": rows}), by=by, note=note, expected_parent=version)
    except Problem as problem:
        faults.explain(problem)
        return
    caches.stamp.clear()
    st.success(word("editing.saved", state.lang(), n=len(rows), version=made.number), icon=":material/check:")
