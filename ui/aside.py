"""Rows kept aside: seen with what was wrong, mended on the page, or dropped with a reason."""

from __future__ import annotations

from pathlib import PurePath

import pandas as pd
import streamlit as st

from data.aside_workbook import workbook
from data.checking.check import Options
from data.errors import Problem
from data.freshness import local_moment
from data.wording import day, word
from ui import caches, faults, notice, sending, signing, state
from ui.text import plain


def show() -> None:
    """Draw the rows kept aside, a file at a time."""
    lang, store = state.lang(), caches.desk()
    notice.show("aside")
    rows = store.quarantine.rows()
    if rows.empty:
        st.text(word("aside.none", lang))
        return
    files = rows.groupby(["file_name", "file_sha256"], sort=False)
    held = files.size()
    chosen = st.selectbox(
        word("aside.file", lang),
        held.index,
        format_func=lambda file: _told(file[0], int(held[file]), files.get_group(file), held[file[0]].size > 1, lang),
        width=420,
    )
    name, mine = chosen[0], files.get_group(chosen)
    sent = mine["set_aside_at"].max()
    st.caption(plain(word("aside.sent", lang, by=mine["set_aside_by"].iloc[-1], date=day(sent[:10]))))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = signing.author("aside")
        note = signing.note("aside")
    sending.flow(workbook(mine), f"{PurePath(name).stem}.xlsx", Options(), by, note, "aside")
    _drop([int(number) for number in mine["number"]], by)


def _told(name: str, n: int, rows: pd.DataFrame, several: bool, lang: str) -> str:
    """Name a file; of several files of one name also when each came."""
    told = word("aside.file_rows", lang, file=name, n=n)
    return f"{told} ({local_moment(rows['set_aside_at'].max())})" if several else told


def _drop(numbers: list[int], by: str) -> None:
    """Let rows go that shall not come into the register, with the reason."""
    lang = state.lang()
    with (
        st.expander(word("aside.drop_title", lang), icon=":material/delete:"),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        reason = signing.note("aside-drop", "aside.reason")
        drop = st.button(
            word("aside.drop", lang, n=len(numbers)),
            disabled=not (by.strip() and reason.strip()),
            help=word("aside.drop_help", lang),
        )
    if not drop:
        return
    try:
        caches.desk().quarantine.drop(numbers, by=by, note=reason)
    except Problem as problem:
        faults.explain(problem)
        return
    notice.leave("aside", word("aside.dropped", lang, n=len(numbers)))
    st.rerun()
