"""Which spellings are one and the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.spelling import bare_key, exact_key, is_bare, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Hiếu", "Hòa Hiếu"),
        ("Nghi Thuỷ", "Nghi Thủy"),
        ("Quỳ Châu", "Qùy Châu"),
        ("Quỳ Châu", "QUÌ CHÂU"),
        ("Mỹ Lý", "Mĩ Lí"),
        ("Kỳ Sơn", "Kì Sơn"),
        ("Ðô Lương", "Đô Lương"),
        ("Đô\u00a0Lương ", " đô  lương"),
        ("Xuân\u200b Lâm", "Xuân Lâm"),
        (unicodedata.normalize("NFD", "Huồi Tụ"), "Huồi Tụ"),
        ("“Hưng Tân”", "Hưng Tân"),
    ],
)
def test_same_spelling(one: str, other: str) -> None:
    assert exact_key(one) == exact_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xuân Lâm", "Xuân Lam"),
        ("Hòa Sơn", "Hoa Sơn"),
        ("Diên Hoa", "Diễn Hoa"),
        ("Nậm Cắn", "Nậm Càn"),
        ("Đồng Thành", "Đông Thành"),
        ("Nam Thanh", "Nam Thành"),
    ],
)
def test_another_spelling_but_the_same_letters(one: str, other: str) -> None:
    assert exact_key(one) != exact_key(other)
    assert bare_key(one) == bare_key(other)


@pytest.mark.parametrize(
    ("text", "key"),
    [("ĐÔ LƯƠNG", "do luong"), ("Quỳ Hợp", "qui hop"), ("Mỹ Lý", "mi li"), ("Thủy Yên", "thuy yen"), ("😀 - !", "")],
)
def test_bare_key(text: str, key: str) -> None:
    assert bare_key(text) == key


def test_is_bare() -> None:
    assert is_bare("Xuan Lam")
    assert not is_bare("Xuân Lam")


@settings(deadline=None)
@given(st.text(max_size=60))
def test_keys_are_stable_over_any_text(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    for form in ("NFC", "NFD"):
        again = unicodedata.normalize(form, text)
        assert bare_key(again) == bare_key(text)
        assert exact_key(again) == exact_key(text)
