"""Địa bàn: all that is known of one commune or former district; it can be printed."""

import dataclasses

import streamlit as st

from briefing.area import area_page
from briefing.build import site_map
from data.wording import word
from ui import area_view, caches, downloads, map_view, printing, state, widgets

choice, lang = state.choice(), state.lang()
if choice.district or choice.commune:
    loose = caches.loose(choice.epoch)
    found = area_page(caches.basis(choice, lang), caches.around(choice), loose)
    # The commune stands out among the others of its district: it does not hide them.
    basis = caches.basis(dataclasses.replace(choice, district=found.district, commune=""), lang)
    spec = site_map(basis, caches.inner_points(choice.epoch), choice.commune, loose)

    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        widgets.title(found.profile.title)
        printing.page()
    told, picture = st.columns([2, 3])
    with told:
        area_view.facts(found)
        area_view.neighbours(found.neighbours)
    with picture:
        map_view.draw(spec, on_select=area_view.selected, height=360, key="map-area")
        downloads.menu(spec, "map")
    area_view.steps(found.steps)
    area_view.communes(found.communes)
    area_view.tables(found)
    area_view.sources(found)
    widgets.explain(found.header)
    widgets.twin(spec, "map")
else:
    widgets.title(word("page.area", lang), word("area.lead", lang))
    area_view.start(choice)
