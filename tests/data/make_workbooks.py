"""Makes the awkward workbooks of tests/data/workbooks, each with what must come out in a .json beside it.

Run from the project's root: python -m tests.data.make_workbooks (needs xlsxwriter and xlwt). The files are kept in
the repository, so this is needed only to change them. Names of communes are real, sites are made up for the test.
"""

from __future__ import annotations

import codecs
import datetime as dt
import json
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import xlsxwriter

from data.reading.legacy import TCVN3, VNI

FOLDER = Path(__file__).parent / "workbooks"
MADE = dt.datetime(2026, 1, 1)
TO_TCVN3 = {letter: code for code, letter in TCVN3.items()}
TO_VNI = {letter: code for code, letter in VNI.items()}


def main() -> None:
    """Write every workbook and its expectation."""
    FOLDER.mkdir(exist_ok=True)
    for make in (
        titles_and_merges, groups, numbers_and_dates, places, legacy_fonts, english_and_hidden, personal,
        old_excel, libre_office, csv_files, far_cell,
    ):  # fmt: skip
        make()


def titles_and_merges() -> None:
    book, sheet = _book("titles_and_merges.xlsx")
    bold = book.add_format({"bold": True, "align": "center"})
    sheet.merge_range("A1:I1", "CÔNG AN TỈNH NGHỆ AN", bold)
    sheet.merge_range("A2:I2", "DANH SÁCH ĐIỂM MÔ HÌNH CAMERA AN NINH", bold)
    for area, text in (
        ("A4:A5", "STT"), ("B4:B5", "Huyện, thành phố,\nthị xã"), ("C4:C5", "Xã, phường,\nthị trấn (1)"),
        ("D4:D5", "Loại mô hình"), ("E4:E5", "Vị trí lắp đặt"), ("F4:F5", "Số lượng\n(camera)"), ("I4:I5", "Ghi chú"),
    ):  # fmt: skip
        sheet.merge_range(area, text, bold)
    sheet.merge_range("G4:H4", "Tọa độ", bold)
    sheet.write_row("G5", ["Vĩ độ (B)", "Kinh độ (Đ)"], bold)
    sheet.write_row("A6", [f"({number})" for number in range(1, 10)])
    sheet.merge_range("B7:B9", "Huyện Hưng Nguyên")
    sheet.write_row("A7", [1])
    sheet.write_row("C7", ["xã Hưng Tân", "Camera an ninh", "Nhà văn hóa xóm 1", 12, 18.6796, 105.6313])
    sheet.write_row("A8", [2])
    sheet.write_row("C8", ["xã Hưng Tây", "Camera an ninh", "Ngã tư chợ", 4])
    sheet.write_row("A9", [3])
    sheet.write_row("C9", ["Hưng Thông", "Camera an ninh", "", None])
    sheet.merge_range("E8:E9", "Ngã tư chợ")
    sheet.write_row("A11", ["Tổng cộng", "", "", "", "", 16], bold)
    sheet.write("G13", "Nghệ An, ngày 15 tháng 6 năm 2023")
    sheet.write("B14", "Nơi nhận:")
    book.close()
    common = {"district": "Huyện Hưng Nguyên", "model": "Camera an ninh"}
    _expect(
        "titles_and_merges.xlsx",
        sheet_kind="sites",
        header_row=5,
        columns={
            "district": "B", "commune": "C", "model": "D", "site_name": "E", "quantity": "F", "latitude": "G",
            "longitude": "H", "note": "I",
        },
        rows=[
            {"row": 7, **common, "commune": "xã Hưng Tân", "site_name": "Nhà văn hóa xóm 1", "quantity": 12,
             "point": [18.6796, 105.6313]},
            {"row": 8, **common, "commune": "xã Hưng Tây", "site_name": "Ngã tư chợ", "quantity": 4},
            {"row": 9, **common, "commune": "Hưng Thông", "site_name": "Ngã tư chợ"},
        ],
        other={"6": "numbering", "11": "total", "13": "closing", "14": "closing"},
    )  # fmt: skip


def groups() -> None:
    book, sheet = _book("groups.xlsx")
    sheet.write("A1", "Kết quả xã sạch về ma túy đến 21/11/2024")
    sheet.write_row("A3", ["TT", "Tên đơn vị cấp xã", "Kết quả", "Tính đến ngày", "Căn cứ"])
    sheet.write_row("A4", ["I", "Huyện Hưng Nguyên", "", "", ""])
    sheet.write_row("A5", [1, "xã Hưng Tân", "sạch về ma túy", "21/11/2024", "Báo cáo"])
    sheet.write_row("A6", [2, "xã Hưng Tây", "sạch về ma túy", "21/11/2024", "Báo cáo"])
    sheet.merge_range("A7:E7", "II. Thành phố Vinh")
    sheet.write_row("A8", [1, "phường Trung Đô", "sạch về ma túy", "11/2024", "Báo cáo"])
    sheet.write_row("A9", ["TT", "Tên đơn vị cấp xã", "Kết quả", "Tính đến ngày", "Căn cứ"])
    sheet.write_row("A10", [2, "xã Nghi Phú", "", "11/2024", "Báo cáo"])
    sheet.write_row("A11", ["", "Cộng:", 3])
    book.close()
    _expect(
        "groups.xlsx",
        sheet_kind="statuses",
        header_row=3,
        columns={"commune": "B", "status": "C", "as_of": "D", "source": "E"},
        rows=[
            {"row": 5, "district": "Huyện Hưng Nguyên", "commune": "xã Hưng Tân", "status": "sạch về ma túy",
             "as_of": "2024-11-21", "source": "Báo cáo"},
            {"row": 6, "district": "Huyện Hưng Nguyên", "commune": "xã Hưng Tây", "status": "sạch về ma túy",
             "as_of": "2024-11-21", "source": "Báo cáo"},
            {"row": 8, "district": "Thành phố Vinh", "commune": "phường Trung Đô", "status": "sạch về ma túy",
             "as_of": "2024-11", "source": "Báo cáo"},
            {"row": 10, "district": "Thành phố Vinh", "commune": "xã Nghi Phú", "as_of": "2024-11",
             "source": "Báo cáo"},
        ],
        other={"4": "group", "7": "group", "9": "header", "11": "total"},
    )  # fmt: skip


def numbers_and_dates() -> None:
    book, sheet = _book("numbers_and_dates.xlsx")
    percent, month = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "mm/yyyy"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row("A1", ["Chỉ tiêu", "Địa bàn", "Loại số liệu", "Số liệu", "ĐVT", "Thời điểm", "Nguồn"])
    values: list[tuple[Any, Any]] = [
        ("1.234,5", "15/6/2023"), ("1,234.5", "15-06-2023"), ("1 234", "6-2023"), (0.125, dt.date(2023, 6, 1)),
        ("khoảng 30", "Quý II/2023"), ("1.234", 2023), ("-", 45092), (284, dt.date(2023, 6, 15)),
        ("=1/0", "31/02/2023"), ("=D9+1", "6/15/2023"), ("32 điểm", "tháng 6 năm 2023"), ("12%", "2035x"),
    ]  # fmt: skip
    for number, (value, when) in enumerate(values, start=2):
        sheet.write_row(number - 1, 0, ["Số điểm camera", "tỉnh Nghệ An", "kết quả"])
        if value == "=1/0":
            sheet.write_formula(number - 1, 3, value, None, "#DIV/0!")
        elif isinstance(value, str) and value.startswith("="):
            sheet.write_formula(number - 1, 3, value, None, "")
        else:
            sheet.write(number - 1, 3, value, percent if value == 0.125 else None)
        style = month if when == dt.date(2023, 6, 1) else day
        sheet.write(number - 1, 5, when, style if isinstance(when, dt.date) else None)
    book.close()
    _drop_results("numbers_and_dates.xlsx", "D11")
    common = {"indicator": "Số điểm camera", "area": "tỉnh Nghệ An", "kind": "kết quả"}
    results: list[dict[str, Any]] = [
        {"value": 1234.5, "as_of": "2023-06-15"}, {"value": 1234.5, "as_of": "2023-06-15"},
        {"value": 1234, "as_of": "2023-06"}, {"value": 12.5, "as_of": "2023-06"},
        {"value": {"fault": "«khoảng 30»"}, "as_of": "2023"}, {"value": 1234, "as_of": "2023"},
        {"as_of": "2023-06-15"}, {"value": 284, "as_of": "2023-06-15"},
        {"value": {"fault": "công thức lỗi #DIV/0!"}, "as_of": {"fault": "«31/02/2023»"}},
        {"value": {"fault": "công thức chưa có kết quả"}, "as_of": {"fault": "«6/15/2023»"}},
        {"value": 32, "as_of": "2023-06"}, {"value": 12, "as_of": {"fault": "«2035x»"}},
    ]  # fmt: skip
    _expect(
        "numbers_and_dates.xlsx",
        sheet_kind="figures",
        header_row=1,
        columns={"indicator": "A", "area": "B", "kind": "C", "value": "D", "unit": "E", "as_of": "F", "source": "G"},
        rows=[{"row": number, **common, **result} for number, result in enumerate(results, start=2)],
    )


def places() -> None:
    book, sheet = _book("places.xlsx")
    sheet.write_row("A1", ["Mô hình", "Xã", "X (m)", "Y (m)", "Tọa độ GPS"])
    for number, (first, second, both) in enumerate(
        [
            (18.6796, 105.6813, ""), ("18,6796", "105,6813", ""), ("105.6813", "18.6796", ""),
            ("18°40'12\"B", "105°40'30\"Đ", ""), (2066123.45, 550123.4, ""), ("550.123,4", "2.066.123,45", ""),
            ("", "", "18.6796, 105.6813"), ("", "", "18°40'12\"N 105°40'30\"E"), ("", "", "18,6796; 105,6813"),
            (186796, 1056813, ""), (18.6796, "", ""), ("", "", "gần chợ"),
        ],
        start=2,
    ):  # fmt: skip
        sheet.write_row(number - 1, 0, ["Camera an ninh", "xã Hưng Tân", first, second, both])
    book.close()
    common = {"model": "Camera an ninh", "commune": "xã Hưng Tân"}
    decimal, sexagesimal, grid = [18.6796, 105.6813], [18.67, 105.675], [18.6791578, 105.2270408]
    points: list[Any] = [
        decimal, decimal, decimal, sexagesimal, grid, grid, decimal, sexagesimal, decimal,
        {"fault": "«186796» và «1056813», nằm ngoài tỉnh"}, {"fault": "thiếu kinh độ"}, {"fault": "«gần chợ»"},
    ]  # fmt: skip
    _expect(
        "places.xlsx",
        sheet_kind="sites",
        header_row=1,
        columns={"model": "A", "commune": "B", "latitude": "C", "longitude": "D", "coordinates": "E"},
        rows=[{"row": number, **common, "point": point} for number, point in enumerate(points, start=2)],
    )


def legacy_fonts() -> None:
    rows = [
        ["STT", "Mô hình", "Tên điểm", "Xã", "Huyện"],
        ["1", "Camera an ninh", "Nhà văn hóa xóm Đông", "xã Võ Liệt", "huyện Thanh Chương"],
        ["2", "Camera an ninh", "Trường tiểu học", "xã Nghi Lộc", "HUYỆN NGHĨA ĐÀN"],
    ]
    for name, font, convert in (("tcvn3", ".VnTime", to_tcvn3), ("vni", "VNI-Times", to_vni)):
        for styled in (True, False):
            file = f"{name}{'' if styled else '_no_font'}.xlsx"
            book, sheet = _book(file)
            style = book.add_format({"font_name": font}) if styled else None
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    sheet.write(number, column, convert(text), style)
            book.close()
            _expect(
                file,
                sheet_kind="sites",
                header_row=1,
                columns={"model": "B", "site_name": "C", "commune": "D", "district": "E"},
                rows=[
                    {"row": 2, "model": "Camera an ninh", "site_name": rows[1][2], "commune": rows[1][3],
                     "district": rows[1][4]},
                    {"row": 3, "model": "Camera an ninh", "site_name": rows[2][2], "commune": rows[2][3],
                     "district": rows[2][4]},
                ],
                converted=["B", "C", "D", "E"],
            )  # fmt: skip


def english_and_hidden() -> None:
    book, sheet = _book("english_and_hidden.xlsx", "Guide")
    sheet.write("A1", "Read me first")
    sites = book.add_worksheet("Sites")
    sites.write_row("C3", ["Longitude", "Latitude", "Ward", "Model", "Site ID", "Start date", "Odd column"])
    sites.write_row("C4", [105.6813, 18.6796, "phường Trung Đô", "Camera an ninh", 7, "2023-06", "x"])
    hidden = book.add_worksheet("Old")
    hidden.write_row("A1", ["Model", "Commune"])
    hidden.write_row("A2", ["Camera an ninh", "=cmd()"], None)
    hidden.write_string("B2", "=cmd()")
    hidden.write_string("B3", "<script>alert(1)</script>")
    hidden.hide()
    book.close()
    _expect(
        "english_and_hidden.xlsx",
        sheet="Sites",
        hidden=["Old"],
        sheet_kind="sites",
        header_row=3,
        columns={
            "longitude": "C", "latitude": "D", "commune": "E", "model": "F", "site_id": "G", "launched": "H",
        },
        unknown=["I"],
        rows=[
            {"row": 4, "model": "Camera an ninh", "commune": "phường Trung Đô", "site_id": "7", "launched": "2023-06",
             "point": [18.6796, 105.6813]},
        ],
    )  # fmt: skip


def personal() -> None:
    book, sheet = _book("personal.xlsx")
    sheet.write_row(
        "A1", ["Mô hình", "Xã, phường", "Họ và tên người phụ trách", "SĐT", "Số CCCD", "Năm sinh", "Ghi chú"]
    )
    sheet.write_row("A2", ["Camera an ninh", "xã Hưng Tân", "(tên)", "(số)", "(số)", "(năm)", "tốt"])
    book.close()
    _expect(
        "personal.xlsx",
        sheet_kind="sites",
        header_row=1,
        columns={"model": "A", "commune": "B", "note": "G"},
        personal={
            "C": "họ tên người", "D": "số điện thoại", "E": "số giấy tờ tùy thân", "F": "ngày sinh",
        },
        rows=[{"row": 2, "model": "Camera an ninh", "commune": "xã Hưng Tân", "note": "tốt"}],
    )  # fmt: skip


def old_excel() -> None:
    import xlwt  # only here: the tests read what it wrote, and need it no more

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Điểm")
    day, month = xlwt.easyxf(num_format_str="DD/MM/YYYY"), xlwt.easyxf(num_format_str="MM/YYYY")
    legacy = xlwt.easyxf("font: name .VnTime")
    sheet.write_merge(0, 0, 0, 4, "Danh sách điểm")
    for column, text in enumerate(["Mô hình", "Huyện", "Xã", "Ngày ra mắt", "Số lượng"]):
        sheet.write(2, column, text)
    sheet.write_merge(3, 4, 1, 1, "huyện Thanh Chương")
    sheet.write(3, 0, "Camera an ninh")
    sheet.write(3, 2, to_tcvn3("xã Võ Liệt"), legacy)
    sheet.write(3, 3, dt.date(2023, 6, 15), day)
    sheet.write(3, 4, 12)
    sheet.write(4, 0, "Camera an ninh")
    sheet.write(4, 2, "xã Thanh Liên")
    sheet.write(4, 3, dt.date(2023, 6, 1), month)
    sheet.write(4, 4, "1.234")
    book.save(str(FOLDER / "old_excel.xls"))
    common = {"model": "Camera an ninh", "district": "huyện Thanh Chương"}
    _expect(
        "old_excel.xls",
        sheet_kind="sites",
        header_row=3,
        columns={"model": "A", "district": "B", "commune": "C", "launched": "D", "quantity": "E"},
        rows=[
            {"row": 4, **common, "commune": "xã Võ Liệt", "launched": "2023-06-15", "quantity": 12},
            {"row": 5, **common, "commune": "xã Thanh Liên", "launched": "2023-06", "quantity": 1234},
        ],
        converted=["C"],
    )


def libre_office() -> None:
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'.format
    rows = [
        "".join(map(text, ["Chỉ số", "Địa bàn", "Loại", "Giá trị", "Thời điểm"])),
        text("Số điểm")
        + '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>tỉnh Nghệ An</text:p>'
        "</table:table-cell>" + text("kết quả")
        + '<table:table-cell office:value-type="percentage" office:value="0.3"><text:p>30%</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2023-06-01"><text:p>06/2023</text:p>'
        "</table:table-cell>",
        text("Số điểm") + "<table:covered-table-cell/>" + text("chỉ tiêu")
        + '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2023-06-15"><text:p>15/06/2023</text:p>'
        "</table:table-cell>",
    ]  # fmt: skip
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="Số liệu">'
        f'{body}<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    _zip("libre_office.ods", {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})
    common = {"indicator": "Số điểm", "area": "tỉnh Nghệ An"}
    _expect(
        "libre_office.ods",
        sheet_kind="figures",
        header_row=1,
        columns={"indicator": "A", "area": "B", "kind": "C", "value": "D", "as_of": "E"},
        rows=[
            {"row": 2, **common, "kind": "kết quả", "value": 30, "as_of": "2023-06"},
            {"row": 3, **common, "kind": "chỉ tiêu", "value": {"fault": "công thức lỗi #DIV/0!"},
             "as_of": "2023-06-15"},
        ],
    )  # fmt: skip


def csv_files() -> None:
    table = [
        ["Mô hình", "Xã", "Huyện", "Số lượng", "Vĩ độ", "Kinh độ", "Ghi chú"],
        ["Camera an ninh", "xã Võ Liệt", "huyện Thanh Chương", "1.234,5", "18,6796", "105,6813", 'hai dòng;\n"trích"'],
        ["Camera an ninh", "xã Nghi Lộc", "huyện Nghĩa Đàn", "", "", "", ""],
    ]
    for file, delimiter, encoding in (
        ("csv_windows_1258.csv", ";", "cp1258"),
        ("csv_utf16.csv", "\t", "utf-16-le"),
        ("csv_utf8_mark.csv", ",", "utf-8-sig"),
        ("csv_tcvn3.csv", ";", "tcvn3"),
    ):
        text = "\r\n".join(delimiter.join(_quoted(cell) for cell in row) for row in table) + "\r\n"
        if encoding == "tcvn3":
            data = to_tcvn3(text).encode("latin-1")
        elif encoding == "cp1258":
            data = _windows_1258(text)
        else:
            data = (codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b"") + text.encode(encoding)
        (FOLDER / file).write_bytes(data)
        common = {"model": "Camera an ninh"}
        _expect(
            file,
            sheet_kind="sites",
            header_row=1,
            columns={
                "model": "A", "commune": "B", "district": "C", "quantity": "D", "latitude": "E", "longitude": "F",
                "note": "G",
            },
            rows=[
                {"row": 2, **common, "commune": "xã Võ Liệt", "district": "huyện Thanh Chương", "quantity": 1234.5,
                 "point": [18.6796, 105.6813], "note": 'hai dòng;\n"trích"'},
                {"row": 3, **common, "commune": "xã Nghi Lộc", "district": "huyện Nghĩa Đàn"},
            ],
            **({"converted": ["A", "B", "C", "D", "E", "F", "G"]} if encoding == "tcvn3" else {}),
        )  # fmt: skip


def far_cell() -> None:
    book, sheet = _book("far_cell.xlsx")
    sheet.write_row("A1", ["Mô hình", "Xã"])
    sheet.write("XFD1048576", "lạc")
    book.close()
    _write_expectation("far_cell.xlsx", {"problem": {"came": "nội dung trải đến ô XFD1048576 (17.179.869.184 ô)"}})


def to_tcvn3(text: str) -> str:
    """Write a text as a TCVN3 font would be typed; toned capitals become small, for the font has no others."""
    return "".join(TO_TCVN3.get(letter, TO_TCVN3.get(letter.lower(), letter)) for letter in text)


def to_vni(text: str) -> str:
    """Write a text as a VNI font would be typed."""
    written = []
    for letter in text:
        code = TO_VNI.get(letter.lower(), letter)
        written.append(code.upper() if letter.isupper() else code)
    return "".join(written)


def _windows_1258(text: str) -> bytes:
    """Letters as Windows-1258 has them: whole where it can, else the letter and a loose tone mark."""
    written = bytearray()
    for letter in text:
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            written += base.encode("cp1258") + tone.encode("cp1258")
    return bytes(written)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',;"\n\t') else cell


def _book(file: str, sheet: str = "Trang 1") -> tuple[Any, Any]:
    book = xlsxwriter.Workbook(FOLDER / file)
    book.set_properties({"created": MADE})
    return book, book.add_worksheet(sheet)


def _drop_results(file: str, *cells: str) -> None:
    """Take the stored results of formulas away, as programs leave them that never calculate."""
    path = FOLDER / file
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    for cell in cells:
        start = members[sheet].index(f'<c r="{cell}"')
        end = members[sheet].index("</c>", start)
        kept, _, _ = members[sheet][start:end].partition("<v>")
        members[sheet] = members[sheet][:start] + kept.replace(' t="str"', "") + members[sheet][end:]
    _zip(file, members)


def _zip(file: str, members: dict[str, str]) -> None:
    with zipfile.ZipFile(FOLDER / file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def _expect(file: str, **expected: Any) -> None:
    _write_expectation(file, expected)


def _write_expectation(file: str, expected: dict[str, Any]) -> None:
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (FOLDER / file).with_suffix(FOLDER.joinpath(file).suffix + ".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
