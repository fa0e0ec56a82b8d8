"""Đường cờ Tổ quốc: the sites with what their sources state of length and flags, where they lie, what was reported."""

from briefing import flag_roads
from briefing.build import area_bars, site_map
from briefing.told import figures
from data.wording import word
from ui import caches, downloads, headline, selection, state, widgets

choice, lang = state.choice(), state.lang()
# The selected commune stands out among the others: it does not hide them.
basis = caches.basis(headline.pinned(choice, flag_roads.MODEL), lang)

headline.title(word("page.flag_roads", lang), word("flags.lead", lang), flag_roads.MODEL)
headline.facts(flag_roads.facts(caches.basis(headline.pinned(choice, flag_roads.MODEL, commune=True), lang)))
headline.empty(basis)

loose, points = caches.loose(choice.epoch), caches.inner_points(choice.epoch)
spec = site_map(basis, points, choice.commune, loose)
widgets.title(spec.header.title, level=2)
headline.area_map(spec, basis, "map-flag-roads")
headline.table(flag_roads.sites(basis))

bars = area_bars(basis, choice.commune)
widgets.title(bars.header.title, level=2)
selection.bars(bars, "commune" if choice.district else "district")
downloads.bar(bars)
widgets.explain(bars.header)
widgets.twin(widgets.bar_table(bars), bars.header)
headline.table(figures(basis, flag_roads.MODEL))
