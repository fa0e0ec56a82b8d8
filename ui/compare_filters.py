"""What the reader sets on the page of comparisons: the earlier day, the areas, and how places are counted."""

from __future__ import annotations

import datetime

import pandas as pd
import streamlit as st

from briefing.basis import Basis
from briefing.compare import MOST_AREAS
from briefing.growth import days_of_change
from data import compare
from data.wording import day, sort_key, word
from ui import view

_AGO = {"year": 12, "quarter": 3, "month": 1}  # months


def last_day(basis: Basis) -> str:
    """Give the later of the two days compared: the choice's own, else that of the data set."""
    return basis.choice.as_of or basis.record.date


def earlier_day(basis: Basis) -> str:
    """Let the reader choose the day to compare with: a year, a quarter or a month before, or a day of change."""
    lang, last = basis.lang, last_day(basis)
    ago = {name: _before(last, months) for name, months in _AGO.items()}
    labels = {name: word(f"comparison_ago.{name}", lang, date=day(date)) for name, date in ago.items()}
    labels |= {date: day(date) for date in reversed(days_of_change(basis)) if date < last}
    picked = _pick("other", word("comparison.with", lang), labels, "year")
    return ago.get(picked, picked)


def areas(basis: Basis) -> tuple[str, ...]:
    """Let the reader name two to six districts, or communes; give all districts where none are named."""
    lang, key = basis.lang, "compare-areas"
    every = [*_sorted(basis, basis.districts["code"]), *_sorted(basis, basis.areas["code"])]
    named = view.several("areas", every, MOST_AREAS)
    # The kind of the first one named decides: a commune is not set beside a district.
    kind = len(named[0]) if named else 0
    named = tuple(code for code in named if len(code) == kind)
    st.session_state[key] = list(named)
    st.multiselect(
        word("comparison.pick", lang),
        [code for code in every if not kind or len(code) == kind],
        format_func=lambda code: basis.names[code][:1].upper() + basis.names[code][1:],
        key=key,
        max_selections=MOST_AREAS,
        placeholder=word("filter.all", lang),
        on_change=lambda: view.put("areas", st.session_state[key]),
    )
    if len(named) == 1:
        st.caption(word("comparison.pick_more", lang))
    return named if len(named) > 1 else tuple(basis.districts["code"])


def measure(lang: str) -> str:
    """Let the reader choose how places are counted: as they are, per commune, or per 100 km²."""
    labels = {name: word(f"comparison_title.{name}", lang) for name in compare.MEASURES}
    return _pick("indicator", word("comparison.measure", lang), labels, compare.COUNT)


def _before(last: str, months: int) -> str:
    then = pd.Timestamp(datetime.date.fromisoformat(last)) - pd.DateOffset(months=months)
    return f"{then:%Y-%m-%d}"


def _sorted(basis: Basis, codes: pd.Series) -> list[str]:
    return sorted(codes, key=lambda code: sort_key(basis.names[code]))


def _pick(name: str, label: str, options: dict[str, str], default: str) -> str:
    """One drop-down whose choice is the address' parameter `name`, left out for the default."""
    key = f"compare-{name}"
    st.session_state[key] = view.one(name, options, default)
    st.selectbox(
        label,
        list(options),
        format_func=lambda option: options.get(option, option),
        key=key,
        on_change=lambda: view.put(name, "" if st.session_state[key] == default else st.session_state[key]),
        width=320,
    )
    return str(st.session_state[key])
