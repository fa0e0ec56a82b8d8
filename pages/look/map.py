"""Bản đồ: what exists where, coloured by an indicator; a click selects a commune; two epochs or days side by side."""

import dataclasses

import streamlit as st

from briefing.profile import profile
from briefing.spec import MapSpec
from data.choice import Choice
from data.wording import word
from ui import caches, downloads, map_compare, map_view, map_widgets, state, view, widgets

_HEIGHT = 560  # the same alone and beside another: a map that changes its height is not drawn anew

choice, lang = state.choice(), state.lang()
other = map_compare.beside(choice, view.text("other", 10))
# The selected commune is emphasised among the others: it does not hide them.
basis = caches.basis(dataclasses.replace(choice, commune=""), lang)

head = widgets.kept("map-head")
indicator = map_widgets.indicator()


def shown(asked: Choice, key: str) -> MapSpec:
    """One map with its own heading, picture, sources and table."""
    spec = caches.site_map(dataclasses.replace(asked, commune=""), indicator, asked.commune, lang)
    st.markdown("**{}** · {}".format(*map_compare.heading(asked, lang)))
    map_view.draw(
        spec,
        on_select=lambda code: map_compare.select(code, asked.epoch),
        height=_HEIGHT,
        key=key,
        keeps_extent=asked is choice,
        linked=other is not None,
        foresight=map_widgets.foresight(choice, indicator) if asked is choice else None,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        downloads.menu(spec, key)
        if caches.with_sites(indicator):
            st.caption(word("map.rings", lang))
    widgets.explain(spec.header)
    return spec


# Always here, and always two columns: a map that changes its place on the page is loaded anew.
with st.container():
    if basis.counted.n == 0:
        widgets.nothing()
first, second = st.columns([1, 1] if other else [3, 1])
with first:
    specs = [shown(choice, "map")]
with second:
    if other:
        specs.append(shown(other, "map-other"))
with st.container() if other else second:
    if choice.commune:
        widgets.profile(profile(basis, choice.commune, caches.loose(choice.epoch)))
    elif not other:
        widgets.totals(specs[0])
widgets.breath()  # the reader waits for the map and what is told of it; boxes take a browser longer than these
with head:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown(f"# {word('page.map', lang)}", width="content")
        map_widgets.layers(basis)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        map_widgets.colours()
        map_compare.controls(choice)
for asked, spec, key in zip((choice, other or choice), specs, ("map", "map-other"), strict=False):
    of = ", ".join(map_compare.heading(asked, lang)) if other else ""
    widgets.twin(spec, key, of)
