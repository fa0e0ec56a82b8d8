"""Dòng thời gian: reported figures and the register's places over time, and a day that drives the map."""

import dataclasses

import streamlit as st

from briefing.build import site_map
from briefing.growth import days_of_change, known_places
from briefing.timeline import time_chart
from data.wording import word
from ui import caches, downloads, map_view, state, time_filters, time_view, widgets

choice, lang = state.choice(), state.lang()
basis = caches.basis(choice, lang)
widgets.title(word("page.timeline", lang), word("time.lead", lang))
with st.container(horizontal=True, vertical_alignment="bottom"):
    indicator = time_filters.indicator(basis)
    area = time_filters.area(basis, indicator) if indicator else ""
    measure = time_filters.measure(basis, indicator) if indicator else ""
if indicator:
    spec = time_chart(basis, indicator, area, measure)
    widgets.title(spec.header.title, spec.header.filter_text, level=2)
    time_view.chart(spec, key="time-figures")
else:
    st.text(word("time.none_for_models", lang))

# The selected commune is emphasised among the others on the map: it does not hide them.
around = caches.basis(dataclasses.replace(choice, commune=""), lang)
shown = site_map(around, caches.inner_points(choice.epoch), choice.commune, caches.loose(choice.epoch))
widgets.title(word("time.map", lang), word("time.map_lead", lang), level=2)
time_filters.day_slider(days_of_change(basis))
with st.container():
    if basis.counted.n == 0:
        widgets.nothing()
map_view.draw(shown, on_select=lambda code: state.change(commune=code), height=460, key="time-map", keeps_extent=True)
downloads.menu(shown, "time-map")
widgets.explain(shown.header)
widgets.twin(shown, "map")

growth = known_places(basis)
widgets.title(growth.header.title, level=2)
time_view.chart(growth, key="time-growth")
