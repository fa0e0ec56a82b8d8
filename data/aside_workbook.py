"""Rows kept aside, written as a workbook that can be sent again: mended, they leave the quarantine."""

from __future__ import annotations

import datetime
import io

import pandas as pd
import xlsxwriter

_MADE = datetime.datetime(2000, 1, 1)  # not the time of writing


def workbook(rows: pd.DataFrame) -> bytes:
    """Give the rows of one file from Quarantine.rows() as an .xlsx: each on its own sheet and row, as it was sent.

    Headings stand in the first row, so that sheet and row numbers are those of the file and the register knows the
    rows again when they come back under the file's name. The same rows give the same bytes: what a person has answered
    about a file is kept by its checksum.
    """
    out = io.BytesIO()
    # Text from files is never a formula or a link.
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, safe) as book:
        book.set_properties({"created": _MADE})
        for sheet_name, held in rows.groupby("sheet", sort=False):
            page = book.add_worksheet(str(sheet_name))
            headings = list(dict.fromkeys(heading for cells in held["cells"] for heading in cells))
            page.write_row(0, 0, headings)
            for label, cells in zip(held["row_label"], held["cells"], strict=True):
                for heading, text in cells.items():
                    page.write_string(int(label) - 1, headings.index(heading), str(text))
    return out.getvalue()
