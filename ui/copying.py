"""A button that puts a picture on the clipboard, to be pasted into Word or PowerPoint."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

import streamlit as st

from briefing import pictures
from briefing.twin import Spec
from data.wording import word
from ui import exports, state

_WEB = Path(__file__).parent / "web"
_WORDS = ("copy", "copying", "copied", "copy_by_hand", "close")


@st.fragment
def button(spec: Spec, key: str) -> None:
    """Offer a picture for the clipboard; it is drawn when the button is clicked, and only this piece runs again.

    A browser gives its clipboard to https and to the own computer only; elsewhere the picture opens to be copied by
    hand.
    """
    name = f"copy-{key}"
    data = {one: word(f"download.{one}", state.lang()) for one in _WORDS} | {"title": spec.header.title}
    if (st.session_state.get(name) or {}).get("asked"):
        told = {"form": "png", "title": spec.header.title, "filter": spec.header.filter_text}
        make = exports.recorded(lambda mark: pictures.render(exports.marked(spec, mark), "png"), "copy", **told)
        data["png"] = base64.b64encode(make()).decode()
    _component()(data=data, key=name, on_asked_change=lambda: None)


@cache
def _component():  # type: ignore[no-untyped-def]
    html, css, js = ((_WEB / f"copy.{kind}").read_text("utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component("copy_picture", html=html, css=css, js=js)
