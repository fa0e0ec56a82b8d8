"""Camera an ninh: what was reported, what is on record by area, and the communes with nothing on record."""

from briefing import cameras, places
from briefing.choropleth import choropleth
from briefing.told import figures
from data.wording import word
from ui import caches, downloads, headline, selection, state, widgets

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
bars = cameras.by_area(basis, measure, choice.commune)
widgets.title(bars.header.title, level=2)
selection.bars(bars, field)
downloads.bar(bars)
widgets.explain(bars.header)
headline.table(cameras.area_table(basis), field)

indicator = "cameras" if measure == cameras.CAMERAS else "sites"
loose, points = caches.loose(choice.epoch), caches.inner_points(choice.epoch)
spec = choropleth(basis, indicator, choice.commune, loose, points)
widgets.title(spec.header.title, level=2)
headline.area_map(spec, basis, "map-cameras")

headline.table(places.places(basis))
headline.table(places.without(basis))
headline.table(figures(basis, cameras.MODEL))
