"""Sổ đăng ký: send a file, see what is wrong with it and import it; edit single sites; versions."""

import streamlit as st

from data.wording import word
from ui import aside, editing, sending, state, versions, widgets

PARTS = {"send": sending.show, "aside": aside.show, "edit": editing.show, "versions": versions.show}

lang = state.lang()
widgets.title(word("page.register", lang), word("register.lead", lang))
part = st.segmented_control(
    word("page.register", lang),
    list(PARTS),
    default="send",
    required=True,
    format_func=lambda name: word(f"register.{name}", lang),
    key="register-part",
    label_visibility="collapsed",
)
PARTS[part]()
