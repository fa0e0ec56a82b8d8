"""Trợ giúp: what words mean, how numbers come about, and since when results are as they are."""

from data.tables import read
from data.wording import word
from ui import about, state, widgets

lang = state.lang()
widgets.title(word("page.help", lang), word("help.lead", lang))
about.answers("help.methods", read("methods"))
about.terms("help.glossary", read("glossary"))
about.changes("help.changes", read("changes"))
