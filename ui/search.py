"""The search box above the menu: type, Enter, and follow one of the links below it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from briefing.search import search
from data.choice import Choice
from data.wording import LANGUAGES, number, word
from ui import caches, state
from ui.text import plain

_TEXT, _ASKED_AT = "search", "search-asked-at"
_ICONS = {"district": "location_city", "commune": "home_pin", "model": "category", "site": "location_on"}


def box(pages: Mapping[str, StreamlitPage], script: str) -> None:
    """Draw the box and, once something was asked, what was found; `pages` are the pages by script.

    `script` is the page on show. Who has followed a link no longer needs the list it stood in, so it goes when page
    or address are others than those it was asked on.
    """
    lang = state.lang()
    if st.session_state.get(_ASKED_AT) != _view(script):
        st.session_state[_TEXT] = ""

    def asked() -> None:
        st.session_state[_ASKED_AT] = _view(script)

    text = st.text_input(
        word("search.label", lang),
        key=_TEXT,
        placeholder=word("search.hint", lang),  # as long as the menu is wide
        icon=":material/search:",
        label_visibility="collapsed",
        max_chars=80,
        on_change=asked,
    )
    if text.strip():
        with st.container(border=True, gap="small", key="search-results"):
            _results(text, pages, script)


def _view(script: str) -> str:
    return f"{script} {sorted(st.query_params.to_dict().items())}"


def _results(text: str, pages: Mapping[str, StreamlitPage], script: str) -> None:
    lang = state.lang()
    found = search(text, caches.basis(Choice(epoch=state.choice().epoch), lang))
    if not found.hits:
        st.caption(plain(word("search.nothing", lang, text=text)))
    kind = ""
    for place, hit in enumerate(found.hits):
        if hit.kind != kind:
            kind = hit.kind
            st.caption(f"**{plain(word(f'search.{kind}', lang))}**")
        parameters = hit.query | ({} if lang == LANGUAGES[0] else {"lang": lang})
        icon = f":material/{_ICONS[kind]}:"
        if hit.script == script:  # a link to the page that is open would leave its address as it is
            go = st.query_params.from_dict
            st.button(plain(hit.label), type="tertiary", icon=icon, on_click=go, args=(parameters,), key=f"hit-{place}")
        else:
            st.page_link(pages[hit.script], label=plain(hit.label), icon=icon, query_params=parameters)
        st.caption(plain(hit.detail))
        last = place + 1 == len(found.hits) or found.hits[place + 1].kind != kind
        if last and kind in found.more:
            st.caption(plain(word("search.more", lang, n=number(found.more[kind], lang))))
