"""How a text with type words and districts is read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.query import Reading, district_name, readings


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Hưng Tân", Reading("hưng tân", "", "")),
        ("xã Hưng Tân", Reading("hưng tân", "xã", "")),
        ("XÃ HƯNG TÂN", Reading("hưng tân", "xã", "")),
        ("X. Hưng Tân", Reading("hưng tân", "xã", "")),
        ("X.Hưng Tân", Reading("hưng tân", "xã", "")),
        ("P.Trung Đô", Reading("trung đô", "phường", "")),
        ("p trung đô", Reading("trung đô", "phường", "")),
        ("TT Dùng", Reading("dùng", "thị trấn", "")),
        ("TT. Dùng", Reading("dùng", "thị trấn", "")),
        ("thi tran Dung", Reading("dung", "thị trấn", "")),
        ("Thị trấn Nam Đàn", Reading("nam đàn", "thị trấn", "")),
        ("TX. Thái Hòa", Reading("thái hòa", "thị xã", "")),
        ("TP.Vinh", Reading("vinh", "thành phố", "")),
        ("xã Hưng Tân, huyện Hưng Nguyên", Reading("hưng tân", "xã", "hưng nguyên")),
        ("xã Hưng Tân, H. Hưng Nguyên, tỉnh Nghệ An", Reading("hưng tân", "xã", "hưng nguyên")),
        ("Hưng Tân - Hưng Nguyên", Reading("hưng tân", "", "hưng nguyên")),
        ("Hưng Tân (Hưng Nguyên)", Reading("hưng tân", "", "hưng nguyên")),
        ("Hưng Tân; Hưng Nguyên; Nghệ An", Reading("hưng tân", "", "hưng nguyên")),
        ("xã Hưng Tân huyện Hưng Nguyên", Reading("hưng tân", "xã", "hưng nguyên")),
        ("P. Trung Đô TP. Vinh", Reading("trung đô", "phường", "vinh")),
        ("huyện Nam Đàn, xã Xuân Lâm", Reading("xuân lâm", "xã", "nam đàn")),
        ("Làng Phan, xã Hưng Tân, huyện Hưng Nguyên", Reading("hưng tân", "xã", "hưng nguyên")),
        ('"Hưng Tân"', Reading("hưng tân", "", "")),
        ("  Hưng \t Tân  ", Reading("hưng tân", "", "")),
        ("Hưng Tân, tỉnh Nghệ An", Reading("hưng tân", "", "")),
    ],
)
def test_first_reading(text: str, first: Reading) -> None:
    assert readings(text)[0] == first


def test_a_type_word_may_be_part_of_the_name() -> None:
    assert readings("xa luong") == [Reading("luong", "xã", ""), Reading("xa luong", "", "")]
    assert readings("Xá Lượng") == [Reading("xá lượng", "", "")]


@pytest.mark.parametrize("text", ["", "   ", "😀", "---", ", ,", "(((", "''"])
def test_nothing_to_read(text: str) -> None:
    assert readings(text) == []


@pytest.mark.parametrize(
    ("text", "name"), [("huyện Nam Đàn", "nam đàn"), ("TP.Vinh", "vinh"), ("Vinh", "vinh"), ("TX Cửa Lò", "cửa lò")]
)
def test_district_name(text: str, name: str) -> None:
    assert district_name(text) == name


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_or_not_but_never_fails(text: str) -> None:
    for reading in readings(text):
        assert reading.name
