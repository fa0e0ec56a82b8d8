"""Headers are found and mapped, people's answers override, and the rows below are told apart."""

from __future__ import annotations

import pytest

from data.reading import headers
from data.reading.cells import Cell, Row, Sheet
from data.reading.headers import answered, find
from data.reading.lines import lines
from data.reading.register_columns import (
    IGNORED,
    SHEET_KINDS,
    SheetKind,
    field_of,
    fields,
    folded,
    personal_columns,
)
from data.tables import read


def _sheet(*rows: list[str | float | None], start: int = 1) -> Sheet:
    numbered = [Row(number, [Cell(value) for value in row]) for number, row in enumerate(rows, start=start)]
    return Sheet("A", "xlsx", [row for row in numbered if any(not cell.empty for cell in row.cells)])


def _kinds(sheet: Sheet, kind: SheetKind = "sites") -> dict[int, str]:
    return {line.row.number: line.kind for line in lines(sheet, find(sheet, kind))}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Xã, phường,\nthị trấn", "commune"),
        ("XÃ/PHƯỜNG/THỊ TRẤN", "commune"),
        ("xa phuong thi tran", "commune"),
        ("(3) Xã, phường", "commune"),
        ("Xã, phường (3)", "commune"),
        ("2. Huyện, thị xã, thành phố", "district"),
        ("Vĩ độ (B)", "latitude"),
        ("X (m)", "latitude"),
        ("Tọa độ / Y (m)", "longitude"),
        ("Toạ độ", "coordinates"),
        ("Số lượng (camera)", "quantity"),
        ("Địa điểm / Xã", "commune"),
        ("Ward", "commune"),
        ("Địa bàn xã", "commune"),
        ("MOHINH", "model"),
        ("TenDiem", "site_name"),
        ("ten_diem", "site_name"),
        ("Site ID", "site_id"),
        ("STT", IGNORED),
        ("Cột lạ", ""),
        (f"Tên điểm ({'x' * 400})", "site_name"),
        (f"Tên điểm ({'x' * 500})", ""),
        ("(" * 30_000, ""),
        ("", ""),
    ],
)
def test_a_heading_means_a_field(heading: str, field: str) -> None:
    assert field_of(heading, "sites") == field


@pytest.mark.parametrize("kind", SHEET_KINDS)
def test_the_tables_of_columns_and_synonyms_agree(kind: SheetKind) -> None:
    table = read("column_synonyms")
    rows = table[table["sheet_kind"] == kind]
    assert {*rows["field"]} == {*fields(kind), IGNORED}
    meanings: dict[str, set[str]] = {}
    for synonym, field in zip(rows["synonym"], rows["field"], strict=True):
        meanings.setdefault(folded(synonym), set()).add(field)
    assert {synonym: found for synonym, found in meanings.items() if len(found) > 1} == {}
    for name, field in fields(kind).items():
        assert field_of(field.label_vi, kind) == name
        assert field_of(field.label_en, kind) == name
        assert field.explanation_vi
        assert field.max_length > 0
        assert field.kind in ("text", "number", "date", "choice", "commune", "district", "coordinate", "url")
        assert (len(field.choices) > 1) == (field.kind == "choice")
        assert all(len(choice) <= field.max_length for choice in field.choices)
        assert len(field.example_vi) <= field.max_length


def test_no_column_of_the_register_asks_for_data_on_persons() -> None:
    synonyms = read("column_synonyms")["synonym"].tolist()
    assert personal_columns(synonyms) == {}


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("Họ và tên", "họ tên người"),
        ("Họ tên chủ hộ", "họ tên người"),
        ("Số ĐT liên hệ", "số điện thoại"),
        ("SĐT", "số điện thoại"),
        ("Số CCCD/CMND", "số giấy tờ tùy thân"),
        ("Ngày, tháng, năm sinh", "ngày sinh"),
        ("Phone", "số điện thoại"),
        ("Tel.", "số điện thoại"),
        ("Đường dây nóng của bản", "số điện thoại"),
        ("Tên cán bộ", "họ tên người"),
        ("Ông/bà", "họ tên người"),
        ("Số GPLX", "số giấy tờ tùy thân"),
    ],
)
def test_headings_that_ask_for_data_on_persons(heading: str, reason: str) -> None:
    assert personal_columns(["Xã", heading]) == {1: reason}


def test_headings_that_count_persons_or_name_a_decision_are_none_of_those() -> None:
    headings = ["Số người tham gia", "Số cán bộ", "Quyết định của Chủ tịch UBND", "Mã số", "Tên điểm", "Số hộ"]
    assert personal_columns(headings) == {}


def test_the_header_is_found_below_titles_in_any_order() -> None:
    sheet = _sheet(["CÔNG AN TỈNH"], ["Danh sách camera"], [], ["Xã", "Tên điểm", "Mô hình"], ["a", "b", "c"])
    mapping = find(sheet)
    assert (mapping.sheet_kind, mapping.header_row) == ("sites", 4)
    assert mapping.columns == {"commune": 0, "site_name": 1, "model": 2}
    assert mapping.missing_required == []
    assert mapping.titles == ["CÔNG AN TỈNH", "Danh sách camera"]


def test_a_header_of_two_rows_is_joined_only_where_it_helps() -> None:
    sheet = _sheet(["Mô hình", "Xã", "Tọa độ", ""], ["", "", "Vĩ độ", "Kinh độ"], ["Camera", "Hưng Tân", 18.6, 105.6])
    mapping = find(sheet)
    assert mapping.header_row == 2
    assert mapping.headings == ["Mô hình", "Xã", "Tọa độ / Vĩ độ", "Kinh độ"]
    assert mapping.columns == {"model": 0, "commune": 1, "latitude": 2, "longitude": 3}
    plain = _sheet(["Danh sách điểm", ""], ["Mô hình", "Xã"], ["Camera", "Hưng Tân"])
    assert find(plain).header_row == 2
    assert find(plain).headings == ["Mô hình", "Xã"]


def test_a_sheet_without_a_header_says_so() -> None:
    mapping = find(_sheet(["a", "b"], [1, 2]), "sites")
    assert (mapping.header_row, mapping.columns) == (0, {})
    assert mapping.missing_required == [name for name, field in fields("sites").items() if field.required]


def test_a_field_claimed_twice_is_asked_not_guessed() -> None:
    mapping = find(_sheet(["Mô hình", "Xã", "Xã mới", "Tên điểm", "Cột lạ"]))
    assert mapping.ambiguous == {"commune": [1, 2]}
    assert "commune" not in mapping.columns
    assert mapping.missing_required == ["commune"]
    assert mapping.unknown == [4]


def test_answers_override_the_synonyms() -> None:
    mapping = find(_sheet(["Mô hình", "Xã", "Xã mới", "Tên điểm", "Cột lạ", "SĐT"]))
    better = answered(
        mapping, {"Xã mới": "commune", "Xã": "", "Cột lạ": "hamlet", "Tên điểm": "note", "SĐT": "site_id"}
    )
    assert better.columns == {"model": 0, "commune": 2, "hamlet": 4, "note": 3}
    assert (better.ambiguous, better.unknown) == ({}, [])
    assert better.missing_required == ["site_name"]
    assert better.personal == {5: "số điện thoại"}


def test_a_person_may_point_at_the_header_row() -> None:
    sheet = _sheet(["x", "y"], ["Loại", "Nơi"], ["Camera", "Hưng Tân"])
    mapping = answered(find(sheet, "sites", header_row=2), {"Loại": "model", "Nơi": "commune"})
    assert (mapping.header_row, mapping.columns) == (2, {"model": 0, "commune": 1})


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (["Mô hình", "Tên điểm", "Xã"], "sites"),
        (["Xã", "Huyện", "Tình trạng", "Tính đến ngày"], "statuses"),
        (["Chỉ tiêu", "Giá trị", "Địa bàn", "Thời điểm", "Loại số liệu"], "figures"),
    ],
)
def test_the_kind_of_a_sheet_is_what_most_headings_fit(headings: list[str | float | None], kind: str) -> None:
    assert find(_sheet(headings)).sheet_kind == kind


@pytest.mark.parametrize("kind", SHEET_KINDS)
@pytest.mark.parametrize("language", ["label_vi", "label_en"])
def test_the_headings_of_the_template_map_to_themselves(kind: SheetKind, language: str) -> None:
    labels = [getattr(field, language) for field in fields(kind).values()]
    mapping = find(_sheet(labels))
    assert mapping.sheet_kind == kind
    assert list(mapping.columns) == list(fields(kind))


HEADER: list[str | float | None] = ["STT", "Mô hình", "Tên điểm", "Xã", "Huyện", "Số lượng"]


def test_rows_below_the_header_are_told_apart() -> None:
    sheet = _sheet(
        HEADER,
        ["1", "2", "3", "4", "5", "6"],
        ["I", "Huyện Hưng Nguyên", None, None, None, 12],
        [1, "Camera an ninh", "Chợ", "Hưng Tân", None, 12],
        ["A.", "Thị xã Cửa Lò"],
        [2, "Camera an ninh", "Bến xe", "Nghi Hải", "thị xã Cửa Lò", 1],
        HEADER,
        [None, "Camera an ninh", "Tổng công ty", "Cộng Hòa", None, 1],
        ["Tổng cộng", None, None, None, None, 13],
        ["Người lập biểu"],
        ["Vinh, ngày 15 tháng 6 năm 2023"],
    )
    assert _kinds(sheet) == {
        2: "numbering", 3: "group", 4: "data", 5: "group", 6: "data", 7: "header", 8: "data", 9: "total",
        10: "closing", 11: "closing",
    }  # fmt: skip
    carried = {line.row.number: line.district for line in lines(sheet, find(sheet)) if line.kind == "data"}
    assert carried == {4: "Huyện Hưng Nguyên", 6: "", 8: "Thị xã Cửa Lò"}
    notes = {line.row.number: line.note for line in lines(sheet, find(sheet))}
    assert notes[4] == "Lấy «Huyện Hưng Nguyên» từ hàng nhóm phía trên."
    assert notes[6] == ""


@pytest.mark.parametrize("text", ["Tổng cộng", "TỔNG SỐ:", "Cộng", "Tổng số xã: 12", "Tong cong", "Toàn tỉnh"])
def test_totals(text: str) -> None:
    assert _kinds(_sheet(HEADER, [None, text, None, None, None, 3])) == {2: "total"}


@pytest.mark.parametrize(
    "row",
    [
        [1, "Camera an ninh", "Tổng kho", "Cộng Hòa", None, 3],
        [1, None, None, "xã Hưng Tân", None, None],  # a commune with the rest left blank is a row to ask about
        [1, "Camera an ninh", None, None, None, None],
        ["1", "Camera an ninh", "3", "xã Hưng Tân", "5", "6"],
    ],
)
def test_rows_that_only_look_like_totals_groups_or_numbering(row: list[str | float | None]) -> None:
    assert _kinds(_sheet(HEADER, row)) == {2: "data"}


def test_the_whole_province_is_an_area_of_a_figure_not_a_total() -> None:
    sheet = _sheet(["Chỉ tiêu", "Địa bàn", "Giá trị", "Thời điểm", "Loại"], [None, "Toàn tỉnh", 3, None, None])
    assert _kinds(sheet, "figures") == {2: "data"}


def test_a_commune_heads_a_group_where_communes_have_no_column() -> None:
    sheet = _sheet(
        ["Mô hình", "Tên điểm"],
        ["Huyện Hưng Nguyên"],
        ["Xã Hưng Tân"],
        ["Camera", "Chợ"],
        ["Thị xã Cửa Lò"],
        ["Camera", "Bến"],
    )
    found = [(line.commune, line.district) for line in lines(sheet, find(sheet, "sites")) if line.kind == "data"]
    assert found == [("Xã Hưng Tân", "Huyện Hưng Nguyên"), ("", "Thị xã Cửa Lò")]


def test_a_bare_district_heads_a_group_when_the_caller_knows_it() -> None:
    sheet = _sheet(HEADER, ["Hưng Nguyên"], [1, "Camera", "Chợ", "Hưng Tân"])
    known = list(lines(sheet, find(sheet), is_district=lambda name: name == "Hưng Nguyên"))
    assert [(line.kind, line.district) for line in known] == [("group", ""), ("data", "Hưng Nguyên")]
    assert [line.kind for line in lines(sheet, find(sheet))] == ["data", "data"]


def test_rows_with_nothing_but_data_on_persons_are_not_kept() -> None:
    sheet = _sheet(["Mô hình", "Xã", "Họ tên"], ["Camera", "Hưng Tân", "x"], [None, None, "x"])
    assert _kinds(sheet) == {2: "data"}


def test_a_mapping_is_found_in_a_sheet_of_any_width() -> None:
    assert headers.find(Sheet("A", "csv", [])).header_row == 0
