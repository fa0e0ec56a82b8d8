"""The deck while it is being written: every slide gets its title, filter, footer and speaker notes here."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide
from pptx.util import Length, Pt

from briefing.deck import template
from briefing.deck.text import Line, fitted, put, runs
from briefing.document import Document
from briefing.fonts import plain
from briefing.spec import Header
from data.wording import day, word

Box = tuple[float, float, float, float]  # left, top, width, height in points

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PROPERTY = 255  # letters that a property of the file may have
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}


def emu(box: Box) -> tuple[Length, Length, Length, Length]:
    """Give a box in points as the lengths that shapes are made with."""
    left, top, wide, high = (Pt(round(value, 2)) for value in box)
    return left, top, wide, high


@dataclass
class Deck:
    """A deck and the document it is written from."""

    document: Document
    presentation: Presentation = field(default_factory=template.empty)

    @property
    def lang(self) -> str:
        """The language of the document: vi or en."""
        return self.document.header.lang

    def content(self, kicker: str, title: str, header: Header, said: Sequence[str] = ()) -> Slide:
        """Add a slide with its title, the filter in words, footer, and notes that explain what it shows.

        `said` are the texts on it, by which the definitions in the notes are picked.
        """
        slide = self._add(template.CONTENT)
        self._write(slide, template.KICKER_IDX, [Line(kicker, 11, 700, "accent")], template.KICKER)
        self._write(slide, 0, [Line(title, 26, 700)], template.TITLE)
        filter_line = Line(header.filter_text, 13, tone="soft")
        self._write(slide, template.FILTER_IDX, [filter_line], template.FILTER)
        self._feet(slide, header)
        self._notes(slide, title, header, said)
        return slide

    def cover(self) -> None:
        """Add the first slide: who reports, about what, within which limits, made when."""
        document, header = self.document, self.document.header
        slide = self._add(template.COVER)
        agency = document.agency
        self._write(
            slide, template.KICKER_IDX, [Line(text, 14, 700, "accent") for text in (agency.superior, agency.name)]
        )
        self._write(slide, 0, [Line(document.title, 38, 700)])
        about = (header.filter_text, header.epoch_text, header.date_text)
        self._write(slide, 1, [Line(text, 17, tone="soft", space=3) for text in about])
        made = " · ".join(text for text in (header.dataset, self.made) if text)
        self._write(slide, template.FILTER_IDX, [Line(made, 12, tone="soft")])
        self._notes(slide, document.title, header, ())

    def chapter(self, title: str, parts: Sequence[str]) -> None:
        """Add the slide that opens a chapter, with the headings of its sections."""
        slide = self._add(template.CHAPTER)
        self._write(slide, 0, [Line(title, 34, 700)])
        self._write(slide, 1, [Line(part, 18, space=7, bullet=True) for part in parts])
        self._feet(slide, self.document.header)
        self._notes(slide, title, self.document.header, parts)

    @property
    def made(self) -> str:
        """When the document was made, in words."""
        return word("deck.made", self.lang, date=day(self.document.made))

    def text(self, slide: Slide, box: Box, lines: Sequence[Line], **looks: Any) -> Shape:
        """Add a text box whose paragraphs are shrunk until they fit."""
        shape = slide.shapes.add_textbox(*emu(box))
        put(shape.text_frame, fitted(lines, box[2], box[3]), **looks)
        return shape

    def finish(self) -> None:
        """State the properties of the file and the language of every text."""
        document, header = self.document, self.document.header
        about = self.presentation.core_properties
        about.title, about.subject, about.comments = (
            plain(text)[:_PROPERTY] for text in (document.title, header.filter_text, header.dataset)
        )
        about.author = about.last_modified_by = plain(document.agency.name)[:_PROPERTY]
        about.language, about.keywords = LANGUAGES[self.lang], ""
        about.created = about.modified = datetime.datetime.fromisoformat(document.made)
        about.revision = 1
        template.restyle_theme(self.presentation.notes_master.part.part_related_by(RELATIONSHIP_TYPE.THEME))
        for slide in self.presentation.slides:
            for part in (slide._element, slide.notes_slide._element):
                self._speak(part)

    def _speak(self, part: Any) -> None:
        for run in part.iter(f"{_A}r", f"{_A}fld"):
            run.get_or_add_rPr().set("lang", LANGUAGES[self.lang])

    def _add(self, layout: int) -> Slide:
        return self.presentation.slides.add_slide(self.presentation.slide_layouts[layout])

    def _write(self, slide: Slide, idx: int, lines: Sequence[Line], box: Box | None = None) -> None:
        """Fill a placeholder; one without text is taken away, or it would ask for text."""
        shape = next(shape for shape in slide.placeholders if shape.placeholder_format.idx == idx)
        wide, high = box[2:] if box else (shape.width.pt, shape.height.pt)
        kept = fitted(lines, wide, high)
        if not kept:
            shape._element.getparent().remove(shape._element)
            return
        asked = max(line.size for line in lines)
        for line, run in zip(kept, runs(shape.text_frame, kept), strict=True):
            if line.size < asked:  # else the layout's own size holds, also when somebody changes it
                run.font.size = Pt(round(line.size, 1))

    def _feet(self, slide: Slide, header: Header) -> None:
        """Footer, date and number: a new slide does not take these over from its layout by itself."""
        texts = {"ftr": header.dataset, "dt": self.made}
        for shape in slide.slide_layout.placeholders:
            kind = shape._element.ph.get("type")
            if kind not in ("ftr", "dt", "sldNum"):
                continue
            copy = deepcopy(shape._element)
            copy.nvSpPr.cNvPr.set("id", str(slide.shapes._next_shape_id))  # that of the layout may be taken here
            copy.spPr.clear()
            copy.txBody.find(f"{_A}lstStyle").clear()
            slide.shapes._spTree.append(copy)
            if kind in texts:
                frame = Shape(copy, slide.shapes).text_frame
                kept = fitted([Line(texts[kind], 9.5)], shape.width.pt, shape.height.pt, least=7)
                frame.paragraphs[0].runs[0].text = kept[0].text if kept else ""

    def _notes(self, slide: Slide, title: str, header: Header, said: Sequence[str]) -> None:
        """Write what the speaker may be asked: all of the heading's texts, and the words used, explained."""
        lang = self.lang
        source = word("header.source", lang, names=header.source) if header.source else ""
        texts = [title, header.filter_text, header.epoch_text, source, header.date_text, header.dataset, *header.notes]
        spoken = " ".join([title, *said]).lower()
        used = [(term, meaning) for term, meaning in self.document.definitions if term.lower() in spoken]
        if used:
            texts += [word("deck.definitions", lang), *(f"{term}: {meaning}" for term, meaning in used)]
        frame = slide.notes_slide.notes_text_frame
        assert frame is not None
        frame.text = "\n".join(plain(text) for text in texts if text)
