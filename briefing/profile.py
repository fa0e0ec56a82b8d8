"""One commune of the epoch on show: what it is, what it was or became, and what the record holds there."""

from __future__ import annotations

from collections.abc import Collection
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


def profile(basis: Basis, code: str, loose: Collection[str] = ()) -> Profile:
    """Give the profile of a commune of the basis' epoch; those in `loose` have approximate boundaries.

    Raises Problem for an unknown code.
    """
    lang = basis.lang
    unit = units.unit(basis.choice.epoch, code)
    area = basis.areas.set_index("code").loc[code]
    facts = [word("area.what", lang, type=_capital(unit.type), district=area["district_label"])]
    if unit.area_km2 is not None:
        facts.append(word("area.area", lang, area=number(unit.area_km2, lang, digits=2)))
    facts.append(basis.status_text(code))
    if code in loose:
        facts.append(word("area.loose", lang))
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
    """Where a unit lies today, what it was in each earlier epoch in which that was not the same, and the laws."""
    lines = []
    passed: list[epochs.Move] = []
    starts = epochs.epochs().set_index("epoch")["in_force"]
    if unit.epoch != units.TODAY:
        passed = epochs.successors(unit.epoch, unit.code, units.TODAY)
        lines.append(word("area.today", lang, names=_names(passed, units.TODAY, unit)))
    before = {unit.label}
    for epoch in reversed(units.EPOCHS[: units.EPOCHS.index(unit.epoch)]):
        moves = epochs.predecessors(unit.epoch, unit.code, epoch)
        labels = {units.unit(epoch, move.code).label for move in moves}
        if labels != before:
            lines.append(word("area.was", lang, since=day(str(starts[epoch])), names=_names(moves, epoch, unit)))
        before, passed = labels, passed + moves
    laws = sorted({law for move in passed for law in _laws(move)}, key=lambda law: law[1])
    if laws:
        told = "; ".join(word("area.law", lang, law=law, date=day(date)) for law, date in laws)
        lines.append(word("area.laws", lang, laws=told))
    return tuple(lines)


def _laws(move: epochs.Move) -> list[tuple[str, str]]:
    """The laws of a move, each with the day it came into force; a move over several epochs joins them by "; "."""
    return list(zip(move.law.split("; "), move.date.split("; "), strict=True)) if move.law else []


def _names(moves: list[epochs.Move], epoch: str, own: units.Unit) -> str:
    """The units on the other side of some moves, with their district where it is not the unit's own."""
    there = [units.unit(epoch, move.code) for move in moves]
    return ", ".join(
        unit.label if unit.district == own.district else f"{unit.label} ({unit.district})" for unit in there
    )


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
