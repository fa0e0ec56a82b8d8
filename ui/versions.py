"""The register's versions: who changed what, the difference of two, going back, carrying one away."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

import streamlit as st

from data import export
from data.errors import Problem
from data.wording import day, word
from ui import caches, faults, state
from ui.text import plain

_COUNTS = ("added", "changed", "removed")
_FORMS = ("xlsx", "csv", "gpkg", "geojson")


def show() -> None:
    """Draw the list of versions and what can be done with them."""
    lang, store = state.lang(), caches.store()
    history = store.history()
    table = history[["number", "created_at", "author", "file_name", "note", *_COUNTS]].copy()
    table["created_at"] = [f"{day(moment[:10])} {moment[11:16]}" for moment in history["created_at"]]
    st.dataframe(
        table,
        hide_index=True,
        column_config={name: st.column_config.Column(word(f"version.{name}", lang)) for name in table.columns},
    )
    numbers = list(history["number"])
    _difference(numbers, lang)
    _carry(numbers, lang)
    _back(numbers, lang)


def _difference(numbers: list[int], lang: str) -> None:
    if len(numbers) < 2:
        st.caption(plain(word("version.one", lang)))
        return
    with st.expander(word("version.diff", lang), icon=":material/difference:", expanded=True):
        with st.container(horizontal=True):
            before = st.selectbox(word("version.before", lang), numbers, index=1, width=160)
            after = st.selectbox(word("version.after", lang), numbers, index=0, width=160)
        found = caches.store().diff(before, after)
        if found.empty:
            st.text(word("version.same", lang))
            return
        found["change"] = found["change"].map(lambda change: word(f"version.{change}", lang))
        found["kind"] = found["kind"].map(lambda kind: word(f"kind.{kind}", lang))
        names = {name: st.column_config.Column(word(f"version.col_{name}", lang)) for name in found.columns}
        st.dataframe(found, hide_index=True, column_config=names)


def _carry(numbers: list[int], lang: str) -> None:
    with st.expander(word("version.export", lang), icon=":material/download:"):
        number = st.selectbox(word("version.number", lang), numbers, key="version-export", width=160)
        with st.container(horizontal=True):
            for form in _FORMS:
                st.download_button(
                    form.upper(),
                    partial(exported, number, form),
                    f"so-dang-ky-{number}.{form}",
                    on_click="ignore",
                    key=f"version-export-{form}",
                )


def exported(number: int, form: str) -> bytes:
    """Give one version as the bytes of a file of the register's own exporter."""
    store = caches.store()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"so-dang-ky.{form}"
        export.write(store.tables(number), store.version(number), path)
        return path.read_bytes()


def _back(numbers: list[int], lang: str) -> None:
    if len(numbers) < 2:
        return
    with st.expander(word("version.rollback", lang), icon=":material/undo:"):
        st.caption(plain(word("version.rollback_help", lang)))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            number = st.selectbox(word("version.number", lang), numbers[1:], key="version-back", width=160)
            by = st.text_input(word("sending.by", lang), key="version-back-by", width=240)
            note = st.text_input(word("sending.note", lang), key="version-back-note", width=300)
            asked = st.button(word("version.rollback_do", lang, n=number), disabled=not by.strip())
        if asked:
            try:
                made = caches.store().rollback(number, by=by, note=note)
            except Problem as problem:
                faults.explain(problem)
                return
            caches.stamp.clear()
            st.success(word("version.rolled", lang, n=number, version=made.number), icon=":material/check:")
