"""Tra cứu: what an old or new name of a commune or district means; a whole column of names at once."""

import streamlit as st

from data.wording import word
from ui import lookup_list, lookup_view, state, widgets

PARTS = {"one": lookup_view.show, "list": lookup_list.show}

lang = state.lang()
widgets.title(word("page.lookup", lang), word("lookup.lead", lang))
for tab, show in zip(st.tabs([word(f"lookup.tab_{name}", lang) for name in PARTS]), PARTS.values(), strict=True):
    with tab:
        show()
