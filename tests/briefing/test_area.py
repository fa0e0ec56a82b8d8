"""The page of one area holds what the record says of it, exactly: what it was, its sites, statements and sources."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.ancestry import Step, commune_steps, district_steps
from briefing.area import AreaPage, area_page
from briefing.basis import basis_of
from data.choice import Choice
from data.errors import Problem
from data.record import public_record
from geo.units import EPOCHS, by_code, districts

RECORD = public_record()


def page(**choice: str) -> AreaPage:
    return area_page(basis_of(RECORD, Choice(**choice), "vi"), ())  # type: ignore[arg-type]


def names(step: Step) -> list[str]:
    return [f"{one.label} ({one.note})" if one.note else one.label for one in step.units]


def test_a_commune_of_today_with_its_sites_and_sources() -> None:
    found = page(commune="18028")
    assert found.profile.title == "Xã Hưng Nguyên Nam"
    assert found.district == "431"
    assert found.profile.facts == (
        "Xã, địa bàn huyện Hưng Nguyên",
        "Diện tích tự nhiên: 35,77 km²",
        "Tình trạng ma túy: không có số liệu",
    )
    assert found.profile.area_source.startswith("1678/NQ-UBTVQH15")
    assert list(found.models["n"]) == ["1"] * 5
    assert "Camera an ninh" in list(found.models["model"])
    assert "Đường cờ Tổ quốc" in found.missing
    assert "Xã sạch về ma túy" not in found.missing  # its communes have a status, not sites
    assert list(found.figures["value"]) == ["hơn 30 camera", "41 tổ", "1 mô hình"]
    assert found.statements.empty
    assert list(found.sources["publisher"])[4:7] == ["831/NQ-UBTVQH14", "1243/NQ-UBTVQH15", "1678/NQ-UBTVQH15"]


def test_the_steps_of_a_commune_name_every_unit_and_the_law() -> None:
    steps = commune_steps("2025", "18028", "vi")
    assert [len(step.units) for step in steps] == [7, 5, 4, 1]
    assert [step.law for step in steps] == ["", "831/NQ-UBTVQH14", "1243/NQ-UBTVQH15", "1678/NQ-UBTVQH15"]
    assert [step.here for step in steps] == [False, False, False, True]
    assert names(steps[1])[2] == "Xã Hưng Tân"
    was = commune_steps("2020", "18031", "vi")
    assert [names(step) for step in was] == [["Xã Hưng Tân"], ["Xã Hưng Tân"], ["Xã Thông Tân"], ["Xã Hưng Nguyên Nam"]]
    assert was[1].change == "Không thay đổi"


def test_the_steps_say_where_only_a_part_went() -> None:
    steps = commune_steps("2013", "16763", "vi")  # xã Quế Sơn
    assert names(steps[1]) == ["Xã Mường Nọc (phần lớn về đây)", "Xã Tiền Phong (một phần về đây)"]


def test_the_steps_of_a_district_count_the_communes_of_each() -> None:
    assert names(district_steps("2025", "412", "vi")[1]) == [
        "Thành phố Vinh (25 xã, phường, thị trấn)",
        "Thị xã Cửa Lò (7 xã, phường, thị trấn)",
        "Huyện Nghi Lộc (4 trong 29 xã, phường, thị trấn)",
    ]


def test_a_former_district() -> None:
    found = page(district="417")
    assert found.profile.title == "Huyện Kỳ Sơn"
    assert "Diện tích tự nhiên: 2.092,64 km² (cộng các xã, phường)" in found.profile.facts
    assert "Số xã biên giới thuộc đề án 27 xã: 8" in found.profile.facts
    assert len(found.communes) == 12
    assert dict(zip(found.models["model"], found.models["n"], strict=True)) == {
        "Đường cờ Tổ quốc": "5",
        "Giao nộp vũ khí": "2",
    }
    assert list(found.statements["as_of"]) == ["không rõ ngày", "21/11/2024", "21/11/2024", "30/06/2025"]
    assert list(found.statements["extent"])[1:3] == ["Toàn bộ địa bàn này", "Một phần của địa bàn này"]


def test_a_statement_about_a_wider_or_overlapping_place_says_so() -> None:
    wider = page(commune="16813").statements  # xã Mường Xén: all of huyện Kỳ Sơn was declared
    assert "Đơn vị rộng hơn có chứa địa bàn này" in set(wider["extent"])
    across = page(district="412").statements
    assert list(across["extent"]) == ["Một phần của địa bàn này", "Có chung một phần đất với địa bàn này"]
    assert list(across["area"]) == ["thị xã Cửa Lò", "huyện Nghi Lộc"]


def test_a_day_leaves_out_what_was_said_later_or_on_no_known_day() -> None:
    assert page(district="417", as_of="2024-11-20").statements.empty
    assert list(page(district="417", as_of="2024-12-01").statements["as_of"]) == ["21/11/2024", "21/11/2024"]


def test_an_area_without_official_figure_says_so() -> None:
    assert (
        "Diện tích tự nhiên: không có số liệu ở mốc địa giới này" in page(epoch="2020", commune="18031").profile.facts
    )
    assert "Diện tích tự nhiên: không có số liệu ở mốc địa giới này" in page(epoch="2020", district="431").profile.facts


def test_a_place_must_be_named_and_known() -> None:
    with pytest.raises(ValueError, match="no area"):
        page()
    with pytest.raises(Problem):
        page(district="999")


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(EPOCHS), st.data())
def test_every_area_has_steps_that_open_and_sources_for_every_row(epoch: str, data: st.DataObject) -> None:
    communes = [("commune", code) for code in by_code(epoch)]
    kind, code = data.draw(st.sampled_from([*communes, *(("district", code) for code in districts(epoch)["code"])]))
    steps = commune_steps(epoch, code, "vi") if kind == "commune" else district_steps(epoch, code, "vi")
    assert [step.epoch for step in steps] == list(EPOCHS)
    assert [(one.commune or one.district) for step in steps if step.here for one in step.units] == [code]
    for step in steps:
        for one in step.units:
            assert (one.commune in by_code(step.epoch)) if kind == "commune" else one.district
    found = page(epoch=epoch, **{kind: code})
    for rows in (found.profile.sites, found.figures, found.statements):
        assert set(rows["source_url"]) <= set(found.sources["source_url"])
