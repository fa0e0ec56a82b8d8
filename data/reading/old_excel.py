"""Sheets of an old .xls workbook.

Not read with the library for .xlsx: python-calamine 0.9.1 sets aside whatever memory a damaged .xls asks for and
takes the whole process down with it, where xlrd raises an error that can be explained.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.sheet import Sheet as Source

from data.errors import Problem
from data.reading.cells import EMPTY, Cell, CellError, CellValue, Row, Sheet, filled, value_of
from data.reading.marks import PLAIN, Style, legacy_font, shape_of


def sheets_of(data: bytes, name: str, limit: int) -> list[Sheet]:
    """Read every sheet, hidden ones too; raises Problem for an encrypted or damaged workbook."""
    try:
        book, notes = _open(data)
        styles = _styles(book)
        return [
            Sheet(
                source.name,
                "xls",
                filled(list(_rows(book, source, styles)), _merged(source), limit),
                hidden=source.visibility != 0,
                notes=list(notes),
            )
            for source in book.sheets()
        ]
    except XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Problem(
                f"Tệp {name}",
                "sổ có mật khẩu",
                "sổ mở được không cần mật khẩu",
                "Mở bằng Excel, xóa mật khẩu, lưu thành .xlsx rồi gửi lại.",
                str(error),
            ) from error
        raise _damaged(name, error) from error
    except Exception as error:  # the library raises whatever a damaged file makes it raise
        raise _damaged(name, error) from error


def _open(data: bytes) -> tuple[Book, list[str]]:
    """Open with formats where the workbook allows it; some programs write formats that cannot be read."""
    try:
        return _book(data, formats=True), []
    except XLRDError:
        raise
    except Exception:
        return _book(data, formats=False), ["Không đọc được định dạng của sổ .xls: ô gộp không được điền."]


def _book(data: bytes, formats: bool) -> Book:
    return xlrd.open_workbook(
        file_contents=data, formatting_info=formats, ragged_rows=True, logfile=_Silence(), on_demand=False
    )


def _styles(book: Book) -> list[Style]:
    styles = []
    for xf in book.xf_list:
        number_format = book.format_map.get(xf.format_key)
        font = book.font_list[xf.font_index] if xf.font_index < len(book.font_list) else None
        style = Style(
            shape_of(number_format.format_str if number_format else ""), legacy_font(font.name if font else "")
        )
        styles.append(PLAIN if style == PLAIN else style)
    return styles


def _rows(book: Book, source: Source, styles: list[Style]) -> Iterator[Row]:
    for index in range(source.nrows):
        cells = [_cell(book, cell, styles) for cell in source.row(index)]
        while cells and cells[-1].empty:
            cells.pop()
        if cells:
            yield Row(index + 1, cells)


def _cell(book: Book, cell: xlrd.sheet.Cell, styles: list[Style]) -> Cell:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return EMPTY
    value = _value(book, cell)
    if value is None:
        return EMPTY
    place = cell.xf_index
    style = styles[place] if place is not None and place < len(styles) else PLAIN
    if style is PLAIN:
        return Cell(value)
    return Cell(value, Style(font=style.font) if isinstance(value, str) else Style(shape=style.shape))


def _value(book: Book, cell: xlrd.sheet.Cell) -> CellValue:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return CellError(xlrd.error_text_from_code.get(int(cell.value), "#VALUE!"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _moment(float(cell.value), book.datemode)
    return value_of(cell.value)


def _moment(serial: float, datemode: Literal[0, 1]) -> CellValue:
    """A date, a moment, a time of day; the number itself where no calendar has it."""
    try:
        moment = xlrd.xldate_as_datetime(serial, datemode)
    except (xlrd.xldate.XLDateError, ValueError, OverflowError):
        return serial
    if serial < 1:
        return moment.time()
    return moment if moment.time() != dt.time() else moment.date()


def _merged(source: Source) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    areas = getattr(source, "merged_cells", [])
    return [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in areas]


def _damaged(name: str, error: Exception) -> Problem:
    return Problem(
        f"Tệp {name}",
        "sổ .xls hỏng hoặc bị cắt ngắn",
        "tệp nguyên vẹn",
        "Mở tệp gốc bằng Excel, chọn Lưu thành (Save As) .xlsx rồi gửi lại.",
        f"{type(error).__name__}: {error}",
    )


class _Silence:
    """Where the library's own remarks go."""

    def write(self, text: str) -> int:
        return len(text)
