"""The filter bar: it reads the choice from the address and writes it back."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import nullcontext

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data import catalogue
from data.choice import EARLIEST, LATEST, STATUSES, Choice
from data.wording import day, sort_key, word
from geo import epochs, units
from ui import caches, device, faults, folded, state
from ui.text import plain

_LISTS = 256  # every district of every epoch in both languages


def sentence() -> DeltaGenerator:
    """Draw the sentence that says what is being looked at; give the place above it, for `boxes`."""
    choice, faulty = state.read()
    lang = state.lang()
    for problem in faulty:
        faults.explain(problem)
    if device.phone():
        place = st.popover(word("filter.title", lang), icon=":material/tune:", width="stretch")
    else:
        place = st.container(horizontal=True, vertical_alignment="bottom", key="filter-bar")
    with st.container(horizontal=True, vertical_alignment="center", key="filter-sentence"):
        said = choice.sentence(caches.names(choice.epoch, lang), lang)
        st.markdown(f":material/filter_alt: {plain(said)}", width="content")
        if choice != Choice():
            st.button(
                word("filter.clear", lang),
                type="tertiary",
                icon=":material/close:",
                on_click=state.write,
                args=(Choice(),),
            )
    if told := state.followed():
        st.caption(f":material/info: {plain(told)}")
    return place


def boxes() -> None:
    """Draw the boxes in which a reader chooses, which a browser takes longer to draw than the rest of the frame."""
    choice, lang = state.choice(), state.lang()
    phone = device.phone()
    _main(choice, lang, hidden=phone)
    with nullcontext() if phone else st.popover(word("filter.more", lang), icon=":material/tune:"):
        _more(choice, lang)


def _main(choice: Choice, lang: str, hidden: bool) -> None:
    """What is changed most often: where, and which models."""
    _pick("district", word("filter.district", lang), districts(choice.epoch, lang), choice.district, hidden)
    _pick(
        "commune", word("filter.commune", lang), _communes(choice.epoch, choice.district, lang), choice.commune, hidden
    )
    _models(choice, lang, hidden)


def _more(choice: Choice, lang: str) -> None:
    """What is changed now and then: boundaries, drug status, date."""
    _pick("epoch", word("filter.epoch", lang), _epochs(lang), choice.epoch, hidden=True)
    _pick("status", word("filter.status", lang), _statuses(lang), choice.status, hidden=True)
    _date(choice, lang)


def _key(name: str, value: object, hidden: bool) -> str:
    return folded.fresh(name, value) if hidden else name


def _on_change(name: str, key: str, change: Callable[[], None], hidden: bool) -> Callable[[], None]:
    return folded.heard(name, key, change) if hidden else change


def _pick(field: str, label: str, options: dict[str, str], value: str, hidden: bool) -> None:
    """One drop-down of code → label whose choice goes into the address at once."""
    name = f"filter-{field}"
    key = _key(name, value, hidden)
    st.session_state[key] = value  # the address is the only memory; the widget follows it
    st.selectbox(
        label,
        options,
        format_func=lambda code: options.get(code, code),
        key=key,
        on_change=_on_change(name, key, lambda: state.change(**{field: st.session_state[key]}), hidden),
        width=230,
    )


def _models(choice: Choice, lang: str, hidden: bool) -> None:
    name = "filter-models"
    key = _key(name, choice.models, hidden)
    models = catalogue.models()
    labels = dict(zip(models["model_key"], models[f"label_{lang}"], strict=True))
    st.session_state[key] = list(choice.models)
    st.multiselect(
        word("filter.models", lang),
        labels,
        format_func=labels.__getitem__,
        key=key,
        placeholder=word("filter.all_models", lang),
        on_change=_on_change(name, key, lambda: state.change(models=tuple(st.session_state[key])), hidden),
        width=320,
    )


def _date(choice: Choice, lang: str) -> None:
    name = "filter-as-of"
    key = _key(name, choice.as_of, hidden=True)
    st.session_state[key] = datetime.date.fromisoformat(choice.as_of) if choice.as_of else None

    def changed() -> None:
        picked = st.session_state[key]
        state.change(as_of=picked.isoformat() if picked else "")

    st.date_input(
        word("filter.as_of", lang),
        key=key,
        format="DD/MM/YYYY",
        min_value=datetime.date.fromisoformat(EARLIEST),
        max_value=datetime.date.fromisoformat(LATEST),
        on_change=_on_change(name, key, changed, hidden=True),
        help=word("filter.as_of_help", lang),
    )


@st.cache_resource(show_spinner=False, max_entries=_LISTS)
def districts(epoch: str, lang: str) -> dict[str, str]:
    """Give code → label of the lines of the box of districts, "" for all."""
    return _labels(units.districts(epoch), lang)


@st.cache_resource(show_spinner=False, max_entries=_LISTS)
def _communes(epoch: str, district: str, lang: str) -> dict[str, str]:
    communes = units.units(epoch)
    inside = communes["district_code"] == district
    return _labels(communes[inside] if district else communes, lang)


def _labels(places: pd.DataFrame, lang: str) -> dict[str, str]:
    """Code → label in Vietnamese order, with "everything" first."""
    labels = places["label"].str[:1].str.upper() + places["label"].str[1:]
    named = dict(zip(places["code"], labels, strict=True))
    return {"": word("filter.all", lang)} | dict(sorted(named.items(), key=lambda item: sort_key(item[1])))


@st.cache_resource(show_spinner=False)
def _epochs(lang: str) -> dict[str, str]:
    return {
        row["epoch"]: word("filter.epoch_option", lang, communes=row["communes"], since=day(row["in_force"]))
        for row in epochs.epochs().to_dict("records")
    }


def _statuses(lang: str) -> dict[str, str]:
    return {status: word(f"status.{status or 'any'}", lang) for status in ("", *STATUSES)}
