"""The template to fill in, and the workbook given back with its wrong cells coloured and commented."""

from __future__ import annotations

import io

import openpyxl
import pytest

from data.checking.intake import GUIDE, LISTS, RESULT
from data.reading.register_columns import SHEET_KINDS, fields
from data.workbook_return import AUTHOR, returned
from data.workbook_template import TITLES, template
from tests.data.sent import checked, site, sites, told, workbook

RED, YELLOW = "FFFFB3BA", "FFFFE9A8"


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def marks(page: openpyxl.worksheet.worksheet.Worksheet) -> dict[str, str]:
    """Give cell → colour of the cells that carry a comment of ours."""
    return {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in page.iter_rows()
        for cell in row
        if cell.comment and cell.comment.author == AUTHOR
    }


def test_the_empty_template_comes_back_as_no_rows_and_no_findings() -> None:
    result = checked(template(), "mau.xlsx")
    assert (result.rows, result.accepted, result.findings) == (0, 0, [])


def test_the_template_has_headings_drop_downs_and_a_guide() -> None:
    book = opened(template())
    assert book.sheetnames == ["Địa điểm", "Tình trạng xã", "Số liệu & chỉ tiêu", GUIDE, LISTS]
    assert book[LISTS].sheet_state == "hidden"
    for kind in SHEET_KINDS:
        page = book[TITLES[kind]]
        assert [cell.value for cell in page[1]] == [one.label_vi for one in fields(kind).values()]
        assert page.max_row == 1
        lists = {
            str(rule.sqref).split(":")[0]: rule.formula1
            for rule in page.data_validations.dataValidation
            if rule.type == "list"
        }
        choices = [one for one in fields(kind).values() if one.kind in ("choice", "commune", "district")]
        assert len(lists) == len(choices)
    guide = {str(cell.value) for row in book[GUIDE].iter_rows() for cell in row if cell.value}
    for kind in SHEET_KINDS:
        for one in fields(kind).values():
            assert {one.explanation_vi, one.example_vi} - {""} <= guide


def test_a_filled_template_is_read() -> None:
    book = opened(template())
    page = book["Địa điểm"]
    row = {"Mô hình": "Camera an ninh", "Tên điểm": "Ngã tư", "Xã, phường, thị trấn": "xã Hưng Tân", "Nguồn": "BC 1"}
    for cell in page[1]:
        page.cell(2, cell.column, row.get(cell.value))
    result = checked(saved(book), "mau.xlsx")
    assert (told(result), result.accepted) == ([], 1)


BAD = sites(site("A", "xã Hưng Tâm"), site("B", **{"Số lượng": "mười", "Ngày ra mắt": "31/2/2023"}), site("C"))


def test_wrong_cells_are_coloured_and_commented_and_all_findings_listed() -> None:
    result = checked(BAD)
    book = opened(returned(BAD, result))
    assert book.sheetnames == [RESULT, "Điểm"]
    assert marks(book["Điểm"]) == {"E2": RED, "H3": RED, "I3": RED}
    comment = book["Điểm"]["E2"].comment.text
    assert "gặp «xã Hưng Tâm»" in comment
    assert "xã Hưng Tân (Hưng Nguyên, mốc 2020)" in comment
    lines = [[cell.value for cell in row] for row in book[RESULT].iter_rows()]
    assert lines[1] == ["Tệp gốc", "so.xlsx", *[None] * 8]
    assert [line[2:6] for line in lines[10:]] == [
        ["Điểm", 2, "E", "Xã"],
        ["Điểm", 3, "H", "Ngày ra mắt"],
        ["Điểm", 3, "I", "Số lượng"],
    ]


def test_a_mended_return_is_accepted_and_its_marks_are_taken_away() -> None:
    book = opened(returned(BAD, checked(BAD)))
    page = book["Điểm"]
    page["E2"], page["I3"] = "xã Hưng Tân", 10
    data = saved(book)
    result = checked(data, "tra-lai.xlsx")
    assert (result.rows, result.accepted, [row[:3] for row in told(result)]) == (3, 2, [("bad_date", 3, "H")])
    # Rows without a source of their own still name the file they came from.
    assert result.intake.origin == "so.xlsx"
    assert marks(opened(returned(data, result))["Điểm"]) == {"H3": RED}
    page["H3"] = "28/2/2023"
    assert told(checked(saved(book), "tra-lai.xlsx")) == []


def test_warnings_are_yellow_and_a_formula_comes_back_with_its_value() -> None:
    data = sites(site("E", **{"Mã điểm": "m-1", "Số lượng": "=1+1"}), site("E", **{"Mã điểm": "m-2"}))
    result = checked(data)
    back = returned(data, result)
    page = opened(back)["Điểm"]
    assert marks(page) == {"A2": YELLOW, "A3": YELLOW}
    assert page["I2"].value == "=1+1"
    stored = openpyxl.load_workbook(io.BytesIO(back), data_only=True)
    assert stored["Điểm"]["I2"].value == 0


def test_a_csv_file_comes_back_as_a_workbook_with_its_rows_in_place() -> None:
    text = "Mô hình;Tên điểm;Xã;Số lượng\n\nCamera an ninh;=1+1;xã Hưng Tâm;3\nCamera an ninh;B;xã Hưng Tân;1,5\n"
    data = text.encode()
    result = checked(data, "so/xa.csv")
    page = opened(returned(data, result)).worksheets[1]
    assert [cell.value for cell in page[3]] == ["Camera an ninh", "=1+1", "xã Hưng Tâm", "3"]
    assert page["B3"].data_type == "s"
    assert marks(page) == {"C3": RED}
    again = checked(returned(data, result), "tra-lai.xlsx")
    assert (again.rows, again.accepted) == (result.rows, result.accepted) == (2, 1)


def test_a_mark_in_a_merged_area_stands_on_the_cell_that_can_be_written() -> None:
    book = opened(
        workbook(
            {
                "Điểm": [
                    ("Mô hình", "Tên điểm", "Xã"),
                    ("Camera an ninh", "A", "xã Hưng Tâm"),
                    ("Camera an ninh", "B", ""),
                ]
            }
        )
    )
    book.active.merge_cells("C2:C3")
    data = saved(book)
    result = checked(data)
    assert [row[:3] for row in told(result)] == [("commune_unknown", 2, "C"), ("commune_unknown", 3, "C")]
    assert marks(opened(returned(data, result))["Điểm"]) == {"C2": RED}


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "<script>", "a\x01b", "x" * 40_000])
def test_hostile_text_is_only_text_in_the_sheet_of_results(text: str) -> None:
    data = f"Mô hình\tTên điểm\tXã\nCamera an ninh\tA\t{text}\n".encode()
    try:
        result = checked(data, "so.csv")
    except Exception as error:
        assert type(error).__name__ == "Problem"
        return
    for page in opened(returned(data, result)).worksheets:
        assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
