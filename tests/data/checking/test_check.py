"""The check of sent files: exact rows and exactly what is found on them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from data.checking.answers import Answers, accept, alike, name_of
from data.checking.check import Register
from data.checking.intake import NotUnderstood, Reading
from data.checking.placing import NameKey, name_key
from data.errors import Problem
from tests.data.sent import LOCATOR, SITES, checked, register, site, sites, told, workbook


def test_a_good_row_becomes_a_row_of_the_register() -> None:
    result = checked(sites(site()))
    assert (result.rows, result.accepted, told(result)) == (1, 1, [])
    assert result.frames["sites"].to_dict("records") == [
        {
            "site_id": "camera_an_ninh-18031-ngã_tư_chợ-xóm_5",
            "model_key": "camera_an_ninh",
            "model_name": "Camera an ninh",
            "site_name": "Ngã tư chợ",
            "hamlet": "Xóm 5",
            "commune_text": "xã Hưng Tân",
            "district_text": "Hưng Nguyên",
            "unit_epoch": "2020",
            "unit_code": "18031",
            "located_by": "tên xã, huyện, mốc địa giới trong tệp",
            "launched": "2023-06-15",
            "quantity": "12",
            "quantity_qualifier": "exact",
            "quantity_unit": "",
            "precision": "commune",
            "lon": "",
            "lat": "",
            "line": "",
            "source_url": "Báo cáo số 1",
            "evidence": "Tệp so.xlsx, trang Điểm",
        }
    ]
    assert result.frames["sources"].to_dict("records") == [
        {
            "source_url": "Báo cáo số 1",
            "publisher": "Theo tệp gửi về",
            "title": "Báo cáo số 1",
            "date": "",
            "what_it_supports": "số liệu nhập từ tệp",
        }
    ]


BAD: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"commune": "xã Hưng Tâm"}, ("commune_unknown", "E", "«xã Hưng Tâm»")),
    (
        {"commune": "Xuân Lâm", "district": ""},
        (
            "commune_ambiguous",
            "E",
            "«Xuân Lâm» có thể là: xã Xuân Lâm (Thanh Chương, mốc 2025); xã Xuân Lâm (Nam Đàn, mốc 2020)",
        ),
    ),
    ({"district": "Nam Đàn"}, ("commune_other_district", "E", "«xã Hưng Tân» không có ở Nam Đàn")),
    ({"district": "Hà Đông"}, ("district_unknown", "F", "«Hà Đông»")),
    ({"Địa giới năm": "1990"}, ("epoch_unknown", "G", "«1990»")),
    ({"commune": "", "district": ""}, ("commune_missing", "E", "không có tên xã, không có tọa độ")),
    ({"commune": "99999", "district": ""}, ("code_unknown", "E", "mã 99999")),
    ({"Mô hình": "Camera"}, ("unknown_model", "B", "«Camera»")),
    ({"Mô hình": ""}, ("missing_cell", "B", "ô trống")),
    ({"name": ""}, ("missing_cell", "C", "ô trống")),
    ({"name": "x" * 301}, ("too_long", "C", "301 ký tự")),
    ({"Ngày ra mắt": "31/2/2023"}, ("bad_date", "H", "«31/2/2023»")),
    ({"Ngày ra mắt": "1/12/2026"}, ("future_date", "H", "01/12/2026")),
    ({"Số lượng": "mười"}, ("bad_number", "I", "«mười»")),
    ({"Số lượng": -3}, ("negative_number", "I", "-3")),
    ({"Số lượng": 2_000_000}, ("huge_number", "I", "2.000.000")),
    ({"Nguồn": "ông A, 0912 345 678"}, ("personal_cell", "J", "số điện thoại hoặc số căn cước")),
]


@pytest.mark.parametrize(("cells", "expected"), BAD, ids=[expected[0] for _, expected in BAD])
def test_a_bad_cell_is_named_and_keeps_only_its_own_row_out(
    cells: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    code, column, came = expected
    result = checked(sites(site("Điểm tốt"), site(**cells)))
    assert told(result) == [(code, 3, column, came)]
    assert (result.accepted, result.rejected) == (1, {("Điểm", 3)})
    assert list(result.frames["sites"]["site_name"]) == ["Điểm tốt"]
    found = next(one for one in result.findings if one.severity == "error")
    assert found.expected
    assert found.todo
    assert found.place.heading == SITES["ABCDEFGHIJ".index(column)]


def test_every_fault_of_every_row_is_found_in_one_pass() -> None:
    bad = site("", "xã Hưng Tâm", **{"Mô hình": "Camera", "Ngày ra mắt": "31/2/2023", "Số lượng": "mười"})
    result = checked(sites(bad, site("A", "Xuân Lâm", "")))
    assert {(code, row) for code, row, _, _ in told(result)} == {
        ("missing_cell", 2),
        ("commune_unknown", 2),
        ("unknown_model", 2),
        ("bad_date", 2),
        ("bad_number", 2),
        ("commune_ambiguous", 3),
    }


def test_suggestions_name_unit_district_and_epoch_and_are_never_taken() -> None:
    result = checked(sites(site(commune="xã Hưng Tâm"), site("B", **{"Mô hình": "Camera"})))
    first, second = sorted((one for one in result.findings), key=lambda one: one.place.row)
    assert [(one.label, one.district, one.epoch) for one in first.suggestions][:2] == [
        ("xã Hưng Tây", "Hưng Nguyên", "2024"),
        ("xã Hưng Tân", "Hưng Nguyên", "2020"),
    ]
    assert [(one.code, one.label) for one in second.suggestions] == [("camera_an_ninh", "Camera an ninh")]
    assert result.accepted == 0


def test_a_name_without_accents_is_taken_with_a_note_only_when_it_can_mean_one_place() -> None:
    result = checked(sites(site("A", "hung tan", ""), site("B", "nam thanh", "")))
    assert told(result, "note") == [("commune_unaccented", 2, "E", "«hung tan»")]
    assert [(code, row) for code, row, _, _ in told(result)] == [("commune_ambiguous", 3)]


def test_of_an_old_and_a_new_commune_of_one_name_a_site_lies_in_the_wider_one() -> None:
    result = checked(sites(site("A", "Nậm Cắn", "")))
    assert result.frames["sites"][["unit_epoch", "unit_code"]].to_numpy().tolist() == [["2025", "16837"]]
    assert [code for code, *_ in told(result, "note")] == ["commune_wider"]


def test_the_epoch_said_for_a_whole_sheet_settles_its_names() -> None:
    data = sites(site("A", "Xuân Lâm", ""))
    result = checked(data, readings={"Điểm": Reading(values={"epoch": "2025"})})
    assert told(result) == []
    assert result.frames["sites"]["unit_code"].tolist() == ["17779"]


POINTS = ("Mô hình", "Tên điểm", "Xã", "Vĩ độ", "Kinh độ")


def points(*rows: tuple[Any, ...]) -> bytes:
    return workbook({"Điểm": [POINTS, *[("Camera an ninh", f"Điểm {at}", *row) for at, row in enumerate(rows)]]})


def test_points_are_held_against_names() -> None:
    result = checked(
        points(
            ("phường Thành Vinh", 18.67, 105.67),
            ("phường Thành Vinh", 105.67, 18.67),
            ("xã Mỹ Lý", 18.67, 105.67),
            ("phường Thành Vinh", 18.67, 107.67),
            ("", 18.67, 105.67),
            ("phường Thành Vinh", "", 105.67),
            ("phường Thành Vinh", "ở chợ", "ở chợ"),
        )
    )
    assert told(result) == [
        ("name_point_disagree", 4, "D", "điểm cách ranh giới xã Mỹ Lý 165,3 km"),
        ("point_outside", 5, "D", "«18,67» và «107,67», nằm ngoài tỉnh"),
        ("half_coordinates", 7, "D", "thiếu vĩ độ"),
        ("bad_coordinates", 8, "D", "«ở chợ» và «ở chợ»"),
    ]
    assert [(code, row) for code, row, *_ in told(result, "note")] == [
        ("swapped_coordinates", 3),
        ("placed_by_point", 6),
    ]
    placed = result.frames["sites"][["commune_text", "unit_code", "lon", "lat", "precision"]]
    assert placed.to_numpy().tolist() == [
        ["phường Thành Vinh", "16681", "105.67", "18.67", "exact"],
        ["phường Thành Vinh", "16681", "105.67", "18.67", "exact"],
        ["phường Thành Vinh", "16681", "105.67", "18.67", "exact"],
    ]


def test_a_point_just_outside_its_commune_is_accepted_with_a_warning() -> None:
    # Some 300 m from the boundary of phường Thành Vinh in the built boundaries.
    rows = [(18.67, 105.67 + step / 1000) for step in range(60)]
    result = checked(points(*[("phường Thành Vinh", lat, lon) for lat, lon in rows]))
    near = [came for code, _, _, came in told(result) if code == "name_point_near"]
    far = [came for code, _, _, came in told(result) if code == "name_point_disagree"]
    assert near
    assert far
    assert all(float(came.split()[-2].replace(",", ".")) <= 500 for came in near)


def test_vn2000_metres_of_the_other_grid_are_told_by_the_commune() -> None:
    from data.reading.vn2000 import from_wgs84

    easting, northing = from_wgs84(18.67, 105.67, "utm48")
    result = checked(points(("phường Thành Vinh", round(northing, 2), round(easting, 2))))
    assert told(result) == []
    assert [code for code, *_ in told(result, "note")] == ["converted_coordinates", "other_grid"]
    assert float(result.frames["sites"]["lon"].iloc[0]) == pytest.approx(105.67, abs=1e-6)


def test_repeated_rows_and_repeated_ids_are_told_from_places_of_one_name() -> None:
    result = checked(
        sites(
            site("A"),
            site("A"),
            site("B", **{"Số lượng": 1}),
            site("B", **{"Số lượng": 2}),
            site("C", **{"Mã điểm": "m-1"}),
            site("D", **{"Mã điểm": "m-1"}),
            site("E", **{"Mã điểm": "m-2"}),
            site("E", **{"Mã điểm": "m-3"}),
        )
    )
    assert [(code, row, came) for code, row, _, came in told(result)] == [
        ("repeated_row", 3, "giống hệt dòng 2 trang «Điểm»"),
        ("duplicate_site", 4, "cùng mô hình, xã và tên với dòng 5 trang «Điểm»"),
        ("duplicate_site", 5, "cùng mô hình, xã và tên với dòng 4 trang «Điểm»"),
        ("duplicate_id", 6, "mã «m-1» cũng ở dòng 7 trang «Điểm»"),
        ("duplicate_id", 7, "mã «m-1» cũng ở dòng 6 trang «Điểm»"),
        ("same_name_site", 8, "cùng mô hình, xã và tên với dòng 9 trang «Điểm», mã khác nhau"),
        ("same_name_site", 9, "cùng mô hình, xã và tên với dòng 8 trang «Điểm», mã khác nhau"),
    ]
    assert list(result.frames["sites"]["site_name"]) == ["A", "E", "E"]


def test_a_row_without_an_id_is_known_again_and_under_another_id_is_a_duplicate() -> None:
    name = "Hệ thống camera cộng đồng phường Trung Đô"
    row = {"Xóm": "", "Địa giới năm": "2013", "Ngày ra mắt": "", "Số lượng": 70}
    result = checked(sites(site(name, "phường Trung Đô", "thành phố Vinh", **row)))
    assert [(code, row_) for code, row_, *_ in told(result, "note")] == [("matched_in_register", 2)]
    found = result.frames["sites"].iloc[0]
    assert (found["site_id"], found["quantity"]) == ("he_thong_camera_cong_dong_phuong_trung_do", "70")
    result = checked(sites(site(name, "phường Trung Đô", "thành phố Vinh", **row | {"Mã điểm": "khác"})))
    assert told(result) == [
        (
            "duplicate_in_register",
            2,
            "A",
            "địa điểm đã có trong sổ với mã «he_thong_camera_cong_dong_phuong_trung_do»",
        )
    ]


def test_what_a_sheet_has_no_column_for_stays_as_it_is_on_record() -> None:
    known = register().tables["sites"].set_index("site_id").loc["camera_an_ninh_xa_thanh_lien"]
    headings = ("Mã điểm", "Mô hình", "Tên điểm", "Xã", "Huyện", "Địa giới năm", "Số lượng")
    row = (
        "camera_an_ninh_xa_thanh_lien",
        "Camera an ninh",
        known["site_name"],
        "Thanh Liên",
        "Thanh Chương",
        "2020",
        51,
    )
    result = checked(workbook({"Điểm": [headings, row]}))
    changed = result.frames["sites"].set_index("site_id").iloc[0]
    assert {name: changed[name] for name in changed.index if changed[name] != known[name]} == {
        "commune_text": "Thanh Liên",
        "quantity": "51",
    }


def test_statuses_and_figures_become_rows() -> None:
    result = checked(
        workbook(
            {
                "Tình trạng": [
                    ("Xã", "Huyện", "Tình trạng", "Thời điểm", "Nguồn"),
                    ("xã Nậm Cắn", "Kỳ Sơn", "sạch về ma túy", "30/11/2024", "QĐ 1"),
                    ("xã Hưng Tân", "Hưng Nguyên", "chưa sạch về ma túy", "30/11/2024", "QĐ 1"),
                ],
                "Số liệu": [
                    ("Chỉ số", "Giá trị", "Đơn vị tính", "Địa bàn", "Thời điểm", "Mẫu số", "Loại", "Nguồn"),
                    ("Điểm xây dựng mô hình Camera an ninh", 40, "điểm", "toàn tỉnh", "1/2/2024", "", "kết quả", "BC"),
                    ("Tổ liên gia an toàn PCCC", 7, "tổ", "huyện Đô Lương", "5/2024", "", "kết quả", "BC"),
                    ("Tỷ lệ đơn vị cấp xã không ma túy", "40%", "", "toàn tỉnh", "12/2028", "130 xã", "chỉ tiêu", "KH"),
                    ("Tỷ lệ đơn vị cấp xã không ma túy", 40, "%", "toàn tỉnh", "12/2029", "", "chỉ tiêu", "KH"),
                    ("Tổ liên gia an toàn PCCC", 7, "%", "đâu đó", "5/2024", "", "kết quả", "BC"),
                ],
            }
        )
    )
    assert [(code, row, column) for code, row, column, _ in told(result)] == [
        ("base_missing", 5, "F"),
        ("unit_of_indicator", 6, "C"),
        ("area_unknown", 6, "D"),
    ]
    statuses = result.frames["statuses"][["status_id", "status_key", "unit_epoch", "unit_code", "area_text"]]
    assert statuses.to_numpy().tolist() == [
        ["drug_free-2024-11-30-commune-2020-16837", "drug_free", "2020", "16837", "xã Nậm Cắn, Kỳ Sơn"],
        ["not_drug_free-2024-11-30-commune-2020-18031", "not_drug_free", "2020", "18031", "xã Hưng Tân, Hưng Nguyên"],
    ]
    figures = result.frames["figures"][["figure_id", "value", "area_kind", "area_epoch", "area_code", "base"]]
    assert figures.to_numpy().tolist() == [
        ["diem_camera_an_ninh-nghe_an-2024-02-01", "40", "province", "2020", "", "toàn tỉnh, không nêu mẫu số"],
        ["to_lien_gia-2020_427-2024-05", "7", "district", "2020", "427", "toàn địa bàn cấp huyện, không nêu mẫu số"],
    ]
    targets = result.frames["targets"][["target_id", "value", "deadline", "as_of", "base_value"]]
    assert targets.to_numpy().tolist() == [["ty_le_xa_khong_ma_tuy-nghe_an-2028-12", "40", "2028-12", "", "130"]]


def test_a_missing_column_is_told_once_and_can_be_answered_for_the_whole_sheet() -> None:
    data = workbook(
        {"Điểm": [("Tên điểm", "Xã", "Huyện"), *[(f"Điểm {n}", "xã Hưng Tân", "Hưng Nguyên") for n in range(3)]]}
    )
    result = checked(data)
    assert told(result) == [("missing_column", 0, "", "trang không có cột «Mô hình»")]
    assert (result.rows, result.accepted) == (3, 0)
    result = checked(data, readings={"": Reading(values={"model": "Camera an ninh"})})
    assert (told(result), result.accepted) == ([], 3)


def test_sites_of_a_sheet_without_names_are_named_by_model_hamlet_and_commune() -> None:
    result = checked(workbook({"Điểm": [("Mô hình", "Xóm", "Xã"), ("Camera an ninh", "Xóm 5", "xã Hưng Tân")]}))
    assert result.frames["sites"]["site_name"].tolist() == ["Camera an ninh Xóm 5, xã Hưng Tân"]
    assert [code for code, *_ in told(result, "note")] == ["name_made"]


def test_personal_columns_are_refused_and_kept_nowhere() -> None:
    headings = (*SITES, "Số điện thoại")
    result = checked(workbook({"Điểm": [headings, [*site(commune="xã Hưng Tâm"), "0912345678"]]}))
    assert ("personal_column", 0, "K", "cột «Số điện thoại»") in told(result)
    assert "0912345678" not in str(result.aside)
    assert "0912345678" not in str(result.summary())


def test_personal_numbers_in_a_cell_are_not_kept_aside_either() -> None:
    aside = checked(sites(site(Nguồn="ông A 0912345678"))).aside
    assert aside[0].cells["Nguồn"] == "(đã bỏ)"


def test_all_or_nothing_keeps_all_rows_out() -> None:
    result = checked(sites(site("A"), site("B", "xã Hưng Tâm")), all_or_nothing=True)
    assert (result.accepted, len(result.rejected), len(result.frames["sites"])) == (0, 2, 0)
    assert checked(sites(site("A")), all_or_nothing=True).accepted == 1


def test_replacing_waits_until_every_site_is_accepted() -> None:
    good = checked(sites(site("A")), mode="replace")
    assert good.models == ("camera_an_ninh",)
    result = checked(sites(site("A"), site("B", "xã Hưng Tâm")), mode="replace")
    assert result.models == ()
    assert ("replace_refused", 0, "", "1 dòng địa điểm chưa nhận") in told(result)


def test_an_accepted_suggestion_serves_all_rows_that_say_the_same() -> None:
    result = checked(sites(site("A", "xã Hưng Tâm"), site("B", "xã Hưng Tâm"), site("C", "xã Hưng Tâm", "Nghi Lộc")))
    first = next(one for one in result.findings if one.place.row == 2)
    assert alike(result, first) == [("Điểm", 2), ("Điểm", 3)]
    key = name_of(result, first.place)
    assert key == NameKey("xã hưng tâm", "hưng nguyên", "")
    again = accept(result, Answers(names={key: ("2020", "18031")}), LOCATOR)
    assert again.rejected == {("Điểm", 4)}
    assert again.frames["sites"]["unit_code"].tolist() == ["18031", "18031"]
    one = accept(result, Answers(rows={("Điểm", 2): ("2020", "18031")}), LOCATOR)
    assert one.rejected == {("Điểm", 3), ("Điểm", 4)}


def test_mended_cells_and_words_are_checked_again() -> None:
    result = checked(sites(site("A", **{"Số lượng": "mười"}), site("B", **{"Mô hình": "Camera"})))
    again = accept(
        result,
        Answers(cells={("Điểm", 2, "quantity"): "10"}, words={("model", "Camera"): "Camera an ninh"}),
        LOCATOR,
    )
    assert (told(again), again.accepted) == ([], 2)
    assert again.frames["sites"]["quantity"].tolist() == ["10", "12"]
    assert result.accepted == 0  # the first check stays what it was


def test_a_new_check_asks_only_about_the_rows_it_touches() -> None:
    asked: list[int] = []

    class Counting:
        def __getattr__(self, name: str) -> Any:
            return getattr(LOCATOR, name)

        def locate(self, rows: Any) -> Any:
            asked.append(len(rows))
            return LOCATOR.locate(rows)

    result = checked(sites(site("A"), site("B"), site("C", "xã Hưng Tâm")))
    again = accept(result, Answers(names={name_key("xã Hưng Tâm", "Hưng Nguyên"): ("2020", "18031")}), Counting())
    assert again.accepted == 3
    assert max(asked) == 1


def test_a_remembered_answer_comes_first_and_is_told() -> None:
    known = Register(1, register().tables, {name_key("xã Hưng Tâm", "Hưng Nguyên"): ("2020", "18031")})
    result = checked(sites(site("A", "Xã  HƯNG TÂM", "hưng nguyên")), known=known)
    assert result.accepted == 1
    assert [code for code, *_ in told(result, "note")] == ["remembered_name"]


def test_an_answer_about_a_name_alone_does_not_overrule_an_epoch_that_is_stated() -> None:
    known = replace(register(), names={NameKey("xuân lâm"): ("2020", "17980")})
    rows = [site(f"Điểm {epoch}", "Xuân Lâm", "", **{"Địa giới năm": epoch}) for epoch in ("", "2020", "2025")]
    units = checked(sites(*rows), known=known).frames["sites"][["unit_epoch", "unit_code"]].to_numpy().tolist()
    assert units[:2] == [["2020", "17980"]] * 2
    assert units[2][0] == "2025"


def test_a_file_without_any_sheet_of_the_register_is_of_no_use() -> None:
    with pytest.raises(Problem, match="không trang nào có dòng tiêu đề"):
        checked(workbook({"Trang": [("Một", "Hai"), (1, 2)]}))


def test_a_name_whose_formula_failed_is_told_once() -> None:
    text = ";".join(SITES) + "\n" + ";".join(map(str, site(commune="#N/A")))
    assert [code for code, *_ in told(checked(text.encode(), "so.csv"))] == ["formula_error"]


def test_a_word_that_is_short_for_two_opposites_suggests_both() -> None:
    result = checked(
        workbook({"Xã": [("Xã", "Huyện", "Kết quả", "Thời điểm"), ("Hưng Tân", "Hưng Nguyên", "Đạt", "2024")]})
    )
    (found,) = [one for one in result.findings if one.severity == "error"]
    assert {one.label for one in found.suggestions} >= {"sạch về ma túy", "chưa sạch về ma túy"}


def test_a_hidden_sheet_is_told_and_read_only_when_a_person_says_so() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for title in ("Camera", "Camera cũ", "Danh sách ẩn"):
            sheet = book.add_worksheet(title)
            rows = [("a", "b"), ("c", "d")] if title == "Danh sách ẩn" else [SITES, site(title)]
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            if title != "Camera":
                sheet.hide()
    result = checked(out.getvalue())
    assert told(result) == [("sheet_hidden", 0, "", "trang «Camera cũ» bị ẩn")]
    assert result.frames["sites"]["site_name"].tolist() == ["Camera"]
    result = checked(out.getvalue(), readings={"Camera cũ": Reading(kind="sites")})
    assert result.frames["sites"]["site_name"].tolist() == ["Camera", "Camera cũ"]


PLACES = [("Số TT", "Vị trí lắp đặt", "Địa bàn", "Lat", "Long"), (1, "Ngã ba", "Kim Liên", "18,68", "105,55")]


def test_names_and_points_are_a_list_of_sites_whose_model_is_asked_for() -> None:
    data = workbook({"Sổ": [("DANH SÁCH CAMERA",), *PLACES]})
    assert told(checked(data)) == [("missing_column", 0, "", "trang không có cột «Mô hình»")]
    result = checked(data, readings={"": Reading(values={"model": "Camera an ninh"})})
    assert (told(result), result.accepted) == ([], 1)
    assert result.frames["sites"]["model_key"].tolist() == ["camera_an_ninh"]


def test_a_sheet_whose_header_nobody_understands_is_read_as_a_person_says() -> None:
    data = workbook({"Sổ": [("BẢNG",), ("Thứ", "Chỗ", "Nơi", "Kiểu"), (1, "Chợ", "xã Hưng Tân", "Camera an ninh")]})
    with pytest.raises(NotUnderstood) as caught:
        checked(data)
    assert [sheet.name for sheet in caught.value.sheets] == ["Sổ"]
    said = {"Chỗ": "site_name", "Nơi": "commune", "Kiểu": "model"}
    result = checked(data, readings={"Sổ": Reading(kind="sites", header_row=2, answers=said)})
    assert (told(result), result.frames["sites"]["site_name"].tolist()) == ([], ["Chợ"])


HOSTILE = st.text(max_size=40) | st.sampled_from(
    ["=cmd()", "<script>alert(1)</script>", "{came}", "{0}", "%s", "'; DROP TABLE sites; --", "\ufeff", "xã Hưng Tân"]
)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.lists(HOSTILE, min_size=10, max_size=10), min_size=1, max_size=4))
def test_whatever_stands_in_the_cells_every_row_is_accepted_or_has_an_error(rows: list[list[str]]) -> None:
    lines = [";".join('"' + cell.replace('"', '""').replace("\0", "") + '"' for cell in row) for row in rows]
    text = "\n".join([";".join(SITES), *lines])
    try:
        result = checked(text.encode("utf-8", "ignore"), "so.csv")
    except Problem:
        return
    with_errors = {(one.place.sheet, one.place.row) for one in result.findings if one.severity == "error"}
    assert result.rejected <= with_errors or ("so", 0) in with_errors
    assert result.accepted + len(result.rejected) == result.rows
    assert sum(len(result.frames[kind]) for kind in ("sites", "statuses", "figures", "targets")) == result.accepted
