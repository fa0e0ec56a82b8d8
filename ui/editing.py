"""Single sites edited by hand: each save is a version with its author's note."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data import catalogue, editing
from data.errors import Problem
from data.wording import day, number, word
from ui import caches, faults, notice, sending, signing, state
from ui.text import plain

# What may be edited here; a row that is moved is located and checked as one of a file.
_EDITABLE = (
    *("site_name", "hamlet", "commune_text", "district_text", "unit_epoch", "lat", "lon"),
    *("launched", "quantity", "quantity_unit", "evidence"),
)
# Column → width in pixels, in the order shown.
_WIDTHS = {
    "site_name": 280,
    "model": 180,
    "hamlet": 130,
    "commune_text": 150,
    "district_text": 130,
    "launched": 100,
    "quantity": 90,
    "quantity_unit": 90,
    "unit_epoch": 90,
    "lat": 110,
    "lon": 110,
    "evidence": 300,
    "site_id": 240,
}


def show() -> None:
    """Draw the table of sites, what changed in it, and who says why."""
    lang, store = state.lang(), caches.desk()
    notice.show("editing")
    version = store.latest()
    sites = _shown(store.tables(version)["sites"], lang)
    search = st.text_input(word("editing.search", lang), key="editing-search", width=360)
    if search:
        hay = sites.agg(" ".join, axis=1).str.casefold()
        sites = sites[hay.str.contains(search.casefold(), regex=False)]
    st.caption(plain(word("editing.help", lang, n=number(len(sites), lang) or "0")))
    config = {
        name: st.column_config.TextColumn(
            word(f"site.{name}", lang),
            disabled=name not in _EDITABLE,
            width=width,
            help=word("editing.date_help", lang) if name == "launched" else None,
        )
        for name, width in _WIDTHS.items()
    }
    edited = st.data_editor(sites, hide_index=True, key=f"editing-{version}-{hash(search)}", column_config=config)
    edits = changed(sites, edited)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = signing.author("editing")
        note = signing.note("editing", "editing.note")
        ready = bool(edits and by.strip() and note.strip())
        asked = st.button(word("editing.save", lang, n=len(edits)), type="primary", disabled=not ready)
    if edits and not ready:
        st.caption(plain(word("editing.sign_first", lang)))
    if asked:
        _save(edits, version, by, note)


def _shown(sites: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Give the sites as people read them: models by name, dates and numbers the Vietnamese way."""
    labels = catalogue.models().set_index("model_key")[f"label_{lang}"]
    return sites.assign(
        model=sites["model_key"].map(labels).fillna(sites["model_key"]),
        launched=sites["launched"].map(day),
        **{name: sites[name].str.replace(".", ",", regex=False) for name in ("quantity", "lat", "lon")},
    )[list(_WIDTHS)]


def changed(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Give site_id → column → new text of every cell that differs between two tables of the same sites."""
    edits: dict[str, dict[str, str]] = {}
    for name in _EDITABLE:
        now = after[name].fillna("").astype(str).str.strip()
        for site_id, text in zip(before["site_id"], now.where(now != before[name]), strict=True):
            if isinstance(text, str):
                edits.setdefault(site_id, {})[name] = text
    return edits


def _save(edits: editing.Edits, version: int, by: str, note: str) -> None:
    lang, store = state.lang(), caches.desk()
    try:
        result = editing.checked(edits, version, store, sending.gazetteer())
        wrong = editing.faults(result, edits)
        if wrong:
            with st.container(border=True, key="editing-faults"):
                st.badge(word("editing.refused", lang), icon=":material/warning:", color="orange")
                for line in wrong:
                    st.text(line)
            return
        made = store.commit(result.changes, by=by, note=note, expected_parent=version)
    except Problem as problem:
        faults.explain(problem)
        return
    notice.leave("editing", word("editing.saved", lang, n=len(edits), version=made.number))
    del st.session_state["editing-note"]
    st.rerun()
