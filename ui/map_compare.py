"""Two maps side by side: of another boundary epoch, or of another day, that the address names."""

from __future__ import annotations

import dataclasses
import datetime

import streamlit as st

from data.choice import EARLIEST, LATEST, Choice
from data.period import is_period
from data.wording import day, word
from geo import epochs
from geo.following import follow
from geo.units import EPOCHS
from ui import caches, folded, state, view


def beside(choice: Choice, asked: str) -> Choice | None:
    """Give the choice of the second map: the same place in another epoch, or the same filter on another day.

    None when `asked` is neither an epoch nor a day, or what the first map shows already. A commune that is several
    in the other epoch is not selected there.
    """
    if asked in EPOCHS and asked != choice.epoch:
        district = follow(choice.epoch, asked, choice.district, "").district
        commune = follow(choice.epoch, asked, "", choice.commune).commune
        return dataclasses.replace(choice, epoch=asked, district=district, commune=commune)
    if _is_day(asked) and asked != choice.as_of:
        return dataclasses.replace(choice, as_of=asked)
    return None


def select(code: str, at: str) -> None:
    """Select the commune in which the commune `code` of the epoch `at` lies in the epoch of the page; "" clears."""
    epoch = state.choice().epoch
    state.change(commune=code if at == epoch or not code else follow(at, epoch, "", code).commune)


def controls(choice: Choice) -> None:
    """Let the reader choose what to compare with, and end it."""
    lang = state.lang()
    asked = view.text("other", 10)
    if beside(choice, asked):
        st.button(word("compare.end", lang), icon=":material/close:", on_click=view.put, args=("other", ""))
    with st.popover(word("compare.title", lang), icon=":material/compare:"):
        _epoch(choice, asked, lang)
        _day(asked, lang)


def heading(choice: Choice, lang: str) -> tuple[str, str]:
    """Say which boundaries and which day a map shows."""
    epoch = word("choice.epoch", lang, date=day(caches.names(choice.epoch, lang)[choice.epoch]))
    date = word("choice.as_of", lang, date=day(choice.as_of)) if choice.as_of else word("compare.newest", lang)
    return epoch[:1].upper() + epoch[1:], date


def _epoch(choice: Choice, asked: str, lang: str) -> None:
    name = "compare-epoch"
    key = folded.fresh(name, (choice.epoch, asked))
    options = {"": word("compare.no_epoch", lang)}
    for row in epochs.epochs().to_dict("records"):
        if row["epoch"] != choice.epoch:
            options[row["epoch"]] = word(
                "filter.epoch_option", lang, communes=row["communes"], since=day(row["in_force"])
            )
    st.session_state[key] = asked if asked in options else ""
    st.selectbox(
        word("compare.epoch", lang),
        options,
        format_func=lambda code: options.get(code, code),
        key=key,
        on_change=folded.heard(name, key, lambda: view.put("other", st.session_state[key])),
    )


def _day(asked: str, lang: str) -> None:
    name = "compare-day"
    key = folded.fresh(name, asked)
    st.session_state[key] = datetime.date.fromisoformat(asked) if _is_day(asked) else None

    def changed() -> None:
        picked = st.session_state[key]
        view.put("other", picked.isoformat() if picked else "")

    st.date_input(
        word("compare.day", lang),
        key=key,
        format="DD/MM/YYYY",
        min_value=datetime.date.fromisoformat(EARLIEST),
        max_value=datetime.date.fromisoformat(LATEST),
        on_change=folded.heard(name, key, changed),
    )


def _is_day(text: str) -> bool:
    return len(text) == len(EARLIEST) and is_period(text) and EARLIEST <= text <= LATEST
