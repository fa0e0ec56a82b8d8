"""Tables of PowerPoint's own, laid out by measured texts and carried over several slides with their headings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

import pandas as pd
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.table import Table, _Cell
from pptx.util import Pt

from briefing.deck.maps import describe
from briefing.deck.slide import Box, Deck, emu
from briefing.deck.template import BODY
from briefing.deck.text import LINE, SLACK, Line, cut, paint
from briefing.document import Listing, Picture
from briefing.fonts import Face, plain, width, wrap
from briefing.spec import Header
from data.record import is_address
from data.wording import number, word

STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid": every program draws our own lines alike
SIZES = (12.0, 11.0, 10.0, 9.0)
DENSE = 10.0  # points: the size in tables that take several slides anyway
HAIR, THICK = ("bg1", 0.5), ("accent1", 1.5)
PAD, EDGE = 6.0, 2.5  # beside and above a text in its cell
WIDEST = 480.0  # points that a column asks for at most
LONGEST_WORD = 110.0  # points: a longer word (an address) may be broken
MEASURED = 400  # rows whose texts give the widths of columns
BESIDE = 30.0  # points between the parts of a narrow table that stand beside each other
MOST_SLIDES = 10  # of one table: the workbook has the rest
FOOT = 24.0  # below the rows, for what the table does not show


@dataclass(frozen=True)
class Cell:
    """What a cell shows: its text, a safe address behind it, and whether it says that something is unknown."""

    text: str
    link: str = ""
    unknown: bool = False


@lru_cache(50_000)  # the same few publishers and communes stand in row after row
def _broken(text: str, wide: float, size: float, weight: int) -> list[str]:
    return wrap(text, wide, Face(size, weight))


@dataclass(frozen=True)
class Layout:
    """Size of letters, widths of the columns in points, and which columns hold numbers."""

    size: float
    widths: tuple[float, ...]
    numbers: tuple[bool, ...]

    def lines(self, cells: Sequence[Cell], weight: int = 400) -> list[list[str]]:
        """The lines of each cell of a row."""
        pairs = zip(cells, self.widths, strict=True)
        return [_broken(cell.text, (wide - 2 * PAD) * SLACK, self.size, weight) for cell, wide in pairs]

    def height(self, cells: Sequence[Cell], weight: int = 400) -> float:
        """The height of a row in points."""
        return max([1, *(len(lines) for lines in self.lines(cells, weight))]) * self.size * LINE + 2 * EDGE


Page = list[list[list[Cell]]]  # the parts of a slide, each with its rows


@dataclass(frozen=True)
class _Rows:
    """All cells of a table in words."""

    heading: list[Cell]
    body: list[list[Cell]]
    total: list[Cell] | None


def add(deck: Deck, kicker: str, listing: Listing, most: int = MOST_SLIDES) -> None:
    """Add the slides of a table; beyond `most` slides it says how many rows are left and where they are."""
    lang = listing.header.lang
    rows = _in_words(listing, lang)
    if not rows.body:
        slide = deck.content(kicker, listing.caption, listing.header, listing.header.notes)
        text = word("deck.no_rows", lang)
        deck.text(slide, BODY, [Line(text, 18, tone="soft", space=12), *_about(listing.header)])
        return
    numbers = tuple(pd.api.types.is_numeric_dtype(dtype) for dtype in listing.rows.dtypes)
    layout, pages = _laid_out(rows, numbers)
    for place, page in enumerate(pages[:most]):
        title = listing.caption if len(pages) == 1 else f"{listing.caption} ({place + 1}/{min(most, len(pages))})"
        slide = deck.content(kicker, title, listing.header, [listing.caption, *listing.rows.columns.map(str)])
        bottom = _put_page(slide, listing, rows, page, layout, page is pages[-1])
        cut_off = place + 1 == most
        left = sum(len(part) for other in pages[most:] for part in other) if cut_off else 0
        _put_foot(deck, slide, listing, bottom, left)


def _in_words(listing: Listing, lang: str) -> _Rows:
    frame = listing.rows
    columns = [_cells(frame.iloc[:, at], lang) for at in range(frame.shape[1])]
    heading = [Cell(plain(name)) for name in frame.columns]
    total = _total(listing, lang) if listing.total and len(frame) else None
    return _Rows(heading, [list(row) for row in zip(*columns, strict=True)], total)


def _cells(values: pd.Series, lang: str) -> list[Cell]:
    if pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype):
        return [number_cell(float(value), lang) for value in values]
    return [text_cell("" if pd.isna(value) else str(value)) for value in values]


def number_cell(value: float, lang: str) -> Cell:
    """A number as it is read; NaN says that there is no data."""
    return Cell(number(value, lang)) if math.isfinite(value) else Cell(word("common.no_data", lang), unknown=True)


def text_cell(text: str) -> Cell:
    """A text; of an address its host, with the address behind it."""
    if not is_address(text) or len(text.split()) != 1:
        return Cell(plain(text))
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return Cell(plain(text))
    return Cell(plain(host.removeprefix("www.")), plain(text))


def _total(listing: Listing, lang: str) -> list[Cell]:
    """The last row: a sum of nothing known is unknown, not 0."""
    gaps = listing.rows[list(listing.total)].isna().to_numpy().any()
    cells = [Cell("") for _ in listing.rows.columns]
    for name in listing.total:
        at = list(listing.rows.columns).index(name)
        cells[at] = number_cell(float(listing.rows[name].sum(min_count=1)), lang)
    if not cells[0].text:
        cells[0] = Cell(word("deck.total_known" if gaps else "deck.total", lang))
    return cells


def _laid_out(rows: _Rows, numbers: tuple[bool, ...]) -> tuple[Layout, list[Page]]:
    """The greatest size at which the table takes one slide; else a small one, and as many slides as it needs."""
    measured = [rows.heading, *rows.body[:MEASURED], *([rows.total] if rows.total else [])]
    for size in SIZES:
        layout = layout_of(measured, numbers, size)
        parts, beside = _parts(rows, layout), _beside(layout)
        if layout.size <= DENSE or len(parts) <= beside:
            break
    return layout, [parts[at : at + beside] for at in range(0, len(parts), beside)]


def _beside(layout: Layout) -> int:
    """How many parts of a table fit beside each other."""
    return max(1, int((BODY[2] + BESIDE) / (sum(layout.widths) + BESIDE)))


def layout_of(rows: Sequence[Sequence[Cell]], numbers: tuple[bool, ...], size: float) -> Layout:
    """Share the slide's width among columns; the letters are smaller than `size` where words would be broken."""
    room = BODY[2]
    for smaller in (step for step in SIZES if step <= size):
        wanted, least = _wanted(rows, numbers, smaller)
        if sum(least) <= room:
            break
    if sum(least) > room:
        widths = [wide * room / sum(least) for wide in least]
    elif sum(wanted) <= room:
        widths = [wide * min(room / sum(wanted), 1.35) for wide in wanted]
    else:
        ask = [want - need for want, need in zip(wanted, least, strict=True)]
        widths = [need + (room - sum(least)) * more / sum(ask) for need, more in zip(least, ask, strict=True)]
    return Layout(smaller, tuple(widths), numbers)


def _wanted(rows: Sequence[Sequence[Cell]], numbers: tuple[bool, ...], size: float) -> tuple[list[float], list[float]]:
    """For each column the width that nearly all of its texts, and that its longest word asks for."""
    face = Face(size, 700)
    wanted, least = [], []
    for cells, whole in zip(zip(*rows, strict=True), numbers, strict=True):
        texts = [cell.text for cell in cells]
        words = {part for text in texts for part in ([text] if whole and text != texts[0] else text.split(" "))}
        need = min(max(width(part, face) for part in words) / SLACK, LONGEST_WORD)
        need = max(need, width(texts[0], face) / 2.6)  # a heading takes about three lines at most
        long = sorted(width(text, face) for text in texts)[int(0.9 * (len(texts) - 1))]
        wanted.append(max(need, min(long / SLACK, WIDEST)) + 2 * PAD + 1)
        least.append(need + 2 * PAD + 1)
    return wanted, least


def _parts(rows: _Rows, layout: Layout) -> Page:
    """The rows of each part of a table, about as many in the last as in the others; it has room for the total."""
    room = BODY[3] - FOOT - layout.height(rows.heading, 700)
    last = layout.height(rows.total, 700) if rows.total else 0.0
    heights = [min(layout.height(row), room - last) for row in rows.body]
    ends = _ends(heights, last, room)
    for part in (0.5, 0.6, 0.7, 0.8, 0.9):
        tried = _ends(heights, last, room * part)
        if len(tried) == len(ends):
            ends = tried
            break
    starts = [0, *ends[:-1]]
    body = [_clipped(row, layout, room - last) for row in rows.body]
    return [body[start:end] for start, end in zip(starts, ends, strict=True)]


def _ends(heights: Sequence[float], last: float, room: float) -> list[int]:
    """After which rows a part ends, when it has `room` and the last one `last` less."""
    ends, used = [], 0.0
    for place, high in enumerate(heights):
        need = high + (last if place == len(heights) - 1 else 0.0)
        if used and used + need > room:
            ends.append(place)
            used = 0.0
        used += high
    return [*ends, len(heights)]


def _clipped(row: list[Cell], layout: Layout, high: float) -> list[Cell]:
    """A row no higher than a slide."""
    most = max(1, int((high - 2 * EDGE) / (layout.size * LINE)))
    if sum(len(cell.text) for cell in row) < most:  # far too short to be too high
        return row
    parts = zip(row, layout.lines(row), layout.widths, strict=True)
    return [replace(cell, text=_cut(cell.text, lines, most, layout.size, wide)) for cell, lines, wide in parts]


def _cut(text: str, lines: Sequence[str], most: int, size: float, wide: float) -> str:
    return cut(lines, most, Face(size), (wide - 2 * PAD) * SLACK) if len(lines) > most else text


def _put_page(slide: Slide, listing: Listing, rows: _Rows, page: Page, layout: Layout, last: bool) -> float:
    """Add the parts of a table that a slide has, beside each other; gives the lowest edge in points.

    The total stands below the last part of the last slide.
    """
    step, lowest = sum(layout.widths) + BESIDE, 0.0
    for place, part in enumerate(page):
        total = rows.total if last and place == len(page) - 1 else None
        edge = _put(slide, listing, rows.heading, part, total, layout, BODY[0] + place * step)
        lowest = max(lowest, edge)
    return lowest


def _put(
    slide: Slide,
    listing: Listing,
    heading: list[Cell],
    part: list[list[Cell]],
    total: list[Cell] | None,
    layout: Layout,
    left: float,
) -> float:
    shown = [heading, *part, *([total] if total else [])]
    heights = [layout.height(row, 700 if row in (heading, total) else 400) for row in shown]
    box: Box = (left, BODY[1], sum(layout.widths), sum(heights))
    frame = slide.shapes.add_table(len(shown), len(layout.widths), *emu(box))
    describe(frame, Picture(listing.caption, None), listing.header)  # type: ignore[arg-type]
    table: Table = frame.table
    frame._element.find(".//" + qn("a:tableStyleId")).text = STYLE
    table.horz_banding = False
    table.last_row = bool(total)
    for column, wide in zip(table.columns, layout.widths, strict=True):
        column.width = Pt(wide)
    for at, (cells, high) in enumerate(zip(shown, heights, strict=True)):
        table.rows[at].height = Pt(high)
        bold = cells is heading or cells is total
        edge = THICK if cells is heading or (total and at == len(shown) - 2) else HAIR
        for target, cell, right in zip(table.rows[at].cells, cells, layout.numbers, strict=True):
            _write(target, cell, layout, right, bold)
            _border(target, *edge)
    return box[1] + box[3]


def _write(target: _Cell, cell: Cell, layout: Layout, right: bool, bold: bool) -> None:
    target.margin_left = target.margin_right = Pt(PAD)
    target.margin_top = target.margin_bottom = Pt(EDGE)
    target.vertical_anchor = MSO_ANCHOR.TOP
    paragraph = target.text_frame.paragraphs[0]
    if right:
        paragraph.alignment = PP_ALIGN.RIGHT
    if not cell.text:  # an empty cell would be as high as a line of 18 points
        paragraph._p.get_or_add_endParaRPr().set("sz", str(round(layout.size * 100)))
        return
    run = paragraph.add_run()
    run.text = cell.text
    run.font.size = Pt(layout.size)
    run.font.bold = bold
    if cell.unknown:
        run.font.italic = True
        paint(run.font.color, "soft")
    if cell.link:
        run.hyperlink.address = cell.link


def _border(target: _Cell, colour: str, thick: float) -> None:
    """Draw the line below a cell."""
    shade = '<a:lumMod val="80000"/>' if colour == "bg1" else ""
    line = (
        f'<a:lnB {nsdecls("a")} w="{int(Pt(thick))}"><a:solidFill><a:schemeClr val="{colour}">{shade}</a:schemeClr>'
        "</a:solidFill></a:lnB>"
    )
    target._tc.get_or_add_tcPr().append(parse_xml(line))


def _put_foot(deck: Deck, slide: Slide, listing: Listing, bottom: float, left: int) -> None:
    """Below the rows: what is left out, and where the rows are from."""
    lang = listing.header.lang
    more = word("deck.rows_left", lang, n=number(left, lang), all=number(len(listing.rows), lang)) if left else ""
    box = (BODY[0], bottom + 6, BODY[2], BODY[1] + BODY[3] - bottom - 4)
    texts = " · ".join(line.text for line in _about(listing.header))
    deck.text(slide, box, [Line(more, 11, 700), Line(texts, 9.5, tone="soft", space=1)])


def _about(header: Header) -> list[Line]:
    source = word("header.source", header.lang, names=header.source) if header.source else ""
    return [Line(text, 10.5, tone="soft", space=3) for text in (source, header.date_text) if text]
