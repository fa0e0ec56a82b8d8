"""Workbooks as people send them, made in memory for a test, and what a check makes of them."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from data.checking import check, intake
from data.checking.check import Checked, Options, Register
from data.checking.intake import Reading
from data.record import SCHEMAS
from data.tables import read
from geo.locating import Gazetteer

TODAY = datetime.date(2026, 11, 23)
LOCATOR = Gazetteer()
SITES = ("Mã điểm", "Mô hình", "Tên điểm", "Xóm", "Xã", "Huyện", "Địa giới năm", "Ngày ra mắt", "Số lượng", "Nguồn")


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """Give a workbook of sheets; a text that begins with "=" is a formula whose result is stored as 0."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return out.getvalue()


def sites(*rows: Sequence[Any]) -> bytes:
    """Give a workbook of one sheet "Điểm" with the headings SITES."""
    return workbook({"Điểm": [SITES, *rows]})


def site(
    name: str = "Ngã tư chợ", commune: str = "xã Hưng Tân", district: str = "Hưng Nguyên", **cells: Any
) -> list[Any]:
    """Give a row for `sites`, all cells good unless told otherwise."""
    row = {
        "Mã điểm": "",
        "Mô hình": "Camera an ninh",
        "Tên điểm": name,
        "Xóm": "Xóm 5",
        "Xã": commune,
        "Huyện": district,
        "Địa giới năm": "",
        "Ngày ra mắt": "15/6/2023",
        "Số lượng": 12,
        "Nguồn": "Báo cáo số 1",
    }
    assert cells.keys() <= row.keys()
    return list((row | cells).values())


def register() -> Register:
    """Give the public record as the register a file is checked against."""
    return Register(1, {kind: read(kind) for kind in SCHEMAS})


def checked(
    data: bytes,
    name: str = "so.xlsx",
    known: Register | None = None,
    readings: Mapping[str, Reading] | None = None,
    **options: Any,
) -> Checked:
    """Check a file against the public record on the day TODAY."""
    came = intake.read(data, name, readings=readings)
    return check.check(came, LOCATOR, known or register(), Options(today=TODAY, **options))


def told(result: Checked, *severities: str) -> list[tuple[str, int, str, str]]:
    """Give (code, row, column, what came) of the findings of these severities (default: errors and warnings)."""
    wanted = severities or ("error", "warning")
    return [(one.code, one.place.row, one.place.column, one.came) for one in result.findings if one.severity in wanted]
