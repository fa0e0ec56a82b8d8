"""Chất lượng số liệu: who has sent what and who is late; what the register lacks; how it stands to the figures."""

import dataclasses

import streamlit as st

from briefing.quality import against, headline, sites
from briefing.quality.board import board
from data.wording import word
from ui import caches, quality_view, state, store_facts, widgets

choice, lang = state.choice(), state.lang()
as_of, months = store_facts.day_of(choice.as_of), quality_view.months()
basis = caches.basis(choice, lang)
aged = store_facts.aged(choice, lang, as_of)
aside = store_facts.aside()
# The selected commune stands out among the others on the map: it does not hide them.
around = caches.basis(dataclasses.replace(choice, commune=""), lang)
found = board(around, store_facts.submissions(), store_facts.calendar(), as_of, choice.commune)

widgets.title(word("page.quality", lang), word("quality.lead", lang))
quality_view.numbers(headline.numbers(found, basis, aged, len(aside), months))
quality_view.board(found)

TABS = ("quality.tab_figures", "quality.tab_lacks", "quality.tab_stale", "quality.tab_waiting")
figures, lacks, old, waiting = st.tabs([word(key, lang) for key in TABS])
with figures:
    models = against.by_model(basis)
    quality_view.table(models, against.shares(models, lang))
    quality_view.table(against.by_area(basis), folded=True)
with lacks:
    quality_view.table(sites.by_model(basis, aged, months, as_of))
    quality_view.table(sites.by_area(basis, aged, months, as_of))
with old:
    quality_view.months_picker()
    quality_view.table(sites.stale(basis, aged, months, as_of))
with waiting:
    quality_view.table(sites.unplaced(basis))
    quality_view.table(sites.aside(basis, aside))
    quality_view.to_register()
