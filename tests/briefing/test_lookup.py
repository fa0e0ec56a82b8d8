"""What a name means, told exactly; and the table of a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import lookup
from data.record import public_record
from geo.matching import Name, match


def titles(text: str) -> list[str]:
    return [one.title for one in lookup.meanings(text, "vi")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nam thanh", ["Xã Nam Thanh, huyện Nam Đàn", "Xã Nam Thành, huyện Yên Thành"]),
        ("xã Hưng Tân, Hưng Nguyên", ["Xã Hưng Tân, huyện Hưng Nguyên"]),
        ("Vinh", ["Thành phố Vinh"]),
        ("Cửa Lò", ["Phường Cửa Lò, thành phố Vinh", "Thị xã Cửa Lò"]),
        ("", []),
        ("?!", []),
        ("\u200b", []),
    ],
)
def test_places(text: str, found: list[str]) -> None:
    assert titles(text) == found


def test_what_a_place_was_and_is() -> None:
    (one,) = lookup.meanings("Hưng Tân", "vi")
    assert one.when == "Mang tên này từ 03/04/2013 đến trước 01/12/2024"
    assert one.today == "Nay: Xã Hưng Nguyên Nam"
    assert [step.law for step in one.steps if step.law] == ["1243/NQ-UBTVQH15", "1678/NQ-UBTVQH15"]
    assert (one.page.epoch, one.page.commune) == ("2020", "18031")
    assert one.sure


def test_a_district_has_no_unit_of_today_but_communes() -> None:
    (vinh,) = lookup.meanings("thành phố Vinh", "vi")
    assert vinh.when == "Mang tên này từ 03/04/2013 đến trước 01/07/2025"
    assert vinh.today.startswith("Nay không còn cấp huyện; địa bàn thuộc: Phường Cửa Lò, Phường Thành Vinh")
    cua_lo = lookup.meanings("Cửa Lò", "vi")[1]
    assert cua_lo.when == "Mang tên này từ 03/04/2013 đến trước 01/12/2024"
    assert cua_lo.today == "Nay không còn cấp huyện; địa bàn thuộc: Phường Cửa Lò"


def test_a_name_that_is_not_there_brings_suggestions_only() -> None:
    found = lookup.meanings("Hưng Tam", "vi")
    assert found
    assert not any(one.sure for one in found)


def test_the_table_of_a_list() -> None:
    matched = match([Name("Hưng Tân", "Hưng Nguyên"), Name("Nam Thanh"), Name("Quỳ Hợp"), Name("Quế Sơn")])
    table = lookup.table(matched, "vi")
    assert list(table.columns) == list(lookup.COLUMNS)
    assert table.loc[0].to_dict() == {
        "given": "Hưng Tân",
        "given_district": "Hưng Nguyên",
        "match": "xã Hưng Tân",
        "code": "18031",
        "epoch": "Từ 01/01/2020",
        "district": "Hưng Nguyên",
        "district_code": "431",
        "today": "xã Hưng Nguyên Nam",
        "today_code": "18028",
        "certainty": "Đúng tên",
        "note": "",
    }
    assert table.loc[1, ["match", "today", "certainty"]].tolist() == ["", "", "Chưa khớp"]
    assert "xã Nam Thành, Yên Thành (địa giới từ 01/12/2024)" in table.loc[1, "note"]
    assert table.loc[2, ["code", "today_code", "certainty"]].tolist() == [
        "",
        "17035",
        "Chắc nơi nay, chưa chắc đơn vị lúc đó",
    ]
    assert table.loc[3, "note"] == "Một phần nay thuộc xã Tiền Phong."
    head = lookup.header(matched, "", public_record(), "vi")
    assert "1678/NQ-UBTVQH15" in head.source
    assert head.epoch_text == "Tên theo địa giới không rõ thời kỳ"


@given(st.text(max_size=150))
def test_any_text_is_answered(text: str) -> None:
    found = lookup.meanings(text, "vi")
    assert len(found) <= lookup.SHOWN
    assert all(len(one.steps) == 4 for one in found)
