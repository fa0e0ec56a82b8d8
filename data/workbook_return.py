"""The sender's own workbook given back with its wrong cells coloured and commented, and a sheet of all findings.

Formulas come back as the values they had, for what openpyxl writes has no stored results and could not be
read again without Excel. A file that is no .xlsx comes back as a new workbook with the same rows in the same
places.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from data.checking.check import Checked
from data.checking.findings import Finding, counts, frame, suggestion
from data.checking.intake import ORIGIN, RESULT
from data.reading.cells import CellError, Sheet

AUTHOR = "Sổ đăng ký"
MAX_COMMENTS = 2_000  # a workbook with more opens slowly; every finding stands in the sheet of results
# Shades of our own, so that they can be told from the sender's and taken away again.
_FILLS = {"error": "FFFFB3BA", "warning": "FFFFE9A8"}
_HEADINGS = ("Mức", "Loại", "Trang", "Dòng", "Cột", "Tiêu đề cột", "Gặp", "Cần", "Việc cần làm", "Gợi ý")
_LEVELS = {"error": "lỗi", "warning": "cảnh báo", "note": "ghi chú"}
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")


def returned(data: bytes, checked: Checked) -> bytes:
    """Give the annotated workbook (.xlsx) of a checked file; `data` is the file as it was sent."""
    book, titles = _opened(data, checked.intake.sheets)
    by_sheet: dict[str, list[Finding]] = defaultdict(list)
    for one in checked.findings:
        if one.severity in _FILLS and one.place.row:
            by_sheet[one.place.sheet].append(one)
    left = MAX_COMMENTS
    for sheet in checked.intake.sheets:
        left = _mark(book[titles[sheet.name]], by_sheet[sheet.name], left)
    _results(book, data, checked)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _opened(data: bytes, sheets: list[Sheet]) -> tuple[Workbook, dict[str, str]]:
    """Give the workbook to write into, and the title of each sheet in it."""
    if all(sheet.kind == "xlsx" for sheet in sheets):
        try:
            book = load_workbook(io.BytesIO(data))
            for sheet in sheets:
                _cleared(book[sheet.name], sheet)
        except Exception:  # what the library cannot open or keep is written anew
            return _written(sheets)
        return book, {sheet.name: sheet.name for sheet in sheets}
    return _written(sheets)


def _written(sheets: list[Sheet]) -> tuple[Workbook, dict[str, str]]:
    book = Workbook()
    book.remove(book.active)
    titles: dict[str, str] = {}
    for sheet in sheets:
        page = book.create_sheet(_NOT_IN_TITLE.sub(" ", sheet.name)[:31].strip("' ") or "Trang")
        titles[sheet.name] = page.title
        for row in sheet.rows:
            for column, cell in enumerate(row.cells, start=1):
                if not cell.empty:
                    # A date or share stays as its format shows it: 06/2023 is not the first of June.
                    plain = isinstance(cell.value, str | float | bool | CellError) and not cell.style.shape
                    _write(page.cell(row.number, column), cell.value if plain else cell.text)
    return book, titles


def _write(cell: Cell, value: Any) -> None:
    """Write a value; a text stays a text, also where it begins like a formula."""
    if isinstance(value, CellError):
        value = value.code
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767]
        cell.data_type = "s"
        cell.quotePrefix = True
    else:
        cell.value = value


def _cleared(page: Worksheet, sheet: Sheet) -> None:
    """Take away the marks of an earlier return, and put values in place of formulas."""
    rows = {row.number: row for row in sheet.rows}
    for cells in page.iter_rows():
        for cell in cells:
            if isinstance(cell, MergedCell):
                continue
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
            if cell.has_style and cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in _FILLS.values():
                cell.fill = PatternFill()
            if cell.data_type == "f" and cell.row in rows:
                value = rows[cell.row].cell(cell.column - 1).value
                if not isinstance(value, CellError):
                    _write(cell, value)


def _mark(page: Worksheet, findings: Iterable[Finding], left: int) -> int:
    """Colour and comment the cells of one sheet; give how many comments are left for the others."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        found[f"{one.place.column or 'A'}{one.place.row}"].append(one)
    for address, told in found.items():
        cell = _own(page, address)
        # Errors come first, so the first tells the colour.
        cell.fill = PatternFill("solid", fgColor=_FILLS[told[0].severity])
        if left > 0:
            left -= 1
            text = "\n".join(_sentence(one) for one in told)
            cell.comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", text)[:2_000], AUTHOR, width=360, height=140)
    return left


def _own(page: Worksheet, address: str) -> Cell:
    """Give the cell at an address, of a merged area the one that can be written."""
    cell = page[address]
    if isinstance(cell, MergedCell):
        area = next(area for area in page.merged_cells.ranges if address in area)
        return page.cell(area.min_row, area.min_col)
    return cell


def _sentence(one: Finding) -> str:
    like = f" Gợi ý: {'; '.join(map(suggestion, one.suggestions))}." if one.suggestions else ""
    return f"{one.title}: gặp {one.came}; cần {one.expected}. {one.todo}{like}"


def _results(book: Workbook, data: bytes, checked: Checked) -> None:
    if RESULT in book.sheetnames:
        book.remove(book[RESULT])
    page = book.create_sheet(RESULT, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    found = counts(checked.findings)
    lines = [
        ("Kết quả kiểm tra", ""),
        (ORIGIN, checked.intake.origin),
        ("SHA-256", hashlib.sha256(data).hexdigest()),
        ("Số dòng", checked.rows),
        ("Nhận", checked.accepted),
        ("Để riêng", len(checked.rejected)),
        ("Lỗi, cảnh báo, ghi chú", f"{found['error']}, {found['warning']}, {found['note']}"),
        ("Cách sửa", "Sửa các ô tô đỏ ở các trang sau rồi gửi lại chính tệp này; không cần xóa màu hay trang này."),
    ]
    for row, (name, value) in enumerate(lines, start=1):
        _write(page.cell(row, 1), name)
        _write(page.cell(row, 2), value)
    page["A1"].font = Font(bold=True, size=14)
    top = len(lines) + 2
    for column, heading in enumerate(_HEADINGS, start=1):
        _write(page.cell(top, column), heading)
        page.cell(top, column).font = Font(bold=True)
    _table(page, checked, top)
    for letter, width in zip("ABCDEFGHIJ", (12, 30, 18, 8, 6, 22, 36, 36, 48, 48), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = f"A{top + 1}"


def _table(page: Worksheet, checked: Checked, top: int) -> None:
    shown = frame(checked.findings)
    shown["severity"] = shown["severity"].map(_LEVELS)
    names = ["severity", "title", "sheet", "row", "column", "heading", "came", "expected", "todo", "suggestions"]
    for row, line in enumerate(shown[names].itertuples(index=False, name=None), start=top + 1):
        for column, value in enumerate(line, start=1):
            if value != "" and value != 0:
                _write(page.cell(row, column), value)
                page.cell(row, column).alignment = Alignment(wrap_text=column > 6, vertical="top")
