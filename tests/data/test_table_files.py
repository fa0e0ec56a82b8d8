"""A shown table carried away opens as it was shown, and runs nothing."""

from __future__ import annotations

import csv
import datetime
import io

import pandas as pd
import pytest
import python_calamine

from data.table_files import MIME, write

FRAME = pd.DataFrame(
    {
        "Xã": ["xã Hưng Tân", "=cmd|' /C calc'!A0", "-5"],
        "Số": pd.array([3, None, -5], dtype="Int64"),
        "Diện tích": [12.5, float("nan"), 0.0],
        "Ngày": [datetime.date(2023, 6, 15), None, None],
    }
)


def test_a_workbook_has_title_heading_rows_and_what_explains_them() -> None:
    sheet = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(write(FRAME, "xlsx", "Bảng thử", ("Nguồn: Công an tỉnh Nghệ An",)))
    ).get_sheet_by_index(0)
    assert sheet.to_python() == [
        ["Bảng thử", "", "", ""],
        ["", "", "", ""],
        ["Xã", "Số", "Diện tích", "Ngày"],
        ["xã Hưng Tân", 3.0, 12.5, datetime.date(2023, 6, 15)],
        ["=cmd|' /C calc'!A0", "", "", ""],
        ["-5", -5.0, 0.0, ""],
        ["", "", "", ""],
        ["Nguồn: Công an tỉnh Nghệ An", "", "", ""],
    ]


def test_csv_is_read_by_excel_as_vietnamese_and_runs_nothing() -> None:
    made = write(FRAME, "csv", "Bảng thử")
    assert made.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    assert rows == [
        ["Xã", "Số", "Diện tích", "Ngày"],
        ["xã Hưng Tân", "3", "12.5", "2023-06-15"],
        ["'=cmd|' /C calc'!A0", "", "", ""],
        ["-5", "-5", "0.0", ""],
    ]


@pytest.mark.parametrize("kind", MIME)
def test_a_table_without_rows_is_a_table(kind: str) -> None:
    assert write(FRAME.head(0), kind, "Bảng trống")
