"""Đường cờ Tổ quốc: sites with length, flags and religious places as their sources state them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection

import pandas as pd

from briefing import build, places
from briefing.basis import Basis
from briefing.legend import legend
from briefing.quality.table import Table
from briefing.spec import BarSpec, MapSpec
from briefing.told import Fact, amount, fact, total
from data.wording import number, word
from geo import lines

MODEL = "duong_co_to_quoc"
_REPORTED = "diem_duong_co_ton_giao"
_METRES = {"m": 1.0, "mét": 1.0, "km": 1000.0, "ki-lô-mét": 1000.0}
_FLAGS = {"lá cờ", "cờ", "lá cờ tổ quốc", "cờ tổ quốc"}
# The words by which names of sites and of models say that a place is religious; what names nothing is not known.
_RELIGIOUS = re.compile(
    r"\b(giáo xứ|giáo họ|giáo hạt|giáo phận|họ đạo|xứ đạo|nhà thờ|nhà chung|tu viện|dòng tu|chùa|cơ sở tôn giáo)\b",
    re.IGNORECASE,
)
_LABELS = {
    "site": "quality.col_site",
    "commune": "table.commune",
    "length": "flags.col_length",
    "measured": "flags.col_measured",
    "flags": "flags.col_flags",
    "other": "flags.col_other",
    "religious": "flags.col_religious",
    "named": "places.named",
    "launched": "places.launched",
    "publisher": "quality.col_source",
    "published": "places.published",
    "source_url": "quality.col_link",
}


def length_m(sites: pd.DataFrame) -> pd.Series:
    """Give the length that the source of each site states, in metres (float, NaN = it does not say)."""
    return sites["quantity"] * _unit(sites).map(_METRES).astype(float)


def flags(sites: pd.DataFrame) -> pd.Series:
    """Give how many flags the source of each site states (float, NaN = it does not say)."""
    return sites["quantity"].where(_unit(sites).isin(_FLAGS))


def religious(sites: pd.DataFrame) -> pd.Series:
    """Give the word by which the record says that a site belongs to a religious place; "" = it does not say."""
    told = sites["site_name"] + " · " + sites["model_name"]
    return told.map(lambda text: found.group().lower() if (found := _RELIGIOUS.search(text)) else "")


def facts(basis: Basis) -> tuple[Fact, ...]:
    """Give the numbers at the head of the page: what was reported, and what is on record."""
    lang, rows = basis.lang, basis.counted.rows
    having, all_communes = places.communes_with(basis)
    named = int((religious(rows) != "").sum())
    return (
        fact(basis, _REPORTED),
        Fact(
            "on_record",
            word("places.title", lang),
            number(len(rows), lang) if len(rows) else "",
            word("unit.sites", lang),
            (
                word("cameras.communes", lang, n=number(having, lang), total=number(all_communes, lang)),
                word("flags.religious", lang, n=named, other=len(rows) - named),
            )
            if len(rows)
            else (word("card.no_places", lang),),
        ),
        _length(basis),
        _sum(basis, "flags", flags(rows), word("flags.unit", lang)),
    )


def sites(basis: Basis) -> Table:
    """Give the sites of the choice as briefing.places does, with what their sources state of length, flags and place.

    Further columns: length and flags (as stated), measured (metres of the line in the register), other (stated amounts
    of another kind), religious (the record's own word). Columns that nothing is known of are left out.
    """
    lang, rows = basis.lang, basis.counted.rows
    told = pd.Series(
        [places.stated_amount(row, lang) for row in rows.to_dict("records")], index=rows.index, dtype="str"
    )
    is_length, is_flags = length_m(rows).notna(), flags(rows).notna()
    more = {
        "length": told.where(is_length, ""),
        "flags": told.where(is_flags, ""),
        "other": told.mask(is_length | is_flags, ""),
        "measured": _measured(rows).map(
            lambda metres: f"{number(metres, lang, digits=0)} m" if pd.notna(metres) else ""
        ),
        "religious": religious(rows),
    }
    shown = {name: key for name, key in _LABELS.items() if name not in more or (more[name] != "").any()}
    return places.places(basis, more, shown)


def site_map(basis: Basis, inner_points: pd.DataFrame, selected: str = "", loose: Collection[str] = ()) -> MapSpec:
    """Give the map of the sites under a title of its own; the rest as briefing.build.site_map."""
    spec = build.site_map(basis, inner_points, selected, loose)
    return dataclasses.replace(spec, header=dataclasses.replace(spec.header, title=word("flags.map", basis.lang)))


def by_area(basis: Basis, selected: str = "") -> BarSpec:
    """Give the sites by area in the colour of their layer; the rest as briefing.build.area_bars."""
    colour = next(item.colour for item in legend("layer", basis.lang) if item.key == "flag_road")
    return dataclasses.replace(build.area_bars(basis, selected), colour=colour)


def _measured(rows: pd.DataFrame) -> pd.Series:
    """The length of the lines in the register, in metres."""
    return lines.length_m(rows) if len(rows) else pd.Series(dtype=float)


def _length(basis: Basis) -> Fact:
    """The stated lengths added; the measured ones stand apart, for they are ours and not the sources'."""
    lang, rows = basis.lang, basis.counted.rows
    stated = _sum(basis, "length", length_m(rows), "m")
    measured = _measured(rows)
    if not measured.notna().any():
        return stated
    line = word("flags.measured", lang, metres=number(measured.sum(), lang, digits=0), n=int(measured.notna().sum()))
    return Fact(stated.key, stated.label, stated.value, stated.unit, (*stated.lines, line))


def _sum(basis: Basis, key: str, stated: pd.Series, unit: str) -> Fact:
    lang, rows = basis.lang, basis.counted.rows
    value, qualifier = total(stated, rows["quantity_qualifier"])
    said = (word("flags.stated", lang, n=int(stated.notna().sum()), total=len(rows)),) if len(rows) else ()
    return Fact(key, word(f"flags.{key}", lang), amount(value, qualifier, lang), unit, said)


def _unit(sites: pd.DataFrame) -> pd.Series:
    return sites["quantity_unit"].str.strip().str.casefold()
