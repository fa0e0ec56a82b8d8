"""What the reader sets on the page of the timeline: indicator, area, count or share, and the day of the map."""

from __future__ import annotations

import streamlit as st

from briefing.basis import Basis
from briefing.time_rows import told, told_indicators
from data import catalogue
from data.wording import day, word
from ui import state, view

_FIRST = "xa_sach_ma_tuy"  # of the indicators the one with most figures, targets and breaks


def indicator(basis: Basis) -> str:
    """Let the reader choose an indicator of the chosen models; give its key, "" where nothing was reported."""
    keys = told_indicators(basis)
    if not keys:
        return ""
    labels = catalogue.indicators().set_index("indicator_key")[f"label_{basis.lang}"]
    default = _FIRST if _FIRST in keys else keys[0]
    return _pick("indicator", word("time.indicator", basis.lang), dict(labels[list(keys)]), default)


def area(basis: Basis, indicator_key: str) -> str:
    """Let the reader choose one of the areas an indicator is told of; give its name, "" where there is none."""
    found = told(basis, indicator_key)
    if len(found.areas) < 2:
        return found.default_area
    names = {name: name[:1].upper() + name[1:] for name in found.areas}
    return _pick("areas", word("time.area", basis.lang), names, found.default_area)


def measure(basis: Basis, indicator_key: str) -> str:
    """Let the reader choose between count and share where both can be said; give "count" or "share"."""
    found = told(basis, indicator_key).measures
    if len(found) < 2:
        return found[0]
    labels = {name: word(f"time_measure.{name}", basis.lang) for name in found}
    return _pick("other", word("time.measure", basis.lang), labels, found[0])


def day_slider(days: tuple[str, ...]) -> None:
    """Let the reader slide the day of the whole page over the days on which something changes, and to all of them."""
    lang, key = state.lang(), "time-as-of"
    st.session_state[key] = state.choice().as_of
    st.select_slider(
        word("time.slider", lang),
        [*days, ""],
        format_func=lambda date: day(date) if date else word("time.slider_all", lang),
        key=key,
        on_change=lambda: state.change(as_of=st.session_state[key]),
        help=word("time.slider_help", lang),
    )


def _pick(name: str, label: str, options: dict[str, str], default: str) -> str:
    """One drop-down whose choice is the address' parameter `name`, left out for the default."""
    key = f"time-{name}"
    asked = view.text(name)
    st.session_state[key] = asked if asked in options else default
    st.selectbox(
        label,
        list(options),
        format_func=lambda option: options.get(option, option),
        key=key,
        on_change=lambda: view.put(name, "" if st.session_state[key] == default else st.session_state[key]),
        width=400 if name == "indicator" else 260,
    )
    return str(st.session_state[key])
