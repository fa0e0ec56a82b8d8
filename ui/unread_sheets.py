"""A sheet that was not understood: a person says what it lists, which row is its header, what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from data.reading import headers
from data.reading.cells import Row, Sheet
from data.reading.register_columns import SHEET_KINDS
from data.wording import word
from ui import column_answers, state
from ui.text import plain

_ROWS = 30  # a header stands above its rows, near the top
_SHOWN = 90  # characters of a row in the list


def show(sheets: Sequence[Sheet], sha256: str, by: str, expanded: bool = False) -> None:
    """Draw for every sheet how it is to be read; the answer holds for this file and is remembered."""
    for sheet in sheets:
        title = plain(word("unread.sheet", state.lang(), sheet=sheet.name))
        with st.expander(title, icon=":material/help:", expanded=expanded):
            _ask(sheet, sha256, by)


def likely(rows: Sequence[Row]) -> int:
    """Give the place of the row that looks most like a header: the first of those with the most texts."""
    texts = [sum(isinstance(cell.value, str) and not cell.origin for cell in row.cells) for row in rows]
    return texts.index(max(texts))


def _ask(sheet: Sheet, sha256: str, by: str) -> None:
    lang, part = state.lang(), f"{sha256[:12]}-{sheet.name}"
    rows = {row.number: row for row in sheet.rows[:_ROWS]}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            word("unread.kind", lang),
            SHEET_KINDS,
            format_func=lambda name: word(f"kind.{name}", lang),
            key=f"unread-kind-{part}",
            width=220,
        )
        number = st.selectbox(
            word("unread.header", lang),
            rows,
            index=likely(list(rows.values())),
            format_func=lambda at: _told(rows[at]),
            key=f"unread-header-{part}",
            width=620,
        )
    mapping = headers.find(sheet, kind, number)
    known = {mapping.headings[column]: name for name, column in mapping.columns.items()}
    answers = known | column_answers.asked(sheet, mapping)
    if st.button(word("unread.read", lang), disabled=not answers, key=f"unread-read-{part}"):
        column_answers.confirm(sheet.name, mapping, answers, sha256, by)
        st.rerun()


def _told(row: Row) -> str:
    text = " · ".join(cell.text for cell in row.cells if not cell.empty and not cell.origin)
    return f"{row.number}: {text[:_SHOWN]}"
