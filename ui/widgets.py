"""Pieces that pages are put together from: titles, cards, charts, tables, the profile of a commune."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from briefing import twin as twins
from briefing.cards import Card
from briefing.profile import Profile
from briefing.spec import BarSpec, Header, MapSpec
from data.choice import Choice
from data.wording import number, word
from ui import device, selection, state
from ui.text import link, plain

_CARD_WIDTH = 232  # pixels
_BREATH_S = 0.05  # a browser gathers for 0.01, draws the map, and shows it at the next frame
_DISTRICT_CODE = 3  # digits; a commune's has five


def title(text: str, lead: str = "", level: int = 1) -> None:
    """Show a heading, and below it one sentence on what is seen."""
    st.markdown(f"{'#' * level} {plain(text)}")
    if lead:
        st.caption(plain(lead))


def kept(key: str) -> DeltaGenerator:
    """Give a place whose height is kept (look.css) until what belongs there comes, after what stands below it."""
    place = st.container(key=f"kept-{key}")
    place.empty()  # a container is drawn once something is in it
    return place


def breath() -> None:
    """Wait until a browser has drawn what was sent so far: what comes at once with more is drawn with all of it."""
    time.sleep(_BREATH_S)


def cards(made: list[Card]) -> None:
    """Show the headline programmes side by side, then all other models in smaller cards."""
    lang = state.lang()
    first = [card for card in made if card.layer != "other"]
    others = [card for card in made if card.layer == "other"]
    if first:
        for column, card in zip(st.columns(len(first)), first, strict=True):
            with column.container(border=True, height="stretch", key=f"card-{card.model_key}"):
                _card(card, heading="#")
    if others:
        title(word("overview.others", lang), level=2)
        width = card_width()
        with st.container(horizontal=width != "stretch", gap="small"):
            for card in others:
                with st.container(border=True, width=width, height="stretch", key=f"card-{card.model_key}"):
                    _card(card, heading="###")


def card_width() -> int | Literal["stretch"]:
    """Give the width of one of many cards: four in a row of a laptop; on a phone one, as wide as the page."""
    return "stretch" if device.phone() else _CARD_WIDTH


def _card(card: Card, heading: str) -> None:
    """What a card says; its colour is that of the model's layer on the map."""
    mark = f':color[●]{{foreground="{card.colour}"}}'
    st.markdown(f"{mark} **{plain(card.label)}**", help=plain(card.definition))
    lang = state.lang()
    first, unit = card.here or (card.value, card.unit)
    if first:
        st.markdown(f"{heading} {plain(first)} :small[{plain(unit)}]")
    else:
        st.markdown(f"*{plain(word('common.none_on_record' if card.here else 'common.no_data', lang))}*")
    if card.here and card.value:
        st.caption(f"**{plain(word('card.province', lang, value=card.value, unit=card.unit))}**")
    st.caption(plain(card.reported))
    if card.source:
        st.caption(link(card.source, card.source_url))
    for line in (*card.also, card.newer):
        if line:
            st.caption(plain(line))
    if not card.here or card.layer == "drug_free":  # elsewhere the card's first number has said it
        st.markdown(f":material/location_on: {plain(card.places)}")


def profile(found: Profile) -> None:
    """Show a commune: what it is, what it was or became, what the record holds there."""
    lang = state.lang()
    with st.container(border=True, key="profile"):
        # Few texts of many lines: a browser draws them much sooner than one for each line.
        st.markdown(f"### {plain(found.title)}")
        st.markdown("\n\n".join(plain(fact) for fact in found.facts))
        if found.lineage:
            st.caption("\n\n".join(plain(line) for line in found.lineage))
        if found.sites.empty:
            told = [plain(word("area.no_sites", lang))]
        else:
            told = [f"**{plain(word('area.sites', lang, n=len(found.sites)))}**"]
        for site in found.sites.to_dict("records"):
            said_by = f"{plain(site['where'])} · {link(site['source'], site['source_url'])}"
            told.append(f"**{plain(site['name'])}** — {plain(site['model'])}  \n:small[{said_by}]")
        st.markdown("\n\n".join(told))
        st.button(
            word("area.clear", lang),
            icon=":material/close:",
            on_click=lambda: state.change(commune=""),
            type="tertiary",
        )


def totals(spec: MapSpec) -> None:
    """Show how many communes and sites each line of the map's legend stands for, and how to see one commune."""
    lang = state.lang()
    with st.container(border=True, key="totals"):
        st.markdown(_totals(spec, lang))
        st.caption(plain(word("map.pick", lang)))


@lru_cache(maxsize=64)  # as many as there are maps in ui/caches.py
def _totals(spec: MapSpec, lang: str) -> str:
    communes = spec.areas["class_key"].value_counts()
    lines = spec.lines["layer_key"].value_counts()
    sites = pd.concat([spec.symbols.groupby("layer_key")["count"].sum(), lines])
    told: list[str] = []
    for heading, items, counts in (("map.communes", spec.classes, communes), ("map.sites", spec.layers, sites)):
        if items:
            named = f": {spec.measure}" if spec.measure and items is spec.classes else ""
            told.append(f"**{plain(word(heading, lang) + named)}**")
        for item in items:
            mark = "■" if item.shape == "area" else "○"
            count = number(counts.get(item.key, 0), lang)
            if spec.measure and item.shape == "area":  # "1 – 19: 5" would read as one number
                count = word("map.count_communes", lang, n=count)
            told.append(f':color[{mark}]{{foreground="{item.colour}"}} {plain(item.label)}: **{plain(count)}**')
    return "\n\n".join(told)


def nothing() -> None:
    """Say why a page is empty and offer the step back."""
    lang = state.lang()
    with st.container(border=True, key="empty"):
        st.text(word("empty.why", lang))
        st.button(word("empty.back", lang), on_click=state.write, args=(Choice(),), key="empty-back")


def explain(header: Header) -> None:
    """Show what stands beside every figure: notes, source, dates, epoch, data set; the exported file says the same."""
    lines = (*header.notes, word("header.source", header.lang, names=header.source), header.date_text)
    st.caption("  \n".join(plain(line) for line in (*lines, header.epoch_text, header.dataset) if line))


def twin(spec: twins.Spec, key: str, of: str = "") -> None:
    """Offer the table behind a map or chart; it is made and sent only when the reader opens it.

    It is as large as the map, and a rerun would send it each time. `key` tells it from the page's other tables, `of`
    says whose it is where there are several. Addresses are shown as links, and a row selects its area as the map or
    the bar does. As a file it is in the picture's menu.
    """
    lang = state.lang()
    label = " · ".join(part for part in (word("table.show", lang), of) if part)
    box = st.expander(label, icon=":material/table:", key=f"twin-{key}", on_change="rerun")
    if box.open:
        with box:
            table, address = twins.table(spec), word("time_col.link", lang)
            links = {address: st.column_config.LinkColumn(display_text=address)} if address in table else {}
            codes = _codes(spec)
            if codes:
                field: selection.Field = "district" if len(codes[0]) == _DISTRICT_CODE else "commune"
                selection.table(table, codes, field, f"table-{key}", spec.header.title, column_config=links)
            else:
                st.dataframe(
                    table,
                    hide_index=True,
                    width="stretch",
                    key=f"table-{key}",
                    column_config=links,
                    alt=spec.header.title,
                )


def _codes(spec: twins.Spec) -> list[str]:
    """The areas of the rows behind a map or bars; none where rows are no areas of the epoch that is looked at."""
    if isinstance(spec, BarSpec):
        return list(spec.bars["key"])
    return list(spec.areas["code"]) if isinstance(spec, MapSpec) and spec.epoch == state.choice().epoch else []
