"""What stands beside a picture: its unit, why its line breaks, its notes, and where its numbers are from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pptx.slide import Slide

from briefing.deck.slide import Box, Deck
from briefing.deck.template import BODY
from briefing.deck.text import Line, fitted, height
from briefing.spec import Header
from data.wording import word

WIDE = 236.0
GAP = 20.0
PICTURE: Box = (BODY[0], BODY[1], BODY[2] - WIDE - GAP, BODY[3])
PANEL: Box = (BODY[0] + BODY[2] - WIDE, BODY[1] + 4, WIDE, BODY[3] - 8)


def put(deck: Deck, slide: Slide, header: Header, first: Sequence[str] = ()) -> None:
    """Write the panel of a slide; `first` are texts of the picture's own (its unit, the reasons of breaks)."""
    wide, high = PANEL[2:]
    source = word("header.source", header.lang, names=header.source) if header.source else ""
    origin = [Line(text, 10, tone="soft", space=2) for text in (source, header.date_text, header.epoch_text) if text]
    below = fitted(origin, wide, 0.4 * high)
    lines = [Line(text, 12, 700 if place == 0 else 400, space=5) for place, text in enumerate(first)]
    lines += [Line(note, 11, space=6) for note in header.notes]
    # However long the notes are, the source stays.
    above = fitted(lines, wide, high - height(below, wide) - GAP)
    deck.text(slide, PANEL, [*above, *(replace(line, space=12 if line is below[0] else 2) for line in below)])
