"""Reported figures against the ones before them; nothing is subtracted across a change of base or criterion."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from briefing.basis import Basis
from briefing.time_rows import same_ground, told, told_indicators
from data import breaks, catalogue
from data.wording import day, number, word

_EXACT = "exact"
COLUMNS = ("indicator", "newest", "before", "change", "source", "link")


def against_previous(basis: Basis) -> pd.DataFrame:
    """Give for each reported indicator its newest figure, the one before, and what changed, in finished texts.

    The figures are those of the choice's own area where there are any, else those of the first area told of. Rows in
    the order of the catalogue, those with two figures first; columns: indicator, newest, before, change, source, link.
    """
    labels = catalogue.indicators().set_index("indicator_key")[f"label_{basis.lang}"]
    rows = []
    for key in told_indicators(basis):
        found = told(basis, key)
        here = (found.figures["indicator_key"] == key) & (found.figures["area_name"] == found.default_area)
        if here.any():
            rows.append(_row(str(labels[key]), found.figures[here].to_dict("records"), basis.lang))
    rows.sort(key=lambda row: row["before"] == "")
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(label: str, figures: list[dict[Hashable, Any]], lang: str) -> dict[str, str]:
    newest, earlier = figures[-1], [row for row in figures if row["end"] < figures[-1]["begin"]]
    before = earlier[-1] if earlier else None
    return {
        "indicator": f"{label}, {newest['area_name']}",
        "newest": _said(newest, lang),
        "before": _said(before, lang) if before else "",
        "change": _change(before, newest, lang) if before else word("comparison.only_one", lang),
        "source": str(newest["publisher"]),
        "link": str(newest["source_url"]),
    }


def _said(row: dict[Hashable, Any], lang: str) -> str:
    value = word(f"qualifier.{row['qualifier']}", lang, value=number(row["value"], lang))
    base = number(row["base_value"], lang)
    return word("comparison.figure", lang, value=f"{value}/{base}" if base else value, date=day(row["as_of"]))


def _change(before: dict[Hashable, Any], newest: dict[Hashable, Any], lang: str) -> str:
    if breaks.between(before, newest, same_ground):
        return word("comparison.other_base", lang, old=before["base"], new=newest["base"])
    if {before["qualifier"], newest["qualifier"]} != {_EXACT}:
        return word("comparison.rounded", lang)
    change = newest["value"] - before["value"]
    state = "up" if change > 0 else "down" if change < 0 else "same"
    return word(f"comparison_state.{state}", lang, n=number(abs(change), lang))
