"""A table of a report in words: its cells, which columns hold numbers, and how wide each is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from briefing.document import Listing
from briefing.fonts import Face, plain, width
from data.record import is_address
from data.wording import number, word

SIZES = (11.0, 10.0, 9.0)  # points: the greatest at which no word is broken and cells are not towers of words
WIDTH = 165 / 25.4 * 72  # of the text, in points
PAD = 9.0  # points that the edges of a cell take
LEAST = 16.0  # points that the text of any column has
LONGEST_WORD = 80.0  # points: a longer word may be broken inside
MOST = 190.0  # points that a column asks for at most
COMFORT = 0.4  # the part of what its texts would like, beyond the longest word, that a table should have
_DIGITS = frozenset("0123456789/.,-")
_MEASURED = 12  # texts of a column, the longest, whose widths are taken


@dataclass(frozen=True)
class Cell:
    """The text of a cell and the safe address behind it, if any."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class Grid:
    """A table in words: headings, which columns are numbers, size of letters and widths in points, rows, total row."""

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    size: float
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()


def grid_of(listing: Listing) -> Grid:
    """Put a table into words, with a column of row numbers before the first; NaN is "no data".

    Paper has no room for addresses: a column of them is left out, and each stands behind the first text of its row.
    """
    lang, frame = listing.header.lang, listing.rows
    links, frame = _links(frame)
    counted = [Cell(number(float(place), lang)) for place in range(1, len(frame) + 1)]
    columns = [counted, *(_cells(frame.iloc[:, at], lang) for at in range(frame.shape[1]))]
    rows = tuple(_linked(row, link) for row, link in zip(zip(*columns, strict=True), links, strict=True))
    names = (word("report.row", lang), *(plain(name) for name in frame.columns))
    numeric = (True, *(_is_number(frame.iloc[:, at]) for at in range(frame.shape[1])))
    total = _total(listing, frame) if listing.total and len(frame) else ()
    size, widths = _layout([[Cell(name) for name in names], *rows, *([total] if total else [])])
    return Grid(names, numeric, size, widths, rows, total)


def _links(frame: pd.DataFrame) -> tuple[list[str], pd.DataFrame]:
    """Give the address of each row ("" = none) and the columns that are not addresses."""
    links, kept = [""] * len(frame), []
    for at in range(frame.shape[1]):
        values = frame.iloc[:, at].fillna("").astype(str)
        found = [value if is_address(value) and len(value.split()) == 1 else "" for value in values]
        if any(found) and all(link or not value for link, value in zip(found, values, strict=True)):
            links = [old or new for old, new in zip(links, found, strict=True)]
        else:
            kept.append(at)
    return links, frame.iloc[:, kept]


def _linked(row: Sequence[Cell], link: str) -> tuple[Cell, ...]:
    at = next((at for at, cell in enumerate(row[1:], 1) if cell.text), 0)
    return tuple(replace(cell, link=plain(link)) if link and place == at else cell for place, cell in enumerate(row))


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _cells(values: pd.Series, lang: str) -> list[Cell]:
    if _is_number(values):
        return [_number(float(value), lang) for value in values]
    unknown = word("common.no_data", lang)
    return [Cell(plain(unknown if pd.isna(value) else value)) for value in values]


def _number(value: float, lang: str) -> Cell:
    return Cell(number(value, lang) if math.isfinite(value) else word("common.no_data", lang))


def _total(listing: Listing, frame: pd.DataFrame) -> tuple[Cell, ...]:
    """The last row: a sum of nothing known is unknown, not 0, and one with gaps says so."""
    lang = listing.header.lang
    gaps = bool(frame[list(listing.total)].isna().to_numpy().any())
    label = Cell(word("deck.total_known" if gaps else "deck.total", lang))
    cells = [
        _number(float(frame[name].sum(min_count=1)), lang) if name in listing.total else Cell("")
        for name in frame.columns
    ]
    if cells and not cells[0].text:
        return (Cell(""), label, *cells[1:])
    return (label, *cells)


def _layout(rows: Sequence[Sequence[Cell]]) -> tuple[float, tuple[float, ...]]:
    """Give the size of letters and the widths of columns: each its longest word, the rest by what texts would like.

    A table whose texts need less than the width of the page is narrower than it.
    """
    texts = [sorted({row[at].text for row in rows}, key=len) for at in range(len(rows[0]))]
    words = [sorted({part for text in column for part in text.split()}, key=len) for column in texts]
    for size in SIZES:
        least = [min(LONGEST_WORD, max(LEAST, _widest(column, size))) + PAD for column in words]
        liked = [min(MOST, max(LEAST, _widest(column, size))) + PAD for column in texts]
        more = [max(0.0, like - need) for like, need in zip(liked, least, strict=True)]
        if sum(least) + COMFORT * sum(more) <= WIDTH:
            break
    mean = [sum(len(row[at].text) for row in rows) / len(rows) for at in range(len(least))]
    wide = [need + extra for need, extra in zip(least, _share(WIDTH - sum(least), more, mean), strict=True)]
    fit = min(1.0, WIDTH / sum(wide))
    return size, tuple(points * fit for points in wide)


def _share(room: float, more: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Share room among columns by weight, none getting more than it would like."""
    extra = [0.0] * len(more)
    for _ in more:
        wanting = [at for at, like in enumerate(more) if extra[at] < like - 0.1]
        left, weight = room - sum(extra), sum(weights[at] for at in wanting)
        if left < 1 or weight <= 0:
            break
        for at in wanting:
            extra[at] = min(more[at], extra[at] + left * weights[at] / weight)
    return extra


def _widest(texts: Sequence[str], size: float) -> float:
    return max((_wide(text, size) for text in texts[-_MEASURED:]), default=0.0)


def _wide(text: str, size: float) -> float:
    """How wide a text is about, in points: words in the pictures' font, days and numbers as Times New Roman has."""
    if text and _DIGITS.issuperset(text):
        return size * sum(0.5 if one.isdigit() else 0.34 for one in text)
    return width(text, Face(size * 0.95, 600))
