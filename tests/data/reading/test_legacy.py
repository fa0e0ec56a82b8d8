"""Text of TCVN3 and VNI fonts is told apart and converted; real Unicode is never changed."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.cells import Cell, Row, Sheet
from data.reading.legacy import TCVN3, VNI, convert, judge, looks_legacy, to_unicode
from data.reading.marks import Style, legacy_font
from data.reading.syllables import is_syllable
from data.tables import read
from tests.data.make_workbooks import to_tcvn3, to_vni

LETTERS = [
    unicodedata.normalize("NFC", base + tone)
    for base in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
] + ["đ"]
NAMES = sorted({*read("units")["name"], *read("districts")["name"]})


def _sheet(*columns: list[str], font: str = "") -> Sheet:
    style = Style(font=legacy_font(font))
    rows = enumerate(zip(*columns, strict=True), start=1)
    return Sheet("A", "xlsx", [Row(number, [Cell(text, style) for text in row]) for number, row in rows])


def _texts(sheet: Sheet) -> list[list[str]]:
    return [[str(cell.value) for cell in row.cells] for row in sheet.rows]


@pytest.mark.parametrize(
    ("text", "encoding", "became"),
    [
        ("HuyÖn Nghi Léc", "tcvn3", "Huyện Nghi Lộc"),
        ("H\u00adng Nguyªn", "tcvn3", "Hưng Nguyên"),
        ("§\u00adêng cê Tæ quèc", "tcvn3", "Đường cờ Tổ quốc"),
        ("TØnh NGHÖ AN", "tcvn3", "Tỉnh NGHỆ AN"),
        ("Hµ TÜNH", "tcvn3", "HÀ TĨNH"),
        ("Huyeän Nghi Loäc", "vni", "Huyện Nghi Lộc"),
        ("Ñöôøng côø Toå quoác", "vni", "Đường cờ Tổ quốc"),
        ("THAØNH PHOÁ VINH", "vni", "THÀNH PHỐ VINH"),
        ("Nghóa Ñaøn", "vni", "Nghĩa Đàn"),
    ],
)
def test_real_examples(text: str, encoding: str, became: str) -> None:
    assert judge(text) == ("strong", (encoding,))
    assert to_unicode(text, encoding) == became  # type: ignore[arg-type]


def test_every_vietnamese_letter_survives_the_way_there_and_back() -> None:
    for letter in LETTERS:
        assert to_unicode(to_tcvn3(letter), "tcvn3") == letter
        assert to_unicode(to_vni(letter), "vni") == letter
        assert to_unicode(to_vni(letter.upper()), "vni") == letter.upper()
        # A TCVN3 font has no toned capitals: a capital font shows the small ones large.
        assert to_unicode(to_tcvn3(letter.upper()), "tcvn3", capitals=True) == letter.upper()


def test_the_tables_have_every_letter_once() -> None:
    assert sorted(TCVN3.values()) == sorted({*LETTERS, *"ĂÂÊÔƠƯĐ"} - set("aeiouy"))
    assert sorted(VNI.values()) == sorted(set(LETTERS) - set("aeiouy"))


@given(st.lists(st.sampled_from(LETTERS + list("bcdghklmnpqrstvx ") + [letter.upper() for letter in LETTERS])))
def test_real_vietnamese_is_never_changed(letters: list[str]) -> None:
    text = "".join(letters)
    sheet = _sheet([text, "Xã", "Huyện"], ["Huyện Nghi Lộc", "đường", "Tổ"])
    assert judge(text)[0] in ("unicode", "open")
    assert _texts(convert(sheet).sheet) == _texts(sheet)


def test_the_name_of_every_unit_passes_unchanged_alone_and_among_legacy_text() -> None:
    for name in NAMES:
        assert judge(name)[0] in ("unicode", "open")
        mixed = _sheet([name, "HuyÖn Nghi Léc", "Tæ quèc", "Vâ LiÖt", "phường Đội Cung"])
        assert _texts(convert(mixed).sheet)[0] == [name]


def test_the_names_of_all_units_come_back_from_both_fonts() -> None:
    vni = convert(_sheet([to_vni(name) for name in NAMES], font="VNI-Times")).sheet
    assert [row[0] for row in _texts(vni)] == NAMES
    tcvn3 = [row[0] for row in _texts(convert(_sheet([to_tcvn3(name) for name in NAMES], font=".VnTime")).sheet)]
    assert [name.casefold() for name in tcvn3] == [name.casefold() for name in NAMES]
    # A toned capital was never in the file: only its small letter comes back.
    assert {name for name in tcvn3 if name not in NAMES} == {"Mường ải"}


@pytest.mark.parametrize(
    "text", ["Café", "Müller", "5 µm", "© 2023", "18°40'", "3 × 4 m", "«Camera»", "½ ngày", "1 m²"]
)
def test_signs_and_foreign_words_alone_are_left(text: str) -> None:
    assert _texts(convert(_sheet([text])).sheet) == [[text]]


def test_what_was_converted_is_reported_by_column() -> None:
    converted = convert(_sheet(["1", "2"], ["xã Hưng Tân", "HuyÖn Nghi Léc"], ["Tæ quèc", "Vâ LiÖt"]))
    assert [note.text for note in converted.notes] == [
        "Cột B: chuyển 1 ô từ TCVN3 (phông .VnTime) sang Unicode, ví dụ «HuyÖn Nghi Léc» thành «Huyện Nghi Lộc».",
        "Cột C: chuyển 2 ô từ TCVN3 (phông .VnTime) sang Unicode, ví dụ «Tæ quèc» thành «Tổ quốc».",
    ]
    assert converted.sheet.notes == [note.text for note in converted.notes]


def test_a_text_that_may_be_either_is_left_to_a_person_in_a_mixed_sheet() -> None:
    converted = convert(_sheet(["Nghi Léc", "HuyÖn Nghi Léc", "phường Đội Cung"]))
    assert _texts(converted.sheet) == [["Nghi Léc"], ["Huyện Nghi Lộc"], ["phường Đội Cung"]]
    assert [(doubt.row, doubt.came, doubt.suggestion) for doubt in converted.doubts] == [(1, "Nghi Léc", "Nghi Lộc")]


def test_a_text_that_may_be_either_follows_a_sheet_that_is_legacy_throughout() -> None:
    converted = convert(_sheet(["Nghi Léc", "HuyÖn Nghi Léc", "Tæ quèc", "Vâ LiÖt"]))
    assert _texts(converted.sheet)[0] == ["Nghi Lộc"]


def test_the_font_decides_where_the_letters_do_not() -> None:
    assert _texts(convert(_sheet(["Nghi Léc"], font=".VnTime")).sheet) == [["Nghi Lộc"]]
    assert _texts(convert(_sheet(["Nghi Léc"], font=".VnTimeH")).sheet) == [["NGHI LỘC"]]
    assert _texts(convert(_sheet(["Nghi Lộc"], font=".VnTime")).sheet) == [["Nghi Lộc"]]


def test_bytes_are_told_apart_from_windows_1258() -> None:
    assert looks_legacy("M« h×nh;X·\r\nCamera;x· Vâ LiÖt")
    assert not looks_legacy("Huyê\u00f2n Nghi Lô\u00f2c;xã".encode("latin-1").decode("cp1252"))
    assert not looks_legacy("Café;Müller")


@pytest.mark.parametrize("word", ["Huyện", "nghĩa", "QUỲNH", "giếng", "xoong", "khuya", "ước", "Yên", "quốc", "tuếch"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["HuyÖn", "tÕ", "các̀", "họć", "hoc", "zá", "đb", "aà", "Léć"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word) or re.fullmatch("[a-z]+", word)


def test_every_word_of_every_unit_is_a_syllable() -> None:
    words = {word for name in NAMES for word in re.findall(r"[^\W\d_]+", name)}
    assert [word for word in sorted(words) if not word.isascii() and not is_syllable(word)] == []
