"""What a place was and became: one step for each boundary epoch, with the units it lay in, the law and its day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data.wording import day, sort_key, word
from geo import epochs, units
from geo.following import ways_of
from geo.lineage import pieces
from geo.units import EPOCHS


@dataclass(frozen=True)
class Linked:
    """A commune or district that can be opened: its key, its label, and what is to be said of it ("phần lớn")."""

    epoch: str
    district: str
    commune: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Step:
    """One epoch of a place: since when, by which law and how it changed then, and the units it lay in.

    `law` is "" where the place was left as it was; `here` marks the epoch on show.
    """

    epoch: str
    since: str
    law: str
    law_url: str
    change: str
    here: bool
    units: tuple[Linked, ...]


def commune_steps(epoch: str, code: str, lang: str) -> tuple[Step, ...]:
    """Give the steps of a commune, oldest first. Raises Problem for an unknown one."""
    own = units.unit(epoch, code)
    made = []
    for at in EPOCHS:
        forward = EPOCHS.index(epoch) <= EPOCHS.index(at)
        found = []
        for way in ways_of(epoch, code, at):
            there = units.unit(at, way.code)
            district = "" if there.district == own.district else word("area.of", lang, district=there.district)
            extent = "" if way.extent == "whole" else word(f"area.{way.extent}_{'to' if forward else 'from'}", lang)
            note = ", ".join(part for part in (district, extent) if part)
            found.append(Linked(at, "", there.code, _capital(there.label), note))
        made.append((at, found))
    return _steps(made, epoch, lang)


def district_steps(epoch: str, code: str, lang: str) -> tuple[Step, ...]:
    """Give the steps of a district, oldest first: in each epoch the districts its land lay in, with their communes.

    In an epoch without districts they are the former ones.
    """
    land = pieces()
    inside = land[land[epoch].map(_district_of(epoch)) == code]
    made = []
    for at in EPOCHS:
        labels = units.districts(at).set_index("code")["label"]
        every = Counter(unit.district_code for unit in units.by_code(at).values())
        shared = Counter(_district_of(at)[commune] for commune in set(inside[at]))
        found = []
        for district, n in shared.most_common():
            key = "area.communes_all" if n == every[district] else "area.communes_of"
            note = word(key, lang, n=n, total=every[district])
            found.append(Linked(at, district, "", _capital(str(labels[district])), note))
        made.append((at, found))
    return _steps(made, epoch, lang)


def communes_in(epoch: str, district: str) -> tuple[Linked, ...]:
    """Give the communes of a district of an epoch, in Vietnamese order."""
    inside = [one for one in units.by_code(epoch).values() if one.district_code == district]
    inside.sort(key=lambda one: sort_key(one.name))
    return tuple(Linked(epoch, "", one.code, _capital(one.label)) for one in inside)


def communes_today(epoch: str, district: str) -> tuple[Linked, ...]:
    """Give the communes of today in which the land of a district of an epoch lies, in Vietnamese order."""
    land = pieces()
    codes = set(land.loc[land[epoch].map(_district_of(epoch)) == district, units.TODAY])
    found = sorted((units.unit(units.TODAY, code) for code in codes), key=lambda one: sort_key(one.name))
    return tuple(Linked(units.TODAY, "", one.code, _capital(one.label)) for one in found)


def _district_of(epoch: str) -> dict[str, str]:
    return {code: unit.district_code for code, unit in units.by_code(epoch).items()}


def _steps(made: Sequence[tuple[str, Sequence[Linked]]], here: str, lang: str) -> tuple[Step, ...]:
    about = epochs.epochs().set_index("epoch")
    steps: list[Step] = []
    before: Sequence[Linked] = ()
    for epoch, found in made:
        changed = bool(before) and _seen(before) != _seen(found)
        row = about.loc[epoch]
        steps.append(
            Step(
                epoch=epoch,
                since=day(str(row["in_force"])),
                law=str(row["law"]) if changed else "",
                law_url=str(row["source_url"]) if changed else "",
                change="" if changed or not before else word("area.unchanged", lang),
                here=epoch == here,
                units=tuple(found),
            )
        )
        before = found
    return tuple(steps)


def _seen(found: Sequence[Linked]) -> list[tuple[str, str, str]]:
    return sorted((one.commune or one.district, one.label, one.note) for one in found)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
