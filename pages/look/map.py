"""Bản đồ: what exists where; clicking a commune selects it."""

import dataclasses

import streamlit as st

from briefing.build import site_map
from briefing.profile import profile
from data.wording import word
from ui import caches, downloads, map_view, state, widgets

choice, lang = state.choice(), state.lang()
# The selected commune is emphasised among the others: it does not hide them.
basis = caches.basis(dataclasses.replace(choice, commune=""), lang)
loose = caches.loose(choice.epoch)
spec = site_map(basis, caches.inner_points(choice.epoch), choice.commune, loose)

with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
    st.markdown(f"# {word('page.map', lang)}", width="content")
    widgets.layers(choice)
if basis.counted.n == 0:
    widgets.nothing()
# Always two columns: a map that changes its place on the page is loaded anew.
picture, beside = st.columns([3, 1])
with picture:
    map_view.draw(spec, on_select=lambda code: state.change(commune=code), height=560)
    with st.container(horizontal=True, vertical_alignment="center"):
        downloads.map_picture(spec)
        st.caption(word("map.rings", lang))
    widgets.explain(spec.header)
with beside:
    if choice.commune:
        widgets.profile(profile(basis, choice.commune, loose))
    else:
        widgets.totals(spec)
widgets.twin(widgets.map_table(spec))
