"""Text typed with the fonts of before Unicode (TCVN3: .VnTime, VNI: VNI-Times), told apart and converted.

Such text sits in a file as Western letters that only the font shows as Vietnamese: "HuyÖn" with .VnTime is "Huyện".
Tables: TCVN 5712:1993 (VN3) and the code table of VNI for Windows. A TCVN3 font has no toned capitals: in words
written in capitals ("NGHÖ AN") the toned letters are small until a capital font (.VnTimeH) shows them large. So a
word of two or more sure capitals and no sure small letter becomes capitals throughout, and so does a text without
any small letter that has such a word; a lone capital before toned letters ("Hµ") stays an initial.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from data.reading.cells import Cell, Row, Sheet
from data.reading.marks import LegacyFont, address
from data.reading.syllables import plausible

Encoding = Literal["tcvn3", "vni"]
Verdict = Literal["unicode", "strong", "weak", "open"]

NAMES: dict[Encoding, str] = {"tcvn3": "TCVN3 (phông .VnTime)", "vni": "VNI (phông VNI-Times)"}

_TCVN3_CODES = (
    "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ "
    "CAấ CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ "
    "EAờ EBở ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ"
)
TCVN3 = {chr(int(code[:2], 16)): code[2:] for code in _TCVN3_CODES.split()}

# VNI: a letter and then a mark that says tone, or hat and tone; in the order "", sắc, huyền, hỏi, ngã, nặng.
_TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_PLAIN, _HAT, _BREVE = "\0ùøûõï", "âáàåãä", "êéèúüë"
_VNI_MARKS = (
    ("aeou", _PLAIN, ""), ("aeo", _HAT, "\u0302"), ("a", _BREVE, "\u0306"), ("y", "\0ùøûõ", ""),
    ("ôö", "\0ùøûõï", "\u031b"),
)  # fmt: skip
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    for bases, marks, accent in _VNI_MARKS:
        for base in bases:
            letter = {"ô": "o", "ö": "u"}.get(base, base)
            for mark, tone in zip(marks, _TONES, strict=False):
                if mark != "\0":
                    table[base + mark] = unicodedata.normalize("NFC", letter + accent + tone)
    return table


VNI = _vni_table()
_VNI_PARTS = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)), re.IGNORECASE)

_VIETNAMESE = frozenset(
    letter
    for base in "aăâeêioôơuưy"
    for tone in _TONES
    for letter in (unicodedata.normalize("NFC", base + tone), unicodedata.normalize("NFC", base + tone).upper())
) | frozenset("đĐ")
# Letters that only Unicode text can have: beyond the Western page, or loose tone marks.
_SURELY_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9]")
_STRANGE = re.compile(f"[^\\x00-\\x7f{''.join(sorted(_VIETNAMESE))}]")
_SURE_CAPITAL = re.compile("[A-Z\xa1-\xa7]")
_SURE_SMALL = re.compile("[a-z\xa8-\xae]")
_VNI_LETTERS = frozenset("".join(VNI)) - frozenset("aeouy")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class ColumnNote:
    """What was converted in one column."""

    column: int
    encoding: Encoding
    cells: int
    came: str
    became: str

    @property
    def text(self) -> str:
        """The note for the report, in Vietnamese."""
        letter = address(0, self.column)[:-1]
        example = f"ví dụ «{self.came}» thành «{self.became}»"
        return f"Cột {letter}: chuyển {self.cells} ô từ {NAMES[self.encoding]} sang Unicode, {example}."


@dataclass(frozen=True)
class Doubt:
    """A text left as it came, which may be legacy: a person must choose."""

    row: int  # the sender's number
    column: int
    came: str
    suggestion: str


@dataclass
class Converted:
    """A sheet in Unicode, with what was converted and what was left for a person."""

    sheet: Sheet
    notes: list[ColumnNote] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def to_unicode(text: str, encoding: Encoding, capitals: bool = False) -> str:
    """Convert a text known to be in a legacy encoding; `capitals` for a capital font such as .VnTimeH."""
    if encoding == "vni":
        converted = _VNI_PARTS.sub(_vni_letter, text)
    else:
        capitals = capitals or _is_capital(text)
        converted = "".join(_tcvn3_word(word) for word in re.split(r"(\s+)", text))
    return unicodedata.normalize("NFC", converted.upper() if capitals else converted)


def judge(text: str, font: LegacyFont = "") -> tuple[Verdict, tuple[Encoding, ...]]:
    """Tell what a text is, and the legacy encodings in which it would read as Vietnamese.

    unicode: real Unicode or plain ASCII, never to be changed. strong: legacy beyond doubt, in one encoding. weak:
    legacy by its letters, but too short, or readable in two encodings. open: only letters that Vietnamese has, so
    it may be either.
    """
    return _judge(text, font)


@lru_cache(maxsize=50_000)
def _judge(text: str, font: LegacyFont) -> tuple[Verdict, tuple[Encoding, ...]]:
    if text.isascii() or _SURELY_UNICODE.search(text):
        return "unicode", ()
    converted = {name: to_unicode(text, name) for name in NAMES}
    readings = tuple(name for name in NAMES if converted[name] != text and plausible(converted[name]))
    stated: Encoding | None = "vni" if font == "vni" else "tcvn3" if font else None
    if stated is not None and stated in readings:
        return "strong", (stated,)
    telling = tuple(name for name in readings if _alien(text, name))
    if telling:
        return ("strong" if len(telling) == 1 and _enough(converted[telling[0]]) else "weak"), telling
    return ("open", readings) if readings else ("unicode", ())


def looks_legacy(text: str) -> bool:
    """Whether a whole text, decoded as Windows-1252, is typed with a legacy font: most of its cells with accents."""
    pieces = {piece for piece in re.split(r'[\t\r\n,;"]+', text[:200_000]) if not piece.isascii()}
    verdicts = Counter(judge(piece)[0] for piece in pieces)
    return verdicts["strong"] > 0 and (verdicts["strong"] + verdicts["weak"]) * 2 > len(pieces)


def convert(sheet: Sheet) -> Converted:
    """Convert the legacy text of a sheet, cell by cell with evidence; real Unicode is never changed.

    Weak cells follow the sheet's sure ones where these agree. Open cells follow only in a sheet that is legacy
    throughout: three sure cells or more, and none that only Unicode can write. All others stay as they came and
    are doubts where the sheet has sure cells.
    """
    accented = [
        (row, column, cell.value, cell.style.font)
        for row in sheet.rows
        for column, cell in enumerate(row.cells)
        if isinstance(cell.value, str) and not cell.value.isascii()
    ]
    suspects = [suspect for suspect in accented if not _SURELY_UNICODE.search(suspect[2])]
    # In nearly every sheet nothing points to a legacy font, and nothing more need be judged.
    if not any(font or _STRANGE.search(value) for _, _, value, font in suspects):
        return Converted(sheet)
    judged = [(row, column, *judge(value, font)) for row, column, value, font in suspects]
    votes = Counter(encodings[0] for _, _, verdict, encodings in judged if verdict == "strong")
    leading = next(iter(votes)) if len(votes) == 1 else None
    throughout = leading is not None and votes[leading] >= 3 and len(suspects) == len(accented)
    result = Converted(replace(sheet, notes=list(sheet.notes)))
    changes: dict[tuple[int, int], tuple[Encoding, Cell]] = {}
    for row, column, verdict, encodings in judged:
        if verdict == "unicode":
            continue
        cell = row.cells[column]
        # Where a text reads in two ways, the sheet's sure ones decide.
        agreed = leading in encodings
        encoding = leading if agreed and leading else encodings[0]
        became = to_unicode(str(cell.value), encoding, capitals=cell.style.font == "tcvn3-upper")
        if verdict == "strong" or (agreed and (verdict == "weak" or throughout)):
            changes[row.number, column] = encoding, Cell(became, cell.style, cell.origin)
        elif verdict == "weak" or agreed:
            result.doubts.append(Doubt(row.number, column, str(cell.value), became))
    result.notes = _notes(sheet.rows, changes)
    result.sheet.notes += [note.text for note in result.notes]
    if changes:
        result.sheet.rows = _changed(sheet.rows, {place: cell for place, (_, cell) in changes.items()})
    return result


def _changed(rows: list[Row], changes: dict[tuple[int, int], Cell]) -> list[Row]:
    touched = {number for number, _ in changes}
    return [
        Row(row.number, [changes.get((row.number, column), cell) for column, cell in enumerate(row.cells)])
        if row.number in touched
        else row
        for row in rows
    ]


def _notes(rows: list[Row], changes: dict[tuple[int, int], tuple[Encoding, Cell]]) -> list[ColumnNote]:
    came = {row.number: row for row in rows}
    found: dict[tuple[int, Encoding], list[tuple[str, str]]] = {}
    for (number, column), (encoding, cell) in changes.items():
        found.setdefault((column, encoding), []).append((str(came[number].cells[column].value), str(cell.value)))
    return [ColumnNote(column, encoding, len(pairs), *pairs[0]) for (column, encoding), pairs in sorted(found.items())]


def _tcvn3_word(word: str) -> str:
    converted = "".join(TCVN3.get(character, character) for character in word)
    return converted.upper() if _is_capital(word) else converted


def _vni_letter(match: re.Match[str]) -> str:
    part = match.group()
    letter = VNI[part.lower()]
    return letter.upper() if part[0].isupper() else letter


def _is_capital(text: str) -> bool:
    """Whether a TCVN3 text holds a word of two or more sure capitals, and no sure small letter.

    Toned letters are never sure: the font has them small only.
    """
    words = (_SURE_CAPITAL.findall(word) for word in text.split())
    return not _SURE_SMALL.search(text) and any(len(capitals) > 1 for capitals in words)


def _alien(text: str, encoding: Encoding) -> bool:
    """Whether the text has characters of the encoding that no Vietnamese word has."""
    strange = _STRANGE.findall(text)
    if encoding == "tcvn3":
        return any(character in TCVN3 for character in strange)
    return any(character.lower() in _VNI_LETTERS for character in strange)


def _enough(converted: str) -> bool:
    """Whether the text has an accented word of three letters, or two accented words: "µm" alone is neither."""
    words = [word for word in _WORD.findall(converted) if not word.isascii()]
    return len(words) > 1 or any(len(word) > 2 for word in words)
