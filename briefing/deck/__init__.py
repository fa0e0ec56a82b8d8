"""A briefing as a deck of slides (PPTX) with charts and tables of PowerPoint's own, so that it can be restyled."""

from __future__ import annotations

import io

from briefing.deck import bars, closing, figures, maps, tables, times
from briefing.deck.slide import Deck
from briefing.document import Document, Listing, Picture, Section
from briefing.spec import BarSpec, MapSpec


def write(document: Document) -> bytes:
    """Give a document as a deck: cover, then figures, map, charts and tables of every section, sources, definitions.

    Every slide says filter, data set, day of making and its number; the speaker's notes say the rest. Raises Problem
    when the font or the boundaries of a map are missing.
    """
    deck = Deck(document)
    deck.cover()
    for chapter in document.chapters:
        if len(document.chapters) > 1:
            deck.chapter(chapter.title, [section.heading for section in chapter.sections])
        for section in chapter.sections:
            _section(deck, f"{chapter.title} · {section.heading}", chapter.title, section)
    closing.add(deck)
    deck.finish()
    out = io.BytesIO()
    deck.presentation.save(out)
    return out.getvalue()


def _section(deck: Deck, kicker: str, chapter: str, section: Section) -> None:
    figures.add(deck, chapter, section)
    for item in section.items:
        if isinstance(item, Listing):
            tables.add(deck, kicker, item)
        else:
            _picture(deck, kicker, item)


def _picture(deck: Deck, kicker: str, picture: Picture) -> None:
    spec = picture.spec
    if isinstance(spec, MapSpec):
        maps.add(deck, kicker, picture, spec)
    elif isinstance(spec, BarSpec):
        bars.add(deck, kicker, picture, spec)
    else:
        times.add(deck, kicker, picture, spec)
