"""Hostile and mistaken files are refused with a reason, before they cost anything; honest ones pass."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from data.errors import Problem
from data.reading import guard
from data.reading.archive import Limits
from data.reading.marks import Box

FOLDER = Path(__file__).parents[1] / "workbooks"
ROOT = Path(__file__).parents[3]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _workbook(sheet: str = "<sheetData/>", **more: str | bytes) -> bytes:
    """A small .xlsx; `more` adds or replaces members, "xl__vbaProject.bin" for xl/vbaProject.bin."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
    }
    return _zip(members | {name.replace("__", "/"): content for name, content in more.items()})


def _zip(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _refused(data: bytes, name: str, limits: Limits | None = None) -> str:
    with pytest.raises(Problem) as refused:
        guard.check(data, name, limits)
    assert refused.value.where == f"Tệp {name}" or refused.value.where.startswith(f"Tệp {name},")
    assert refused.value.todo
    return refused.value.came


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (_workbook(), "a.xlsx", "xlsx"),
        (_workbook(), "a.XLSM", "xlsx"),  # a macro workbook that holds no macro
        ((FOLDER / "old_excel.xls").read_bytes(), "a.xls", "xls"),
        ((FOLDER / "libre_office.ods").read_bytes(), "a.ods", "ods"),
        ("Mô hình;Xã\n1;2\n".encode(), "a.csv", "csv"),
        ("Mô hình\tXã\n".encode("utf-16"), "a.txt", "csv"),
        ("Mô hình\tXã\n".encode("utf-16-le"), "a.csv", "csv"),
        (b'{"type": "FeatureCollection"}', "a.geojson", "geojson"),
        (b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"/>', "a.kml", "kml"),
        (b"SQLite format 3\0" + bytes(80), "a.gpkg", "gpkg"),
        (_zip({"x.shp": b"1", "x.dbf": b"2", "x.shx": b"3"}), "a.zip", "shapefile"),
    ],
)
def test_honest_files_are_known_by_their_content(data: bytes, name: str, kind: str) -> None:
    assert guard.check(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "came"),
    [
        (_workbook(), "a.xls", "tên kết thúc bằng «.xls» nhưng nội dung là xlsx"),
        (_workbook(), "a.csv", "tên kết thúc bằng «.csv» nhưng nội dung là xlsx"),
        ((FOLDER / "old_excel.xls").read_bytes(), "a.xlsx", "tên kết thúc bằng «.xlsx» nhưng nội dung là xls"),
        (b"a,b\n1,2\n", "a.xlsx", "tên kết thúc bằng «.xlsx» nhưng nội dung là csv"),
        (b"a,b\n1,2\n", "a", "tên không có đuôi nhưng nội dung là csv"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "trang web (HTML) mang tên sổ tính"),
        (b'<?xml version="1.0"?><Workbook xmlns="x"/>', "a.xls", "sổ Excel dạng XML 2003"),
        (b"%PDF-1.7", "a.xlsx", "tệp PDF"),
        (b"\x89PNG\r\n\x1a\n", "a.xlsx", "ảnh PNG"),
        (b"Rar!\x1a\x07\0", "a.xlsx", "tệp nén RAR"),
        (b"MZ\x90\0", "a.csv", "chương trình Windows"),
        (b"\x01\x02\x03\x04abc", "a.csv", "tệp nhị phân không rõ loại"),
        (_zip({"word/document.xml": "<w/>"}), "a.xlsx", "văn bản Word"),
        (_zip({"readme.txt": "x"}), "a.zip", "tệp nén không có Shapefile"),
        (b"", "a.xlsx", "tệp rỗng"),
        (b"\r\n\r\n", "a.csv", "tệp rỗng"),
    ],
)
def test_a_file_that_is_something_else_is_told_what_it_is(data: bytes, name: str, came: str) -> None:
    assert _refused(data, name) == came


def test_a_file_above_the_limit_is_refused_by_its_size() -> None:
    assert _refused(b"a" * 3_000_000, "a.csv", Limits(size=2 * 1024**2)) == "tệp 2,9 MB"


def test_the_limit_of_size_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"a" * (10 * 1024**2 + 1)
    assert _refused(data, "a.csv") == "tệp 10,0 MB"
    monkeypatch.setenv("REGISTER_UPLOAD_MB", "12")
    assert guard.check(data, "a.csv") == "csv"
    for wrong in ("nhiều", "0", "-1", "1000", "1.5"):
        monkeypatch.setenv("REGISTER_UPLOAD_MB", wrong)
        with pytest.raises(Problem, match="REGISTER_UPLOAD_MB: gặp «"):
            guard.check(b"a,b", "a.csv")


@pytest.mark.parametrize(
    "data",
    [
        _workbook(xl__vbaProject="x", **{"xl/vbaProject.bin": b"x"}),
        _workbook(**{"xl/macrosheets/sheet1.xml": "<xm:macrosheet xmlns:xm='m'/>"}),
    ],
)
def test_macros_are_refused(data: bytes) -> None:
    assert _refused(data, "a.xlsm") == "sổ có macro"


def test_links_to_other_files_are_refused() -> None:
    data = _workbook(**{"xl/externalLinks/externalLink1.xml": "<externalLink/>"})
    assert _refused(data, "a.xlsx") == "sổ lấy số liệu từ tệp khác (liên kết ngoài)"


def test_hyperlinks_are_no_links_to_other_files() -> None:
    link = "<sheetData/><hyperlinks><hyperlink ref='A1' r:id='r1' xmlns:r='r'/></hyperlinks>"
    assert guard.check(_workbook(link), "a.xlsx") == "xlsx"


@pytest.mark.parametrize(
    "member", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "docProps/app.xml", "xl/sharedStrings.bin"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_member_and_encoding(member: str, encoding: str) -> None:
    laughs = (
        '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>'
    )
    data = _workbook(**{member: laughs.encode(encoding)})
    assert _refused(data, "a.xlsx") == "tệp XML có khai báo DOCTYPE (thực thể)"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "xl/../../x", "C:\\x", "a\\..\\..\\b"])
def test_names_that_point_outside_are_refused(name: str) -> None:
    assert _refused(_zip({"xl/workbook.xml": "<workbook/>", name: "x"}), "a.xlsx").startswith("tệp con có đường dẫn lạ")


def test_archives_inside_are_refused() -> None:
    assert _refused(_workbook(**{"xl/embeddings/a.docx": _zip({"x": "y"})}), "a.xlsx").startswith(
        "tệp nén lồng bên trong"
    )


def test_too_many_members_are_refused() -> None:
    data = _zip({f"m{number}": "" for number in range(2_500)})
    assert _refused(data, "a.xlsx") == "tệp nén chứa 2500 tệp con"


def test_a_password_is_told() -> None:
    data = bytearray(_workbook())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert _refused(bytes(data), "a.xlsx") == "tệp nén có mật khẩu"


@pytest.mark.parametrize("extra", [b"", b"tail"])
def test_a_zip_with_two_directories_or_a_tail_is_refused(extra: bytes) -> None:
    data = _workbook()
    assert _refused(data + (extra or data), "a.xlsx") == "tệp hỏng hoặc bị cắt ngắn"


def test_two_members_of_one_name_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, pytest.warns(UserWarning):
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert _refused(buffer.getvalue(), "a.xlsx") == "tệp hỏng hoặc bị cắt ngắn"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row><c><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><extLst/><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c s="1" r="XFD1048576" t="str"><v>1</v></c></row>',
    ],
)
def test_content_spread_to_the_end_of_the_sheet_is_refused_by_its_cell(rows: str) -> None:
    came = _refused(_workbook(f"<sheetData>{rows}</sheetData>"), "a.xlsx")
    assert came == "nội dung trải đến ô XFD1048576 (17.179.869.184 ô)"


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/odd.txt"])
@pytest.mark.parametrize("root", ["chartsheet", "styleSheet", "sst", "anything"])
def test_no_outermost_element_hides_far_cells(member: str, root: str) -> None:
    rows = '<row><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'
    sheet = f'<{root} xmlns="{MAIN}"><sheetData>{rows}</sheetData></{root}>'
    assert _refused(_workbook(**{member: sheet}), "a.xlsx")


def test_charts_comments_and_pictures_do_no_harm() -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("A")
    sheet.write_column("A1", [1, 2, 3])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=A!$A$1:$A$3"})
    sheet.insert_chart("XA900000", chart)
    sheet.write_comment("A1", "ghi chú")
    sheet.conditional_format("A1:A3", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("B1", {"validate": "list", "source": "=$A$1:$A$3"})
    sheet.add_table("C1:D3")
    book.add_worksheet("B").add_sparkline("A1", {"range": "A!A1:A3"})
    book.add_chartsheet("C")
    book.define_name("x", "=A!$A$1")
    book.close()
    found = guard.inspect(buffer.getvalue(), "a.xlsx")
    assert found.sheets["A"].box == Box(0, 2, 0, 3)
    assert found.sheets["A"].errors == {}
    assert found.sheets["B"].box == Box()


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A99999999999"><v>1</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="1"><v>1</v></c></row>',
    ],
)
def test_cells_that_no_sheet_has_are_refused(rows: str) -> None:
    assert _refused(_workbook(f"<sheetData>{rows}</sheetData>"), "a.xlsx") == "tệp hỏng hoặc không đúng chuẩn"


def test_a_count_that_asks_for_memory_is_refused() -> None:
    strings = f'<sst xmlns="{MAIN}" uniqueCount="999999999999"/>'
    assert _refused(_workbook(**{"xl/sharedStrings.xml": strings}), "a.xlsx") == "tệp hỏng hoặc không đúng chuẩn"


def test_repeated_cells_of_libre_office_are_counted() -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    row = (
        '<t:table-row t:number-rows-repeated="1000000"><t:table-cell t:number-columns-repeated="1000"{}/></t:table-row>'
    )
    content = '<o:document-content xmlns:o="o" xmlns:t="{}"><t:table t:name="A">{}</t:table></o:document-content>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    empty = _zip({"mimetype": kind, "content.xml": content.format(space, row.format(""))})
    assert guard.check(empty, "a.ods") == "ods"
    full = _zip({"mimetype": kind, "content.xml": content.format(space, row.format(' o:value-type="string"'))})
    assert _refused(full, "a.ods") == "tệp hỏng hoặc không đúng chuẩn"


def _bomb(lie: bool) -> bytes:
    """300 MB of blanks in a sheet; with `lie` the zip states one megabyte, and the check sum of that."""
    rows = b"<sheetData>" + b" " * 300_000_000
    data = bytearray(_workbook(**{"xl/worksheets/sheet2.xml": b'<worksheet xmlns="x">' + rows}))
    if lie:
        stated = b'<worksheet xmlns="x">' + rows[: 2**20 - 21]
        at = data.find(b"PK\x01\x02", data.rfind(b"sheet1.xml", 0, data.rfind(b"PK\x05\x06")))
        data[at + 16 : at + 20] = zlib.crc32(stated).to_bytes(4, "little")
        data[at + 24 : at + 28] = len(stated).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize("lie", [False, True])
def test_a_zip_bomb_is_refused_with_little_memory(lie: bool, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(_bomb(lie))
    script = (
        "import resource, sys; from data.reading import guard; from data.errors import Problem\n"
        "data = open(sys.argv[1], 'rb').read()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: guard.check(data, 'bomb.xlsx')\n"
        "except Problem as problem: print(problem.came)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    came, grown_kb = done.stdout.splitlines()
    assert came == "tệp giải nén ra quá lớn (xl/worksheets/sheet2.xml)"
    assert int(grown_kb) < 50_000


def test_every_member_counts_towards_the_sum() -> None:
    many = {f"xl/media/{number}.txt": bytes(9_000_000) for number in range(40)}
    assert _refused(_workbook(**many), "a.xlsx").startswith("tệp giải nén ra quá lớn")


def test_a_cut_file_is_refused() -> None:
    data = (FOLDER / "groups.xlsx").read_bytes()
    assert _refused(data[: len(data) // 2], "a.xlsx") == "tệp hỏng hoặc bị cắt ngắn"


@pytest.mark.parametrize(
    ("stream", "came"),
    [
        ("EncryptedPackage", "sổ có mật khẩu"),
        ("_VBA_PROJECT_CUR", "sổ có macro"),
        ("WordDocument", "văn bản Word cũ (.doc)"),
        ("Anything", "tệp Office cũ không phải sổ tính"),
    ],
)
def test_an_old_office_file_is_told_by_its_streams(stream: str, came: str) -> None:
    data = bytearray((FOLDER / "old_excel.xls").read_bytes())
    at = data.index("Workbook".encode("utf-16-le"))
    data[at : at + 64] = stream.encode("utf-16-le").ljust(64, b"\0")
    data[at + 64 : at + 66] = (2 * len(stream) + 2).to_bytes(2, "little")
    assert _refused(bytes(data), "a.xls") == came
