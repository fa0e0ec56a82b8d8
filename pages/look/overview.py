"""Tổng quan: every model as a card, and where the sites on record lie."""

import dataclasses

from briefing.build import area_bars
from briefing.cards import cards
from data.wording import word
from ui import caches, downloads, selection, state, widgets

choice, lang = state.choice(), state.lang()
basis = caches.basis(choice, lang)
widgets.title(word("page.overview", lang), word("overview.lead", lang))
if basis.counted.n == 0:
    widgets.nothing()
widgets.cards(cards(basis))

# The selected commune stands out among the others: it does not hide them.
bars = area_bars(caches.basis(dataclasses.replace(choice, commune=""), lang), choice.commune)
widgets.title(bars.header.title, level=2)
selection.bars(bars, "commune" if choice.district else "district")
downloads.menu(bars, "bars")
widgets.explain(bars.header)
widgets.twin(bars, "bars")
