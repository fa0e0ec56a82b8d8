"""Looking up a whole column of names, pasted or in a file: a table, with questions where a name may mean several."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from briefing import lookup
from data.errors import Problem
from data.reading import grids
from data.wording import day, number, word
from geo import epochs, matching
from geo.matching import Matched, Name
from ui import caches, downloads, faults, state
from ui.text import plain

TYPES = ["xlsx", "xls", "ods", "csv", "txt"]
MOST = 5_000  # names in one list
_PASTED = 200_000  # letters
_ASKED = 40  # questions on the page at a time
_WIDTHS = {"given": 190, "match": 150, "epoch": 118, "today": 150, "note": 420}  # pixels
_SOURCES = ("paste", "file")

_QUESTIONS = {"ambiguous": "lookup.ask_one", "other_district": "lookup.ask_elsewhere"}

Answers = dict[tuple[str, str], tuple[str, str]]


def show() -> None:
    """Draw the way of a list, from the names to the table that can be carried away."""
    lang = state.lang()
    source = st.segmented_control(
        word("lookup.source", lang),
        _SOURCES,
        default=_SOURCES[0],
        required=True,
        format_func=lambda name: word(f"lookup.source_{name}", lang),
        key="lookup-source",
        label_visibility="collapsed",
    )
    names = _pasted() if source == "paste" else _sent()
    epoch = _epoch(lang)
    if not names:
        st.caption(plain(word("lookup.list_start", lang)))
        return
    if len(names) > MOST:
        st.warning(word("lookup.too_many", lang, most=number(MOST, lang), n=number(len(names), lang)))
        names = names[:MOST]
    with st.spinner(word("lookup.matching", lang)):
        open_questions = matching.asked(matching.match(names, epoch))
        answers = _answers(open_questions, epoch)
        matched = matching.match(names, epoch, answers)
    _result(matched, epoch)


def _pasted() -> list[Name]:
    lang = state.lang()
    text = st.text_area(
        word("lookup.paste", lang),
        key="lookup-paste",
        height=180,
        max_chars=_PASTED,
        placeholder=word("lookup.paste_example", lang),
    )
    return matching.lines(text)


def _sent() -> list[Name]:
    """Let a person send a file and say which of its columns are meant."""
    lang = state.lang()
    sent = st.file_uploader(word("lookup.file", lang), type=TYPES, key="lookup-file")
    if sent is None:
        return []
    try:
        found = grids.read(sent.getvalue(), sent.name)
    except Problem as problem:
        faults.explain(problem)
        return []
    with st.container(horizontal=True, vertical_alignment="bottom"):
        at = 0
        if len(found) > 1:
            at = st.selectbox(
                word("lookup.sheet", lang), range(len(found)), format_func=lambda n: found[n].name, width=200
            )
        grid = found[at]
        headed = st.toggle(word("lookup.headed", lang), value=True, key=f"lookup-headed-{at}")
        columns = range(grid.width)
        of = st.selectbox(
            word("lookup.column", lang),
            columns,
            index=None,
            format_func=lambda n: grid.label(n, headed),
            key=f"lookup-column-{at}",
            placeholder=word("lookup.column_pick", lang),
            width=260,
        )
        inside = st.selectbox(
            word("lookup.district_column", lang),
            [None, *columns],
            format_func=lambda n: word("lookup.no_column", lang) if n is None else grid.label(n, headed),
            key=f"lookup-district-{at}",
            width=260,
        )
    for note in grid.notes:
        st.caption(plain(note))
    if of is None:
        st.dataframe([list(row) for row in grid.rows[:5]], hide_index=True)
        return []
    texts = grid.column(of, headed)
    districts = [""] * len(texts) if inside is None else grid.column(inside, headed)
    return [Name(text, district) for text, district in zip(texts, districts, strict=True)]  # no row is lost


def _epoch(lang: str) -> str:
    """Ask under which boundaries the names were written; "" when nobody knows."""
    starts = epochs.epochs().set_index("epoch")
    options = ["", *starts.index]
    return str(
        st.selectbox(
            word("lookup.epoch", lang),
            options,
            format_func=lambda epoch: (
                word("lookup.epoch_option", lang, since=day(str(starts.loc[epoch, "in_force"])))
                if epoch
                else word("lookup.epoch_unknown", lang)
            ),
            key="lookup-epoch",
            help=word("lookup.epoch_help", lang),
            width=360,
        )
    )


def _answers(asked: dict[tuple[str, str], Matched], epoch: str) -> Answers:
    """Ask once about each name that may mean several units; an answer holds for all rows of that name."""
    lang = state.lang()
    if not asked:
        return {}
    picked: Answers = {}
    with st.expander(word("lookup.ask", lang, n=number(len(asked), lang)), expanded=True, icon=":material/help:"):
        st.caption(plain(word("lookup.ask_help", lang)))
        columns = st.columns(2)
        for place, (key, one) in enumerate(list(asked.items())[:_ASKED]):
            # Only the parts from outside are escaped: a screen reader is given the label as it is written here.
            name = ", ".join(plain(part) for part in [*re.split(r",\s*", one.name.text), one.name.district] if part)
            question = word(_QUESTIONS.get(one.fault, "lookup.ask_like"), lang, name=name)
            chosen = columns[place % 2].selectbox(
                question,
                one.candidates,
                index=None,
                format_func=lambda unit: lookup.candidate(unit, lang),
                key=f"lookup-answer-{epoch}-{'|'.join(key)}",
                placeholder=word("lookup.undecided", lang),
            )
            if chosen is not None:
                picked[key] = (chosen.epoch, chosen.code)
        if len(asked) > _ASKED:
            st.caption(plain(word("lookup.ask_more", lang, n=number(len(asked) - _ASKED, lang))))
    return picked


def _result(matched: Sequence[Matched], epoch: str) -> None:
    """Show how many names were matched, the table, and the ways to carry it away."""
    lang = state.lang()
    counts = {
        "matched": sum(one.unit is not None for one in matched),
        "today": sum(one.how == "today" for one in matched),
        "open": sum(bool(one.fault and one.candidates) for one in matched),
        "not_found": sum(bool(one.fault and not one.candidates) for one in matched),
    }
    for column, (key, n) in zip(st.columns(len(counts)), counts.items(), strict=True):
        told = word(f"lookup.count_{key}", lang)
        column.metric(told, number(n, lang), border=True, help=word(f"lookup.count_{key}_help", lang))
    table = lookup.table(matched, lang)
    table = table.rename(columns={name: word(f"lookup.col_{name}", lang) for name in lookup.COLUMNS})
    shown = table.loc[:, (table != "").any()]  # a column that nothing stands in only takes room
    widths = {word(f"lookup.col_{name}", lang): st.column_config.Column(width=n) for name, n in _WIDTHS.items()}
    explained = lookup.header(matched, epoch, caches.record(), lang)
    alt = explained.title
    st.dataframe(shown, hide_index=True, width="stretch", placeholder="", column_config=widths, alt=alt)
    downloads.table(table, explained, key="lookup")
