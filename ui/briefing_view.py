"""The preview of a briefing: what every form of it says, as the screen shows it."""

from __future__ import annotations

import dataclasses

import streamlit as st

from briefing import files, maps, screen, screen_time
from briefing.compose import Request
from briefing.document import Chapter, Document, Listing, Picture, Section
from briefing.spec import BarSpec, MapSpec, TimeSpec
from data.wording import word
from geo import boundaries
from ui import caches, downloads, state, widgets
from ui.text import plain

_ROWS = 300  # pixels, of a long table
_FEW = 7
_BESIDE = 4  # figures in a row
_MAPS = 32  # map pictures kept


def preview(document: Document, request: Request) -> None:
    """Show a chapter of the document of a request, the reader's choice, with terms and sources folded away."""
    lang, at = state.lang(), 0
    widgets.title(word("briefing.preview", lang), level=2)
    if len(document.chapters) > 1:
        titles = [one.title for one in document.chapters]
        at = st.selectbox(
            word("briefing.chapter", lang), range(len(titles)), format_func=lambda place: titles[place], width=420
        )
    chapter, area = document.chapters[at], request.areas[at]
    with st.container(border=True, key="briefing-preview"):
        widgets.title(document.title, document.header.filter_text, level=2)
        _chapter(chapter, dataclasses.replace(request, areas=(area,)))
        with st.expander(word("briefing.definitions", lang)):
            for term, meaning in document.definitions:
                st.markdown(f"**{plain(term)}**: {plain(meaning)}")
        with st.expander(word("briefing.sources", lang, n=len(document.sources))):
            title = word("briefing.sources", lang, n=len(document.sources))
            st.dataframe(_headed(document, lang), hide_index=True, width="stretch", alt=title)
        widgets.explain(document.header)


def _chapter(chapter: Chapter, request: Request) -> None:
    st.markdown(f"### {plain(chapter.title)}")
    for place, section in enumerate(chapter.sections, start=1):
        st.markdown(f"#### {place}\\. {plain(section.heading)}")
        _section(section, request)


def _section(section: Section, request: Request) -> None:
    for first in range(0, len(section.figures), _BESIDE):
        row = section.figures[first : first + _BESIDE]
        for column, (value, label, source) in zip(st.columns(_BESIDE), row, strict=False):
            with column:
                st.markdown(f"**{plain(value)}**")
                st.caption(plain(label if not source else f"{label} ({source})"))
    for sentence in section.sentences:
        st.markdown(plain(sentence))
    for place, item in enumerate(section.items):
        _item(item, f"briefing-{section.key}-{place}", request)


def _item(item: Picture | Listing, key: str, request: Request) -> None:
    st.caption(f"**{plain(item.caption)}**")
    if isinstance(item, Listing):
        height = _ROWS if len(item.rows) > _FEW else "auto"
        rows, alt = item.rows, item.caption
        st.dataframe(rows, hide_index=True, width="stretch", height=height, key=key, placeholder="", alt=alt)
    else:
        _picture(item.spec, key, request)


def _picture(spec: BarSpec | MapSpec | TimeSpec, key: str, request: Request) -> None:
    """A chart as the pages show it; a map as it will be printed: it is looked at here, not worked with."""
    dark = st.context.theme.type == "dark"
    if isinstance(spec, MapSpec):
        st.image(_drawn(caches.stamp(), request, key, spec), width="stretch", alt=spec.header.title)
    elif isinstance(spec, BarSpec):
        drawn = screen.bars(spec, dark=dark)
        st.altair_chart(drawn, theme="streamlit", width="stretch", key=key, alt=spec.header.title)
    else:
        drawn = screen_time.over_time(spec, dark=dark)
        st.altair_chart(drawn, theme="streamlit", width="stretch", key=key, alt=spec.header.title)
    downloads.menu(spec, key)


@st.cache_data(show_spinner=False, max_entries=_MAPS)
def _drawn(version: str, request: Request, key: str, _spec: MapSpec, /) -> bytes:
    """The picture of a map, drawn once for a request: a rerun does not wait for it."""
    drawn = maps.draw(_spec, boundaries.load(_spec.epoch), boundaries.districts(_spec.epoch))
    return files.render(drawn, "png")


def _headed(document: Document, lang: str) -> object:
    names = {name: word(f"area.col_{name}", lang) for name in document.sources.columns}
    return document.sources.rename(columns=names)
