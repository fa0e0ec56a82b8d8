"""The report in Word: its form is the decree's, its words and numbers the document's; other programs open it."""

from __future__ import annotations

import dataclasses
import io
import math
import re
from functools import cache
from pathlib import Path

import docx
import pandas as pd
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import report
from briefing.document import Agency, Chapter, Document, Listing, Picture, Section
from briefing.fonts import plain
from briefing.report import form, grid, pictures
from briefing.report.grid import WIDTH, grid_of
from briefing.report.outline import roman
from data.errors import Problem
from data.wording import number
from geo import boundaries
from tests.briefing import documents, pdfs
from tests.office import convert

NAMES = ("public", "nothing", "long_names")
AGENCY = Agency(
    superior="Ủy ban nhân dân tỉnh Thử",
    name="Sở Thử nghiệm",
    place="Nghệ An",
    number="05/BC-STN",
    signer_title="Giám đốc",
    signer_name="Người Thử",
    recipients=("Như trên;", "- Lưu: VT."),
)
HOSTILE = '#import "x": * \\ $x$ *a* _b_ <w:p/>&amp; ]]> \x00\x07\x0c @r `c` //c {n} %s'


@cache
def written(name: str) -> bytes:
    return report.write(documents.ALL[name]())


@cache
def opened(name: str) -> Word:
    return docx.Document(io.BytesIO(written(name)))


def again(document: Document) -> Word:
    return docx.Document(io.BytesIO(report.write(document)))


def small(*items: Picture | Listing, **fields: object) -> Document:
    """The public document with these items only."""
    section = Section("thu", "Phần thử", (), ("Câu thử.",), items)
    return dataclasses.replace(documents.public(), chapters=(Chapter("Chương thử", (section,)),), **fields)


def items(document: Document, kind: type) -> list[Picture | Listing]:
    every = [item for chapter in document.chapters for section in chapter.sections for item in section.items]
    return [item for item in every if isinstance(item, kind)]


def tables(word: Word) -> list[WordTable]:
    """The tables of the body: the first and the last are the letterhead and the closing block."""
    return word.tables[1:-1]


def rows(table: WordTable) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def texts(word: Word, style: str) -> list[str]:
    return [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == style]


def letterhead(word: Word) -> tuple[list[str], list[str]]:
    """The lines of the agency's column and those of the state's."""
    columns = word.tables[0].columns
    left, right = ([p.text for c in column.cells for p in c.paragraphs if p.text] for column in columns)
    return left, right


def test_the_paper_is_the_decree_s() -> None:
    section = opened("public").sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(edge.mm) for edge in edges] == [20, 20, 30, 15]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""
    page = section.header.paragraphs[0]
    assert [field.get(qn("w:instr")) for field in page._p.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert (page.style.paragraph_format.alignment, page.style.font.size.pt) == (1, 14)


def test_every_style_is_black_times_new_roman_of_the_decree_s_sizes() -> None:
    word = opened("public")
    used = {paragraph.style.name for paragraph in word.paragraphs}
    used |= {p.style.name for table in word.tables for row in table.rows[:3] for c in row.cells for p in c.paragraphs}
    for name in used:
        style = word.styles[name]
        assert {style.element.rPr.rFonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {
            "Times New Roman"
        }
        assert str(style.font.color.rgb) == "000000"
    for name in ("Body Text", "List", "Heading 1", "Heading 2", "Title", "Subtitle"):
        assert word.styles[name].font.size.pt == 14, name
    body = word.styles["Body Text"].paragraph_format
    assert (round(body.first_line_indent.cm, 2), body.alignment, body.space_after.pt) == (1.27, 3, 6)
    assert 1 <= body.line_spacing <= 1.5


def test_the_letterhead_leaves_dotted_lines_where_the_settings_say_nothing() -> None:
    left, right = letterhead(opened("public"))
    assert left == [form.DOTS, form.DOTS, "Số: ……/BC-……"]
    motto = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert right == [*motto, "……………, ngày 23 tháng 11 năm 2026"]
    end = opened("public").tables[-1]
    left, right = ([p.text for p in cell.paragraphs if p.text] for cell in end.rows[0].cells)
    assert (left, right) == (["Nơi nhận:", f"- {form.DOTS};", f"- {form.DOTS}."], [form.DOTS, form.DOTS])


def test_the_signature_is_kept_with_the_last_paragraph() -> None:
    *_, last, line = opened("public").paragraphs
    assert (last.style.name, line.style.name) == ("List Number", "Report Rule")
    assert last.paragraph_format.keep_with_next and line.paragraph_format.keep_with_next


def test_the_letterhead_and_the_signature_come_from_the_settings() -> None:
    word = again(small(agency=AGENCY))
    left, right = letterhead(word)
    assert left == ["ỦY BAN NHÂN DÂN TỈNH THỬ", "SỞ THỬ NGHIỆM", "Số: 05/BC-STN"]
    assert right[-1] == "Nghệ An, ngày 23 tháng 11 năm 2026"
    left, right = ([p.text for p in cell.paragraphs if p.text] for cell in word.tables[-1].rows[0].cells)
    assert (left, right) == (["Nơi nhận:", "- Như trên;", "- Lưu: VT."], ["GIÁM ĐỐC", "Người Thử"])
    assert word.core_properties.author == "Sở Thử nghiệm"


@pytest.mark.parametrize(
    ("made", "date"),
    [
        ("2026-01-05", "Nghệ An, ngày 05 tháng 01 năm 2026"),
        ("2026-02-28", "Nghệ An, ngày 28 tháng 02 năm 2026"),
        ("2026-06-29", "Nghệ An, ngày 29 tháng 6 năm 2026"),
    ],
)
def test_the_date_is_written_as_the_decree_writes_it(made: str, date: str) -> None:
    filled = form.form_of(dataclasses.replace(documents.public(), made=made, agency=AGENCY))
    assert filled.place_date == date


def test_an_agency_with_none_above_it_has_no_line_for_one() -> None:
    filled = form.form_of(dataclasses.replace(documents.public(), agency=Agency(name="Ủy ban nhân dân tỉnh Thử")))
    assert (filled.superior, filled.agency) == ("", "ỦY BAN NHÂN DÂN TỈNH THỬ")


def test_the_kind_of_document_is_not_said_twice() -> None:
    word = opened("public")
    assert texts(word, "Title") == ["BÁO CÁO"]
    assert texts(word, "Subtitle") == ["Tình hình thực hiện các mô hình bảo đảm an ninh trật tự"]


def test_chapters_and_sections_are_numbered_headings() -> None:
    word = opened("public")
    chapters = ["TỈNH NGHỆ AN", "HUYỆN KỲ SƠN (ĐỊA BÀN HUYỆN CŨ)", "GIẢI THÍCH TỪ NGỮ", "NGUỒN SỐ LIỆU"]
    assert texts(word, "Heading 1") == chapters
    assert texts(word, "Heading 2")[:2] == ["Các địa điểm có trong sổ đăng ký", "Xã sạch về ma túy"]
    for level, name in enumerate(("Heading 1", "Heading 2")):
        properties = word.styles[name].element.pPr
        assert (properties.numPr.numId.val, properties.numPr.ilvl.val) == (90, level)
        assert properties.find(qn("w:outlineLvl")).get(qn("w:val")) == str(level)
    numbering = word.part.numbering_part.element.find(qn("w:abstractNum"))
    kinds = [(node.find(qn("w:numFmt")).get(qn("w:val"))) for node in numbering.iter(qn("w:lvl"))]
    assert kinds == ["upperRoman", "decimal"]


def test_main_numbers_are_points_by_the_vietnamese_alphabet() -> None:
    figures = tuple((str(n), f"số thứ {n}", "") for n in range(6))
    section = Section("thu", "Phần thử", figures)
    word = again(dataclasses.replace(small(), chapters=(Chapter("Chương thử", (section,)),)))
    assert [text[:2] for text in texts(word, "List")] == ["a)", "b)", "c)", "d)", "đ)", "e)"]
    assert texts(word, "List")[-1] == "e) Số thứ 5: 5."


def test_the_file_says_its_language_title_and_day() -> None:
    word, document = opened("public"), documents.public()
    language = next(word.styles.element.iter(qn("w:lang")))
    assert {language.get(qn("w:val")), language.get(qn("w:eastAsia"))} == {"vi-VN"}
    about = word.core_properties
    assert (about.title, about.language, about.author) == (document.title, "vi-VN", "")
    assert (about.created.date().isoformat(), about.comments) == (document.made, "")


@pytest.mark.parametrize("name", NAMES)
def test_tables_hold_the_numbers_of_the_document(name: str) -> None:
    listings = [item for item in items(documents.ALL[name](), Listing) if len(item.rows)]
    for table, listing in zip(tables(opened(name)), listings, strict=True):
        found, frame = rows(table), listing.rows
        for column in frame.columns:
            if not pd.api.types.is_numeric_dtype(frame[column]):
                continue
            at = found[0].index(plain(column))
            shown = [number(value) if math.isfinite(value) else "không có số liệu" for value in frame[column]]
            assert [row[at] for row in found[1 : len(frame) + 1]] == shown
            if column in listing.total:
                total = frame[column].sum(min_count=1)
                assert found[-1][at] == (number(total) if math.isfinite(total) else "không có số liệu")


def test_heads_of_tables_repeat_rows_stay_whole_and_numbers_stand_right() -> None:
    for table in tables(opened("public")):
        heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert heads == [True, *[False] * (len(heads) - 1)]
        assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows)
    by_area = tables(opened("public"))[0].rows[1].cells
    assert [cell.paragraphs[0].style.name for cell in by_area] == ["Table Number", "Table Text", "Table Number"]


def test_addresses_stand_behind_the_first_text_of_their_row() -> None:
    rows = pd.DataFrame({"Tên": ["Một", "Hai"], "Mở nguồn": ["https://a.vn/x?y=1&z=2", ""]})
    found = grid_of(Listing("Bảng", documents.public().header, rows))
    assert found.columns == ("TT", "Tên")
    assert [[(cell.text, cell.link) for cell in row[1:]] for row in found.rows] == [
        [("Một", "https://a.vn/x?y=1&z=2")],
        [("Hai", "")],
    ]


@settings(deadline=None)
@given(st.lists(st.lists(st.text(max_size=200), min_size=4, max_size=4), min_size=1, max_size=5))
def test_a_table_is_never_wider_than_the_text(rows: list[list[str]]) -> None:
    found = grid_of(Listing("Bảng", documents.public().header, pd.DataFrame(rows, columns=["a", "b", "c", "d"])))
    assert sum(found.widths) <= WIDTH + 0.01
    assert min(found.widths) > 0 and len(found.widths) == len(found.columns)
    assert found.size in grid.SIZES


def test_columns_of_days_take_no_more_room_than_days() -> None:
    """Ten columns: at 9 points a letter days are 41 points wide in Times New Roman; the rest is for the texts."""
    header = documents.public().header
    rows = pd.DataFrame({f"Tên {at}": ["Báo Nghệ An (bản tiếng Pháp), nhiều chữ"] for at in range(7)})
    found = grid_of(Listing("Bảng", header, rows.assign(**{f"Ngày {at}": "25/08/2024" for at in range(2)})))
    assert found.size == 9
    assert all(41 < wide - grid.PAD < 43 for wide in found.widths[-2:])


def test_pictures_fit_the_text_and_say_in_words_what_they_show() -> None:
    word, drawn = opened("public"), items(documents.public(), Picture)
    assert len(word.inline_shapes) == len(drawn) == 7
    for shape, picture in zip(word.inline_shapes, drawn, strict=True):
        assert shape.width.mm <= pictures.WIDTH_MM + 0.1
        assert shape.height.mm <= pictures.HEIGHT_MM + 0.1
        assert shape._inline.docPr.get("descr").startswith(picture.caption)
    image = word.part.related_parts[word.inline_shapes[0]._inline.graphic.graphicData.pic.blipFill.blip.embed].image
    assert image.px_width / (word.inline_shapes[0].width.mm / 25.4) == pytest.approx(300, abs=2)


def test_captions_are_numbered_by_fields_in_order() -> None:
    codes = [
        (field.get(qn("w:instr")).split()[1], "".join(node.text for node in field.iter(qn("w:t"))))
        for field in opened("public").element.body.iter(qn("w:fldSimple"))
    ]
    assert codes == [
        *[("Hình", "1"), ("Hình", "2"), ("Hình", "3"), ("Bảng", "1"), ("Bảng", "2"), ("Hình", "4"), ("Hình", "5")],
        *[("Hình", "6"), ("Hình", "7"), ("Bảng", "3"), ("Bảng", "4")],
    ]


def test_what_is_not_known_is_said_and_is_never_0() -> None:
    word = opened("nothing")
    assert texts(word, "List") == ["a) Camera an ninh: không có số liệu;", "b) Đường cờ: không có số liệu."]
    body = texts(word, "Body Text")
    assert "Không có số liệu." in body
    assert body[-1] == "Không có nguồn nào trong phạm vi lọc."
    assert "Không có dòng nào." in texts(word, "Report Note")
    cells = [cell for table in tables(word) for row in rows(table) for cell in row]
    assert cells.count("không có số liệu") == 13  # twelve communes and their sum
    assert "0" not in cells
    assert len(word.inline_shapes) == 2  # two of the four charts have nothing to draw


def test_a_document_without_chapters_is_still_a_report() -> None:
    word = again(dataclasses.replace(documents.nothing(), chapters=(), definitions=()))
    assert texts(word, "Heading 1") == ["NGUỒN SỐ LIỆU"]


def test_two_thousand_rows_are_all_there() -> None:
    table = tables(opened("many_sites"))[-1]
    assert len(table._tbl.tr_lst) == 2001
    last = table._tbl.tr_lst[-1]
    assert "".join(node.text for node in last.tc_lst[0].iter(qn("w:t"))) == "2.000"


def test_hostile_texts_are_texts() -> None:
    header = dataclasses.replace(documents.public().header, filter_text=HOSTILE, notes=(HOSTILE,))
    frame = pd.DataFrame({HOSTILE: [HOSTILE], "Nguồn": ["javascript:alert(1)"]})
    document = small(Listing(HOSTILE, header, frame), title=HOSTILE, header=header, definitions=((HOSTILE, HOSTILE),))
    word = again(dataclasses.replace(document, agency=Agency(*[HOSTILE] * 6, recipients=(HOSTILE,))))
    shown = plain(HOSTILE)
    assert texts(word, "Subtitle") == [shown]
    assert rows(tables(word)[0]) == [["TT", shown, "Nguồn"], ["1", shown, "javascript:alert(1)"]]
    links = {relation.target_ref for relation in word.part.rels.values() if relation.is_external}
    assert all(link.startswith("http") for link in links)


def test_a_map_without_boundaries_is_a_problem_and_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise Problem("Địa giới", "chưa dựng", "địa giới", "Hãy dựng địa giới.")

    monkeypatch.setattr(boundaries, "load", missing)
    with pytest.raises(Problem, match="Địa giới"):
        report.write(documents.public())


def test_an_english_report_has_english_words() -> None:
    header = dataclasses.replace(documents.public().header, lang="en", title="Programmes")
    word = again(small(title="Report on programmes", header=header))
    assert texts(word, "Title") + texts(word, "Subtitle") == ["REPORT", "On programmes"]
    assert texts(word, "Heading 1")[-1] == "SOURCES"


@pytest.mark.parametrize(
    ("value", "letters"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (90, "XC"), (130, "CXXX")]
)
def test_roman_numerals(value: int, letters: str) -> None:
    assert roman(value) == letters


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_opens_it_as_it_is(name: str, tmp_path: Path) -> None:
    """Every paragraph and cell is found in the PDF, in letters of the one font that stands for Times New Roman."""
    source = tmp_path / f"{name}.docx"
    source.write_bytes(written(name))
    pdf = convert(source, "pdf", tmp_path / "out")
    read, word = pdfs.read(pdf), opened(name)
    for paragraph in word.paragraphs:
        assert pdfs.squeezed("".join(node.text for node in paragraph._p.iter(qn("w:t")))) in read
    # The state's name is on one line, however the rest of the letterhead breaks.
    assert re.search("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM$", pdfs.run("pdftotext", str(pdf), "-"), re.MULTILINE)
    for place, chapter in enumerate(texts(word, "Heading 1"), 1):
        assert pdfs.squeezed(f"{roman(place)}. {chapter}") in read
    found = pdfs.fonts(pdf)
    assert {font.split("-")[0] for font in found} == {"LiberationSerif"}
    assert set(found.values()) == {("yes", "yes")}
    assert "Page size:       595.304 x 841.89 pts (A4)" in pdfs.run("pdfinfo", str(pdf))
