"""Pieces of the pages on sources and help: conflicts side by side, tables with links, questions, terms, changes."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from briefing.sources import Conflict, header
from data.record import is_address
from data.wording import day, number, word
from ui import caches, downloads, state, widgets
from ui.text import link, plain

_WIDE = {
    "indicator": 260,
    "evidence": 420,
    "base": 220,
    "title": 360,
    "what_it_supports": 240,
    "source_url": 90,
}  # pixels


def conflicts(found: list[Conflict]) -> None:
    """Show what each source says beside the other, and below it what is done about it."""
    lang = state.lang()
    widgets.title(word("sources.conflicts", lang), word("sources.conflicts_lead", lang), level=2)
    for one in found:
        with st.expander(plain(one.title)):
            for column, side in zip(st.columns(len(one.sides)), one.sides, strict=True):
                with column.container(border=True, height="stretch"):
                    st.text(side.says)
                    st.caption(f"{plain(side.date)} · {link(side.publisher, side.source_url)}")
            st.markdown(f":material/gavel: {plain(one.treatment)}")


def table(name: str, rows: pd.DataFrame) -> None:
    """Show a table of sources under the title `name` of the words table, its addresses as links; offer it as a file."""
    lang = state.lang()
    widgets.title(word(name, lang, n=number(len(rows), lang)), level=2)
    labels = {column: word(f"sources.column_{column}", lang) for column in rows.columns}
    shown = rows.assign(source_url=rows["source_url"].where(rows["source_url"].map(is_address)))
    st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        column_config={column: _column(column, label) for column, label in labels.items()},
        key=name,
        alt=word(name, lang, n=len(rows)),
    )
    explained = header(caches.record(), word(name, lang, n=number(len(rows), lang)), lang)
    downloads.table(rows.rename(columns=labels), explained, key=name)


def _column(column: str, label: str) -> object:
    if column == "source_url":
        shown = word("sources.open", state.lang())
        return st.column_config.LinkColumn(label, display_text=shown, width=_WIDE[column])
    return st.column_config.Column(label, width=_WIDE.get(column))


def answers(name: str, rows: pd.DataFrame) -> None:
    """Show questions that open to their answers."""
    lang = state.lang()
    widgets.title(word(name, lang), level=2)
    for row in rows.to_dict("records"):
        with st.expander(plain(row[f"question_{lang}"])):
            st.text(row[f"answer_{lang}"])


def terms(name: str, rows: pd.DataFrame) -> None:
    """Show terms with their meanings, in the order of the table: from what is counted to how it is kept."""
    lang = state.lang()
    widgets.title(word(name, lang), level=2)
    for row in rows.to_dict("records"):
        st.markdown(f"**{plain(row[f'term_{lang}'])}** — {plain(row[f'meaning_{lang}'])}")


def changes(name: str, rows: pd.DataFrame) -> None:
    """Show since when results have been computed otherwise, newest first."""
    lang = state.lang()
    newest = rows.sort_values("date", ascending=False)
    widgets.title(word(name, lang, date=day(newest["date"].iloc[0])), level=2)
    for row in newest.to_dict("records"):
        st.markdown(f"**{plain(day(row['date']))}** — {plain(row[f'what_{lang}'])}")
