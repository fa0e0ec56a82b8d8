"""Nguồn số liệu: every figure with its source, where sources differ, what each supports, and the laws of the epochs."""

from briefing import sources
from data.wording import word
from ui import about, caches, state, widgets

lang, record = state.lang(), caches.record()
widgets.title(word("page.sources", lang), word("sources.lead", lang))
about.conflicts(sources.conflicts(record, lang))
about.table("sources.figures", sources.figures(record, lang))
about.table("sources.sources", sources.sources(record))
about.table("sources.laws", sources.laws())
