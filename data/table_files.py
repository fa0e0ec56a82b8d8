"""A shown table as a file to carry away: a workbook whose numbers are numbers, or CSV; both say what the table is."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence

import pandas as pd
import xlsxwriter

from data.shield import shielded

MIME = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
_ROWS_MEASURED = 200
_WIDTHS = (8, 60)  # characters: no column is narrower or wider


def write(frame: pd.DataFrame, kind: str, title: str, about: Sequence[str] = ()) -> bytes:
    """Give a table as a file of a `kind` of MIME, its columns in their order, without the index.

    `title` stands in the first row of a workbook and `about` (filter, epoch, source, data set: a line each) below
    the rows; in CSV the rows stand alone, as programs expect. Missing values are empty cells. Texts that a
    spreadsheet would run are texts in the workbook and shielded in CSV. Raises KeyError for another kind.
    """
    return {"xlsx": _xlsx, "csv": _csv}[kind](frame, title, about)


def _xlsx(frame: pd.DataFrame, title: str, about: Sequence[str]) -> bytes:
    out = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, safe) as book:
        sheet = book.add_worksheet()
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        quiet = book.add_format({"italic": True, "font_color": "#555555"})
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
        for column, name in enumerate(frame.columns):
            sheet.write_string(2, column, str(name), heading)
            values = frame.iloc[:, column]
            sheet.set_column(column, column, _width(str(name), values))
            for row, value in enumerate(values.tolist(), start=3):
                _put(sheet, row, column, value, cell, day)
        sheet.freeze_panes(3, 0)
        if len(frame):
            sheet.autofilter(2, 0, len(frame) + 2, len(frame.columns) - 1)
        for place, line in enumerate(about):
            sheet.write_string(len(frame) + 4 + place, 0, line, quiet)
    return out.getvalue()


def _put(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    value: object,
    cell: xlsxwriter.format.Format,
    day: xlsxwriter.format.Format,
) -> None:
    if _missing(value):
        return
    if isinstance(value, bool | str):
        sheet.write_string(row, column, str(value), cell)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, cell)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, str(value), cell)


def _csv(frame: pd.DataFrame, title: str, about: Sequence[str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([shielded(str(name)) for name in frame.columns])
    for row in frame.itertuples(index=False):
        writer.writerow(["" if _missing(value) else shielded(str(value)) for value in row])
    # With its mark, or Excel reads Vietnamese letters as those of another code page.
    return out.getvalue().encode("utf-8-sig")


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value  # NaN is not itself


def _width(name: str, values: pd.Series) -> float:
    longest = max([len(name), *(len(str(value)) for value in values.head(_ROWS_MEASURED) if not _missing(value))])
    return float(min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1]))
