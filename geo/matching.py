"""A column of commune names, matched with the units they name: nothing is guessed, what can mean several is asked.

A name can come with its district in the same text ("xã Hưng Tân, huyện Hưng Nguyên") or beside it, and can be a
five-digit code. With an epoch it is looked for there only, else in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from data.checking.places import Candidate
from geo.lineage import successors
from geo.meaning import Answer, Question, answer
from geo.query import district_name, readings
from geo.spelling import bare_key, exact_key, is_bare, tidy
from geo.units import EPOCHS, TODAY, Unit, by_code, check_epoch, districts, unit

# In so many letters; without its accents; by its code; whichever unit is meant, it lies in one of today; by a person.
How = Literal["", "exact", "unaccented", "code", "today", "answered"]
Fault = Literal["", "missing", "ambiguous", "unknown", "unknown_code", "unknown_district", "other_district", "district"]

_CODE = re.compile(r"[0-9]{5}")
_FOUND: dict[str, How] = {"name": "exact", "unaccented": "unaccented", "code": "code"}


@dataclass(frozen=True)
class Name:
    """A name as it was given, with its district where that stands beside it."""

    text: str
    district: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What names that ask the same have in common."""
        return tidy(self.text), tidy(self.district)


@dataclass(frozen=True)
class Matched:
    """What became of a name: its unit and how it was found, or the fault and the units it may mean.

    With how "today" there is no unit, since several bear the name, but `today` is the one they all lie in now. Of a
    unit that was divided `today` has every part, the main one first.
    """

    name: Name
    unit: Unit | None = None
    how: How = ""
    fault: Fault = ""
    candidates: tuple[Unit, ...] = ()
    today: tuple[Unit, ...] = ()


def lines(text: str) -> list[Name]:
    """Read a pasted column: a name a line; what a spreadsheet puts behind a tab is the district."""
    found = []
    for line in text.splitlines():
        if line.strip():
            name, _, district = line.partition("\t")
            found.append(Name(name.strip(), district.strip()))
    return found


def match(
    names: Sequence[Name], epoch: str = "", answers: Mapping[tuple[str, str], tuple[str, str]] | None = None
) -> list[Matched]:
    """Match names, in their order, with units of an epoch, or of any ("").

    `answers` gives the (epoch, code) that a person chose for the names of a `key`. Raises Problem on an unknown epoch
    or an answer that is no unit.
    """
    if epoch:
        check_epoch(epoch)
    chosen = answers or {}
    told: dict[tuple[str, str], Matched] = {}
    for name in names:
        if name.key not in told:
            told[name.key] = _answered(name, chosen[name.key]) if name.key in chosen else _match(name, epoch)
    return [Matched(name, **_without_name(told[name.key])) for name in names]  # type: ignore[arg-type]


def asked(matched: Iterable[Matched]) -> dict[tuple[str, str], Matched]:
    """Give what a person has to answer, once for all names of a key: those not found that have candidates."""
    found: dict[tuple[str, str], Matched] = {}
    for one in matched:
        if one.fault and one.candidates:
            found.setdefault(one.name.key, one)
    return found


def districts_named(text: str) -> tuple[tuple[str, str], ...]:
    """Give the (epoch, code) of the districts a text names, each at the last epoch that has it.

    A name with accents names no district that only has its letters.
    """
    name = district_name(_first_part(text))
    bare = is_bare(name)
    same = bare_key(name) if bare else exact_key(name)
    last = {
        code: epoch for epoch, code, exact, letters in _districts() if same and same == (letters if bare else exact)
    }
    return tuple((epoch, code) for code, epoch in last.items())


@cache
def _districts() -> list[tuple[str, str, str, str]]:
    """Return the districts of every epoch, oldest first: epoch, code, and the two keys of their name."""
    rows = [(epoch, row) for epoch in EPOCHS for row in districts(epoch).to_dict("records")]
    return [(epoch, str(row["code"]), exact_key(row["name"]), bare_key(row["name"])) for epoch, row in rows]


def _match(name: Name, epoch: str) -> Matched:
    text = tidy(name.text)
    commune, code = ("", text) if _CODE.fullmatch(text) else (text, "")
    question = Question(commune, name.district, epoch, code, "", False)
    found = answer(question)
    if found.unit is not None:
        if found.how == "wider":
            return _in_today(name, found.unit)
        return Matched(name, found.unit, _FOUND[found.how], today=_today(found.unit))
    if _names_a_district(name.text) or (found.fault == "unknown" and districts_named(name.text)):
        return Matched(name, fault="district")
    return _faulty(name, found)


def _in_today(name: Name, widest: Unit) -> Matched:
    """Several units bear the name, the widest holds the others: where it lies today is sure, which one is meant not."""
    today = _today(widest)
    if len(today) == 1:
        return Matched(name, how="today", today=today)
    return Matched(name, fault="ambiguous", candidates=(widest,))


def _faulty(name: Name, found: Answer) -> Matched:
    units = tuple(_unit(one) for one in found.candidates)
    today = {_today(one) for one in units}
    if found.fault == "ambiguous" and len(today) == 1 and len(next(iter(today))) == 1:
        return Matched(name, how="today", candidates=units, today=today.pop())
    fault = cast(Fault, "other_district" if _elsewhere(name.text, units) else found.fault)
    return Matched(name, fault=fault, candidates=units)


def _elsewhere(text: str, units: Sequence[Unit]) -> bool:
    """Whether a text that names a district names units of other districts."""
    ways = [way for way in readings(text) if way.district]
    return any(bare_key(way.name) == bare_key(one.name) for way in ways for one in units)


def _answered(name: Name, key: tuple[str, str]) -> Matched:
    chosen = unit(*key)
    return Matched(name, chosen, "answered", today=_today(chosen))


def _without_name(one: Matched) -> dict[str, object]:
    return {field: value for field, value in vars(one).items() if field != "name"}


def _unit(one: Candidate) -> Unit:
    return by_code(one.epoch)[one.code]


def _today(one: Unit) -> tuple[Unit, ...]:
    return tuple(by_code(TODAY)[move.code] for move in successors(one.epoch, one.code, TODAY))


def _names_a_district(text: str) -> bool:
    return any(way.type in ("huyện", "thị xã", "thành phố") for way in readings(text)) and bool(districts_named(text))


def _first_part(text: str) -> str:
    return re.split(r"[,;(\t]", text, maxsplit=1)[0]
