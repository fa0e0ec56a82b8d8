"""Quản trị: accounts and what they may, who is signed in, and the audit trail."""

import streamlit as st

from data.wording import word
from ui import access_view, state, widgets

PARTS = {"accounts": access_view.accounts, "sessions": access_view.sessions, "audit": access_view.audit}

lang = state.lang()
widgets.title(word("page.access", lang), word("admin.lead", lang))
for tab, show in zip(st.tabs([word(f"admin.{name}", lang) for name in PARTS]), PARTS.values(), strict=True):
    with tab:
        show()
