"""A briefing composed and made into files: one click makes the file, with what it does, and saves it."""

from __future__ import annotations

from functools import cache

import streamlit as st

from briefing.compose import Request, compose
from briefing.compose.output import MIME, file_name, written
from briefing.compose.scene import place_name
from briefing.compose.settings import agency
from briefing.document import Agency, Document
from data.freshness import today
from data.wording import word
from ui import caches, exports, faults, state

_FORMS = ("pptx", "docx", "pdf", "xlsx")
_KEPT = 16  # documents kept composed: a few megabytes
_SAVE = "briefing-save"
# The file is made in the run that the click starts; the browser asks for it only by a click of its own.
_CLICK = f"""
export default () => {{
  const click = (tries) => {{
    const button = document.querySelector(".st-key-{_SAVE} button");
    if (button) button.click();
    else if (tries) setTimeout(() => click(tries - 1), 100);
  }};
  click(50);
}};
"""


def composed(request: Request) -> Document:
    """Give the document of a request, composed once for a version of the register."""
    areas = "; ".join(place_name(request.epoch, area, request.lang) for area in request.areas)
    with st.spinner(word("briefing.composing", request.lang, place=areas)):
        return _document(caches.stamp(), request, agency(), today())


@st.cache_resource(show_spinner=False, max_entries=_KEPT)
def _document(version: str, request: Request, sender: Agency, made: str, /) -> Document:
    return compose(caches.record(), request, sender, made)


def offer(document: Document) -> None:
    """Offer the document in each form; what goes wrong in making one is explained, and nothing is saved."""
    lang = state.lang()
    with st.container(horizontal=True, vertical_alignment="center", key="briefing-forms"):
        st.markdown(f"**{word('briefing.file', lang)}**", width="content")
        asked = [
            form
            for form in _FORMS
            if st.button(
                form.upper(),
                icon=":material/download:",
                key=f"briefing-{form}",
                help=word("briefing.file_help", lang),
                type="primary" if form == _FORMS[0] else "secondary",
            )
        ]
    for form in asked:
        _make(document, form)


def _make(document: Document, form: str) -> None:
    lang, name = state.lang(), file_name(document, form)
    content = None
    with st.status(word("briefing.making", lang, form=form.upper())) as status:
        with faults.shown():
            told = {"form": form, "title": document.title, "filter": document.header.filter_text}
            make = exports.recorded(lambda mark: written(exports.marked(document, mark), form), "briefing", **told)
            content = make()
        done = "briefing.made" if content else "briefing.not_made"
        status.update(label=word(done, lang, name=name), state="complete" if content else "error", expanded=not content)
    if content:
        st.download_button(
            word("briefing.save", lang, name=name),
            content,
            name,
            MIME[form],
            on_click="ignore",
            icon=":material/save:",
            key=_SAVE,
        )
        _saver()(key=f"briefing-saved-{form}")


@cache
def _saver():  # type: ignore[no-untyped-def]
    return st.components.v2.component("save_file", js=_CLICK)
