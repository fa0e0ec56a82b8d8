"""One commune of the epoch on show: what it is, what it was or became, and what the record holds there."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from briefing.basis import Basis
from data.wording import day, number, word
from geo import epochs, units


@dataclass(frozen=True, eq=False)
class Profile:
    """A commune in finished texts.

    `facts` are short lines (district, area, drug status, border programme); `lineage` one line for every earlier or
    later unit; `sites` has the columns model, name, where, source, source_url, one row a site on record there.
    """

    code: str
    title: str
    facts: tuple[str, ...]
    lineage: tuple[str, ...]
    sites: pd.DataFrame


def profile(basis: Basis, code: str) -> Profile:
    """Give the profile of a commune of the basis' epoch. Raises Problem for an unknown code."""
    lang = basis.lang
    unit = units.unit(basis.choice.epoch, code)
    area = basis.areas.set_index("code").loc[code]
    facts = [word("area.what", lang, type=_capital(unit.type), district=area["district_label"])]
    if unit.area_km2 is not None:
        facts.append(word("area.area", lang, area=number(unit.area_km2, lang, digits=2)))
    facts.append(basis.status_text(code))
    if area["border27"]:
        facts.append(word("area.border", lang))
    rows = basis.counted.rows
    return Profile(
        code=code,
        title=_capital(unit.label),
        facts=tuple(facts),
        lineage=_lineage(unit, lang),
        sites=_sites(rows[rows["epoch_code"] == code], lang),
    )


def _lineage(unit: units.Unit, lang: str) -> tuple[str, ...]:
    """What today's unit was at the epoch of the record's names, or where an earlier unit lies today."""
    today = unit.epoch == units.TODAY
    at = units.EPOCHS[-2] if today else units.TODAY
    find = epochs.predecessors if today else epochs.successors
    moves = find(unit.epoch, unit.code, at)
    names = ", ".join(_full(units.unit(at, move.code), at) for move in moves)
    laws = {(move.law, move.date) for move in moves if move.law}
    lines = [f"{word('area.was' if today else 'area.today', lang)}: {names}"]
    lines += [
        word("area.changed", lang, law=law, date="; ".join(day(part) for part in date.split("; ")))
        for law, date in sorted(laws)
    ]
    return tuple(lines)


def _full(unit: units.Unit, epoch: str) -> str:
    return unit.label if epoch == units.TODAY else f"{unit.label} ({unit.district})"


def _sites(rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    records = rows.to_dict("records")
    where = [", ".join(part for part in (row["hamlet"], row["commune_text"]) if part) for row in records]
    sources = [
        word("area.source", lang, publisher=row["publisher"], date=day(row["source_date"]))
        if row["source_date"]
        else word("area.source_undated", lang, publisher=row["publisher"])
        for row in records
    ]
    return pd.DataFrame(
        {
            "model": list(rows["model_label"]),
            "name": list(rows["site_name"]),
            "where": where,
            "source": sources,
            "source_url": list(rows["source_url"]),
        }
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
