"""Xã sạch về ma túy: the status of every commune, progress against the published targets, what was reported."""

from briefing import drug_free
from briefing.build import site_map
from briefing.told import figures
from data.wording import word
from ui import caches, headline, state, widgets

choice, lang = state.choice(), state.lang()
# The selected commune stands out among the others: it does not hide them.
basis = caches.basis(headline.pinned(choice, drug_free.MODEL), lang)

headline.title(word("page.drug_free", lang), word("drug.lead", lang), drug_free.MODEL)
headline.facts(drug_free.status_facts(basis))

bars = drug_free.target_bars(basis)
widgets.title(bars.header.title, level=2)
headline.facts(drug_free.target_facts(basis))
headline.bars(bars)
headline.table(drug_free.target_table(basis), level=3)

loose, points = caches.loose(choice.epoch), caches.inner_points(choice.epoch)
spec = site_map(basis, points, choice.commune, loose)
widgets.title(word("drug.map", lang), level=2)
headline.area_map(spec, basis, "map-drug-free")
headline.lines(word("drug.rule", lang), drug_free.parts_rule(basis), word("drug.rule_text", lang))
headline.table(drug_free.status_table(basis))
headline.table(drug_free.border_table(basis))
headline.table(figures(basis, drug_free.MODEL))
