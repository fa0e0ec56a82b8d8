"""Rows kept aside, written as a workbook that can be sent again: mended, they leave the quarantine."""

from __future__ import annotations

import datetime
import io

import pandas as pd
import xlsxwriter

from data.checking.intake import ORIGIN, RESULT
from data.returning.plain import cell_text, titles

_MADE = datetime.datetime(2000, 1, 1)  # not the time of writing


def workbook(rows: pd.DataFrame) -> bytes:
    """Give the rows of one file from Quarantine.rows() as an .xlsx: each on its own sheet and row, as it was sent.

    Headings stand in the first row, so that sheet and row numbers are those of the file, and a hidden sheet names it:
    so the register knows the rows again when they come back. The same rows give the same bytes: what a person has
    answered about a file is kept by its checksum.
    """
    out = io.BytesIO()
    # Text from files is never a formula or a link.
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, safe) as book:
        book.set_properties({"created": _MADE})
        sheets = rows.groupby("sheet", sort=False)
        for title, (_, held) in zip(titles(map(str, sheets.groups)), sheets, strict=True):
            page = book.add_worksheet(title)
            headings = list(dict.fromkeys(heading for cells in held["cells"] for heading in cells))
            for column, heading in enumerate(headings):
                page.write_string(0, column, cell_text(heading))
            for label, cells in zip(held["row_label"], held["cells"], strict=True):
                for heading, text in cells.items():
                    page.write_string(int(label) - 1, headings.index(heading), cell_text(str(text)))
        about = book.add_worksheet(RESULT)  # whatever file it was, its rows come back in this workbook
        about.write_row(0, 0, [ORIGIN, cell_text(str(rows["file_name"].iloc[0]))])
        about.hide()
    return out.getvalue()
