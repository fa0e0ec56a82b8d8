"""A new workbook with the rows of a sent file in their places, for files that are no .xlsx or cannot be changed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

import xlsxwriter

from data.reading.cells import Sheet
from data.returning.package import allowed

_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST = 32_767  # characters of a cell


def workbook(sheets: list[Sheet]) -> tuple[bytes, list[str]]:
    """Give an .xlsx of these sheets, and the title that each has in it; every text stays a text."""
    out = io.BytesIO()
    safe = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    named = titles(sheet.name for sheet in sheets)
    with xlsxwriter.Workbook(out, safe) as book:
        text = book.add_format({"quote_prefix": True})
        for sheet, title in zip(sheets, named, strict=True):
            page = book.add_worksheet(title)
            for row in sheet.rows:
                for column, cell in enumerate(row.cells):
                    # A date or share stays as its format shows it: 06/2023 is not the first of June.
                    value = cell.text if cell.style.shape else cell.value
                    if isinstance(value, bool):
                        page.write_boolean(row.number - 1, column, value)
                    elif isinstance(value, float):
                        page.write_number(row.number - 1, column, value)
                    elif not cell.empty:
                        told = value if isinstance(value, str) else cell.text
                        page.write_string(row.number - 1, column, cell_text(told), text)
    return out.getvalue(), named


def cell_text(text: str) -> str:
    """Give as much of a text as a cell of Excel takes."""
    return allowed(text)[:_LONGEST]


def titles(names: Iterable[str]) -> list[str]:
    """Give for names of sheets, of CSV files or layers for example, the titles that they have in a workbook."""
    used: list[str] = []
    for name in names:
        used.append(_title(name, used))
    return used


def _title(name: str, used: list[str]) -> str:
    """Give a title that Excel takes and no other sheet has."""
    plain = _NOT_IN_TITLE.sub(" ", allowed(name))[:31].strip("' ") or "Trang"
    folded = {one.casefold() for one in used}
    others = (f"{plain[:27]} {number}" for number in range(2, 1000))
    return next(one for one in (plain, *others) if one.casefold() not in folded)
