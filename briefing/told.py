"""What is stated in numbers: reported figures, each with its own base, date and source, and sums of stated amounts."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from briefing.basis import Basis
from briefing.quality.table import Table, head
from data import catalogue, reported
from data.period import first_day
from data.record import is_address
from data.wording import day, number, sort_key, word

_FIGURES = {
    "indicator": "told.indicator",
    "value": "told.value",
    "base": "quality.col_base",
    "area": "quality.col_area",
    "date": "quality.col_date",
    "publisher": "quality.col_source",
    "source_url": "quality.col_link",
}
_WIDEST_FIRST = ["province", "border_communes", "district", "commune"]


@dataclass(frozen=True)
class Fact:
    """One number in finished texts: `value` is "" where there is none; `lines` say what it counts, out of what.

    `source` names who said so and when, with its address; both "" for what is counted in the register.
    """

    key: str
    label: str
    value: str
    unit: str
    lines: tuple[str, ...] = ()
    source: str = ""
    source_url: str = ""


def amount(value: float, qualifier: str, lang: str) -> str:
    """Write a number as it was stated: "hơn 190"; "" for NaN."""
    return "" if pd.isna(value) else word(f"qualifier.{qualifier or 'exact'}", lang, value=number(value, lang))


def total(values: pd.Series, qualifiers: pd.Series) -> tuple[float, str]:
    """Add stated numbers, and say how exact their sum is; NaN where none of them is stated.

    Sums of exact numbers and of "more than" ones are "more than", likewise "less than"; other mixtures are "about".
    """
    known = values.notna()
    rough = set(qualifiers[known]) - {"exact", ""}
    qualifier = "exact" if not rough else rough.pop() if len(rough) == 1 else "about"
    return float(values[known].sum()) if known.any() else float("nan"), qualifier


def figures(basis: Basis, model_key: str) -> Table:
    """Give every figure reported about a model up to the day of the choice, by indicator and area, oldest first.

    Columns: indicator, value ("281/412 xã": the base stands with the number where both count the same), base, area,
    date, publisher, source_url. They are those of all areas, whatever the choice names; the notes say so.
    """
    rows = _in_order(_known(basis, model_key))
    records = rows.to_dict("records")
    lang = basis.lang
    shown = pd.DataFrame(
        {
            "indicator": list(rows["indicator_en" if lang == "en" else "indicator"]),
            "value": [_stated(row, lang) for row in records],
            "base": list(rows["base"]),
            "area": list(rows["area_name"]),
            "date": [day(row["as_of"]) for row in records],
            "publisher": list(rows["publisher"]),
            "source_url": list(rows["source_url"].where(rows["source_url"].map(is_address), "")),
        }
    )
    notes = [word("told.note", lang)]
    if rows.groupby(["indicator_key", "area_name"])["base"].nunique().max() > 1:
        notes.append(word("told.bases", lang))
    return Table(
        header=_header(basis, word("told.title", lang), rows, tuple(notes)),
        rows=shown,
        labels={name: word(key, lang) for name, key in _FIGURES.items()},
        empty=word("card.none", lang),
    )


def fact(basis: Basis, indicator_key: str) -> Fact:
    """Give the newest figure of an indicator for the widest area it was reported for, as a number for the page."""
    lang = basis.lang
    known = basis.record.figures
    rows = _in_order(reported.latest(known[known["indicator_key"] == indicator_key], basis.choice.as_of))
    labels = catalogue.indicators().set_index("indicator_key")
    label = str(labels.loc[indicator_key, f"label_{lang}"])
    if rows.empty:
        return Fact(indicator_key, label, "", "", (word("card.none", lang),))
    row: dict[Hashable, Any] = rows.iloc[0].to_dict()
    return Fact(
        key=indicator_key,
        label=label,
        value=_over_base(row, lang),
        unit=str(row["unit_en" if lang == "en" else "unit"]),
        lines=tuple(dict.fromkeys((_capital(str(row["area_name"])), str(row["base"])))),
        source=word("card.source", lang, publisher=row["publisher"], date=day(row["as_of"])),
        source_url=str(row["source_url"]),
    )


def _known(basis: Basis, model_key: str) -> pd.DataFrame:
    rows = basis.record.figures
    rows = rows[rows["model_key"] == model_key]
    as_of = basis.choice.as_of
    return rows[rows["as_of"].map(first_day) <= as_of] if as_of else rows


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """By indicator in the order of the catalogue, widest area first, oldest first."""
    order = {key: place for place, key in enumerate(catalogue.indicators()["indicator_key"])}
    ranked = rows.sort_values("area_name", key=lambda names: names.map(sort_key), kind="stable")
    ranked = ranked.assign(
        _indicator=ranked["indicator_key"].map(order),
        _kind=ranked["area_kind"].map(_WIDEST_FIRST.index),
        _day=ranked["as_of"].map(first_day),
    )
    # Areas are numbered in Vietnamese order, so that the figures of one stand together.
    ranked["_area"] = pd.factorize(ranked["area_name"])[0]
    ranked = ranked.sort_values(["_indicator", "_kind", "_area", "_day"], kind="stable", ignore_index=True)
    return ranked[list(rows.columns)]


def _stated(row: Mapping[Hashable, Any], lang: str) -> str:
    return f"{_over_base(row, lang)} {row['unit_en' if lang == 'en' else 'unit']}"


def _over_base(row: Mapping[Hashable, Any], lang: str) -> str:
    """A number with its base where it is a share of it: "281/412"."""
    value = amount(row["value"], row["qualifier"], lang)
    return value if pd.isna(row["base_value"]) else f"{value}/{number(row['base_value'], lang)}"


def _header(basis: Basis, title: str, rows: pd.DataFrame, notes: tuple[str, ...]) -> Any:
    """The header of a table of figures: their publishers and days instead of the register's."""
    lang = basis.lang
    days = sorted(rows["as_of"], key=first_day)
    dates = word("told.dates", lang, first=day(days[0]), last=day(days[-1])) if days else ""
    publishers = ", ".join(rows["publisher"].value_counts().index) or word("header.no_source", lang)
    return dataclasses.replace(head(basis, title, notes, source=publishers), date_text=dates)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
