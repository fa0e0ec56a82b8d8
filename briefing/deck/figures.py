"""The main numbers of a section as cards, and its sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.slide import Slide

from briefing.deck.slide import Box, Deck, emu
from briefing.deck.template import BODY
from briefing.deck.text import Line, fitted, height, paint, put
from briefing.document import Section
from briefing.places import capital
from data.wording import word

Figure = tuple[str, str, str]  # value in words, what it counts, source and date

GAP = 18.0
PAD = 16.0
MOST = 6  # cards on a slide
CARD = 152.0  # height of a card in points
NUMBER, LABEL, SOURCE = 40.0, 15.0, 10.5
SENTENCE = 18.0
LEAST_SENTENCE = 14.0


def add(deck: Deck, kicker: str, section: Section) -> None:
    """Add the slides with the figures of a section and the sentences about them.

    None when it has neither; a section without anything says that there is no data.
    """
    figures, sentences = list(section.figures), list(section.sentences)
    if not figures and not sentences:
        if section.items:
            return
        sentences = [capital(word("common.no_data", deck.lang)) + "."]
    groups = [figures[at : at + MOST] for at in range(0, len(figures), MOST)] or [[]]
    for place, group in enumerate(groups):
        room = _room(group)
        # Sentences stand below the last cards where they fit there, and on slides of their own where they do not.
        here = [] if place < len(groups) - 1 else _that_fit(sentences, room)
        sentences = sentences[len(here) :]
        slide = _slide(deck, kicker, section, [*here, *(label for _, label, _ in group)])
        _cards(slide, group)
        _sentences(deck, slide, here, room)
    while sentences:
        here = _that_fit(sentences, BODY)
        sentences = sentences[len(here) :]
        _sentences(deck, _slide(deck, kicker, section, here), here, BODY)


def _slide(deck: Deck, kicker: str, section: Section, said: Sequence[str]) -> Slide:
    return deck.content(kicker, section.heading, deck.document.header, said)


def _room(group: Sequence[Figure]) -> Box:
    """What is left of the slide below the cards."""
    left, top, wide, high = BODY
    rows = math.ceil(len(group) / _columns(len(group))) if group else 0
    used = rows * (CARD + GAP) + (10 if rows else 0)
    return left, top + used, wide, high - used


def _columns(count: int) -> int:
    return count if count <= 4 else 3


def _that_fit(sentences: Sequence[str], room: Box) -> list[str]:
    """The first sentences that fit a room; at least one in an empty slide, however long."""
    kept: list[str] = []
    for sentence in sentences:
        if height([_line(text, LEAST_SENTENCE) for text in [*kept, sentence]], room[2]) > room[3]:
            break
        kept.append(sentence)
    return kept or list(sentences[:1] if room == BODY else [])


def _line(text: str, size: float) -> Line:
    return Line(text, size, space=0.55 * size, bullet=True)


def _sentences(deck: Deck, slide: Slide, sentences: Sequence[str], room: Box) -> None:
    if sentences:
        deck.text(slide, room, [_line(text, SENTENCE) for text in sentences])


def _cards(slide: Slide, group: Sequence[Figure]) -> None:
    if not group:
        return
    columns = _columns(len(group))
    left, top, wide, _ = BODY
    across = min((wide - GAP * (columns - 1)) / columns, wide / 2)
    # Numbers beside each other are of one size, or the smaller would look less important.
    size = min(_number(value, NUMBER, across - 2 * PAD - 2).size for value, _, _ in group)
    for place, figure in enumerate(group):
        row, column = divmod(place, columns)
        box = (left + column * (across + GAP), top + 6 + row * (CARD + GAP), across, CARD)
        _card(slide, box, figure, size)


def _number(value: str, size: float, wide: float) -> Line:
    """The large text of a card, in the height that one line of the largest size takes."""
    known = any(letter.isdigit() for letter in value)
    line = Line(value, size, 700 if known else 400, "accent" if known else "soft")
    return next(iter(fitted([line], wide, NUMBER * 1.27, least=16)), line)


def _card(slide: Slide, box: Box, figure: Figure, size: float) -> None:
    left, top, wide, high = box
    ground = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *emu(box))
    ground.fill.solid()
    ground.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
    ground.line.fill.background()
    edge = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *emu((left, top, 4, high)))
    edge.fill.solid()
    paint(edge.fill.fore_color, "accent")
    edge.line.fill.background()
    for shape in (ground, edge):
        shape._element.remove(shape._element.find(qn("p:style")))  # a shadow, in some programs
    inner = (left + PAD + 2, top + PAD, wide - 2 * PAD - 2, high - 2 * PAD)
    text = slide.shapes.add_textbox(*emu(inner))
    put(text.text_frame, _texts(figure, inner[2], inner[3], size))


def _texts(figure: Figure, wide: float, high: float, size: float) -> list[Line]:
    """Number, label and source, the last two made to fit what the number leaves."""
    value, label, source = figure
    first = [_number(value, size, wide)]
    rest = [Line(label, LABEL, space=2), Line(source, SOURCE, tone="soft", space=5)]
    return [*first, *fitted(rest, wide, high - height(first, wide))]
