"""Words, numbers and dates as a Vietnamese (or English) reader expects them."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache

from babel.numbers import format_decimal

from data.errors import Problem
from data.tables import read

LANGUAGES = ("vi", "en")

# Vietnamese order: the letter first, then the tone.
_LETTERS = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@cache
def _words() -> dict[str, dict[str, str]]:
    table = read("words")
    return {row["key"]: {"vi": row["vi"], "en": row["en"]} for row in table.to_dict("records")}


def word(key: str, lang: str = "vi", **values: object) -> str:
    """Give the text of `key` in data/tables/words.csv, with {names} in it replaced by `values`.

    English falls back to Vietnamese where the table has none. Raises Problem for an unknown key.
    """
    entry = _words().get(key)
    if entry is None:
        raise Problem(
            where="Bảng data/tables/words.csv",
            came=f"khóa «{key}» không có trong bảng",
            expected="một dòng cho mỗi chữ trên giao diện",
            todo="Thêm dòng này vào bảng.",
        )
    text = entry[lang] or entry["vi"] if lang in LANGUAGES else entry["vi"]
    return text.format(**values) if values else text


def number(value: float | None, lang: str = "vi", digits: int = 1) -> str:
    """Write a number for reading: 1234.5 → "1.234,5" (vi) or "1,234.5" (en), at most `digits` decimals.

    None and NaN give "" : the caller says "không có số liệu" in its own words, never 0.
    """
    if value is None or math.isnan(value):
        return ""
    pattern = "#,##0." + "#" * digits if digits else "#,##0"
    return str(format_decimal(value, format=pattern, locale=lang))


def day(text: str) -> str:
    """Write an ISO date of any precision for reading: "2023-06-15" → "15/06/2023", "2023-06" → "06/2023".

    A text that is not such a date is given back unchanged, so that nothing stated is lost.
    """
    match = _DAY.fullmatch(text)
    if not match:
        return text
    return "/".join(part for part in reversed(match.groups()) if part)


def sort_key(text: str) -> tuple[list[int], list[int]]:
    """Give the key that sorts texts in Vietnamese order: letters (a ă â … d đ …) first, tones after."""
    letters: list[int] = []
    tones: list[int] = []
    for character in unicodedata.normalize("NFC", text.lower()):
        parts = unicodedata.normalize("NFD", character)
        tone = next((mark for mark in parts if mark in _TONES), "")
        letter = unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts)
        letters.append(_LETTERS.find(letter))  # -1 (space, hyphen) comes before every letter
        tones.append(_TONES.find(tone) + 1 if tone else 0)
    return letters, tones
