"""Columns of the three sheets of the register, and the words that headings use for them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast, get_args

from data.tables import read

SheetKind = Literal["sites", "statuses", "figures"]
FieldKind = Literal["text", "number", "date", "choice", "commune", "district", "coordinate", "url"]

SHEET_KINDS: tuple[SheetKind, ...] = get_args(SheetKind)
IGNORED = "ignored"  # the field of headings that are known and not kept, such as STT

_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,2}\)|\d{1,2}[.)](?!\d)|[ivx]{1,4}[.)]|[a-z]\))\s*|(?<!\s)\s*\(\d{1,2}\)\s*$")
_BRACKETS = re.compile(r"\([^)]*\)")
_LONGEST = 500  # characters of a heading, all its lines together; what is longer is a text, and takes its square
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Field:
    """A column of a sheet; `choices` are the allowed texts, or `choices_from` names a column of a table."""

    sheet_kind: SheetKind
    name: str
    label_vi: str
    label_en: str
    required: bool
    kind: FieldKind
    choices_from: str
    max_length: int
    explanation_vi: str
    example_vi: str

    @property
    def choices(self) -> tuple[str, ...]:
        """The texts a cell may hold, in the table's order; () for a field that is no choice."""
        if self.kind != "choice":
            return ()
        if "|" in self.choices_from:
            return tuple(self.choices_from.split("|"))
        table, _, column = self.choices_from.partition(".")
        return tuple(dict.fromkeys(read(table)[column]))


@cache
def fields(sheet_kind: SheetKind) -> dict[str, Field]:
    """The fields of a sheet by name, in the order of the template; table data/tables/register_columns.csv."""
    return {
        row["field"]: Field(
            sheet_kind,
            row["field"],
            row["label_vi"],
            row["label_en"],
            row["required"] == "yes",
            cast(FieldKind, row["kind"]),
            row["choices_from"],
            int(row["max_length"]),
            row["explanation_vi"],
            row["example_vi"],
        )
        for row in read("register_columns").to_dict("records")
        if row["sheet_kind"] == sheet_kind
    }


@cache
def _synonyms(sheet_kind: SheetKind) -> dict[str, str]:
    table = read("column_synonyms")
    rows = table[table["sheet_kind"] == sheet_kind]
    return {folded(synonym): field for synonym, field in zip(rows["synonym"], rows["field"], strict=True)}


@cache
def _joined(sheet_kind: SheetKind) -> dict[str, str]:
    """The synonyms written as one word, as attributes of map files are named: "MoHinh", "TENDIEM"."""
    return {words.replace(" ", ""): field for words, field in _synonyms(sheet_kind).items()}


@lru_cache(maxsize=10_000)
def field_of(heading: str, sheet_kind: SheetKind) -> str:
    """The field a heading means, IGNORED for STT and the like, "" when no synonym equals it.

    A heading of several lines of header, joined by " / ", is tried whole, then by its last parts.
    """
    if len(heading) > _LONGEST:
        return ""
    synonyms, joined = _synonyms(sheet_kind), _joined(sheet_kind)
    parts = heading.split(" / ")
    for start in range(len(parts)):
        text = " ".join(parts[start:])
        # What stands in brackets is often a unit: "Vĩ độ (B)", "Số lượng (điểm)".
        for way in (text, _BRACKETS.sub(" ", text)):
            words = folded(way)
            if field := synonyms.get(words) or joined.get(words, ""):
                return field
    return ""


@lru_cache(maxsize=10_000)
def folded(text: str) -> str:
    """A heading as it is compared: small letters, no accents, punctuation, line breaks or numbering."""
    letters = unicodedata.normalize("NFD", _NUMBERING.sub(" ", text.lower()).replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(bare))


@cache
def _personal() -> tuple[tuple[str, str], ...]:
    table = read("personal_columns")
    return tuple((f" {folded(phrase)} ", reason) for phrase, reason in zip(*table.to_numpy().T, strict=True))


def personal_columns(headings: list[str]) -> dict[int, str]:
    """Tell which headings ask for data on persons: index → what (Vietnamese); such columns are refused.

    Phrases: data/tables/personal_columns.csv, found anywhere in a heading as whole words.
    """
    found = {}
    for index, heading in enumerate(headings):
        text = f" {folded(heading)} "
        reason = next((reason for phrase, reason in _personal() if phrase in text), "")
        if reason:
            found[index] = reason
    return found
