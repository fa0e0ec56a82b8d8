"""What the reader sets for a briefing beside the filter bar; the address keeps it, the office's presets the rest."""

from __future__ import annotations

import dataclasses
import datetime

import streamlit as st

from briefing.basis import names
from briefing.compose import PROVINCE, Area, Request
from briefing.compose.composing import complete_title
from briefing.compose.presets import applied, presets
from briefing.compose.request import MOST_TITLE
from briefing.compose.settings import LONGEST_NAME, drop, keep, kept
from data.choice import EARLIEST, LATEST, Choice
from data.freshness import today
from data.tables import read
from data.wording import sort_key, word
from geo import units
from ui import caches, faults, state, view
from ui.text import plain

_MOST_AREAS = 10
_PROVINCE = "tinh"  # its token in the address; districts and communes have their codes


def request(choice: Choice, lang: str) -> Request:
    """Let the reader set preset, areas, period, sections and title; give the request with the filter bar's part."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _presets(choice, lang)
        named = _areas(choice, lang)
        since = _since(choice, lang)
    sections = _sections(lang)
    title = _title(lang)
    if named:
        st.caption(plain(word("briefing.areas_named", lang, n=len(named))))
    return Request(
        areas=named or (_own(choice),),
        models=choice.models,
        epoch=choice.epoch,
        since=since,
        until=choice.as_of,
        status=choice.status,
        sections=sections,
        lang=lang,
        title=title,
    )


def keeping(asked: Request) -> None:
    """Let a reader who may edit keep a request under a name for everyone, or delete one."""
    lang, own, desk = asked.lang, kept(), caches.desk()
    if not desk.person.may("edit"):
        return
    with (
        st.popover(word("briefing.keeping", lang), icon=":material/bookmark:"),
        st.form("briefing-keep", border=False, clear_on_submit=True),
    ):
        name = st.text_input(word("briefing.keep_name", lang), max_chars=LONGEST_NAME, key="briefing-keep-name")
        pressed = st.form_submit_button(word("briefing.keep", lang), help=word("briefing.keep_help", lang))
        gone = st.selectbox(word("briefing.drop_pick", lang), ["", *own], format_func=plain) if own else ""
        dropped = bool(own) and st.form_submit_button(word("briefing.drop", lang))
    with faults.shown():
        if pressed:
            kept_name = keep(name, asked)
            desk.set("briefing_kept", name=kept_name)
            st.success(plain(word("briefing.kept_now", lang, name=kept_name)))
        elif dropped and gone:
            drop(gone)
            desk.set("briefing_dropped", name=gone)
            st.rerun()


def _presets(choice: Choice, lang: str) -> None:
    """Presets fill in the rest of the page; what they set is changed freely afterwards."""
    key, own = "briefing-preset", kept()
    labels = {preset.key: preset.label for preset in presets(lang).values()} | {f"={name}": name for name in own}

    def picked() -> None:
        chosen = st.session_state[key]
        if chosen:
            bare = Request(models=choice.models, epoch=choice.epoch, lang=lang)
            _fill(own[chosen[1:]] if chosen.startswith("=") else applied(bare, chosen, today()), chosen, choice)

    st.selectbox(
        word("briefing.preset", lang),
        list(labels),
        index=None,
        format_func=lambda one: labels.get(one, one),
        key=key,
        placeholder=word("briefing.preset_pick", lang),
        on_change=picked,
        width=260,
    )


def _fill(found: Request, preset: str, choice: Choice) -> None:
    """Write a preset into the address: the office's own with its areas, one of the table for the area on show."""
    if preset.startswith("="):
        choice = dataclasses.replace(found.choice(PROVINCE), as_of=found.until)
    state.write(dataclasses.replace(choice, as_of=found.until))
    if preset.startswith("="):
        view.put("areas", [_token(area, found.epoch) for area in found.areas])
    view.put("other", found.since)
    view.put("sections", found.sections)
    view.put("q", found.title)


def _areas(choice: Choice, lang: str) -> tuple[Area, ...]:
    key, labels = "briefing-areas", names(choice.epoch, lang)
    codes = [
        *sorted(units.districts(choice.epoch)["code"], key=lambda code: sort_key(labels[code])),
        *sorted(units.units(choice.epoch)["code"], key=lambda code: sort_key(labels[code])),
    ]
    # A token names its epoch: the same code is other territory at another.
    tokens = {_token(Area.of_code(code), choice.epoch): code for code in ("", *codes)}
    st.session_state[key] = list(view.several("areas", list(tokens), _MOST_AREAS))

    def label(token: str) -> str:
        text = labels[tokens[token]] if tokens[token] else word("choice.whole_province", lang)
        return text[:1].upper() + text[1:]

    named = st.multiselect(
        word("briefing.areas", lang),
        list(tokens),
        format_func=label,
        key=key,
        max_selections=_MOST_AREAS,
        placeholder=word("briefing.areas_filter", lang),
        on_change=lambda: view.put("areas", st.session_state[key]),
        width=420,
    )
    return tuple(Area.of_code(tokens[token]) for token in named)


def _since(choice: Choice, lang: str) -> str:
    key, asked = "briefing-since", view.text("other", 10)
    try:
        day = datetime.date.fromisoformat(asked)
        found = day if EARLIEST <= day.isoformat() <= LATEST else None
    except ValueError:
        found = None
    st.session_state[key] = found
    st.date_input(
        word("briefing.since", lang),
        key=key,
        format="DD/MM/YYYY",
        min_value=datetime.date.fromisoformat(EARLIEST),
        max_value=datetime.date.fromisoformat(LATEST),
        on_change=lambda: view.put("other", st.session_state[key].isoformat() if st.session_state[key] else ""),
        help=word("briefing.since_help", lang),
        width=200,
    )
    if found and choice.as_of and found.isoformat() > choice.as_of:
        st.caption(plain(word("briefing.wrong_period", lang)))
        return ""
    return found.isoformat() if found else ""


def _sections(lang: str) -> tuple[str, ...]:
    key, table = "briefing-sections", read("sections")
    labels = dict(zip(table["key"], table[f"heading_{lang}"], strict=True))
    st.session_state[key] = list(view.several("sections", list(labels), len(labels)))
    picked = st.multiselect(
        word("briefing.sections", lang),
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        placeholder=word("filter.all", lang),
        on_change=lambda: view.put("sections", st.session_state[key]),
    )
    return tuple(picked)


def _title(lang: str) -> str:
    key = "briefing-title"
    st.session_state[key] = view.text("q", MOST_TITLE)
    return str(
        st.text_input(
            word("briefing.title", lang),
            key=key,
            max_chars=MOST_TITLE,
            placeholder=complete_title(lang),
            on_change=lambda: view.put("q", st.session_state[key]),
        )
    )


def _own(choice: Choice) -> Area:
    """The area of the filter bar."""
    return Area.of_code(choice.commune or choice.district)


def _token(area: Area, epoch: str) -> str:
    return f"{epoch}-{area.code or _PROVINCE}"
