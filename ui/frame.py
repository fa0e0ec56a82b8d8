"""What surrounds every page: settings, menu, language, and the data set's name, version and date."""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from data.wording import LANGUAGES, day, word
from ui import caches, gate, search, state

ROOT = Path(__file__).resolve().parents[1]
# A picture of our own, as a material icon or an emoji in the browser's tab is fetched from the internet; written out,
# as a file is asked for again at every run of a page.
_PICTURE = base64.b64encode((ROOT / "ui" / "web" / "favicon.png").read_bytes()).decode()
ICON = f"data:image/png;base64,{_PICTURE}"


class Entry(NamedTuple):
    """One line of the menu: the page's script, the key of its title in the words table, its Material icon, address.

    `filtered`: the page shows what the filter bar chooses. `needs`: the capability without which it is not opened.
    """

    script: str
    title: str
    icon: str
    address: str
    filtered: bool = True
    needs: str = "look"


# The page that opens without an address has none.
MENU = {
    "menu.look": (
        Entry("pages/look/overview.py", "page.overview", "dashboard", ""),
        Entry("pages/look/map.py", "page.map", "map", "ban-do"),
        Entry("pages/look/cameras.py", "page.cameras", "videocam", "camera"),
        Entry("pages/look/drug_free.py", "page.drug_free", "health_and_safety", "xa-sach-ma-tuy"),
        Entry("pages/look/flag_roads.py", "page.flag_roads", "flag", "duong-co"),
        Entry("pages/look/models.py", "page.models", "category", "mo-hinh"),
        Entry("pages/look/area.py", "page.area", "location_city", "dia-ban"),
        Entry("pages/look/compare.py", "page.comparison", "compare_arrows", "so-sanh"),
        Entry("pages/look/timeline.py", "page.timeline", "timeline", "dong-thoi-gian"),
    ),
    "menu.work": (
        Entry("pages/work/briefing.py", "page.briefing", "description", "bao-cao"),
        Entry("pages/work/register.py", "page.register", "upload_file", "so-dang-ky", False, "import"),
        Entry("pages/work/quality.py", "page.quality", "fact_check", "chat-luong"),
    ),
    "menu.about": (
        Entry("pages/about/lookup.py", "page.lookup", "manage_search", "tra-cuu", filtered=False),
        Entry("pages/about/sources.py", "page.sources", "menu_book", "nguon-so-lieu", filtered=False),
        Entry("pages/about/help.py", "page.help", "help", "tro-giup", filtered=False),
    ),
}

# Only who has signed in as an administrator sees it in the menu.
ADMIN = Entry("pages/work/access.py", "page.access", "admin_panel_settings", "quan-tri", False, "accounts")


def set_up() -> None:
    """Set the browser tab and the width of the page."""
    st.set_page_config(page_title=word("app.title", state.lang()), page_icon=ICON, layout="wide")


def pages() -> tuple[dict[Entry, StreamlitPage], Entry]:
    """Give the page of each line of the menu, and the line that was asked for."""
    lang = state.lang()
    pages: dict[Entry, StreamlitPage] = {}
    for entry in (*(entry for group in MENU.values() for entry in group), ADMIN):
        title = word(entry.title, lang)
        pages[entry] = st.Page(
            ROOT / entry.script,
            title=title,
            icon=f":material/{entry.icon}:",
            url_path=entry.address or None,
            default=not entry.address,
        )
    current = st.navigation(list(pages.values()), position="hidden")
    return pages, next(entry for entry, page in pages.items() if page is current)


def menu(pages: Mapping[Entry, StreamlitPage], shown: Entry) -> None:
    """Draw the menu, whose links carry the reader's filter."""
    lang = state.lang()
    with st.sidebar:
        st.markdown(f"### {word('app.name', lang)}")
        st.caption(word("app.subtitle", lang))
        search.box({entry.script: page for entry, page in pages.items()}, shown.script)
        st.html(_links(shown, lang))
        st.space("medium")
        _language(lang)
        gate.account()


def _links(shown: Entry, lang: str) -> str:
    """Write the links as one text: a browser draws it much sooner than an element for each.

    They are links like any others; web/start.js opens them without loading the page anew.
    """
    query = urlencode(state.query(state.choice()))
    lines = []
    for group, entries in MENU.items():
        lines.append(f"<p>{html.escape(word(group, lang))}</p>")
        for entry in (*entries, ADMIN) if group == "menu.work" else entries:
            if gate.may_open(entry):
                address = html.escape(f"./{entry.address}{'?' if query else ''}{query}")
                here = ' aria-current="page"' if entry is shown else ""
                icon = f'<span aria-hidden="true" translate="no">{entry.icon}</span>'
                lines.append(f'<a href="{address}"{here}>{icon}{html.escape(word(entry.title, lang))}</a>')
    return f'<nav class="menu" aria-label="{html.escape(word("menu.title", lang))}">{"".join(lines)}</nav>'


def footer() -> None:
    """Say which data set, version and date every figure above comes from."""
    record, lang = caches.record(), state.lang()
    st.divider()
    name = record.name if lang == LANGUAGES[0] else record.name_en
    st.caption(word("footer.data", lang, name=name, version=record.version, date=day(record.date)))


def _language(lang: str) -> None:
    """Let the reader switch between Vietnamese and English; the choice of filter stays."""
    picked = st.segmented_control(
        word("app.language", lang),
        LANGUAGES,
        default=lang,
        required=True,
        format_func={"vi": "Tiếng Việt", "en": "English"}.__getitem__,
        label_visibility="collapsed",
    )
    if picked != lang:
        st.query_params["lang"] = picked
        st.rerun()
