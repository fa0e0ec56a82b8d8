"""What the reader sets on the page of the map: which layers are on, and what the colours stand for."""

from __future__ import annotations

import dataclasses
import hashlib

import streamlit as st

from briefing.basis import Basis
from data import catalogue
from data.choice import Choice
from data.indicator import indicators
from data.tables import read
from data.wording import number, word
from ui import caches, filters, state, view
from ui.map_state import Foresight


def foresight(choice: Choice, indicator: str) -> Foresight:
    """Give what lets the map of a choice show another district at once: of the same version, reader, day and models."""
    rest = dataclasses.replace(choice, district="", commune="")
    basis = hashlib.sha256(repr((caches.stamp(), rest, indicator, state.lang())).encode()).hexdigest()
    lines = filters.districts(choice.epoch, state.lang())
    districts = tuple((label, code) for code, label in lines.items())
    return Foresight(basis[:16], word("filter.district", state.lang()), districts)


def layers(basis: Basis) -> None:
    """Let the reader switch the map's layers, each with how much the record holds of it under the other filters.

    A layer is on when all of its models are chosen.
    """
    lang, key = basis.lang, "map-layers"
    names, models = _layers(lang)
    chosen = set(basis.choice.models) or {model for layer in models.values() for model in layer}
    counts = caches.layer_counts(basis.choice, lang)
    st.session_state[key] = [layer for layer in names if chosen.issuperset(models[layer])]

    def label(layer: str) -> str:
        name = names[layer]
        return f"{name} · {number(counts[layer], lang)}" if layer in counts else name

    def changed() -> None:
        on = st.session_state[key]
        every = len(on) in (0, len(names))  # nothing on would be an empty map: it means everything, as no filter does
        state.change(models=() if every else tuple(model for layer in on for model in models[layer]))

    st.pills(
        word("map.layers", lang),
        list(names),
        selection_mode="multi",
        format_func=label,
        key=key,
        on_change=changed,
        label_visibility="collapsed",
    )


@st.cache_resource(show_spinner=False)
def _layers(lang: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The label of each layer, in the order of the legend, and its models."""
    table = read("legend").query("kind == 'layer'")
    models = catalogue.models().groupby("layer", sort=False)["model_key"].agg(list)
    return dict(zip(table["key"], table[f"label_{lang}"], strict=True)), models.to_dict()


def indicator() -> str:
    """Give the key of what the colours stand for, which the address keeps."""
    found = indicators()
    return view.one("indicator", found, next(iter(found)))


def colours() -> None:
    """Let the reader choose what the colours stand for."""
    lang, key = state.lang(), "map-indicator"
    found = indicators()
    st.session_state[key] = indicator()

    def changed() -> None:
        picked = st.session_state[key]
        view.put("indicator", "" if picked == next(iter(found)) else picked)

    st.selectbox(
        word("map.indicator", lang),
        list(found),
        format_func=lambda name: found[name].shorts[lang],
        key=key,
        on_change=changed,
        width=300,
    )
