"""Spellings of Vietnamese place names: which count as the same, with and without accents.

Counted as the same spelling: composed and decomposed letters, capitals, "Ð" typed for "Đ", the old and the
new place of the tone mark (Hoà/Hòa, Thuỷ/Thủy, Quỳ/Qùy), and i/y as the only vowel of a syllable (Mỹ/Mĩ,
Kỳ/Kì). No two units of the province differ in these alone.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = dict(zip("\u0300\u0301\u0303\u0309\u0323", "12345", strict=True))
_LOOKALIKES = str.maketrans("\u00d0\u00f0\u0189\u0256", "ĐđĐđ")  # eth and the African D, typed for đ
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]+")
_LONE_VOWEL = re.compile(r"((?:h|k|l|m|s|t|v|qu))y")


def tidy(text: str) -> str:
    """Return the text composed, in small letters, single-spaced, without invisible characters."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text).translate(_LOOKALIKES))
    # Some capitals grow a combining mark when made small: compose again.
    return " ".join(unicodedata.normalize("NFC", text.lower()).split())


def exact_key(text: str) -> str:
    """Return what two spellings of one name share; "" when the text has no letter or digit."""
    return " ".join(_syllable(word) for word in _WORD.findall(tidy(text)))


def bare_key(text: str) -> str:
    """Return what two spellings of one name share once the accents are dropped."""
    plain = unicodedata.normalize("NFD", tidy(text).replace("đ", "d"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(
        _LONE_VOWEL.sub(r"\1i", word) if _LONE_VOWEL.fullmatch(word) else word for word in _WORD.findall(letters)
    )


def is_bare(text: str) -> bool:
    """Tell whether the text was typed without any accent."""
    return tidy(text).isascii()


def _syllable(word: str) -> str:
    """Return a syllable's letters with their tone, as a digit, behind them: wherever the mark was put."""
    letters = unicodedata.normalize("NFD", word)
    tone = "".join(_TONES[letter] for letter in letters if letter in _TONES)
    plain = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES))
    if _LONE_VOWEL.fullmatch(plain):
        plain = _LONE_VOWEL.sub(r"\1i", plain)
    return plain + tone
