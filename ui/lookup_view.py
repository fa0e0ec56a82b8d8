"""Looking up one name: the text is kept in the address, each place it may mean is a card."""

from __future__ import annotations

import dataclasses

import streamlit as st

from briefing.ancestry import Step
from briefing.lookup import SHOWN, Meaning, meanings
from data.wording import word
from ui import frame, state, view
from ui.text import link, plain

_AREA = str(frame.ROOT / "pages" / "look" / "area.py")
_KEY = "lookup-name"
_LONGEST = 120


def show() -> None:
    """Draw the box for a name and what it means."""
    lang = state.lang()
    st.session_state[_KEY] = view.text("q", _LONGEST)  # the address is the only memory
    text = st.text_input(
        word("lookup.name", lang),
        key=_KEY,
        max_chars=_LONGEST,
        placeholder=word("lookup.example", lang),
        icon=":material/search:",
        on_change=lambda: view.put("q", st.session_state[_KEY]),
    )
    if not text.strip():
        st.caption(plain(word("lookup.start", lang)))
        return
    found = meanings(text, lang)
    st.markdown(f"**{plain(_told(found, lang))}**")
    for place, one in enumerate(found):
        _card(one, place)


def _told(found: tuple[Meaning, ...], lang: str) -> str:
    if not found:
        return word("lookup.nothing", lang)
    if not found[0].sure:
        return word("lookup.suggested", lang)
    if len(found) == 1:
        return word("lookup.found_one", lang)
    return word("lookup.found_first" if len(found) == SHOWN else "lookup.found_many", lang, n=len(found))


def _card(one: Meaning, place: int) -> None:
    """Show one place: what it is today first, then its steps, then the way to its page."""
    lang = state.lang()
    with st.container(border=True, key=f"meaning-{place}"):
        st.markdown(f"### {plain(one.title)}")
        st.caption(plain(one.when))
        st.markdown(f":material/pin_drop: **{plain(one.today)}**")
        st.markdown("\n".join(_line(step, lang) for step in one.steps if not step.change))
        target = dataclasses.replace(
            state.choice(), epoch=one.page.epoch, district=one.page.district, commune=one.page.commune
        )
        st.page_link(
            _AREA,
            label=plain(word("lookup.open", lang, name=one.page.label)),
            icon=":material/location_city:",
            query_params=state.query(target),
        )


def _line(step: Step, lang: str) -> str:
    names = ", ".join(f"{one.label} ({one.note})" if one.note else one.label for one in step.units)
    law = f" — {link(step.law, step.law_url)}" if step.law else ""
    told = plain(word("lookup.step", lang, since=step.since, names=names))
    return f"- {told}{law}"
