"""Sheets of a sent workbook or CSV file, read after the guard let it in."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePath

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from data.errors import Problem
from data.reading import csv_text, guard, old_excel
from data.reading.archive import Limits
from data.reading.cells import EMPTY, Cell, CellError, Row, Sheet, filled, value_of
from data.reading.marks import COLUMNS, PLAIN, SheetMarks, Style

__all__ = ["Cell", "CellError", "Row", "Sheet", "read"]

_SPATIAL = ("geojson", "kml", "gpkg", "shapefile")


def read(data: bytes, name: str, limits: Limits | None = None) -> list[Sheet]:
    """Read every sheet of .xlsx, .xls, .ods or .csv, hidden ones too, in the order of the file.

    Merged cells are filled; formula errors come as CellError; a CSV file is one sheet named after the file.
    Raises Problem for whatever the guard refuses, for spatial files, and for a file that cannot be read.
    """
    limits = limits or guard.default()
    found = guard.inspect(data, name, limits)
    if found.kind in _SPATIAL:
        raise Problem(
            f"Tệp {name}",
            f"tệp bản đồ ({found.kind})",
            "sổ .xlsx, .xls, .ods hoặc .csv",
            "Dùng mục nhập tệp bản đồ cho tệp này.",
        )
    if found.kind == "csv":
        rows, notes = csv_text.rows_of(data, name, limits.cells)
        return [Sheet(PurePath(name).stem, "csv", rows, notes=notes)]
    if found.kind == "xls":
        return old_excel.sheets_of(data, name, limits.cells)
    return _workbook(data, name, found, limits.cells)


def _workbook(data: bytes, name: str, found: guard.Inspected, limit: int) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                _sheet(book, place, found, limit)
                for place, about in enumerate(book.sheets_metadata)
                if about.typ == SheetTypeEnum.WorkSheet
            ]
    except (KeyboardInterrupt, SystemExit, Problem):
        raise
    except BaseException as error:  # a panic of the library is not an Exception
        raise Problem(
            f"Tệp {name}",
            "sổ hỏng hoặc không đúng chuẩn",
            "tệp nguyên vẹn",
            "Mở tệp bằng Excel hoặc LibreOffice, chọn Lưu thành (Save As) .xlsx rồi gửi lại.",
            f"{type(error).__name__}: {error}",
        ) from error


def _sheet(book: CalamineWorkbook, place: int, found: guard.Inspected, limit: int) -> Sheet:
    about = book.sheets_metadata[place]
    source = book.get_sheet_by_index(place)
    marks = found.sheets.get(about.name, SheetMarks())
    rows = list(_rows(source, marks))
    merged = source.merged_cell_ranges or marks.merged
    hidden = about.visible != SheetVisibleEnum.Visible
    return Sheet(about.name, found.kind, filled(rows, merged, limit), hidden=hidden, merged=merged)


def _rows(source: CalamineSheet, marks: SheetMarks) -> Iterator[Row]:
    """Rows with content; the library numbers rows from the sheet's first, columns from the first used one."""
    left = source.start[1] if source.start else 0
    errors: dict[int, dict[int, str]] = defaultdict(dict)
    for place, code in marks.errors.items():
        errors[place // COLUMNS][place % COLUMNS] = code
    index = -1
    for index, values in enumerate(source.iter_rows()):
        failed = errors.pop(index, {})
        cells = [EMPTY] * left
        cells.extend(_cell(value, index, column, marks) for column, value in enumerate(values, start=left))
        row = _row(index, cells, failed)
        if row.cells:
            yield row
    # Failed formulas below the last value the library saw.
    for index in sorted(errors):
        yield _row(index, [], errors[index])


def _row(index: int, cells: list[Cell], failed: dict[int, str]) -> Row:
    for column, code in failed.items():
        cells.extend([EMPTY] * (column + 1 - len(cells)))
        cells[column] = Cell(CellError(code))
    while cells and cells[-1].empty:
        cells.pop()
    return Row(index + 1, cells)


def _cell(raw: object, row: int, column: int, marks: SheetMarks) -> Cell:
    value = value_of(raw)
    if value is None:
        return EMPTY
    place = row * COLUMNS + column
    style = marks.styles.get(place, PLAIN) if marks.styles else PLAIN
    if marks.shown and place in marks.shown:
        style = _shown(marks.shown[place])
    return Cell(value, style)


def _shown(text: str) -> Style:
    """The format of a date known by how it is shown: "06/2023" → month, "2023" → year."""
    digits = text.replace("-", "/").replace(".", "/").split("/")
    if not all(part.strip().isdecimal() for part in digits) or len(digits) > 2:
        return PLAIN
    return Style(shape="month" if len(digits) == 2 else "year")
