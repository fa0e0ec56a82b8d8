"""Pieces of the page on data quality: its numbers, the board, its tables."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from briefing.quality.against import Share
from briefing.quality.board import Board
from briefing.quality.headline import Number
from briefing.quality.table import Table
from data import reporting_calendar
from data.wording import word
from ui import downloads, frame, map_view, state, widgets
from ui.text import plain

MONTHS = (3, 6, 12, 24)
_DEFAULT_MONTHS = 12
_MONTHS_KEY = "quality-months"
_HEIGHT = 520  # pixels, of the map and the list beside it
_FEW = 13  # rows that fit in that height
_BOARD = {
    "commune": "quality.board_commune",
    "late": "quality.board_late",
    "sent": "quality.board_sent",
    "due": "quality.board_due",
    "what": "quality.board_what",
    "state": "quality.board_state",
    "district": "quality.board_district",
}
_WIDTHS = {"told": 400, "base": 200, "fault": 300, "todo": 300, "what": 210, "late": 88}  # pixels
_REGISTER = "pages/work/register.py"


def months() -> int:
    """Give from what age on news counts as old, as chosen above the table of old rows."""
    return int(st.session_state.get(_MONTHS_KEY) or _DEFAULT_MONTHS)


def numbers(shown: tuple[Number, ...]) -> None:
    """Show each number with its next step below it, side by side; a number that is not there is said in words."""
    lang = state.lang()
    for column, one in zip(st.columns(len(shown)), shown, strict=True):
        with column.container(border=True, height="stretch", key=f"number-{one.key}"):
            value = one.value or word("quality.no_number", lang)
            st.markdown(f"{plain(one.label)}\n## {plain(value)}")
            st.caption(plain(one.todo))


def board(found: Board) -> None:
    """Show the map of all communes and, beside it, the list with the latest on top."""
    lang = state.lang()
    widgets.title(found.header.title, level=2)
    picture, beside = st.columns([3, 2], gap="small")
    with picture:
        map_view.draw(found.spec, on_select=lambda code: state.change(commune=code), height=_HEIGHT, key="freshness")
        downloads.menu(found.spec, "map")
    with beside:
        if not found.begun:
            _not_begun()
        elif found.selected:
            _selected(found)
        else:
            height = _HEIGHT if len(found.rows) > _FEW else None
            labels = {name: word(key, lang) for name, key in _BOARD.items()}
            _frame(found.rows, labels, found.header.title, height)
    widgets.explain(found.header)
    _calendar(found)


def _selected(found: Board) -> None:
    """Say of the selected commune what it has to send and when it did; and the way back to all of them."""
    only = found.rows.iloc[0]
    with st.container(border=True, key="selected"):
        st.markdown(f"### {plain(only['commune'])}")
        st.markdown(f"**{plain(only['state'])}**")
        for line in found.selected:
            st.text(line)
        st.button(
            word("area.clear", state.lang()),
            icon=":material/close:",
            on_click=lambda: state.change(commune=""),
            type="tertiary",
        )


def _not_begun() -> None:
    """Say kindly that nothing was sent yet, and what to do first."""
    lang = state.lang()
    with st.container(border=True, key="not-begun"):
        st.markdown(f":material/waving_hand: **{plain(word('quality.begin_title', lang))}**")
        steps = ("quality.begin_1", "quality.begin_2", "quality.begin_3")
        st.markdown("\n".join(f"{place}. {plain(word(step, lang))}" for place, step in enumerate(steps, start=1)))
        to_register()


def to_register() -> None:
    """Offer the way to the page where files are sent."""
    lang = state.lang()
    st.page_link(
        str(frame.ROOT / _REGISTER),
        label=word("quality.to_register", lang),
        icon=":material/upload_file:",
        query_params=state.query(state.choice()),
    )


def _calendar(found: Board) -> None:
    """Show what every commune has to send, and how an office sets a calendar of its own."""
    lang = state.lang()
    with st.expander(word("quality.calendar", lang), icon=":material/event:"):
        for line in found.calendar:
            st.text(line)
        st.caption(plain(word("quality.calendar_how", lang, file=reporting_calendar.FILE)))
        st.download_button(
            word("quality.calendar_example", lang),
            reporting_calendar.example,
            reporting_calendar.FILE,
            "text/csv",
            on_click="ignore",
            icon=":material/download:",
        )


def months_picker() -> None:
    """Let the reader say from what age on news is old."""
    lang = state.lang()
    st.segmented_control(
        word("quality.months", lang),
        MONTHS,
        default=_DEFAULT_MONTHS,
        required=True,
        format_func=lambda n: word("quality.months_option", lang, n=n),
        key=_MONTHS_KEY,
    )


def table(found: Table, shares: Sequence[Share] = (), folded: bool = False) -> None:
    """Show a table with its title above and what explains it below; without rows, why there are none.

    `shares` stand above the table, a bar and its sentence each.
    """
    widgets.title(found.header.title, level=3)
    if found.rows.empty:
        st.text(found.empty)
        return
    for one in shares:
        st.progress(one.share, text=plain(one.text))
    if folded:
        with st.expander(word("table.show", state.lang()), icon=":material/table:"):
            _frame(found.rows, found.labels, found.header.title)
    else:
        _frame(found.rows, found.labels, found.header.title)
    widgets.explain(found.header)


def _frame(rows: pd.DataFrame, labels: Mapping[str, str], title: str, height: int | None = None) -> None:
    st.dataframe(
        rows,
        alt=title,
        hide_index=True,
        width="stretch",
        height=height or "auto",
        column_order=list(labels),
        column_config={name: _column(rows[name], label) for name, label in labels.items()},
        placeholder="",
    )


def _column(cells: pd.Series, label: str) -> object:
    """Say how a column is shown: dates the Vietnamese way, sentences with room."""
    if cells.map(lambda cell: isinstance(cell, datetime.date)).any():
        return st.column_config.DateColumn(label, format="DD/MM/YYYY")
    return st.column_config.Column(label, width=_WIDTHS.get(str(cells.name)))
