"""A briefing as a report, block by block: what every written form of it (DOCX, PDF) says, in the same order."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import chain, count, cycle

from briefing.document import Document, Listing, Picture, Section
from briefing.fonts import plain
from briefing.report import pictures
from briefing.report.form import Form, form_of
from briefing.report.grid import Grid, grid_of
from briefing.spec import Header, MapSpec
from data.record import is_address
from data.wording import day, word

POINTS = "abcdđeghiklmnopqrstuvxy"  # points are lettered by the Vietnamese alphabet
_ROMAN = (
    *((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X")),
    *((9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


@dataclass(frozen=True)
class Heading:
    """A numbered heading: level 1 ("I.", capitals) or 2 ("1.")."""

    level: int
    label: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body, a lettered "point" or a "source" (not justified); `lead` is set bold before the text."""

    text: str
    look: str = "body"
    lead: str = ""
    link: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its number and caption above and notes below; without rows only they stand there."""

    number: str
    caption: str
    grid: Grid
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A picture as SVG with its size on paper, number, caption and notes below it, and what it shows in words.

    A chart with nothing to draw has no SVG (""): its first note says so.
    """

    number: str
    caption: str
    svg: str
    size_mm: tuple[float, float]
    alt: str
    notes: tuple[str, ...]


Block = Heading | Paragraph | Table | Figure


@dataclass(frozen=True)
class Report:
    """A report in finished words: form, blocks, and title, subject, author and (ISO) day for the file's properties."""

    lang: str
    form: Form
    blocks: tuple[Block, ...]
    title: str
    subject: str
    author: str
    made: str


@dataclass
class _Numbers:
    tables: Iterator[int] = field(default_factory=lambda: count(1))
    figures: Iterator[int] = field(default_factory=lambda: count(1))


def outline(document: Document) -> Report:
    """Put a document into the words and order of a report; its pictures are drawn here.

    Chapters are "I.", sections "1." within them; definitions and sources are the last chapters. Raises Problem when
    the font or the boundaries of a map are missing.
    """
    lang, header = document.header.lang, document.header
    numbers = _Numbers()
    chapters = [(chapter.title, _sections(chapter.sections, numbers, header)) for chapter in document.chapters]
    if document.definitions:
        chapters.append((word("deck.definitions", lang), list(_definitions(document))))
    chapters.append((word("report.sources", lang), list(_sources(document))))
    blocks: list[Block] = list(_opening(header))
    for place, (title, body) in enumerate(chapters, 1):
        blocks += [Heading(1, f"{roman(place)}.", plain(title).upper()), *body]
    return Report(
        lang,
        form_of(document),
        tuple(blocks),
        title=plain(document.title),
        subject=plain(header.filter_text),
        author=plain(document.agency.name),
        made=document.made,
    )


def roman(value: int) -> str:
    """Write a number of chapters in Roman numerals: 4 → "IV"."""
    for size, letters in _ROMAN:
        if value >= size:
            return letters + roman(value - size)
    return ""


def _opening(header: Header) -> Iterator[Paragraph]:
    lang = header.lang
    yield Paragraph(_sentence(header.filter_text), lead=word("report.scope", lang))
    data = (header.epoch_text, header.dataset, header.date_text, _source(header))
    yield Paragraph(" ".join(_sentence(text) for text in data if text), lead=word("report.data", lang))
    yield from (Paragraph(_sentence(note)) for note in header.notes)


def _sections(sections: tuple[Section, ...], numbers: _Numbers, whole: Header) -> list[Block]:
    blocks: list[Block] = []
    for place, section in enumerate(sections, 1):
        blocks.append(Heading(2, f"{place}.", plain(section.heading)))
        blocks += _section(section, numbers, whole)
    return blocks or [_nothing(whole.lang)]


def _section(section: Section, numbers: _Numbers, whole: Header) -> list[Block]:
    blocks: list[Block] = [Paragraph(plain(text)) for text in section.sentences]
    blocks += _points(section.figures)
    blocks += [_item(item, numbers, whole) for item in section.items]
    return blocks or [_nothing(whole.lang)]


def _nothing(lang: str) -> Paragraph:
    return Paragraph(_sentence(word("common.no_data", lang)))


def _points(figures: tuple[tuple[str, str, str], ...]) -> Iterator[Paragraph]:
    """Main numbers as points: "a) Ban tự quản: 7.588 (Công an tỉnh Nghệ An, 15/06/2023);"."""
    ends = chain([";"] * (len(figures) - 1), ".")
    for letter, end, (value, what, source) in zip(cycle(POINTS), ends, figures, strict=False):
        name, told = plain(what), f" ({plain(source)})" if plain(source) else ""
        label = f"{letter}) " if len(figures) > 1 else ""
        yield Paragraph(f"{label}{name[:1].upper()}{name[1:]}: {plain(value)}{told}{end}", "point")


def _item(item: Picture | Listing, numbers: _Numbers, whole: Header) -> Block:
    if isinstance(item, Listing):
        label = word("report.table", item.header.lang, n=next(numbers.tables))
        grid = grid_of(item)
        empty = () if grid.rows else (word("deck.no_rows", item.header.lang),)
        return Table(label, plain(item.caption), grid, (*empty, *_notes(item.header, whole)))
    return _figure(item, numbers, whole)


def _figure(picture: Picture, numbers: _Numbers, whole: Header) -> Figure:
    spec, header = picture.spec, picture.spec.header
    label, notes = word("report.figure", header.lang, n=next(numbers.figures)), _notes(header, whole)
    told = dict.fromkeys(plain(text).rstrip(".") for text in (picture.caption, header.title, header.filter_text))
    alt = ". ".join(text for text in told if text)
    if not isinstance(spec, MapSpec) and pictures.is_empty(spec):
        return Figure(label, plain(picture.caption), "", (0.0, 0.0), alt, (_sentence(spec.no_data), *notes))
    svg = pictures.svg_of(spec)
    return Figure(label, plain(picture.caption), svg, pictures.size_mm(svg), alt, notes)


def _notes(header: Header, whole: Header) -> tuple[str, ...]:
    """What explains a table or picture beside its caption, where the opening does not say it of the whole already."""
    own, others = (_about(one) for one in (header, whole))
    line = " ".join(_sentence(text) for text in own if text and text not in others)
    notes = tuple(_sentence(note) for note in header.notes if note not in whole.notes)
    return (*notes, line) if line else notes


def _about(header: Header) -> tuple[str, str, str]:
    return (header.filter_text, _source(header), header.date_text)


def _source(header: Header) -> str:
    prefix = word("header.source", header.lang, names="").strip()
    if not header.source or header.source.startswith(prefix):
        return header.source
    return word("header.source", header.lang, names=header.source)


def _definitions(document: Document) -> Iterator[Paragraph]:
    for term, meaning in document.definitions:
        yield Paragraph(_sentence(meaning), lead=f"{plain(term)}:")


def _sources(document: Document) -> Iterator[Paragraph]:
    lang = document.header.lang
    for place, row in enumerate(document.sources.fillna("").to_dict("records"), 1):
        dated = word("area.source" if row["date"] else "area.source_undated", lang, **_named(row))
        texts = (f"{dated}: {plain(row['title'])}", plain(row["used_for"]))
        told = " ".join(_sentence(text[:1].upper() + text[1:]) for text in texts if text)
        link = plain(row["source_url"])
        yield Paragraph(f"{place}. {told}" + ("" if is_address(link) else f" {link}"), "source", link=link)
    if document.sources.empty:
        yield Paragraph(_sentence(word("header.no_source", lang)))


def _named(row: dict[Hashable, str]) -> dict[str, str]:
    return {"publisher": plain(row["publisher"]), "date": day(plain(row["date"]))}


def _sentence(text: str) -> str:
    """A text that begins with a capital and ends with a stop."""
    bare = plain(text)
    return bare[:1].upper() + bare[1:] + ("" if not bare or bare[-1] in ".!?:;…" else ".")
