"""What a person means who writes the name of a commune: its name, its type, its district.

Understood are "xã Hưng Tân", "X. Hưng Tân", "P.Trung Đô", "TT Dùng", "xã A, huyện B", "A (B)", "A - B",
"xã A huyện B", with the province behind and places below the commune in front. A word that may be a type or
the beginning of a name ("xa luong": the commune Xá Lượng) is read both ways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.spelling import bare_key, tidy

_TYPES = {
    "xã": "xã",
    "xa": "xã",
    "x": "xã",
    "phường": "phường",
    "phuong": "phường",
    "p": "phường",
    "thị trấn": "thị trấn",
    "thi tran": "thị trấn",
    "tt": "thị trấn",
}
_DISTRICT_TYPES = {
    "huyện": "huyện",
    "huyen": "huyện",
    "h": "huyện",
    "thị xã": "thị xã",
    "thi xa": "thị xã",
    "tx": "thị xã",
    "thành phố": "thành phố",
    "thanh pho": "thành phố",
    "tp": "thành phố",
}
_PROVINCE = {"nghe an", "tinh nghe an", "viet nam"}


def _words(types: dict[str, str]) -> str:
    return "|".join(sorted(types, key=len, reverse=True))


_SEPARATOR = re.compile(r"[,;:()\[\]/|\-–—]+")
_COMMUNE = re.compile(rf"({_words(_TYPES)})(?:\.\s*|\s+)(?=\w)(.+)")
_DISTRICT = re.compile(rf"({_words(_DISTRICT_TYPES)})(?:\.\s*|\s+)(?=\w)(.+)")
_INNER_DISTRICT = re.compile(rf"(?<=\w)\s+(?=(?:{_words(_DISTRICT_TYPES)})(?:\.\s*|\s+)\w)")
_QUOTES = re.compile("[\"'`´“”„‘’«»]")


@dataclass(frozen=True)
class Reading:
    """One way to read a text: a name, the type it was written with, the district it was said to lie in.

    `type` and `district` are "" when the text has none; a `type` of the district level fits no commune.
    """

    name: str
    type: str
    district: str


def readings(text: str) -> list[Reading]:
    """Return the ways to read a text, the likeliest first; none when it has no letter or digit."""
    named, district = _split(_segments(text))
    if not bare_key(named):
        return []
    found = []
    for pattern, types in ((_COMMUNE, _TYPES), (_DISTRICT, _DISTRICT_TYPES)):
        match = pattern.fullmatch(named)
        if match:
            found.append(Reading(match[2], types[match[1]], district))
    return [*found, Reading(named, "", district)]


def district_name(text: str) -> str:
    """Return a district's name without the word for its type: "huyện Nam Đàn" gives "nam đàn"."""
    match = _DISTRICT.fullmatch(tidy(text))
    return match[2] if match else tidy(text)


def _segments(text: str) -> list[str]:
    """Cut a text where a place ends and the place around it begins; leave out the province."""
    rough = [piece for piece in _SEPARATOR.split(_QUOTES.sub(" ", tidy(text))) if piece.strip()]
    pieces = [tidy(piece) for part in rough for piece in _INNER_DISTRICT.split(tidy(part))]
    kept = [piece for piece in pieces if bare_key(piece) not in _PROVINCE]
    return kept or pieces


def _split(segments: list[str]) -> tuple[str, str]:
    """Return the piece that names the commune, and the piece that names its district ("" without one)."""
    if not segments:
        return "", ""
    typed = [at for at, piece in enumerate(segments) if _COMMUNE.fullmatch(piece)]
    above = [at for at, piece in enumerate(segments) if _DISTRICT.fullmatch(piece)]
    named = typed[0] if typed else next((at for at in range(len(segments)) if at not in above), 0)
    if [at for at in above if at != named]:
        return segments[named], district_name(segments[next(at for at in above if at != named)])
    behind = segments[named + 1 : named + 2]
    return segments[named], district_name(behind[0]) if behind else ""
