"""One commune or district of the epoch on show: what it is, what a commune was or became, what is on record there."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from briefing.basis import Basis
from data import status
from data.errors import Problem
from data.tables import read
from data.wording import day, number, word
from geo import epochs, units


@dataclass(frozen=True, eq=False)
class Profile:
    """A commune or district in finished texts.

    `facts` are short lines (district, area, drug status, border programme); `lineage` one line for every earlier or
    later unit of a commune; `sites` has the columns model, name, where, launched, quantity, source, source_url, one
    row a site on record there. `area_source` says where the area in km² is from, "" where none is stated.
    """

    code: str
    title: str
    facts: tuple[str, ...]
    lineage: tuple[str, ...]
    sites: pd.DataFrame
    area_source: str = ""


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
    else:
        facts.append(word("area.area_unknown", lang))
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
        area_source=_area_source(unit.epoch, [code]),
    )


def district_profile(basis: Basis, code: str, loose: Collection[str] = ()) -> Profile:
    """Give the profile of a district (in the epoch without districts, a former one) of the basis' epoch.

    Its area is the sum of its communes', given only where each one's is stated. Raises Problem for an unknown code.
    """
    lang, epoch = basis.lang, basis.choice.epoch
    found = basis.districts.set_index("code")
    if code not in found.index:
        raise Problem("Mã huyện", f"«{code}»", f"mã một huyện có ở mốc {epoch}", "Chọn lại địa bàn ở thanh lọc.")
    inside = basis.areas[basis.areas["district_code"] == code]
    kind = "area.former_district" if epoch == units.TODAY else "area.district"
    since = epochs.epochs().set_index("epoch").loc[units.TODAY, "in_force"]
    facts = [word(kind, lang, n=number(len(inside), lang), since=day(str(since)))]
    if inside["area_km2"].notna().all():
        facts.append(word("area.area_sum", lang, area=number(inside["area_km2"].sum(), lang, digits=2)))
    else:
        facts.append(word("area.area_unknown", lang))
    counts = {row["drug_status"]: row["n"] for row in status.by_status(inside).to_dict("records")}
    told = "; ".join(f"{word(f'status.{key}', lang)}: {number(n, lang)}" for key, n in counts.items() if n)
    facts.append(word("area.statuses", lang, told=told, n=number(len(inside), lang)))
    names = ", ".join(basis.names[one] for one in inside["code"] if one in loose)
    if names:
        facts.append(word("map.loose", lang, names=names))
    if n := int(inside["border27"].sum()):
        facts.append(word("area.border_n", lang, n=number(n, lang)))
    rows = basis.counted.rows
    return Profile(
        code=code,
        title=_capital(str(found.loc[code, "label"])),
        facts=tuple(facts),
        lineage=(),
        sites=_sites(rows[rows["epoch_code"].isin(inside["code"])], lang),
        area_source=_area_source(epoch, list(inside["code"])),
    )


def _area_source(epoch: str, codes: Collection[str]) -> str:
    """Say where the areas of some communes are from; "" unless each of them has one."""
    table = read("units")
    rows = table[(table["epoch"] == epoch) & table["code"].isin(codes)]
    return "; ".join(dict.fromkeys(rows["source"])) if len(rows) and (rows["area_km2"] != "").all() else ""


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
            "launched": [day(row["launched"]) for row in records],
            "quantity": [_quantity(row, lang) for row in records],
            "source": sources,
            "source_url": list(rows["source_url"]),
        }
    )


def _quantity(row: dict[Hashable, Any], lang: str) -> str:
    """How much of what a site has, as stated: "hơn 30 camera"; "" when nothing is."""
    if pd.isna(row["quantity"]):
        return ""
    value = word(f"qualifier.{row['quantity_qualifier'] or 'exact'}", lang, value=number(row["quantity"], lang))
    return f"{value} {row['quantity_unit']}".strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
