"""Rows kept aside: seen with what was wrong, mended on the page, or dropped with a reason."""

from __future__ import annotations

import streamlit as st

from data.aside_workbook import workbook
from data.checking.check import Options
from data.errors import Problem
from data.wording import day, word
from ui import caches, faults, sending, state
from ui.text import plain


def show() -> None:
    """Draw the rows kept aside, a file at a time."""
    lang, store = state.lang(), caches.store()
    rows = store.quarantine.rows()
    if rows.empty:
        st.text(word("aside.none", lang))
        return
    files = rows.groupby("file_name", sort=False).size()
    name = st.selectbox(
        word("aside.file", lang), files.index, format_func=lambda file: f"{file} ({files[file]})", width=420
    )
    mine = rows[rows["file_name"] == name]
    sent = mine["set_aside_at"].max()
    st.caption(plain(word("aside.sent", lang, by=mine["set_aside_by"].iloc[-1], date=day(sent[:10]))))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.text_input(word("sending.by", lang), key="aside-by", width=240)
        note = st.text_input(word("sending.note", lang), key="aside-note", width=360)
        drop = st.button(
            word("aside.drop", lang, n=len(mine)),
            disabled=not (by.strip() and note.strip()),
            help=word("aside.drop_help", lang),
        )
    if drop:
        try:
            store.quarantine.drop([int(number) for number in mine["number"]], by=by, note=note)
        except Problem as problem:
            faults.explain(problem)
            return
        st.rerun()
    sending.flow(workbook(mine), name, Options(), by, note)
