"""The page on data quality, before any import and after some: what is said, and that nothing unknown is called late."""

from __future__ import annotations

import dataclasses
from datetime import date

import pandas as pd
import pytest

from briefing.basis import Basis, basis_of
from briefing.quality import against, headline, sites
from briefing.quality.board import Board, board
from briefing.quality.ground import communes_of
from briefing.quality.sendings import placed
from data.choice import Choice
from data.freshness import last_sent
from data.record import public_record
from data.reporting_calendar import default
from geo import units

RECORD = public_record()
TODAY = "2026-11-23"
COLUMNS = ["version", "kind", "subject", "epoch", "code", "row_count", "created_at", "author", "file_name"]
NOTHING = pd.DataFrame(columns=COLUMNS)
TRUNG_LOC = "17866"  # xã Trung Lộc, 2025
HUNG_TAN, HUNG_NGUYEN_NAM = "18031", "18028"  # xã Hưng Tân of 2020 lies in xã Hưng Nguyên Nam of 2025


def basis(**choice: object) -> Basis:
    return basis_of(RECORD, Choice(**choice), "vi")


def sent(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    """Give submissions from (day, kind, subject, epoch, code), one version each, five rows each."""
    told = [
        (number, kind, subject, epoch, code, 5, f"{day}T03:00:00Z", "Tổ nhập liệu", "quý.xlsx")
        for number, (day, kind, subject, epoch, code) in enumerate(rows, start=2)
    ]
    return pd.DataFrame(told, columns=COLUMNS)


def made(submissions: pd.DataFrame, as_of: str = TODAY, selected: str = "", **choice: object) -> Board:
    return board(basis(**choice), submissions, default(), as_of, selected)


def row(found: Board, code: str) -> dict[str, object]:
    return found.rows.set_index("code").loc[code].to_dict()


def told(found: Board, code: str) -> str:
    """What hovering a commune says."""
    return str(found.spec.areas.set_index("code").loc[code, "detail"])


CAMERAS = ("2026-04-10", "sites", "camera_an_ninh", "2025", TRUNG_LOC)


def test_before_any_import_nobody_is_late_and_the_next_step_is_said() -> None:
    found = made(NOTHING)
    assert (found.total, found.late, found.begun) == (130, 0, False)
    assert found.rows["late"].isna().all()
    assert set(found.spec.areas["class_key"]) == {"no_data"}
    assert [item.label for item in found.spec.classes] == ["Chưa gửi lần nào (130)"]
    first = headline.numbers(found, basis(), aged(basis()), 0, 12)[0]
    assert (first.value, "lần nhập đầu tiên" in first.todo) == ("", True)


def test_after_the_first_import_who_has_not_sent_waits_and_is_late_from_the_due_day_on() -> None:
    on_the_day, after = made(sent(CAMERAS), "2026-04-10"), made(sent(CAMERAS), "2026-07-20")
    assert on_the_day.counts == {"on_time": 1, "waiting": 129}
    assert after.counts == {"late_30": 130}
    assert row(after, TRUNG_LOC)["sent"] == date(2026, 4, 10)
    assert row(after, TRUNG_LOC)["what"] == "Địa điểm 10/04/2026 (5 dòng)"
    assert row(after, HUNG_NGUYEN_NAM)["sent"] is None
    assert row(after, HUNG_NGUYEN_NAM)["what"] == "Chưa gửi lần nào"
    assert "Địa điểm: gửi ngày 10/04/2026; trễ 5 ngày (hạn 15/07/2026)" in told(after, TRUNG_LOC)
    assert "Tình trạng xã: Chưa gửi lần nào; hạn tới 31/01/2027" in told(after, TRUNG_LOC)


def test_the_latest_stand_on_top_and_those_who_never_sent_before_the_others() -> None:
    found = made(sent(CAMERAS, ("2026-10-08", "sites", "camera_an_ninh", "2025", HUNG_NGUYEN_NAM)))
    assert found.rows["code"].iloc[-1] == HUNG_NGUYEN_NAM
    assert found.rows["late"].is_monotonic_decreasing
    assert found.rows["commune"].iloc[0] == "Phường Cửa Lò"


def test_a_commune_of_an_older_epoch_counts_for_the_one_it_lies_in() -> None:
    found = made(sent(("2026-10-08", "sites", "camera_an_ninh", "2020", HUNG_TAN)))
    assert row(found, HUNG_NGUYEN_NAM)["sent"] == date(2026, 10, 8)
    assert found.rows["sent"].notna().sum() == 1


def test_a_commune_of_today_counts_for_all_that_it_was_made_of() -> None:
    found = made(sent(("2026-10-08", "sites", "camera_an_ninh", "2025", HUNG_NGUYEN_NAM)), epoch="2020")
    assert found.total == 460
    assert HUNG_TAN in set(found.rows.loc[found.rows["sent"].notna(), "code"])
    assert found.rows["sent"].notna().sum() > 1


def test_of_several_old_communes_in_one_the_latest_counts_and_rows_of_one_file_add_up() -> None:
    parts = sorted(communes_of("2025", "commune", HUNG_NGUYEN_NAM, "2020"))[:2]
    rows = sent(*[("2026-10-08", "sites", "camera_an_ninh", "2020", code) for code in parts])
    both = rows.assign(version=2)
    assert placed(last_sent(both, TODAY), "2025")["row_count"].tolist() == [10]
    assert placed(last_sent(rows, TODAY), "2025")["row_count"].tolist() == [5]


def test_a_districts_status_is_about_its_communes_and_a_districts_figure_about_none() -> None:
    status = placed(last_sent(sent(("2026-10-08", "statuses", "drug_free", "2024", "417")), TODAY), "2025")
    ky_son = units.units("2025").query("district_code == '417'")["code"]
    assert set(status["code"]) == set(ky_son)
    assert placed(last_sent(sent(("2026-10-08", "figures", "to_lien_gia_pccc", "2020", "427")), TODAY), "2025").empty
    assert placed(last_sent(sent(("2026-10-08", "figures", "to_lien_gia_pccc", "2025", "")), TODAY), "2025").empty


def test_under_a_filter_by_model_who_never_sent_about_it_is_not_called_late() -> None:
    found = made(sent(CAMERAS), models=("camera_an_ninh",))
    assert found.counts == {"late_more": 1, "no_data": 129}
    assert any("Đang lọc theo mô hình" in note for note in found.header.notes)
    other = made(sent(CAMERAS), models=("tieng_keng_binh_yen",))
    assert (other.counts, other.begun) == ({"no_data": 130}, True)


def test_statuses_are_about_the_drug_free_model() -> None:
    status = sent(("2026-10-08", "statuses", "drug_free", "2025", TRUNG_LOC))
    assert row(made(status, models=("xa_sach_ma_tuy",)), TRUNG_LOC)["sent"] == date(2026, 10, 8)
    assert row(made(status, models=("camera_an_ninh",)), TRUNG_LOC)["sent"] is None


def test_a_district_is_listed_alone_and_the_rest_of_the_map_stands_outside() -> None:
    found = made(sent(CAMERAS), district="417")
    assert found.total == found.spec.areas["class_key"].ne("outside").sum() == 12
    assert len(found.spec.areas) == 130


def test_a_selected_commune_is_listed_alone_on_the_map_of_all() -> None:
    found = made(sent(CAMERAS), selected=TRUNG_LOC)
    assert found.rows["code"].tolist() == [TRUNG_LOC]
    assert set(found.spec.areas["class_key"]) == {"late_more"}
    first = headline.numbers(found, basis(), aged(basis()), 0, 12)[0]
    assert (first.label, first.value) == ("Xã Trung Lộc", "Trễ trên 90 ngày")
    assert found.selected[0] == "huyện Nghi Lộc"
    assert found.selected[1].startswith("Địa điểm: gửi ngày 10/04/2026; trễ 131 ngày")


def test_the_board_explains_itself_and_says_whose_calendar_it_follows() -> None:
    found = made(sent(CAMERAS))
    assert "Lịch báo cáo là mặc định của phần mềm, chưa do cơ quan nào đặt." in found.header.notes
    assert (found.header.source, found.header.date_text) == (
        "các lần nhập vào sổ đăng ký",
        "Tính đến ngày 23/11/2026",
    )
    assert found.calendar[0] == "Địa điểm: hằng quý, nhận từ 15 ngày trước khi hết kỳ, hạn 15 ngày sau khi hết kỳ"
    own = dataclasses.replace(default(), set_by="Công an tỉnh Nghệ An")
    notes = board(basis(), sent(CAMERAS), own, TODAY).header.notes
    assert "Lịch báo cáo do cơ quan đặt: Công an tỉnh Nghệ An." in notes


def test_the_picture_of_the_board_speaks_of_communes_and_not_of_sites() -> None:
    assert made(sent(CAMERAS)).spec.captions == {"empty": "Số trong chú giải là số đơn vị cấp xã."}


def test_a_duty_of_one_model_or_status_names_it() -> None:
    entries = default().entries.assign(subject=["camera_an_ninh", "drug_free"], starts=["2026-01-01", ""])
    lines = board(basis(), NOTHING, dataclasses.replace(default(), entries=entries), TODAY).calendar
    assert lines[0].startswith("Địa điểm, Camera an ninh: hằng quý")
    assert lines[0].endswith("bắt đầu từ 01/01/2026")
    assert lines[1].startswith("Tình trạng xã, Sạch về ma túy")


def figures(**choice: object) -> dict[str, str]:
    """Give the sentence on each model."""
    rows = against.by_model(basis(**choice)).rows
    return dict(zip(rows["model"], rows["told"], strict=True))


def test_the_sentences_on_the_public_record() -> None:
    found = figures()
    assert found["Camera an ninh"] == "5 trong 32 điểm có trong sổ"
    assert found["Cựu chiến binh"] == "6 trong 19 điểm có trong sổ (gộp với Tổ tuần tra Nhân dân)"
    assert found["Tổ tuần tra Nhân dân"] == "Số công bố tính gộp với Cựu chiến binh, xem ở mô hình ấy"
    assert found["Tiếng kẻng bình yên"] == "Không so được: công bố đếm xã, sổ đếm địa điểm"
    assert found["Chung cư an toàn PCCC"] == "Không có số liệu công bố"
    assert "xã Hưng Tân, huyện Hưng Nguyên" in found["Bảo đảm ANTT tại Làng Phan"]
    assert len(found) == 18


def test_a_figure_of_several_models_counts_them_all_whatever_is_chosen() -> None:
    assert figures(models=("cuu_chien_binh",)) == {
        "Cựu chiến binh": "6 trong 19 điểm có trong sổ (gộp với Tổ tuần tra Nhân dân)"
    }


def test_a_figure_stands_with_its_base_date_and_source() -> None:
    camera = against.by_model(basis()).rows.iloc[0]
    assert camera[["n", "reported", "date", "base", "publisher"]].tolist() == [
        5, "32 điểm", "15/06/2023", "toàn tỉnh, không nêu mẫu số", "Công an tỉnh Nghệ An",
    ]  # fmt: skip
    first = against.shares(against.by_model(basis()), "vi")[0]
    assert first.text == "Camera an ninh: 5 trong 32 điểm có trong sổ (Công an tỉnh Nghệ An, 15/06/2023)"
    assert first.share == pytest.approx(5 / 32)


def test_a_model_without_rows_has_no_number_and_not_0() -> None:
    rows = against.by_model(basis()).rows.set_index("model")
    assert pd.isna(rows.loc["Cụm liên kết tự quản", "n"])
    none = RECORD.sites[RECORD.sites["model_key"] != "camera_an_ninh"]
    empty = basis_of(dataclasses.replace(RECORD, sites=none), Choice(), "vi")
    assert against.by_model(empty).rows["told"].iloc[0] == "Chưa có địa điểm nào trong sổ, công bố 32 điểm"


def test_a_part_of_the_province_is_never_divided_by_the_provinces_figure() -> None:
    for choice in ({"district": "428"}, {"status": "border27"}, {"commune": TRUNG_LOC}):
        assert figures(**choice)["Camera an ninh"].startswith("Không so được"), choice
    assert against.shares(against.by_model(basis(district="428")), "vi") == ()


def test_a_district_is_compared_with_its_own_figure_of_the_same_ground() -> None:
    rows = against.by_model(basis(district="427", models=("to_lien_gia_pccc",))).rows
    assert rows["reported"].tolist() == ["39 tổ"]


def test_the_figures_of_single_areas() -> None:
    rows = against.by_area(basis()).rows
    assert "hơn 190 điểm" in set(rows["reported"])
    assert set(rows["told"].str.slice(0, 5)) == {"Không"}
    inside = against.by_area(basis(district="427")).rows
    assert set(inside["area"]) == {"huyện Đô Lương"}
    assert against.by_area(basis(models=("giao_xu_binh_yen",))).rows.empty


@pytest.mark.parametrize(
    ("at", "kind", "code", "epoch", "whole"),
    [
        ("2020", "district", "427", "2025", True),  # Đô Lương
        ("2020", "commune", HUNG_TAN, "2025", False),  # now a part of a larger one
        ("2024", "commune", "16822", "2025", True),  # Keng Đu, unchanged
        ("2025", "commune", HUNG_NGUYEN_NAM, "2020", True),  # several old ones, and all of them
        ("2020", "province", "", "2025", False),
    ],
)
def test_whether_two_areas_are_the_same_ground(at: str, kind: str, code: str, epoch: str, whole: bool) -> None:
    assert bool(communes_of(at, kind, code, epoch)) == whole


def test_a_district_that_has_grown_since_is_other_ground() -> None:
    """Vinh of 2020 is made of communes of 2024, which are not all of the Vinh that took in Cửa Lò."""
    grown = set(units.units("2024").query("district_code == '412'")["code"])
    assert communes_of("2020", "district", "412", "2024") < grown


def aged(found: Basis) -> pd.DataFrame:
    written = pd.DataFrame({"row_id": found.sites["site_id"], "version": 1, "created_at": TODAY, "author": "hệ thống"})
    return sites.aged(found, written, TODAY)


def test_the_numbers_on_the_public_record() -> None:
    found = basis()
    numbers = {one.key: one for one in headline.numbers(made(NOTHING), found, aged(found), 3, 12)}
    assert (numbers["waiting"].value, numbers["exact"].value) == ("3", "0/51")
    assert numbers["stale"].value == f"{(aged(found)['months'] >= 12).sum()}/51"
    assert "13 địa điểm không rõ ngày" in numbers["stale"].todo
    assert "0 địa điểm chưa rõ xã, 3 dòng để riêng" in numbers["waiting"].todo


def test_a_commune_that_cannot_be_taken_apart_is_listed_but_is_no_fault() -> None:
    found = basis(epoch="2020")
    assert headline.numbers(made(NOTHING, epoch="2020"), found, aged(found), 0, 12)[1].value == "0"
    rows = sites.unplaced(found).rows
    assert len(rows) == 4
    assert rows["todo"].str.contains("chuyển sang địa giới của nó").all()


def test_a_site_without_a_commune_says_what_to_do() -> None:
    lost = RECORD.sites.assign(unit_code=["", *RECORD.sites["unit_code"].iloc[1:]])
    found = basis_of(dataclasses.replace(RECORD, sites=lost), Choice(), "vi")
    assert sites.unplaced(found).rows["todo"].str.startswith("Ghi rõ tên xã và huyện").tolist() == [True]
    assert headline.numbers(made(NOTHING), found, aged(found), 0, 12)[1].value == "1"
    assert len(aged(found)) == 51
    inside = basis_of(dataclasses.replace(RECORD, sites=lost), Choice(district="417"), "vi")
    assert (aged(inside)["district_code"] == "417").all()  # where it lies is not known, so it is in no district


@pytest.mark.parametrize("choice", [{}, {"district": "417"}, {"epoch": "2020"}, {"as_of": "2018-01-01"}], ids=str)
def test_by_model_and_by_area_count_the_same_sites(choice: dict[str, object]) -> None:
    found = basis(**choice)
    rows = aged(found)
    models, areas = (part(found, rows, 12, TODAY).rows for part in (sites.by_model, sites.by_area))
    assert models["n"].sum() == len(rows)
    assert areas["n"].sum() == (rows["epoch_code"] != "").sum()
    assert (models["n"] > 0).all()


def test_old_sites_and_those_without_a_date_are_named() -> None:
    table = sites.stale(basis(), aged(basis()), 12, TODAY)
    first, last = table.rows.iloc[0], table.rows.iloc[-1]
    assert (first["site_name"], first["known"]) == ("Làng chài bình yên xóm Hòa Lam", "2012")
    assert (last["known"], last["known_by"], pd.isna(last["months"])) == ("", "không rõ ngày", True)
    assert table.header.date_text == "Tính đến ngày 23/11/2026"


def test_rows_kept_aside_say_what_is_wrong_with_them() -> None:
    findings = [
        {"severity": "error", "title": "Không rõ xã", "came": "«Xuan Lam»", "todo": "Chọn một xã."},
        {"severity": "note", "title": "Ô gộp", "came": "B2", "todo": ""},
    ]
    kept = {"file_name": "quý.xlsx", "sheet": "Camera", "row_label": "17", "kind": "sites", "findings": findings}
    rows = pd.DataFrame([{**kept, "set_aside_at": "2026-11-22T20:00:00Z", "set_aside_by": "Tổ nhập liệu"}])
    shown = sites.aside(basis(), rows).rows.iloc[0]
    assert shown[["kind", "fault", "todo", "set_aside_at"]].tolist() == [
        "Địa điểm", "Không rõ xã: «Xuan Lam»", "Chọn một xã.", "23/11/2026",
    ]  # fmt: skip
    assert sites.aside(basis(), rows.iloc[:0]).rows.empty
