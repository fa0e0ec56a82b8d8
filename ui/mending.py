"""Findings of a checked file: shown with a column to write the right values into, and as the coloured file."""

from __future__ import annotations

import hashlib

import pandas as pd
import streamlit as st

from data.checking import findings
from data.checking.check import Checked
from data.wording import number, word
from data.workbook_return import returned
from ui import state
from ui.text import plain

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LEVELS = {"error": ":material/error:", "warning": ":material/warning:", "note": ":material/info:"}
# Column → width in pixels: what is wrong, and where to write the right value, is in sight without scrolling.
_WIDTHS = {
    "title": 170,
    "row": 60,
    "heading": 120,
    "came": 220,
    "mended": 150,
    "todo": 330,
    "expected": 220,
    "suggestions": 260,
    "sheet": 100,
    "column": 60,
}
_Cells = dict[tuple[str, int, str], str]


def cells(sha256: str) -> _Cells:
    """Give the cells of a file mended on this page: (sheet, row, field) → text."""
    held: _Cells = st.session_state.get(_key(sha256), {})
    return held


def show(checked: Checked, data: bytes, sha256: str) -> None:
    """Draw the findings of a file, the most serious first."""
    lang = state.lang()
    mended = cells(sha256)
    place = st.container(horizontal=True, vertical_alignment="center")  # keeps the places of what stands below
    if mended:
        with place:
            st.text(word("sending.mended", lang, n=len(mended)))
            st.button(
                word("sending.unmend", lang),
                icon=":material/undo:",
                type="tertiary",
                on_click=lambda: st.session_state.pop(_key(sha256), None),
            )
    if not checked.findings:
        return
    table = findings.frame(checked.findings)
    st.markdown(f"**{plain(word('sending.findings', lang, n=number(len(table), lang)))}**")
    counted = findings.counts(checked.findings)
    levels = st.pills(
        word("sending.levels", lang),
        [level for level, n in counted.items() if n],
        selection_mode="multi",
        default=[level for level in ("error", "warning") if counted[level]],
        format_func=lambda level: f"{_LEVELS[level]} {word(f'finding.{level}', lang)} ({counted[level]})",
        label_visibility="collapsed",
    )
    shown = table[table["severity"].isin(levels)] if levels else table
    with st.container(horizontal=True):
        for name, key in (("title", "sending-kinds"), ("sheet", "sending-sheets")):
            shown = _chosen(shown, name, key)
    _table(shown, sha256)
    st.download_button(
        word("sending.returned", lang),
        lambda: returned(data, checked),
        "ket-qua-kiem-tra.xlsx",
        _XLSX,
        on_click="ignore",
        icon=":material/download:",
        help=word("sending.returned_help", lang),
    )


def _chosen(shown: pd.DataFrame, name: str, key: str) -> pd.DataFrame:
    """Let a person choose among the values of a column, where there are several; give the rows chosen."""
    counted = shown[name].value_counts()
    if len(counted) < 2 and not st.session_state.get(key):
        return shown
    lang = state.lang()
    wanted = st.multiselect(
        word(f"finding.{name}", lang),
        list(counted.index),
        format_func=lambda value: f"{value} ({counted.get(value, 0)})",
        placeholder=word("sending.all", lang),
        key=key,
        width=360,
    )
    return shown[shown[name].isin(wanted)] if wanted else shown


def _table(shown: pd.DataFrame, sha256: str) -> None:
    """Show findings with a column to write the right value into; the rows are checked again with it."""
    lang = state.lang()
    config = {
        name: st.column_config.TextColumn(word(f"finding.{name}", lang), disabled=name != "mended", width=width)
        for name, width in _WIDTHS.items()
    }
    table = shown.assign(mended="", row=shown["row"].astype(str).where(shown["row"] > 0, ""))
    # What was typed belongs to these findings: other ones, even as many, begin with an empty column.
    which = hashlib.sha256(repr(table[["sheet", "row", "field", "came"]].to_numpy().tolist()).encode()).hexdigest()
    st.caption(plain(word("sending.mend_help", lang)))
    edited = st.data_editor(
        table[list(_WIDTHS)], hide_index=True, column_config=config, key=f"sending-mend-{sha256}-{which}"
    )
    written = edited["mended"].fillna("").str.strip() != ""
    # A finding on a whole sheet or row has no cell to write into.
    fits = written & (shown["row"] > 0) & (shown["field"] != "")
    if (written & ~fits).any():
        st.text(word("sending.mend_no_cell", lang))
    if fits.any() and st.button(word("sending.mend", lang, n=int(fits.sum())), icon=":material/refresh:"):
        rows = shown[fits].assign(text=edited.loc[fits, "mended"])
        new = {(row["sheet"], int(row["row"]), row["field"]): row["text"] for row in rows.to_dict("records")}
        st.session_state[_key(sha256)] = cells(sha256) | new
        st.rerun()


def _key(sha256: str) -> str:
    return f"sending-cells-{sha256}"
