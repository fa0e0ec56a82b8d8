"""Which column of a sent sheet means what: found out by its headings, corrected here by a person, and remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from data.checking.check import Checked
from data.checking.intake import Reading
from data.errors import Problem
from data.reading import headers
from data.reading.cells import Sheet
from data.reading.register_columns import fields
from data.wording import word
from ui import caches, faults, state
from ui.text import plain

_SHOWN, _LOOKED_AT = 60, 300  # characters of an example, rows searched for one
_FAILED = "sending-not-remembered"


def readings(sha256: str, values: Mapping[str, str] | None = None) -> dict[str, Reading]:
    """Give how the sheets of a file are to be read, by sheet, as far as a person said so in this session.

    values: what was said for every row that states nothing itself, field → text; it holds for every sheet.
    """
    held: dict[str, Reading] = st.session_state.get(_key(sha256), {})
    return {sheet: replace(one, values=values or {}) for sheet, one in {"": Reading(), **held}.items()}


def show(checked: Checked, sha256: str, by: str) -> None:
    """Draw every sheet's headings with their meanings, open where something is unclear."""
    lang = state.lang()
    read = {entry.sheet for entry in checked.intake.entries}
    sheets = {sheet: mapping for sheet, mapping in checked.intake.mappings.items() if sheet in read}
    unclear = any(one.missing_required or one.ambiguous or one.unknown for one in sheets.values())
    with st.expander(word("sending.columns", lang), icon=":material/view_column:", expanded=unclear):
        failed = st.session_state.pop(_FAILED, None)
        if failed:
            st.caption(plain(word("sending.not_remembered", lang)))
            faults.explain(failed)
        came = {sheet.name: sheet for sheet in checked.intake.sheets}
        for sheet, mapping in sheets.items():
            answers = asked(came[sheet], mapping)
            if answers and st.button(word("sending.apply", lang), key=f"sending-apply-{sheet}"):
                confirm(sheet, mapping, answers, sha256, by)
                st.rerun()


def confirm(sheet: str, mapping: headers.Mapping, answers: Mapping[str, str], sha256: str, by: str) -> None:
    """Read a sheet by a person's answers (heading → field, "" = not read) from now on, in this file and in every later
    one with these headings.

    Nobody need say who answered: it is known of the version that the rows come in with. What cannot be remembered
    holds for this file all the same.
    """
    before = readings(sha256)
    said = {**before.get(sheet, Reading()).answers, **answers}
    st.session_state[_key(sha256)] = {**before, sheet: Reading(mapping.sheet_kind, mapping.header_row, said)}
    try:
        caches.desk().decisions.remember_mapping(mapping.headings, answers, by=by.strip())
    except Problem as problem:
        st.session_state[_FAILED] = problem


def examples(sheet: Sheet, mapping: headers.Mapping) -> list[str]:
    """Give for each heading the first text that stands below it."""
    below = [row for row in sheet.rows[:_LOOKED_AT] if row.number > mapping.header_row]
    columns = range(len(mapping.headings))
    return [next((row.cell(at).text[:_SHOWN] for row in below if not row.cell(at).empty), "") for at in columns]


def asked(sheet: Sheet, mapping: headers.Mapping) -> dict[str, str]:
    """Draw the headings of one sheet with an example each; give what a person just changed, heading → field."""
    lang = state.lang()
    known = fields(mapping.sheet_kind)
    labels = {"": word("sending.unread", lang)} | {name: one.label_vi for name, one in known.items()}
    read = {index: name for name, index in mapping.columns.items()}
    meanings = [labels[read.get(index, "")] for index in range(len(mapping.headings))]
    table = pd.DataFrame({"heading": mapping.headings, "example": examples(sheet, mapping), "field": meanings})
    for column in mapping.personal:
        table.loc[column, "example"] = ""
    st.markdown(f"**{plain(sheet.name)}**")
    if mapping.missing_required:
        missing = ", ".join(known[name].label_vi for name in mapping.missing_required)
        st.text(word("sending.missing", lang, names=missing))
    if caches.desk().decisions.mapping(mapping.headings):
        st.caption(plain(word("sending.remembered", lang)))
    edited = st.data_editor(
        table,
        hide_index=True,
        key=f"sending-columns-{sheet.name}-{mapping.sheet_kind}-{hash(tuple(mapping.headings))}",
        column_config={
            "heading": st.column_config.TextColumn(word("sending.heading", lang), disabled=True),
            "example": st.column_config.TextColumn(word("sending.example", lang), disabled=True),
            "field": st.column_config.SelectboxColumn(
                word("sending.field", lang), options=list(labels.values()), required=True
            ),
        },
    )
    names = {label: name for name, label in labels.items()}
    changed = edited[(edited["field"] != table["field"]) & (table["heading"] != "")]
    return {heading: names[label] for heading, label in zip(changed["heading"], changed["field"], strict=True)}


def _key(sha256: str) -> str:
    return f"sending-readings-{sha256}"
