"""So sánh: the register on two days, reported figures against the ones before, and areas side by side."""

import dataclasses

import streamlit as st

from briefing.compare import between, side_by_side
from data.wording import word
from ui import caches, compare_filters, compare_view, downloads, selection, state, widgets

choice, lang = state.choice(), state.lang()
# A selected area stands out among the others: it does not hide them.
basis = caches.basis(dataclasses.replace(choice, commune=""), lang)
widgets.title(word("page.comparison", lang), word("comparison.lead", lang))
if basis.counted.n == 0:
    widgets.nothing()

widgets.title(word("comparison.areas", lang), level=2)
# Areas are compared across the whole province, whichever of them is selected.
province = caches.basis(dataclasses.replace(choice, district="", commune=""), lang)
codes = compare_filters.areas(province)
field = "district" if len(codes[0]) == 3 else "commune"
side = side_by_side(province, codes, compare_filters.measure(lang), getattr(choice, field))
widgets.title(side.ranking.header.title, level=3)
selection.bars(side.ranking, field, key="compare-ranking")
downloads.menu(side.ranking, "compare-ranking")
widgets.explain(side.ranking.header)
compare_view.table(side, field)
downloads.table(side.table, side.ranking.header, key="compare-table")
widgets.title(word("comparison.small", lang), word("comparison.small_lead", lang), level=3)
compare_view.small(side.models, field)

widgets.title(word("comparison.time", lang), level=2)
last = compare_filters.last_day(basis)
change = between(
    basis, compare_filters.earlier_day(basis), last, choice.commune if choice.district else choice.district
)
st.markdown(f"**{change.sentence}**")
inside = "commune" if choice.district else "district"
by_area, by_model = st.tabs([word("comparison.by_area", lang), word("comparison.by_model", lang)])
with by_area:
    selection.bars(change.bars, inside, key="compare-change")
    downloads.menu(change.bars, "compare-change")
    selection.table(change.areas, change.codes, inside, "compare-changes", change.bars.header.title, placeholder="")
with by_model:
    st.dataframe(change.models, hide_index=True, width="stretch", placeholder="", alt=change.bars.header.title)
widgets.explain(change.bars.header)

widgets.title(word("comparison.figures", lang), word("comparison.figures_lead", lang), level=2)
compare_view.figures(caches.figures_before(dataclasses.replace(choice, commune=""), lang), lang)
