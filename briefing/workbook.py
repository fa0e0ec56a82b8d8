"""A briefing as a workbook (XLSX): a summary, a sheet for every table and picture, the sources and the definitions.

Numbers are numbers, totals are formulas, and no text from data becomes a formula.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from briefing.document import Document, Listing, Picture
from briefing.fonts import Face, plain, wrap
from briefing.places import capital
from briefing.spec import BarSpec, Header, MapSpec, TimeSpec
from data.record import is_address
from data.wording import day, word

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    # Every office program has this one or a font of the same widths, with all Vietnamese letters.
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}
_NAME = 31  # units of UTF-16, as Excel counts, that the name of a sheet may have
_LINK = 2079  # letters that an address may have
_TEXT = 32767  # letters that a cell may have
_FOOTER = 200
_WIDTHS = (9.0, 44.0)  # of columns, in letters
_MEASURED = 300
_SUMMARY = (32, 46, 18, 46, 46)  # the widths of its columns
_FACE = Face(10 / 72 * 96 * 0.92)  # as wide as Arial's ten points at most: a row is too high rather than too low
_LETTER, _INDENT = 7, 9  # pixels of a letter as widths count them, and before a text
_LINE = 13.0  # points of a line
_HIGHEST = 409  # points that a row may have
_HEAD = 4  # the row of the headings: above it the caption, what it belongs to, and the filter
_A4 = 9
_FORMATS = {
    "title": {"bold": True, "font_size": 15},
    "heading": {"bold": True, "bottom": 2, "bg_color": "#F3F6F5", "text_wrap": True, "valign": "top", "indent": 1},
    "heading_right": {
        "bold": True,
        "bottom": 2,
        "bg_color": "#F3F6F5",
        "text_wrap": True,
        "align": "right",
        "valign": "top",
    },
    "text": {"text_wrap": True, "valign": "top", "indent": 1},
    "whole": {"num_format": "#,##0", "valign": "top"},
    "tenths": {"num_format": "#,##0.0", "valign": "top"},
    "hundredths": {"num_format": "#,##0.00", "valign": "top"},
    "unknown": {"italic": True, "font_color": "#4B5563", "align": "right", "valign": "top"},
    "total": {"bold": True, "top": 1, "num_format": "#,##0.##", "valign": "top"},
    "link": {"font_color": "#0B5A8A", "underline": 1, "valign": "top"},
    "quiet": {"italic": True, "font_color": "#4B5563"},
    "strong": {"bold": True},
}


def write(document: Document) -> bytes:
    """Give a document as a workbook: the summary first, then the sheets in the document's order.

    A number that is not known is the text "không có số liệu"; a sum of nothing known is so too, never 0.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties(
            {
                "title": plain(document.title)[:255],
                "subject": plain(document.header.filter_text)[:255],
                "author": plain(document.agency.name)[:255],
                "comments": plain(document.header.dataset)[:255],
                "created": datetime.datetime.fromisoformat(document.made),
            }
        )
        _Book(book, document).write()
    return out.getvalue()


@dataclass
class _Book:
    """A workbook while it is being written."""

    book: xlsxwriter.Workbook
    document: Document
    formats: dict[str, Format] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    @property
    def lang(self) -> str:
        return self.document.header.lang

    def write(self) -> None:
        self.formats = {name: self.book.add_format(look) for name, look in _FORMATS.items()}
        lang, document = self.lang, self.document
        summary = self._sheet(word("workbook.summary", lang))
        links = [(item.caption, self._item(item, place)) for place, item in _items(document)]
        if len(document.sources):
            caption = word("page.sources", lang)
            links.append((caption, self._table(Listing(caption, document.header, _sources(document)), "")))
        if document.definitions:
            names = [word("deck.term", lang), word("deck.meaning", lang)]
            caption, rows = word("deck.definitions", lang), pd.DataFrame(document.definitions, columns=names)
            links.append((caption, self._table(Listing(caption, document.header, rows), "")))
        self._summary(summary, links)

    def _item(self, item: Listing | Picture, place: str) -> str:
        """Add the sheet of a table, or of the rows behind a picture; gives its name."""
        if isinstance(item, Listing):
            return self._table(item, place)
        # A bar without a number may say more than that there is no data: "chưa có trong sổ".
        return self._table(behind(item), place, "" if isinstance(item.spec, MapSpec) else item.spec.no_data)

    def _sheet(self, name: str) -> Worksheet:
        """Add a sheet with a name that is allowed and not taken, ready to be printed on A4."""
        clean = _cut(re.sub(r"[\[\]:*?/\\']", " ", plain(name)).strip(), _NAME) or word("workbook.sheet", self.lang)
        taken, unique, number = {one.lower() for one in self.names}, clean, 1
        while unique.lower() in taken:
            number += 1
            unique = f"{_cut(clean, _NAME - len(str(number)) - 1)} {number}"
        self.names.append(unique)
        sheet = self.book.add_worksheet(unique)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        footer = plain(self.document.header.dataset)[:_FOOTER].replace("&", "&&")
        sheet.set_footer(f"&L{footer}&R&P/&N")
        return sheet

    def _summary(self, sheet: Worksheet, links: Sequence[tuple[str, str]]) -> None:
        """Title, limits, the figures, the sentences, and a list of the other sheets."""
        document, lang = self.document, self.lang
        for column, wide in enumerate(_SUMMARY):
            sheet.set_column(column, column, wide)
        self._text(sheet, 0, 0, document.title, "title")
        row = self._lines(sheet, 1, [*_about(document.header), word("deck.made", lang, date=day(document.made))])
        figures = [
            (chapter.title, section.heading, *figure)
            for chapter in document.chapters
            for section in chapter.sections
            for figure in section.figures
        ]
        row += 1
        if figures:
            for column, key in enumerate(("chapter", "section", "value", "what", "source")):
                self._text(sheet, row, column, word(f"workbook.{key}", lang), "heading")
            for figure in figures:
                row += 1
                for column, text in enumerate(figure):
                    self._put(sheet, row, column, _number(text, lang) if column == 2 else text, "whole")
                _grow(sheet, row, max(map(_lines, figure, _SUMMARY)))
            row += 2
        for chapter in document.chapters:
            for section in chapter.sections:
                if section.sentences:
                    self._text(sheet, row, 0, f"{chapter.title} · {section.heading}", "strong")
                    row = self._sentences(sheet, row + 1, section.sentences) + 1
        self._text(sheet, row, 0, word("workbook.sheets", lang), "strong")
        for at, (caption, name) in enumerate(links, start=row + 1):
            sheet.write_url(at, 0, f"internal:'{name}'!A1", self.formats["link"], plain(name))
            self._text(sheet, at, 1, caption, "")

    def _sentences(self, sheet: Worksheet, row: int, sentences: Sequence[str]) -> int:
        """Write sentences below each other, each over all columns of the summary; gives the next row."""
        for sentence in sentences:
            sheet.merge_range(row, 0, row, len(_SUMMARY) - 1, "", self.formats["text"])
            self._text(sheet, row, 0, sentence, "text")
            _grow(sheet, row, _lines(sentence, sum(_SUMMARY)))
            row += 1
        return row

    def _table(self, listing: Listing, place: str, unknown: str = "") -> str:
        """Add the sheet of a table; gives its name."""
        unknown = unknown or word("common.no_data", self.lang)
        sheet, frame, header = self._sheet(listing.caption), listing.rows, listing.header
        last = _HEAD + len(frame)
        self._text(sheet, 0, 0, listing.caption, "title")
        self._lines(sheet, 1, [place, header.filter_text])
        high = [1] * (len(frame) + 1)
        for column, name in enumerate(frame.columns):
            values = frame.iloc[:, column]
            look, wide = _look(values), _width(str(name), values, self.lang)
            self._text(sheet, _HEAD, column, str(name), "heading" if look == "text" else "heading_right")
            sheet.set_column(column, column, wide)
            for row, value in enumerate(values.tolist(), start=_HEAD + 1):
                self._put(sheet, row, column, value, look, unknown)
            texts = [str(name), *(values.astype(str) if look == "text" else ())]
            high[: len(texts)] = map(max, high, (_lines(text, wide) for text in texts))
        for row, lines in enumerate(high, start=_HEAD):
            _grow(sheet, row, lines)
        bottom = self._total(sheet, listing, last) if listing.total and len(frame) else last
        sheet.freeze_panes(_HEAD + 1, 0)
        sheet.repeat_rows(_HEAD)
        if len(frame):
            sheet.autofilter(_HEAD, 0, last, len(frame.columns) - 1)
        else:
            self._text(sheet, _HEAD + 1, 0, word("deck.no_rows", self.lang), "quiet")
        self._lines(sheet, bottom + 2, [*header.notes, *_about(header)[1:]])
        return self.names[-1]

    def _total(self, sheet: Worksheet, listing: Listing, last: int) -> int:
        """Write the sums of a table below its rows, as formulas with their value; gives their row."""
        frame, lang, row = listing.rows, self.lang, last + 1
        columns = list(frame.columns)
        gaps = frame[list(listing.total)].isna().to_numpy().any()
        look = self.formats["total"]
        for column, name in enumerate(columns):
            if name not in listing.total:
                sheet.write_blank(row, column, None, look)
                continue
            cells = xl_range(_HEAD + 1, column, last, column)
            known = frame[name].dropna()
            if len(known):
                total = float(known.sum())
                sheet.write_formula(row, column, f"=SUM({cells})", look, int(total) if total.is_integer() else total)
            else:
                unknown = word("common.no_data", lang)
                formula = f'=IF(COUNT({cells})=0,"{unknown}",SUM({cells}))'
                sheet.write_formula(row, column, formula, look, unknown)
        if columns[0] not in listing.total:
            sheet.write_string(row, 0, word("deck.total_known" if gaps else "deck.total", lang), look)
        return row

    def _lines(self, sheet: Worksheet, row: int, texts: Sequence[str], look: str = "quiet") -> int:
        """Write texts below each other, empty ones left out; gives the next row."""
        for text in texts:
            if text:
                self._text(sheet, row, 0, text, look)
                row += 1
        return row

    def _put(self, sheet: Worksheet, row: int, column: int, value: object, look: str, unknown: str = "") -> None:
        """Write a cell: numbers as numbers, no number as words, addresses as links, all else as text."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            if value == value:
                sheet.write_number(row, column, value, self.formats[look])
            else:
                sheet.write_string(row, column, unknown, self.formats["unknown"])
        elif value is not None and value is not pd.NA and value is not pd.NaT:
            self._text(sheet, row, column, str(value), "text")

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, look: str) -> None:
        shown = plain(text)[:_TEXT]
        address = look == "text" and is_address(shown) and len(shown) <= _LINK and " " not in shown
        # Beyond 65,530 links a sheet takes no more.
        if address and sheet.write_url(row, column, shown, self.formats["link"], shown) == 0:
            return
        sheet.write_string(row, column, shown, self.formats.get(look))


def _lines(text: str, wide: float) -> int:
    """How many lines a text takes in a column `wide` letters wide."""
    return len(wrap(text, wide * _LETTER - _INDENT, _FACE))


def _grow(sheet: Worksheet, row: int, lines: int) -> None:
    """Make a row as high as its lines: not every program does so by itself when it opens the file."""
    if lines > 1:
        sheet.set_row(row, min(lines * _LINE + 2, _HIGHEST))


def _cut(text: str, units: int) -> str:
    """Cut a text to so many units of UTF-16 at most: a letter beyond U+FFFF is two, of which no half is left."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").strip()


def _items(document: Document) -> Iterator[tuple[str, Listing | Picture]]:
    """Every table and picture, each with where it belongs."""
    for chapter in document.chapters:
        for section in chapter.sections:
            for item in section.items:
                yield f"{chapter.title} · {section.heading}", item


def behind(picture: Picture) -> Listing:
    """Give the rows that a chart or map is drawn from, with finished headings."""
    spec, lang = picture.spec, picture.spec.header.lang
    if isinstance(spec, BarSpec):
        names = {"label": word("workbook.name", lang), "value": capital(spec.unit)}
        return Listing(picture.caption, spec.header, spec.bars[list(names)].rename(columns=names))
    if isinstance(spec, MapSpec):
        return Listing(picture.caption, spec.header, _areas(spec))
    # What interrupts a line is no row of numbers: it is told below them.
    notes = (*(mark.text for mark in spec.marks), *spec.header.notes)
    return Listing(picture.caption, replace(spec.header, notes=notes), _times(spec))


def _times(spec: TimeSpec) -> pd.DataFrame:
    """The values and targets of a chart over time, as numbers and in words."""
    lang = spec.header.lang
    points = spec.points.assign(kind=word("time.reported", lang))
    targets = spec.targets.assign(kind=word("time.target_bare", lang))
    parts = [part for part in (points, targets) if len(part)] or [points]
    names = {
        "date": word("time_col.date", lang),
        "kind": word("time_col.kind", lang),
        "value": capital(spec.unit),
        "text": word("time_col.value", lang),
        "base": word("time_col.base", lang),
        "source": word("time_col.source", lang),
        "source_url": word("time_col.link", lang),
    }
    return pd.concat(parts)[list(names)].set_axis(list(names.values()), axis=1)


def _areas(spec: MapSpec) -> pd.DataFrame:
    """The communes of a map with what their colour says, and their number where it stands for one."""
    lang, classes = spec.header.lang, {item.key: item.label for item in spec.classes}
    rows = spec.areas
    shown = {
        word("table.commune", lang): rows["label"],
        word("table.district", lang): rows["district"],
        word("table.status", lang): rows["class_key"].map(classes).fillna(word("common.no_data", lang)),
    }
    return pd.DataFrame(shown | ({spec.measure: rows["value"]} if spec.measure else {}))


def _sources(document: Document) -> pd.DataFrame:
    names = {
        "publisher": "sources.column_publisher",
        "title": "sources.column_title",
        "date": "sources.column_date",
        "used_for": "sources.column_what_it_supports",
        "source_url": "sources.column_source_url",
    }
    rows = document.sources.assign(date=document.sources["date"].map(day))[list(names)]
    return rows.set_axis([word(key, document.header.lang) for key in names.values()], axis=1)


def _about(header: Header) -> list[str]:
    """What explains a table: filter, epoch, source, dates, data set."""
    source = word("header.source", header.lang, names=header.source) if header.source else ""
    return [header.filter_text, header.epoch_text, source, header.date_text, header.dataset]


def _number(text: str, lang: str) -> object:
    """The number that a text in words is, when it is nothing but one: "7.588" → 7588; else the text."""
    thousands, point = (".", ",") if lang == "vi" else (",", ".")
    pattern = rf"\d{{1,3}}(?:\{thousands}\d{{3}})*(?:\{point}\d+)?"
    if not re.fullmatch(pattern, text):
        return text
    value = float(text.replace(thousands, "").replace(point, "."))
    return int(value) if value.is_integer() else value


def _look(values: pd.Series) -> str:
    """As many decimals as the numbers of a column have, at most two."""
    if not pd.api.types.is_numeric_dtype(values.dtype):
        return "text"
    known = values.dropna().astype(float)
    exact = (name for digits, name in enumerate(("whole", "tenths")) if (known.round(digits) == known).all())
    return next(exact, "hundredths")


def _width(name: str, values: pd.Series, lang: str) -> float:
    shown = [word("common.no_data", lang) if value != value else value for value in values.head(_MEASURED).tolist()]
    longest = max([len(name) * 1.1, *(len(str(value)) for value in shown)])
    return min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1])
