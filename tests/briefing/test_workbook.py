"""The workbook, opened again by openpyxl and by LibreOffice: numbers are numbers, totals are counted anew."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from briefing import workbook
from briefing.document import Chapter, Document, Listing, Section
from tests.briefing import documents, pdfs
from tests.office import convert

NAMES = sorted(documents.ALL)
BY_DISTRICT = "Số địa điểm theo địa bàn huyện"  # a sheet's name has 31 letters at most
HEAD = 5  # the row of the headings, as a spreadsheet counts


@cache
def written(name: str) -> bytes:
    return workbook.write(documents.ALL[name]())


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def one(rows: pd.DataFrame, total: tuple[str, ...] = (), caption: str = "Bảng thử") -> Document:
    """A document with one table."""
    document = documents.public()
    listing = Listing(caption, document.header, rows, total)
    chapter = Chapter("Chương", (Section("thu", "Phần", (), (), (listing,)),))
    return dataclasses.replace(document, chapters=(chapter,), definitions=(), sources=document.sources.head(0))


def column(sheet: Worksheet, heading: str) -> list[object]:
    place = [cell.value for cell in sheet[HEAD]].index(heading)
    return [row[place].value for row in sheet.iter_rows(min_row=HEAD + 1)]


def test_the_summary_has_the_figures_and_says_what_they_are() -> None:
    sheet = opened(written("public"))["Tóm tắt"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = documents.public().header
    assert rows[0][0] == documents.public().title
    first = [row[0] for row in rows[1:7]]
    source = f"Nguồn: {header.source}"
    assert first == [
        header.filter_text,
        header.epoch_text,
        source,
        header.date_text,
        header.dataset,
        "Lập ngày 23/11/2026",
    ]
    values = {row[3]: row[2] for row in rows if row[3]}
    assert values["Ban tự quản"] == 7588
    assert values["Tổ tự quản"] == 38578
    assert values["đơn vị cấp xã sạch về ma túy"] == "284/460"  # the later of two rows of that name
    assert values["camera đã lắp ở thành phố Vinh (cũ)"] == "gần 600"
    assert values["đường cờ đã lắp trong năm 2026"] == "không có số liệu"
    assert "Đến hết 30/06/2025 có 281/412 đơn vị cấp xã được công nhận sạch về ma túy." in [row[0] for row in rows]


def test_every_sheet_is_linked_from_the_summary() -> None:
    book = opened(written("public"))
    links = [cell.hyperlink.location for row in book["Tóm tắt"].iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_numbers_are_numbers_and_the_unknown_is_said() -> None:
    sheet = opened(written("public"))[BY_DISTRICT]
    wanted = documents.public().chapters[0].sections[0].items[3].rows["Địa điểm"]
    shown = column(sheet, "Địa điểm")[: len(wanted)]
    assert shown == ["không có số liệu" if pd.isna(value) else value for value in wanted]
    assert {type(value) for value in shown} == {int, str}


def test_a_total_is_a_formula_with_its_value() -> None:
    document = one(pd.DataFrame({"Tên": ["a", "b", "c"], "Số": [1.5, float("nan"), 2.0]}), ("Số",))
    content = workbook.write(document)
    assert opened(content)["Bảng thử"]["B9"].value == "=SUM(B6:B8)"
    assert opened(content)["Bảng thử"]["A9"].value == "Cộng các số đã biết"
    assert openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Bảng thử"]["B9"].value == 3.5


def test_a_total_of_nothing_known_is_not_0() -> None:
    content = workbook.write(one(pd.DataFrame({"Tên": ["a", "b"], "Số": [float("nan")] * 2}), ("Số",)))
    assert opened(content)["Bảng thử"]["B8"].value == '=IF(COUNT(B6:B7)=0,"không có số liệu",SUM(B6:B7))'
    assert openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Bảng thử"]["B8"].value == "không có số liệu"


def test_the_rows_behind_a_chart_over_time_are_numbers_with_their_breaks_below() -> None:
    book = opened(written("public"))
    sheet = next(book[name] for name in book.sheetnames if name.startswith("Số xã sạch"))
    assert column(sheet, "Xã")[:7] == [96, 284, 281, 26, 39, 65, 65]
    assert column(sheet, "Giá trị")[:3] == ["96/460", "284/460", "281/412"]
    below = [row[0].value for row in sheet.iter_rows(min_row=HEAD + 8)]
    assert any(str(text).startswith("Mốc 1 (01/12/2024)") for text in below)


def test_the_rows_behind_a_map_are_its_communes() -> None:
    sheet = opened(written("public"))["Các địa điểm và tình trạng ma t"]
    assert len(set(column(sheet, "Xã, phường, thị trấn")[:130])) == 130
    known = {"Sạch về ma túy (mọi phần)", "Sạch về ma túy một phần", "Không có số liệu"}
    assert set(column(sheet, "Tình trạng ma túy")[:130]) == known


@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_is_ready_to_be_read_and_printed(name: str) -> None:
    book = opened(written(name))
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == f"A{HEAD + 1}"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
        assert sheet.oddFooter.right.text == "&P/&N"
        widths = [sheet.column_dimensions[key].width for key in sheet.column_dimensions]
        assert all(8 < width < 50 for width in widths)
        if sheet.cell(HEAD + 1, 1).value != "Không có dòng nào.":
            assert sheet.auto_filter.ref.startswith(f"A{HEAD}:")


@pytest.mark.parametrize("name", NAMES)
def test_sheets_have_names_of_their_own(name: str) -> None:
    names = opened(written(name)).sheetnames
    assert len({one.lower() for one in names}) == len(names)
    assert all(0 < len(one.encode("utf-16-le")) // 2 <= 31 for one in names)


@pytest.mark.parametrize(
    ("caption", "names"),
    [
        ("00" + "𝐀" * 15, ["00" + "𝐀" * 14, "00" + "𝐀" * 13 + " 2"]),  # Excel counts 𝐀 as two letters
        ("𝐀" * 16, ["𝐀" * 15, "𝐀" * 14 + " 2"]),
        ("ệ" * 40, ["ệ" * 31, "ệ" * 29 + " 2"]),
        ("a" * 29 + " b c", ["a" * 29 + " b", "a" * 29 + " 2"]),
    ],
)
def test_a_name_is_cut_as_excel_counts(caption: str, names: list[str]) -> None:
    document = one(pd.DataFrame({"Tên": ["a"]}), caption=caption)
    (chapter,) = document.chapters
    (section,) = chapter.sections
    twice = dataclasses.replace(chapter, sections=(dataclasses.replace(section, items=section.items * 2),))
    book = opened(workbook.write(dataclasses.replace(document, chapters=(twice,))))
    assert book.sheetnames == ["Tóm tắt", *names]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "javascript:alert(1)"])
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    sheet = opened(workbook.write(one(pd.DataFrame({text: [text]}), caption=text)))
    cells = [cell for page in sheet.worksheets for row in page.iter_rows() for cell in row if cell.value == text]
    assert len(cells) >= 4  # caption, heading, cell, and the summary's list
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink and cell.hyperlink.target for cell in cells)


def test_only_short_web_addresses_are_links() -> None:
    addresses = ["https://baonghean.vn/a b", "https://baonghean.vn/a", "http://x/" + "a" * 2100, "ftp://x", "file:///x"]
    book = opened(workbook.write(one(pd.DataFrame({"Nguồn": addresses}))))
    links = [cell.hyperlink.target for cell in book["Bảng thử"]["A"] if cell.hyperlink]
    assert links == ["https://baonghean.vn/a"]
    assert column(book["Bảng thử"], "Nguồn")[:5] == addresses


def test_all_2000_rows_are_there() -> None:
    sheet = opened(written("many_sites"))["Các địa điểm trong sổ"]
    assert sheet.auto_filter.ref == "A5:I2005"
    assert sheet["A2005"].value.startswith("Địa điểm thử số")


@settings(max_examples=40, deadline=None)
@example("00" + "𝐀" * 15, [])
@given(st.text(max_size=60), st.lists(st.one_of(st.text(max_size=40), st.none()), max_size=4))
def test_any_caption_and_cell_can_be_written(caption: str, cells: list[str | None]) -> None:
    book = opened(workbook.write(one(pd.DataFrame({caption: cells}, dtype=object), caption=caption)))
    assert len(book.sheetnames) == 2


def test_libreoffice_counts_the_totals_anew(tmp_path: Path) -> None:
    """Without the values kept in the file, the formulas give the same."""
    source = tmp_path / "so-tinh.xlsx"
    source.write_bytes(_without_values(written("public")))
    made = openpyxl.load_workbook(convert(source, "xlsx", tmp_path / "out"), data_only=True)
    total = [row for row in made[BY_DISTRICT].iter_rows(values_only=True) if row[0] == "Cộng các số đã biết"]
    assert total == [("Cộng các số đã biết", 51)]
    assert made.sheetnames == opened(written("public")).sheetnames


@pytest.mark.parametrize("name", ["nothing", "long_names"])
def test_libreoffice_prints_it(name: str, tmp_path: Path) -> None:
    source = tmp_path / f"{name}.xlsx"
    source.write_bytes(written(name))
    assert convert(source, "pdf", tmp_path / "out").read_bytes().startswith(b"%PDF")


def test_libreoffice_writes_no_line_over_another(tmp_path: Path) -> None:
    """Cells of several lines have the height they need: not every program gives it when it opens the file."""
    meaning = "Một cách làm về bảo đảm an ninh trật tự có tên riêng trong danh mục, mỗi nơi một dòng của sổ đăng ký. "
    rows = pd.DataFrame({"Từ ngữ": ["Mô hình", "Địa điểm", "Mẫu số"], "Nghĩa": [meaning, meaning * 3, "Ngắn"]})
    document = one(rows)
    (chapter,) = document.chapters
    told = dataclasses.replace(chapter.sections[0], sentences=(meaning * 4,), figures=(("7.588", meaning, meaning),))
    source = tmp_path / "so-tinh.xlsx"
    source.write_bytes(
        workbook.write(dataclasses.replace(document, chapters=(dataclasses.replace(chapter, sections=(told,)),)))
    )
    boxes = pdfs.words(convert(source, "pdf", tmp_path / "out"))
    assert sum(word == "Một" for _, word, _ in boxes) >= 1 + 3 + 4 + 2
    for place, (page, word, (left, top, right, bottom)) in enumerate(boxes):
        slack = 0.2 * (bottom - top)  # a box holds the accents of capitals
        for other, text, (x0, y0, x1, y1) in boxes[place + 1 :]:
            apart = page != other or min(right, x1) - max(left, x0) <= 0 or min(bottom, y1) - max(top, y0) <= slack
            assert apart, (word, text)


def _without_values(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            new.writestr(name, data)
    return out.getvalue()
