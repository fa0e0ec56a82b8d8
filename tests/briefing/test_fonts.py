import itertools
import unicodedata

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import fonts
from briefing.fonts import Face, plain, width, wrap
from data.errors import Problem

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"
OTHERS = "bcdđghklmnpqrstvxfjwz" + "0123456789" + "–—…·“”‘’«»()[]{}/\\%‰+−×≤≥<>=#&@§°²³|~^_`'\"!?.,:;*$€₫"


def vietnamese_letters() -> set[str]:
    vowels = {unicodedata.normalize("NFC", vowel + tone) for vowel, tone in itertools.product(VOWELS, TONES)}
    return {form for letter in vowels | set(OTHERS) for form in (letter, letter.upper()) if len(form) == 1}


def test_there_are_134_letters_with_marks() -> None:
    assert sum(not letter.isascii() and letter.isalpha() for letter in vietnamese_letters()) == 134


@pytest.mark.parametrize("name", sorted(fonts.FILES.values()))
def test_every_vietnamese_letter_is_in_every_face(name: str) -> None:
    letters = TTFont(fonts.folder() / name).getBestCmap()
    missing = {letter for letter in vietnamese_letters() if ord(letter) not in letters}
    assert missing <= set("₫"), missing  # The sign of the đồng is never written in a picture.


def test_the_faces_belong_to_one_family() -> None:
    names = {TTFont(fonts.folder() / name)["name"].getBestFamilyName() for name in fonts.FILES.values()}
    assert names == {fonts.FAMILY}


def test_a_missing_font_package_is_a_problem_in_vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_font_package")
    with pytest.raises(Problem, match="phông Be Vietnam Pro"):
        fonts.folder()


def test_plain_text_is_composed_and_on_one_line() -> None:
    assert plain("Xã\n Nghĩa\tĐàn\u0000 ") == "Xã Nghĩa Đàn"
    assert plain("Nghe\u0302\u0323 An") == "Nghệ An"
    assert plain("trái\u202ephải\ud800") == "tráiphải"
    assert plain("A\u202a\u0300") == "À"


@given(st.text(max_size=40) | st.text("a\u0301\u00a0 \t\u200b\u202e\ue000", max_size=8))
@settings(deadline=None)
def test_every_letter_of_a_plain_text_is_shown(text: str) -> None:
    shown = plain(text)
    assert shown == " ".join(shown.split()) == unicodedata.normalize("NFC", shown)
    assert not {unicodedata.category(letter) for letter in shown} & {"Cc", "Cs", "Cn", "Cf", "Zl", "Zp"}
    assert plain(shown) == shown


def test_lines_break_between_words() -> None:
    face = Face(12)
    limit = width("Toàn tỉnh Nghệ An", face)
    assert wrap("Toàn tỉnh Nghệ An và cả nước", limit, face) == ["Toàn tỉnh Nghệ An", "và cả nước"]
    assert wrap("", 100, face) == []


def test_a_word_wider_than_the_line_is_broken_inside() -> None:
    face = Face(12)
    lines = wrap("a " + "m" * 40, 100, face)
    assert lines[0] == "a"
    assert "".join(lines[1:]) == "m" * 40
    assert all(width(line, face) <= 100 for line in lines)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.floats(20, 400))
def test_wrapping_loses_nothing_and_fits(text: str, limit: float) -> None:
    face = Face(13, 600)
    lines = wrap(text, limit, face)
    assert "".join(lines).replace(" ", "") == plain(text).replace(" ", "")
    assert all(width(line, face) <= limit or len(line) == 1 for line in lines)
