"""The workbook to fill in: a sheet for each kind of row, lists to choose from, and a sheet that explains."""

from __future__ import annotations

import io
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from data.checking.intake import GUIDE, LISTS
from data.reading.register_columns import SHEET_KINDS, Field, SheetKind, fields
from data.tables import read

TITLES: dict[SheetKind, str] = {
    "sites": "Địa điểm",
    "statuses": "Tình trạng xã",
    "figures": "Số liệu & chỉ tiêu",
}
FILLED_ROWS = 10_000  # rows that have drop-downs
_MESSAGE = 255  # characters that Excel shows of a message
_WIDE = ("site_name", "commune", "source", "note", "indicator", "model", "base")
_NOTES = (
    "Mỗi trang một loại; trang nào không có số liệu thì để trống. Mỗi dòng một địa điểm, một xã hoặc một con số.",
    "Cột có tiêu đề đậm trên nền xanh là bắt buộc. Ô không biết thì để trống: trống nghĩa là không biết, không phải 0.",
    "Tên xã cũ hay mới đều được. Nếu tên ấy có ở nhiều nơi, ghi thêm huyện hoặc địa giới năm.",
    "Không ghi họ tên, số điện thoại, số căn cước: cột có dữ liệu cá nhân sẽ bị từ chối.",
    "Ngày ghi được đến đâu hay đến đấy: 15/6/2023, 6/2023 hoặc 2023.",
)


@dataclass(frozen=True)
class _Styles:
    required: Format
    optional: Format
    text: Format
    wrapped: Format
    title: Format


def template() -> bytes:
    """Give the workbook to fill in as .xlsx; its data sheets hold headings only, examples stand in the guide."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "Sổ đăng ký mô hình an ninh trật tự: tệp mẫu"})
        styles = _styles(book)
        sheets = {kind: book.add_worksheet(TITLES[kind]) for kind in SHEET_KINDS}
        guide = book.add_worksheet(GUIDE)
        ranges = _lists(book.add_worksheet(LISTS))
        for kind, sheet in sheets.items():
            _form(sheet, kind, ranges, styles)
        _guide(guide, styles)
    return out.getvalue()


def _styles(book: xlsxwriter.Workbook) -> _Styles:
    heading = {"bold": True, "border": 1, "text_wrap": True, "valign": "top"}
    return _Styles(
        required=book.add_format({**heading, "bg_color": "#CFE2F3"}),
        optional=book.add_format({**heading, "bold": False, "bg_color": "#EFEFEF"}),
        # Excel reads 1/2/2023 the American way on many machines; a text stays as it was typed.
        text=book.add_format({"num_format": "@"}),
        wrapped=book.add_format({"text_wrap": True, "valign": "top", "border": 1}),
        title=book.add_format({"bold": True, "font_size": 14}),
    )


def _choices(one: Field) -> list[str]:
    """Give what a drop-down of this field offers, [] for none."""
    if one.kind == "commune":
        today = read("units").query("epoch == '2025'")
        return sorted(today["type"] + " " + today["name"])
    if one.kind == "district":
        districts = read("districts").query("epoch == '2020'")
        return sorted(districts["type"] + " " + districts["name"])
    return list(one.choices)


def _lists(sheet: Worksheet) -> dict[tuple[str, ...], str]:
    """Write every list once on the hidden sheet; give where each stands."""
    ranges: dict[tuple[str, ...], str] = {}
    for kind in SHEET_KINDS:
        for one in fields(kind).values():
            choices = tuple(_choices(one))
            if choices and choices not in ranges:
                column = len(ranges)
                sheet.write_string(0, column, one.label_vi)
                for row, choice in enumerate(choices, start=1):
                    sheet.write_string(row, column, choice)
                name = xl_col_to_name(column)
                ranges[choices] = f"='{LISTS}'!${name}$2:${name}${len(choices) + 1}"
    sheet.hide()
    return ranges


def _form(sheet: Worksheet, kind: SheetKind, ranges: dict[tuple[str, ...], str], styles: _Styles) -> None:
    sheet.freeze_panes(1, 0)
    for column, one in enumerate(fields(kind).values()):
        sheet.set_column(column, column, 28 if one.name in _WIDE else 16, None if one.kind == "number" else styles.text)
        sheet.write_string(0, column, one.label_vi, styles.required if one.required else styles.optional)
        choices = tuple(_choices(one))
        rule: dict[str, object] = {
            "validate": "list" if choices else "any",
            "input_title": one.label_vi[:32],
            "input_message": one.explanation_vi[:_MESSAGE],
        }
        if choices:
            # Old names are as good as new ones; of models and the like there are no others.
            rule |= {"source": ranges[choices], "error_type": "stop" if one.kind == "choice" else "information"}
            rule |= {"error_title": "Không có trong danh sách", "error_message": one.explanation_vi[:_MESSAGE]}
        sheet.data_validation(1, column, FILLED_ROWS, column, rule)


def _guide(sheet: Worksheet, styles: _Styles) -> None:
    sheet.write_string(0, 0, "Cách điền sổ", styles.title)
    for row, note in enumerate(_NOTES, start=1):
        sheet.write_string(row, 0, note)
    top = len(_NOTES) + 2
    for column, (heading, width) in enumerate(
        (("Trang", 20), ("Cột", 24), ("Bắt buộc", 10), ("Giải thích", 70), ("Ví dụ", 40))
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, heading, styles.required)
    row = top + 1
    for kind in SHEET_KINDS:
        for one in fields(kind).values():
            line = (TITLES[kind], one.label_vi, "có" if one.required else "", one.explanation_vi, one.example_vi)
            for column, text in enumerate(line):
                sheet.write_string(row, column, text, styles.wrapped)
            row += 1
