"""Sent files as plain grids, and what is refused."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from data.errors import Problem
from data.reading import grids
from data.reading.archive import Limits


def workbook(**sheets: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            if name == "Ẩn":
                sheet.hide()
    return out.getvalue()


def test_a_workbook_becomes_grids_of_one_width() -> None:
    data = workbook(Xã=[["STT", "Tên xã"], [1, " Hưng  Tân"], [2]], Trống=[], Ẩn=[["x"]])
    (grid,) = grids.read(data, "xa.xlsx")
    assert grid.name == "Xã"
    assert grid.rows == (("STT", "Tên xã"), ("1", "Hưng Tân"), ("2", ""))
    assert grid.column(1, headed=True) == ["Hưng Tân", ""]
    assert grid.column(0, headed=False) == ["STT", "1", "2"]
    assert (grid.label(1, True), grid.label(1, False)) == ("B: Tên xã", "B")


def test_a_csv_file_in_the_letters_of_an_old_font_is_turned_into_unicode() -> None:
    data = "Tªn x·\nH­ng T©n\nQuúnh L­u\nNghÜa §µn\n".encode("cp1252")
    (grid,) = grids.read(data, "xa.csv")
    assert grid.column(0, headed=True) == ["Hưng Tân", "Quỳnh Lưu", "Nghĩa Đàn"]
    assert grid.notes


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04" + b"\0" * 40, "hỏng.xlsx"),
        (b"<html><body>x</body></html>", "trang.xls"),
        (b'{"type": "FeatureCollection", "features": []}', "ban-do.json"),
        (b"", "trong.csv"),
        (workbook(Trống=[]), "trong.xlsx"),
        (b"a\n" * 10, "sai-duoi.xlsx"),
    ],
)
def test_what_is_no_list_is_refused_in_words(data: bytes, name: str) -> None:
    with pytest.raises(Problem) as refused:
        grids.read(data, name)
    assert refused.value.todo


def test_a_list_that_is_too_large_is_refused() -> None:
    with pytest.raises(Problem):
        grids.read(b"a,b\n" * 200, "dai.csv", Limits(cells=100))
