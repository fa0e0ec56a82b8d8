"""The register's versions: who changed what, going back, carrying one away."""

from __future__ import annotations

import dataclasses
import tempfile
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from access.desk import Desk
from data import export
from data.errors import Problem
from data.freshness import local_moment
from data.wording import word
from ui import caches, difference, exports, faults, notice, signing, state
from ui.text import plain

_COUNTS = ("added", "changed", "removed")
_FORMS = {"xlsx": "Excel", "csv": "CSV", "gpkg": "GeoPackage", "geojson": "GeoJSON"}


def show() -> None:
    """Draw the list of versions and what can be done with them."""
    lang = state.lang()
    notice.show("versions")
    history = _history()
    st.dataframe(
        history,
        hide_index=True,
        column_config={name: st.column_config.Column(word(f"version.{name}", lang)) for name in history.columns},
    )
    names = {
        number: f"{number} ({at}, {author})"
        for number, at, author in history[["number", "created_at", "author"]].itertuples(index=False, name=None)
    }
    if len(names) < 2:
        st.caption(plain(word("version.one", lang)))
    else:
        difference.show(names)
    _carry(names, lang)
    if len(names) > 1 and caches.desk().person.may("rollback"):
        _back(names, lang)


def _history() -> pd.DataFrame:
    """Give the versions as they are listed, newest first; sources that came along with rows are not counted."""
    table = caches.desk().history()[["number", "created_at", "author", "file_name", "note", *_COUNTS, "file_sha256"]]
    return table.assign(created_at=table["created_at"].map(local_moment))


def _carry(names: dict[int, str], lang: str) -> None:
    with st.expander(word("version.export", lang), icon=":material/download:"):
        number = st.selectbox(
            word("version.number", lang), names, format_func=names.get, key=f"version-export-{len(names)}", width=360
        )
        with st.container(horizontal=True):
            for form, label in _FORMS.items():
                st.download_button(
                    f"{label} (.{form})",
                    exports.recorded(partial(exported, number, form, caches.desk()), "register", form=form, of=number),
                    f"so-dang-ky-{number}.{form}",
                    on_click="ignore",
                    key=f"version-export-{form}",
                )


def exported(number: int, form: str, store: Desk, mark: str = "") -> bytes:
    """Give one version, as `store` shows it, as the bytes of a file of the register's own exporter."""
    about = store.version(number)
    if mark:
        about = dataclasses.replace(about, note=" · ".join(text for text in (about.note, mark) if text))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"so-dang-ky.{form}"
        export.write(store.tables(number), about, path)
        return path.read_bytes()


def _back(names: dict[int, str], lang: str) -> None:
    with st.expander(word("version.rollback", lang), icon=":material/undo:"):
        st.caption(plain(word("version.rollback_help", lang)))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            number = st.selectbox(
                word("version.number", lang),
                list(names)[1:],
                format_func=names.get,
                key=f"version-back-{len(names)}",
                width=360,
            )
            by = signing.author("version-back", 240)
            note = signing.note("version-back", width=300)
            asked = st.button(word("version.rollback_do", lang, n=number), disabled=not by.strip())
        if not by.strip():
            st.caption(plain(word("sending.by_first", lang)))
    if asked:
        try:
            made = caches.desk().rollback(number, by=by, note=note)
        except Problem as problem:
            faults.explain(problem)
            return
        notice.leave("versions", word("version.rolled", lang, n=number, version=made.number))
        st.rerun()
