"""A map as a picture on a slide: drawn from the same specification as on the screen, its texts on the slide itself."""

from __future__ import annotations

import io

from pptx.util import Pt

from briefing import files, maps
from briefing.deck import panel
from briefing.deck.slide import Deck
from briefing.document import Picture
from briefing.fonts import plain
from briefing.spec import Header, MapSpec
from geo import boundaries

_SHEET = (panel.PICTURE[2] / 0.75, panel.PICTURE[3] / 0.75)  # pixels: its letters are 8 to 10 points on the slide
_ALT_LETTERS = 1000


def add(deck: Deck, kicker: str, picture: Picture, spec: MapSpec) -> None:
    """Add the slide of a map. Raises Problem when no boundaries are built."""
    slide = deck.content(kicker, picture.caption, spec.header, spec.header.notes)
    sheet = maps.draw_bare(spec, boundaries.load(spec.epoch), boundaries.districts(spec.epoch), _SHEET)
    # Two pixels for one of the sheet are 190 dots an inch on a printed slide; 300 would take twice as long to draw.
    image = io.BytesIO(files.render(sheet, "png"))
    left, top, wide, high = panel.PICTURE
    scale = min(wide / sheet.width, high / sheet.height)
    size = Pt(sheet.width * scale), Pt(sheet.height * scale)
    shape = slide.shapes.add_picture(image, Pt(left), Pt(top), *size)
    describe(shape, picture, spec.header)
    panel.put(deck, slide, spec.header)


def describe(shape: object, picture: Picture, header: Header) -> None:
    """Say in words what a picture shows, for readers who do not see it."""
    said = [picture.caption, header.title, header.filter_text, *header.notes]
    text = ". ".join(dict.fromkeys(plain(part).rstrip(".") for part in said if part))
    shape._element._nvXxPr.cNvPr.set("descr", text[:_ALT_LETTERS])  # type: ignore[attr-defined]
