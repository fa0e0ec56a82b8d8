"""What the words and codes of a row mean: one unit of one epoch, or the units they may mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from data.checking.places import Candidate
from data.errors import Problem
from geo.lineage import moves, origins
from geo.names import Match, find
from geo.spelling import is_bare, tidy
from geo.units import EPOCHS, Unit, by_code

SUGGESTIONS = 5
_MATCHES = 50  # above the number of units that any one name can mean in all epochs


class Question(NamedTuple):
    """One distinct thing that rows ask: `day` is the epoch in force on the row's day."""

    commune: str
    district: str
    epoch: str
    code: str
    day: str
    stated: bool


@dataclass(frozen=True)
class Answer:
    """The unit found, or the fault and the units it may be."""

    unit: Unit | None = None
    how: str = ""
    fault: str = ""
    candidates: tuple[Candidate, ...] = ()
    loose: bool = False


def answer(question: Question) -> Answer:
    """Place by code, else by name. Takes a text for one place only when it can mean no other."""
    if question.code:
        return _by_code(question)
    if not question.commune.strip():
        return Answer(fault="missing")
    return _by_name(question)


def _by_code(question: Question) -> Answer:
    epochs = [question.epoch] if question.epoch else EPOCHS
    units = [by_code(epoch)[question.code] for epoch in epochs if question.code in by_code(epoch)]
    named = _certain(question, _matches(question._replace(epoch="", district="")))
    if not units:
        return Answer(fault="unknown_code", candidates=_candidates(named))
    if not question.commune.strip():
        return _one(units, question, "code")
    both = [unit for unit in units if unit in named]
    both = both or [unit for unit in units if any(_same_land(unit, other) for other in named)]
    if both:
        return _one(both, question, "code")
    if question.epoch:
        return Answer(units[0], "code", loose=True)
    return Answer(fault="code_and_name", candidates=_candidates([*units, *named]))


def _by_name(question: Question) -> Answer:
    try:
        matches = _matches(question)
    except Problem:
        anywhere = _matches(question._replace(district=""))
        return Answer(fault="unknown_district", candidates=_candidates(anywhere))
    certain = _certain(question, matches)
    if certain:
        exact = any(match.match == "exact" for match in matches)
        return _one(certain, question, "name" if exact else "unaccented")
    if question.district:
        elsewhere = _matches(question._replace(district=""))
        if _certain(question, elsewhere):
            return Answer(fault="other_district", candidates=_candidates([*elsewhere, *matches]))
    return Answer(fault="unknown", candidates=_candidates(matches))


def _matches(question: Question) -> list[Match]:
    if not tidy(question.commune):  # nothing, or nothing but spaces and invisible characters
        return []
    return _found(question.commune, question.epoch, question.district)


@cache
def _found(commune: str, epoch: str, district: str) -> list[Match]:
    return find(commune, epoch or None, district or None, limit=_MATCHES)


def _certain(question: Question, matches: Sequence[Match]) -> list[Unit]:
    """Give the units a text names in so many letters; without accents typed, every unit of those letters."""
    bare = is_bare(question.commune)
    return [one.unit for one in matches if one.match == "exact" or (bare and one.match == "unaccented")]


def _one(units: Sequence[Unit], question: Question, how: str) -> Answer:
    """Settle on one unit of `units` if they are one territory, or one holds all others; else they are candidates."""
    if len({territory(unit) for unit in units}) == 1:
        return Answer(preferred(units, question.day), how)
    if question.stated:
        of_day = [unit for unit in units if unit.epoch == question.day]
        if len(of_day) == 1:
            return Answer(of_day[0], how)
    else:
        widest = max(units, key=lambda unit: EPOCHS.index(unit.epoch))
        if all(_lies_in(unit, widest) for unit in units):
            return Answer(widest, "wider")
    return Answer(fault="ambiguous", candidates=_candidates(units, limit=2 * SUGGESTIONS))


def preferred(units: Sequence[Unit], day: str) -> Unit:
    """Give the unit of the day's epoch, else of the latest, of several that are one territory."""
    return max(units, key=lambda unit: (unit.epoch == day, EPOCHS.index(unit.epoch)))


def _lies_in(unit: Unit, wider: Unit) -> bool:
    if EPOCHS.index(unit.epoch) > EPOCHS.index(wider.epoch):
        return False
    return [move.code for move in moves(unit.epoch, wider.epoch)[unit.code]] == [wider.code]


def _same_land(one: Unit, other: Unit) -> bool:
    return territory(one) == territory(other) or _lies_in(one, other) or _lies_in(other, one)


@cache
def territory(unit: Unit) -> tuple[str, str]:
    """Give what a unit shares with itself in other epochs while its land stays the same: its first (epoch, code)."""
    at = EPOCHS.index(unit.epoch)
    if at == 0:
        return unit.epoch, unit.code
    before = EPOCHS[at - 1]
    came = origins(before, unit.epoch)[unit.code]
    if len(came) == 1 and len(moves(before, unit.epoch)[came[0].code]) == 1:
        return territory(by_code(before)[came[0].code])
    return unit.epoch, unit.code


def _candidates(found: Iterable[Match | Unit], limit: int = SUGGESTIONS) -> tuple[Candidate, ...]:
    """Give the best candidates; of one territory only the latest unit."""
    best: dict[tuple[str, str], Candidate] = {}
    for one in found:
        unit, score = (one.unit, one.score) if isinstance(one, Match) else (one, 100.0)
        held = best.get(territory(unit))
        fresh = candidate(unit, score)
        if held is None:
            best[territory(unit)] = fresh
        elif EPOCHS.index(fresh.epoch) > EPOCHS.index(held.epoch):
            best[territory(unit)] = replace(fresh, score=max(score, held.score))
    return tuple(best.values())[:limit]


def candidate(unit: Unit, score: float) -> Candidate:
    """Give a unit as a candidate; the score goes from 0 to 100."""
    return Candidate(unit.epoch, unit.code, unit.label, unit.district, score)
