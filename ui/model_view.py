"""Pieces of the page of all models: the gallery, and the head of the page of one model."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from briefing.cards import Card
from briefing.model_page import ModelPage
from data.wording import word
from ui import frame, state, view, widgets
from ui.text import link, plain

# The pages that the models of a layer have of their own.
_OWN_PAGES = {
    "camera": "pages/look/cameras.py",
    "drug_free": "pages/look/drug_free.py",
    "flag_road": "pages/look/flag_roads.py",
}


def gallery(made: Sequence[Card]) -> None:
    """Show every model as a small card that opens its page."""
    lang = state.lang()
    width = widgets.card_width()
    with st.container(horizontal=width != "stretch", gap="small"):
        for card in made:
            with st.container(border=True, width=width, height="stretch", key=f"model-{card.model_key}"):
                mark = f':color[●]{{foreground="{card.colour}"}}'
                st.markdown(f"{mark} **{plain(card.label)}**")
                st.caption(plain(card.definition))
                value = f"**{plain(card.value)}** {plain(card.unit)}" if card.value else ""
                st.markdown(value or f"*{plain(word('common.no_data', lang))}*")
                for line in (card.reported, card.newer):
                    if line:
                        st.caption(plain(line))
                if card.source:
                    st.caption(link(card.source, card.source_url))
                st.markdown(f":material/location_on: {plain(card.places)}")
                st.button(
                    word("models.open", lang),
                    icon=":material/arrow_forward:",
                    type="tertiary",
                    key=f"open-{card.model_key}",
                    on_click=view.put,
                    args=("model", card.model_key),
                )


def definition(shown: ModelPage) -> None:
    """Show what a model is and who says so, and the way to the page it has of its own."""
    mark = f':color[●]{{foreground="{shown.model.colour}"}}'
    with st.container():
        st.markdown(f"## {mark} {plain(shown.label)}")
        st.markdown(plain(shown.definition))
        st.caption(plain(word("models.stated_by", state.lang())) + " " + link(shown.source, shown.source_url))
        _own_page(shown.model.layer)


def _own_page(layer: str) -> None:
    """Offer the way to the page that a headline layer has of its own; nothing for the others."""
    script = _OWN_PAGES.get(layer, "")
    for entry in (entry for group in frame.MENU.values() for entry in group if entry.script == script):
        st.page_link(
            str(frame.ROOT / script),
            label=word("models.own_page", state.lang(), page=word(entry.title, state.lang())),
            icon=f":material/{entry.icon}:",
            query_params=state.query(state.choice()),
        )
