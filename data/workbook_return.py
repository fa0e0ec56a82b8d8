"""The sender's own workbook given back with its wrong cells coloured and commented, and a sheet of all findings.

An .xlsx is changed in place: its formulas, pictures, comments and everything else come back as they were sent. Any
other file, and an .xlsx that cannot be changed so, comes back as a new workbook with the same rows in the same places.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from xml.parsers.expat import ExpatError

from data.checking.check import Checked
from data.checking.findings import Finding, counts, frame, suggestion
from data.checking.intake import CHECKSUM, ORIGIN, RESULT
from data.reading.cells import Area
from data.reading.marks import column_index
from data.reading.xml_stream import Unreadable
from data.returning import plain, results
from data.returning.cells import SheetEdit
from data.returning.notes import AUTHOR, Cell, Notes
from data.returning.package import Package, Writer
from data.returning.styles import SHADES, Styles

__all__ = ["AUTHOR", "returned"]

MAX_COMMENTS = 2_000  # a workbook with more opens slowly; every finding stands in the sheet of results
_DRAWING = "rIdKetQua"  # our relation to the shapes of comments, in a sheet that has none
_HEADINGS = ("Mức", "Loại", "Trang", "Dòng", "Cột", "Tiêu đề cột", "Gặp", "Cần", "Việc cần làm", "Gợi ý")
_WIDTHS = (12, 30, 18, 8, 6, 22, 36, 36, 48, 48)
_LEVELS = {"error": "lỗi", "warning": "cảnh báo", "note": "ghi chú"}

_Wrong = dict[Cell, list[Finding]]


def returned(data: bytes, checked: Checked) -> bytes:
    """Give the annotated workbook (.xlsx) of a checked file; `data` is the file as it was sent."""
    sheets = checked.intake.sheets
    summary = _summary(data, checked)
    if all(sheet.kind == "xlsx" for sheet in sheets):
        wrong = {sheet.name: _moved(_wrong(checked, sheet.name), sheet.merged) for sheet in sheets}
        try:
            return _annotated(data, wrong, summary, checked.findings)
        except (Unreadable, ExpatError, LookupError, ValueError, RecursionError):
            pass  # of a form that readers understand and we cannot change: written anew
    made, titles = plain.workbook(sheets)
    wrong = {title: _wrong(checked, sheet.name) for title, sheet in zip(titles, sheets, strict=True)}
    return _annotated(made, wrong, summary, checked.findings)


def _annotated(data: bytes, wrong: dict[str, _Wrong], summary: list[results.Line], findings: list[Finding]) -> bytes:
    package = Package(data)
    styles = Styles(package.document("xl/styles.xml"))
    result = results.place(package, RESULT)
    package.put(result, results.sheet(styles, summary, _HEADINGS, _lines(findings), _WIDTHS))
    parts = results.sheet_parts(package)
    if not wrong.keys() <= parts.keys():
        raise Unreadable("sheets of other names")
    left = MAX_COMMENTS
    streams: dict[str, Callable[[Writer], None]] = {}
    for name, part in parts.items():
        if part != result:
            cells = wrong.get(name, {})
            texts = {cell: _comment(told) for cell, told in list(cells.items())[:left]}
            left -= len(texts)
            streams[part] = partial(_mark, package, styles, part, cells, texts)
    return package.saved(streams)


def _mark(package: Package, styles: Styles, part: str, wrong: _Wrong, texts: dict[Cell, str], write: Writer) -> None:
    """Colour and comment the cells of one sheet, and take away the marks of an earlier return."""
    shades: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), told in wrong.items():
        shades[row][column] = told[0].severity  # errors come first
    edit = SheetEdit(styles, shades, _DRAWING if texts else "")
    edit.run(package.chunks(part), write)
    Notes(package, part).write(texts, edit.drawing)


def _wrong(checked: Checked, sheet: str) -> _Wrong:
    """Give the cells of a sheet with what was found in each, errors first."""
    found: _Wrong = defaultdict(list)
    for one in checked.findings:
        if one.place.sheet == sheet and one.place.row and one.severity in SHADES:
            found[one.place.row - 1, column_index(one.place.column or "A")].append(one)
    return found


def _moved(wrong: _Wrong, merged: Iterable[Area]) -> _Wrong:
    """Move what was found in a merged area to the cell of it that can be written."""
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in wrong:
        columns[row].append(column)
    first: dict[Cell, Cell] = {}
    for (top, left), (bottom, right) in merged:
        for row in range(top, bottom + 1) if bottom - top < len(columns) else columns:
            if top <= row <= bottom and row in columns:
                first |= {(row, column): (top, left) for column in columns[row] if left <= column <= right}
    moved: _Wrong = defaultdict(list)
    for cell, told in wrong.items():
        moved[first.get(cell, cell)] += told
    return {cell: sorted(told, key=lambda one: list(SHADES).index(one.severity)) for cell, told in moved.items()}


def _comment(told: Iterable[Finding]) -> str:
    return "\n".join(map(_sentence, told))[:2_000]


def _sentence(one: Finding) -> str:
    like = f" Gợi ý: {'; '.join(map(suggestion, one.suggestions))}." if one.suggestions else ""
    return f"{one.title}: gặp {one.came}; cần {one.expected}. {one.todo}{like}"


def _summary(data: bytes, checked: Checked) -> list[results.Line]:
    found = counts(checked.findings)
    return [
        ("Kết quả kiểm tra", ""),
        (ORIGIN, checked.intake.origin),
        (CHECKSUM, hashlib.sha256(data).hexdigest()),
        ("Số dòng", checked.rows),
        ("Nhận", checked.accepted),
        ("Để riêng", len(checked.rejected)),
        ("Lỗi, cảnh báo, ghi chú", f"{found['error']}, {found['warning']}, {found['note']}"),
        ("Cách sửa", "Sửa các ô tô đỏ ở các trang sau rồi gửi lại chính tệp này; không cần xóa màu hay trang này."),
    ]


def _lines(findings: Iterable[Finding]) -> list[results.Line]:
    shown = frame(findings)
    shown["severity"] = shown["severity"].map(_LEVELS)
    shown["row"] = [row or "" for row in shown["row"]]
    names = ["severity", "title", "sheet", "row", "column", "heading", "came", "expected", "todo", "suggestions"]
    return list(shown[names].itertuples(index=False, name=None))
