"""Xã sạch về ma túy: the status of every commune, progress against the published targets, what was reported."""

from briefing import drug_free
from briefing.timeline import time_chart
from briefing.told import figures
from data.wording import word
from ui import caches, headline, state, time_view, widgets

choice, lang = state.choice(), state.lang()
# The selected commune stands out among the others: it does not hide them.
basis = caches.basis(headline.pinned(choice, drug_free.MODEL), lang)
communes = drug_free.status_table(basis)

headline.title(word("page.drug_free", lang), word("drug.lead", lang), drug_free.MODEL)
headline.facts(drug_free.status_facts(basis))
widgets.explain(communes.header)

headline.facts(drug_free.target_facts(basis))
headline.bars(drug_free.target_bars(basis))
headline.table(drug_free.target_table(basis), folded=True, level=3)

loose, points = caches.loose(choice.epoch), caches.inner_points(choice.epoch)
headline.area_map(drug_free.status_map(basis, points, choice.commune, loose), basis, "map-drug-free")
headline.lines(word("drug.rule", lang), drug_free.parts_rule(basis), word("drug.rule_text", lang))
headline.table(communes)
headline.table(drug_free.border_table(basis))

chart = time_chart(basis, drug_free.INDICATOR)
widgets.title(chart.header.title, level=2)
time_view.chart(chart)
headline.table(figures(basis, drug_free.MODEL))
