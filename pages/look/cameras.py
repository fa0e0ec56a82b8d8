"""Camera an ninh: what was reported, what is on record by area, and the communes with nothing on record."""

import streamlit as st

from briefing import cameras, places
from briefing.choropleth import choropleth
from briefing.told import figures
from data.wording import word
from ui import caches, headline, selection, state

choice, lang = state.choice(), state.lang()
# The selected commune stands out among the others: it does not hide them.
basis = caches.basis(headline.pinned(choice, cameras.MODEL), lang)
field: selection.Field = "commune" if choice.district else "district"

headline.title(word("page.cameras", lang), word("cameras.lead", lang), cameras.MODEL)
headline.facts(cameras.facts(caches.basis(headline.pinned(choice, cameras.MODEL, commune=True), lang)))
headline.empty(basis)

measure = headline.pick(
    "indicator", {key: word(f"cameras.{key}", lang) for key in cameras.MEASURES}, word("cameras.measure", lang)
)
drawn, listed = st.columns(2)
with drawn:
    headline.bars(cameras.by_area(basis, measure, choice.commune), field)
with listed:
    headline.table(cameras.area_table(basis, measure), field)

indicator = "cameras" if measure == cameras.CAMERAS else "sites"
loose, points = caches.loose(choice.epoch), caches.inner_points(choice.epoch)
headline.area_map(choropleth(basis, indicator, choice.commune, loose, points), basis, "map-cameras")

headline.table(places.places(basis))
headline.table(places.without(basis))
headline.table(figures(basis, cameras.MODEL))
