"""Báo cáo: what is to be in it, a preview, and the file to carry into the meeting."""

from data.wording import word
from ui import briefing_files, briefing_filters, briefing_view, state, widgets

choice, lang = state.choice(), state.lang()
widgets.title(word("page.briefing", lang), word("briefing.lead", lang))
request = briefing_filters.request(choice, lang)
document = briefing_files.composed(request)
briefing_files.offer(document)
briefing_filters.keeping(request)
briefing_view.preview(document, request)
