"""The last slides: where the numbers are from, and what the words mean."""

from __future__ import annotations

import dataclasses

import pandas as pd

from briefing.deck import tables
from briefing.deck.slide import Deck
from briefing.document import Listing
from data.wording import day, word

_COLUMNS = {
    "publisher": "sources.column_publisher",
    "title": "sources.column_title",
    "date": "sources.column_date",
    "used_for": "sources.column_what_it_supports",
    "source_url": "sources.column_source_url",
}
_ALL = 1000  # slides: sources are never left out


def add(deck: Deck) -> None:
    """Add the slides of sources and of definitions; none when there are none."""
    document, lang = deck.document, deck.lang
    if len(document.sources):
        rows = document.sources.assign(date=document.sources["date"].map(day))[list(_COLUMNS)]
        rows = rows.set_axis([word(key, lang) for key in _COLUMNS.values()], axis=1)
        _table(deck, word("page.sources", lang), rows)
    if document.definitions:
        names = [word("deck.term", lang), word("deck.meaning", lang)]
        _table(deck, word("deck.definitions", lang), pd.DataFrame(document.definitions, columns=names))


def _table(deck: Deck, caption: str, rows: pd.DataFrame) -> None:
    header = dataclasses.replace(deck.document.header, title=caption, notes=(), source="", date_text="")
    tables.add(deck, deck.document.title, Listing(caption, header, rows), most=_ALL)
