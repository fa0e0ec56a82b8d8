"""Đường cờ Tổ quốc: the sites with what their sources state of length and flags, where they lie, what was reported."""

from briefing import flag_roads
from briefing.told import figures
from data.wording import word
from ui import caches, headline, state

choice, lang = state.choice(), state.lang()
# The selected commune stands out among the others: it does not hide them.
basis = caches.basis(headline.pinned(choice, flag_roads.MODEL), lang)

headline.title(word("page.flag_roads", lang), word("flags.lead", lang), flag_roads.MODEL)
headline.facts(flag_roads.facts(caches.basis(headline.pinned(choice, flag_roads.MODEL, commune=True), lang)))
headline.empty(basis)

loose, points = caches.loose(choice.epoch), caches.inner_points(choice.epoch)
headline.area_map(flag_roads.site_map(basis, points, choice.commune, loose), basis, "map-flag-roads")
headline.table(flag_roads.sites(basis))
headline.bars(flag_roads.by_area(basis, choice.commune), "commune" if choice.district else "district", twin=True)
headline.table(figures(basis, flag_roads.MODEL))
