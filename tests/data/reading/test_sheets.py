"""Workbooks become cells with their place: every awkward workbook of the folder, and damaged ones."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import Problem
from data.reading import headers, legacy, sheets
from data.reading.cells import EMPTY, Cell, CellError, Row, Sheet, filled, tidy
from data.reading.lines import Line, lines
from data.reading.marks import UNCALCULATED, address, shape_of
from data.reading.register_columns import fields
from data.reading.values import Fault, Parsed, coordinates, date, number

FOLDER = Path(__file__).parents[1] / "workbooks"
CASES = sorted(path.name.removesuffix(".json") for path in FOLDER.glob("*.json"))
PROVINCE = (103.8, 18.5, 105.9, 20.1)


def _letter(column: int) -> str:
    return address(0, column)[:-1]


def _outcome(read: Parsed[Any] | Fault) -> Any:
    if isinstance(read, Fault):
        return {"fault": read.came}
    if hasattr(read.value, "latitude"):
        return [read.value.latitude, read.value.longitude]
    return read.value


def _row(line: Line, mapping: headers.Mapping) -> dict[str, Any]:
    """The values of a row that are not empty, read the way the check reads them."""
    cells = {name: line.row.cell(column) for name, column in mapping.columns.items()}
    found: dict[str, Any] = {"row": line.row.number, "district": line.district, "commune": line.commune}
    for name, cell in cells.items():
        kind = fields(mapping.sheet_kind)[name].kind
        if kind == "coordinate":
            continue
        read = number(cell) if kind == "number" else date(cell, 2036) if kind == "date" else Parsed(cell.text)
        found[name] = _outcome(read) or found.get(name, "")
    pair = [cells.get(name, Cell()) for name in ("latitude", "longitude")]
    single = cells.get("coordinates", Cell())
    found["point"] = _outcome(coordinates(single, None, PROVINCE) if not single.empty else coordinates(*pair, PROVINCE))
    return {name: value for name, value in found.items() if value not in ("", None)}


def _sheet(name: str, wanted: str | None) -> Sheet:
    found = sheets.read((FOLDER / name).read_bytes(), name)
    return next(sheet for sheet in found if wanted in (None, sheet.name))


@pytest.mark.parametrize("name", CASES)
def test_each_awkward_workbook_gives_what_it_must(name: str) -> None:
    expected = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    if "problem" in expected:
        with pytest.raises(Problem) as refused:
            sheets.read((FOLDER / name).read_bytes(), name)
        assert refused.value.came == expected["problem"]["came"]
        return
    converted = legacy.convert(_sheet(name, expected.get("sheet")))
    mapping = headers.find(converted.sheet)
    below = list(lines(converted.sheet, mapping))

    assert mapping.sheet_kind == expected["sheet_kind"]
    assert mapping.header_row == expected["header_row"]
    assert {field: _letter(column) for field, column in mapping.columns.items()} == expected["columns"]
    assert [_letter(column) for column in mapping.unknown] == expected.get("unknown", [])
    assert {_letter(column): why for column, why in mapping.personal.items()} == expected.get("personal", {})
    assert mapping.ambiguous == {}
    assert [_letter(note.column) for note in converted.notes] == expected.get("converted", [])
    assert [_row(line, mapping) for line in below if line.kind == "data"] == [dict(row) for row in expected["rows"]]
    assert {str(line.row.number): line.kind for line in below if line.kind != "data"} == expected.get("other", {})
    assert all(line.note for line in below if line.kind != "data")


def test_hidden_sheets_are_read_and_flagged() -> None:
    data = (FOLDER / "english_and_hidden.xlsx").read_bytes()
    found = {sheet.name: sheet for sheet in sheets.read(data, "a.xlsx")}
    assert {name: sheet.hidden for name, sheet in found.items()} == {"Guide": False, "Sites": False, "Old": True}
    assert [row.cell(1).value for row in found["Old"].rows] == ["Commune", "=cmd()", "<script>alert(1)</script>"]


def test_values_keep_their_kind_and_their_place() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("A")
    sheet.write("C4", "  Xã\u00a0Hưng \u200bTân ")
    sheet.write("D4", 5)
    sheet.write("E4", True)
    sheet.write("F4", dt.date(2023, 6, 15), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write("G4", dt.datetime(2023, 6, 15, 10, 30), book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
    sheet.write("H4", 0.07, book.add_format({"num_format": "0%"}))
    sheet.write("I4", "#N/A")
    sheet.write_formula("J4", "=1/0", None, "#DIV/0!")
    book.close()
    (row,) = sheets.read(buffer.getvalue(), "a.xlsx")[0].rows
    assert row.number == 4
    assert row.where(2) == "C4"
    assert [cell.value for cell in row.cells[3:]] == [
        5.0, True, dt.date(2023, 6, 15), dt.datetime(2023, 6, 15, 10, 30), 0.07, CellError("#N/A"),
        CellError("#DIV/0!"),
    ]  # fmt: skip
    assert [cell.text for cell in row.cells] == [
        "", "", "Xã Hưng Tân", "5", "TRUE", "15/06/2023", "15/06/2023 10:30", "7%", "#N/A", "#DIV/0!",
    ]  # fmt: skip


def test_a_filled_cell_says_which_merged_cell_it_copies() -> None:
    sheet = _sheet("titles_and_merges.xlsx", None)
    district = {row.number: row.cell(1) for row in sheet.rows if row.number in (7, 8, 9)}
    assert [cell.text for cell in district.values()] == ["Huyện Hưng Nguyên"] * 3
    assert [cell.origin for cell in district.values()] == ["", "B7", "B7"]


def test_overlapping_merged_areas_end() -> None:
    rows = [Row(number, [Cell("x"), EMPTY]) for number in range(1, 2001)]
    areas = [((0, 0), (1_999, 9))] * 100_000
    filled(rows, areas, limit=100_000)
    assert max(len(row.cells) for row in rows) == 10


def test_a_formula_without_a_stored_result_is_an_error_not_an_empty_cell() -> None:
    row = next(row for row in _sheet("numbers_and_dates.xlsx", None).rows if row.number == 11)
    assert row.cell(3).value == CellError(UNCALCULATED)


def test_a_million_empty_rows_cost_little_and_are_read() -> None:
    rows = "".join(f'<row r="{number}" ht="15" customHeight="1"/>' for number in range(2, 1_048_577))
    data = workbook_of(f'<row r="1"><c r="A1" t="inlineStr"><is><t>Mô hình</t></is></c></row>{rows}')
    (sheet,) = sheets.read(data, "a.xlsx")
    assert [(row.number, [cell.text for cell in row.cells]) for row in sheet.rows] == [(1, ["Mô hình"])]


def test_a_row_far_below_keeps_its_number() -> None:
    data = workbook_of('<row r="900000"><c r="B900000"><v>7</v></c></row>')
    (row,) = sheets.read(data, "a.xlsx")[0].rows
    assert (row.number, row.cell(0).value, row.cell(1).value) == (900_000, None, 7.0)


@pytest.mark.parametrize(
    ("text", "delimiter_rows"),
    [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a;b\n18,5;104,5\n18,6;104,7\n", [["a", "b"], ["18,5", "104,5"], ["18,6", "104,7"]]),
        ("sep=;\na;b\n1;2\n", [["a", "b"], ["1", "2"]]),
        ("Danh sách\n\na;b;c\n1;2;3\n", [["Danh sách"], ["a", "b", "c"], ["1", "2", "3"]]),
        ('a,b\n"x\ny",2\n', [["a", "b"], ["x\ny", "2"]]),
        ('a,b\n5" ống,2\n', [["a", "b"], ['5" ống', "2"]]),
        ("a\n1\n", [["a"], ["1"]]),
    ],
)
def test_the_delimiter_of_a_csv_file_is_found(text: str, delimiter_rows: list[list[str]]) -> None:
    (sheet,) = sheets.read(text.encode(), "Danh sách.csv")
    assert sheet.name == "Danh sách"
    assert [[cell.text for cell in row.cells] for row in sheet.rows] == delimiter_rows


def test_rows_of_a_csv_file_count_empty_lines() -> None:
    (sheet,) = sheets.read(b"a,b\n\n\n1,2\n", "a.csv")
    assert [row.number for row in sheet.rows] == [1, 4]


@pytest.mark.parametrize(
    "data", [b'a,b\n"never closed,2\n', b"a,b\n\x81\x8d\xfa,2\n", "a,b\n1,2".encode("utf-16")[:-1]]
)
def test_a_csv_file_that_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(Problem):
        sheets.read(data, "a.csv")


def test_a_map_file_is_not_a_workbook() -> None:
    with pytest.raises(Problem, match="tệp bản đồ"):
        sheets.read(b'{"type": "FeatureCollection", "features": []}', "a.geojson")


@pytest.mark.parametrize(
    ("number_format", "shape"),
    [
        ("0.0%", "percent"), ("mm/yyyy", "month"), ("mmm-yy", "month"), ('"T"mm/yyyy', "month"), ("yyyy", "year"),
        ("dd/mm/yyyy", ""), ("[$-42A]dd mmmm yyyy;@", ""), ("General", ""), ('0" year"', ""), ("h:mm", ""),
    ],
)  # fmt: skip
def test_a_number_format_tells_what_it_shows(number_format: str, shape: str) -> None:
    assert shape_of(number_format) == shape


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize("name", [name for name in CASES if name.endswith((".xls", ".xlsx", ".ods"))])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_damaged_workbook_raises_nothing_but_a_problem(name: str, data: st.DataObject) -> None:
    damaged = bytearray((FOLDER / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place] = data.draw(st.integers(0, 255))
    _read_all(bytes(damaged[: data.draw(st.integers(0, len(damaged)))] if data.draw(st.booleans()) else damaged), name)


@pytest.mark.parametrize("name", ["titles_and_merges.xlsx", "numbers_and_dates.xlsx", "libre_office.ods"])
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damaged_xml_inside_raises_nothing_but_a_problem(name: str, data: st.DataObject) -> None:
    """Zips that are whole, around XML that is not: numbers out of all range, pieces cut out or doubled."""
    with zipfile.ZipFile(FOLDER / name) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    target = data.draw(st.sampled_from([member for member in members if member.endswith((".xml", ".rels"))]))
    text = bytearray(members[target])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(text) - 1)))
        digits = [at for at, byte in enumerate(text) if 48 <= byte < 58]
        if digits and data.draw(st.booleans()):
            place = data.draw(st.sampled_from(digits))
            text[place : place + 1] = data.draw(
                st.sampled_from([b"99999999999", b"4294967295", b"-1", b"0", b"1048577"])
            )
        elif data.draw(st.booleans()):
            del text[place : place + data.draw(st.integers(1, 30))]
        else:
            text[place:place] = text[place // 2 : place // 2 + 25]
    members[target] = bytes(text)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    _read_all(buffer.getvalue(), name)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.xls", "a.ods", "a.csv", "a"]))
def test_random_bytes_raise_nothing_but_a_problem(data: bytes, name: str) -> None:
    _read_all(data, name)


def _read_all(data: bytes, name: str) -> None:
    try:
        found = sheets.read(data, name)
    except Problem as problem:
        assert problem.came
        assert problem.expected
        assert problem.todo
        return
    for sheet in found:
        converted = legacy.convert(sheet).sheet
        for line in lines(converted, headers.find(converted)):
            for cell in line.row.cells:
                assert isinstance(cell.text, str)
                number(cell)
                date(cell)
                coordinates(cell, None, PROVINCE)


def workbook_of(rows: str, **more: str) -> bytes:
    """The smallest .xlsx that holds these rows; `more` adds members, "xl__x.xml" for xl/x.xml."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (members | {name.replace("__", "/"): text for name, text in more.items()}).items():
            archive.writestr(name, text)
    return buffer.getvalue()
