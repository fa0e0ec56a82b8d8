"""A returned workbook differs from the one sent in its wrong cells and its sheet of results, and in nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from data.checking.intake import RESULT
from data.returning.cells import SheetEdit
from data.returning.package import Package
from data.returning.styles import Styles
from data.workbook_return import AUTHOR, returned
from tests.data.sent import SITES, checked, site, sites
from tests.office import convert

RED = "FFFFB3BA"


def rich() -> bytes:
    """Give a workbook with much that a careless writer loses; E2 and I3 are wrong, I3 has a comment already."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        notes = book.add_worksheet("Ghi chép")
        notes.write("A1", "việc riêng")
        notes.activate()
        sheet = book.add_worksheet("Điểm")
        green = book.add_format({"bg_color": "#00FF00", "bold": True, "num_format": "0.00"})
        rows = [SITES, site("A", "xã Hưng Tâm"), site("B", **{"Số lượng": "mười"}), site("C", **{"Số lượng": "=6+6"})]
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row, green if at == 2 else None)
        sheet.write_comment("A1", "lời của người gửi", {"author": "Bình"})
        sheet.write_comment("I3", "hỏi lại xã", {"author": "Bình"})
        sheet.add_table("L1:M3", {"columns": [{"header": "x"}, {"header": "y"}]})
        sheet.data_validation("B2:B9", {"validate": "list", "source": ["một", "hai"]})
        sheet.conditional_format("I2:I9", {"type": "data_bar", "data_bar_2010": True})
        sheet.print_area("A1:J9")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Điểm'!$I$2:$I$4"})
        sheet.insert_chart("O2", chart)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def coloured(data: bytes) -> set[str]:
    cells = (cell for row in opened(data)["Điểm"].iter_rows() for cell in row)
    return {cell.coordinate for cell in cells if cell.fill.fgColor.rgb == RED}


def test_only_what_has_to_change_is_changed() -> None:
    data = rich()
    before, after = parts(data), parts(returned(data, checked(data)))
    assert sorted(name for name in before if before[name] != after[name]) == [
        *("[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"),
        *("xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"),
    ]
    assert sorted(after.keys() - before.keys()) == ["xl/worksheets/sheet3.xml"]
    # Of the sheets only the formats of wrong cells, and which one is shown.
    bare = re.compile(rb' (s="\d+"|tabSelected="1"|spans="[^"]*")')
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        assert bare.sub(b"", after[name]) == bare.sub(b"", before[name])
    assert before["xl/worksheets/sheet2.xml"].count(b"spans") - after["xl/worksheets/sheet2.xml"].count(b"spans") == 2


def test_a_wrong_cell_keeps_its_format_and_the_comment_it_had() -> None:
    data = rich()
    book = opened(returned(data, checked(data)))
    page = book["Điểm"]
    assert coloured(returned(data, checked(data))) == {"E2", "I3"}
    assert (page["I3"].font.b, page["I3"].number_format, page["H3"].fill.fgColor.rgb) == (True, "0.00", "FF00FF00")
    assert (page["A1"].comment.text, page["A1"].comment.author) == ("lời của người gửi", "Bình")
    assert page["E2"].comment.author == AUTHOR
    assert page["I3"].comment.author == "Bình"
    assert page["I3"].comment.text.startswith(f"hỏi lại xã\n— {AUTHOR}: ")
    assert "mười" in page["I3"].comment.text
    assert book.active.title == RESULT
    assert [bool(page.sheet_view.tabSelected) for page in book.worksheets] == [True, False, False]
    assert page.print_area == "'Điểm'!$A$1:$J$9"
    assert list(page.tables) == ["Table1"]


def test_both_readers_find_the_rows_that_were_sent() -> None:
    data = rich()
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as sent:
        rows = sent.get_sheet_by_name("Điểm").to_python()
    with CalamineWorkbook.from_filelike(io.BytesIO(returned(data, checked(data)))) as back:
        assert back.sheet_names == [RESULT, "Ghi chép", "Điểm"]
        assert back.get_sheet_by_name("Điểm").to_python() == rows


def test_a_return_of_a_return_holds_the_marks_of_the_second_check_only() -> None:
    first = returned(rich(), checked(rich()))
    again = returned(first, checked(first))
    assert (coloured(again), parts(again).keys()) == ({"E2", "I3"}, parts(first).keys())
    for name in ("xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"):
        assert [parts(again)[name].count(word) for word in (b"<comment ", b"<v:shape ")] == [
            parts(first)[name].count(word) for word in (b"<comment ", b"<v:shape ")
        ]
    book = opened(again)
    book["Điểm"]["E2"], book["Điểm"]["I3"], book["Điểm"]["I4"] = "xã Hưng Tân", 10, 12
    out = io.BytesIO()
    book.save(out)
    mended = opened(returned(out.getvalue(), checked(out.getvalue())))["Điểm"]
    comments = {cell.coordinate: cell.comment.text for row in mended.iter_rows() for cell in row if cell.comment}
    assert comments == {"A1": "lời của người gửi", "I3": "hỏi lại xã"}
    assert mended["E2"].fill.fill_type is None


def test_a_missing_cell_is_added_where_it_belongs() -> None:
    data = sites(site("A", ""), ["", "Camera an ninh", "B"])
    page = opened(returned(data, checked(data)))["Điểm"]
    assert [page[place].fill.fgColor.rgb for place in ("E2", "E3")] == [RED, RED]
    text = parts(returned(data, checked(data)))["xl/worksheets/sheet1.xml"]
    for row in re.findall(rb"<row .*?</row>", text):
        letters = re.findall(rb'<c r="([A-Z]+)', row)
        assert letters == sorted(letters, key=lambda one: (len(one), one))


@pytest.mark.parametrize(
    ("name", "became"),
    [
        ("xl/styles.xml", b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'),
        ("xl/comments1.xml", b"<comments/>"),
        ("xl/drawings/vmlDrawing1.vml", b"<xml/>"),
    ],
)
def test_a_workbook_of_an_unusual_form_is_written_anew(name: str, became: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, text in (parts(rich()) | {name: became}).items():
            archive.writestr(part, text)
    data = out.getvalue()
    back = returned(data, checked(data))
    assert coloured(back) == {"E2", "I3"}
    assert opened(back)["Điểm"]["E2"].comment.author == AUTHOR


def sheet_of(rows: dict[int, set[int]]) -> bytes:
    grid = "".join(
        f'<row r="{row + 1}">'
        + "".join(f'<c r="{chr(65 + at)}{row + 1}"><v>1</v></c>' for at in sorted(cells))
        + "</row>"
        for row, cells in sorted(rows.items())
    )
    return f"<worksheet><sheetData>{grid}</sheetData><pageMargins/><extLst/></worksheet>".encode()


PLACES = st.dictionaries(st.integers(0, 30), st.sets(st.integers(0, 20), min_size=1), max_size=8)


@settings(deadline=None)
@given(there=PLACES, wrong=PLACES, step=st.integers(8, 400))
def test_any_cells_of_any_sheet_are_coloured_and_no_other(
    there: dict[int, set[int]], wrong: dict[int, set[int]], step: int
) -> None:
    text = sheet_of(there)

    def run(shades: dict[int, dict[int, str]]) -> bytes:
        def chunks() -> Iterator[bytes]:  # of any size, as they come from a zip
            return (text[at : at + step] for at in range(0, len(text), step))

        out = bytearray()
        styles = Styles(Package(sites()).document("xl/styles.xml"))
        SheetEdit(styles, shades, "rId1" if shades else "").run(chunks(), out.extend)
        return bytes(out)

    assert run({}) == text
    done = run({row: dict.fromkeys(cells, "error") for row, cells in wrong.items()})
    cells = re.findall(
        rb'<c r="([A-Z])(\d+)"( s="\d+")?>|<c( s="\d+") r="([A-Z])(\d+)"|<c r="([A-Z])(\d+)"( s="\d+")', done
    )
    found: dict[tuple[int, int], bool] = {}
    for cell in cells:
        letter, number = cell[0] or cell[4] or cell[6], cell[1] or cell[5] or cell[7]
        found[int(number) - 1, ord(letter) - 65] = bool(cell[2] or cell[3] or cell[8])
    assert {place for place, marked in found.items() if marked} == {(row, at) for row in wrong for at in wrong[row]}
    assert found.keys() == {(row, at) for rows in (there, wrong) for row in rows for at in rows[row]}
    assert list(found) == sorted(found)
    assert (b"<legacyDrawing" in done) == bool(wrong)
    assert re.search(rb"<pageMargins/>(<legacyDrawing [^>]*>)?<extLst/></worksheet>$", done)


@pytest.mark.xdist_group("office")
def test_libreoffice_opens_what_comes_back(tmp_path: Path) -> None:
    """Saved again by LibreOffice, the wrong cells still have their colour, the comments their text."""
    back = tmp_path / "tra-lai.xlsx"
    back.write_bytes(returned(rich(), checked(rich())))
    saved = convert(back, "xlsx:Calc MS Excel 2007 XML", tmp_path / "made")
    book = openpyxl.load_workbook(saved)
    assert book["Điểm"]["I3"].fill.start_color.rgb == RED
    assert "hỏi lại xã" in book["Điểm"]["I3"].comment.text
    assert book["Điểm"]["E2"].comment is not None
    assert RESULT in book.sheetnames
