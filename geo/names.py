"""Finding units by name, in every epoch: it offers what a name can mean and takes nothing for granted.

The classes of a match, best first:

- exact: the name in its own spelling (see `geo.spelling`), or another spelling in circulation (aliases.csv);
- unaccented: the same letters once accents are dropped. Offered when there is no exact match, and beside the
  exact ones when the name was typed without accents ("nam thanh" may mean Nam Thanh or Nam Thành);
- fuzzy: only a suggestion, when nothing else was found. A name whose type or district contradicts the text
  ("phường Hưng Tân" for a xã) is one too. Never to be taken without asking.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from rapidfuzz import fuzz, process

from data import tables
from data.errors import Problem
from geo.lineage import successors
from geo.query import Reading, district_name, readings
from geo.spelling import bare_key, exact_key, is_bare, tidy
from geo.units import EPOCHS, TODAY, Unit, by_code, check_epoch, districts, unit

CLASSES = ("exact", "unaccented", "fuzzy")
LONGEST = 200  # no name with its districts and province is longer
_SAME_LETTERS = 95.0  # the score of a name typed without its accents
_CONTRADICTED = 10.0  # what a type or district that does not fit takes off the score
_NOWHERE = "-"  # the code of a district that there is none of
_LIKE = 70.0  # the least likeness, of 100, worth suggesting


@dataclass(frozen=True)
class Match:
    """A unit that a text may mean; `today` has the unit it lies in now, or all those it was divided among."""

    unit: Unit
    match: str
    score: float
    today: tuple[Unit, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the match for JSON; `today` is one place, a list of places, or None."""
        places = [{"code": one.code, "name": one.name, "type": one.type} for one in self.today]
        return {
            "code": self.unit.code,
            "name": self.unit.name,
            "type": self.unit.type,
            "district": self.unit.district,
            "epoch": self.unit.epoch,
            "match": self.match,
            "score": self.score,
            "today": places[0] if len(places) == 1 else places or None,
        }


@dataclass(frozen=True)
class _Spelling:
    """One spelling of one unit, and the key of its letters: a file may ask for thousands of names."""

    text: str
    unit: Unit
    bare: str


def find(text: str, epoch: str | None = None, district: str | None = None, limit: int = 10) -> list[Match]:
    """Return the units that a text may mean, best first, of one epoch or of all, each at most once an epoch.

    `district` is a name or a code. The usual limit is above the number of units that any one name can mean,
    so that it only cuts suggestions. The score goes from 0 to 100. Garbage finds nothing. Raises Problem on
    an empty text, an unknown epoch or district, and a limit below 1.
    """
    if not tidy(text):
        raise _problem("Tên cần tìm", "chữ trống", "tên xã, phường, thị trấn", 'Ví dụ: python -m geo find "Hưng Tân"')
    if limit < 1:
        raise _problem("Số kết quả", str(limit), "số nguyên từ 1 trở lên", "Ghi lại --limit.")
    epochs = EPOCHS if epoch is None else (check_epoch(epoch),)
    within = None if district is None else _district(district)
    if len(text) > LONGEST:
        return []
    found = _find(readings(text), epochs, within)
    best: dict[Unit, tuple[int, float]] = {}
    for one, kind, score in found:
        rank = (CLASSES.index(kind), -score)
        best[one] = min(rank, best.get(one, rank))
    ordered = sorted(best.items(), key=lambda item: (*item[1], -EPOCHS.index(item[0].epoch), item[0].code))
    return [Match(one, CLASSES[kind], -score, _today(one)) for one, (kind, score) in ordered[:limit]]


_Found = list[tuple[Unit, str, float]]


def _find(ways: list[Reading], epochs: tuple[str, ...], within: str | None) -> _Found:
    """Look the readings up as they are; then without their type and district; then by likeness."""
    found = [hit for way in ways for hit in _equal(way.name, epochs, within, way)]
    if found or not ways:
        return found
    found = [hit for way in ways for hit in _equal(way.name, epochs, within, None)]
    if found:
        return [(one, "fuzzy", round(score - _CONTRADICTED, 1)) for one, _, score in found]
    return _like(ways[0].name, epochs, within, ways[0]) or _like(ways[0].name, epochs, within, None)


def _equal(name: str, epochs: tuple[str, ...], within: str | None, way: Reading | None) -> _Found:
    """Return the units of that very name; and of its letters, unless an accented name was found as it is."""
    same = [one.unit for one in _by_exact().get(exact_key(name), []) if _fits(one.unit, epochs, within, way)]
    exact: _Found = [(one, "exact", 100.0) for one in same]
    if exact and not is_bare(name):
        return exact
    bare = [one for one in _by_bare().get(bare_key(name), []) if _fits(one.unit, epochs, within, way)]
    return exact + [(one.unit, "unaccented", _likeness(name, one.text)) for one in bare]


def _like(name: str, epochs: tuple[str, ...], within: str | None, way: Reading | None) -> _Found:
    district = _district_codes().get(bare_key(way.district), _NOWHERE) if way and way.district else ""
    spellings, keys = _choices(epochs, within, way.type if way else "", district)
    hits = process.extract(bare_key(name), keys, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=None)
    return [(spellings[at].unit, "fuzzy", min(round(score, 1), 99.0)) for _, score, at in hits]


@cache
def _choices(
    epochs: tuple[str, ...], within: str | None, type_: str, district: str
) -> tuple[list[_Spelling], list[str]]:
    """Return the spellings that may be suggested, and their keys; "" is any type, any district."""
    chosen = [
        one
        for one in _spellings()
        if _fits(one.unit, epochs, within, None)
        and type_ in ("", one.unit.type)
        and district in ("", one.unit.district_code)
    ]
    return chosen, [one.bare for one in chosen]


def _likeness(typed: str, spelling: str) -> float:
    """Score an unaccented match: typed without accents, a text is equally close to every accented name."""
    if is_bare(typed):
        return _SAME_LETTERS
    return min(round(fuzz.ratio(tidy(typed), tidy(spelling)), 1), _SAME_LETTERS)


def _fits(one: Unit, epochs: tuple[str, ...], within: str | None, way: Reading | None) -> bool:
    if one.epoch not in epochs or (within is not None and one.district_code != within):
        return False
    if way is None:
        return True
    in_district = not way.district or _district_codes().get(bare_key(way.district)) == one.district_code
    return in_district and way.type in ("", one.type)


def _today(one: Unit) -> tuple[Unit, ...]:
    return tuple(unit(TODAY, move.code) for move in successors(one.epoch, one.code, TODAY))


def _district(text: str) -> str:
    codes = _district_codes()
    code = codes.get(bare_key(district_name(text)))
    if code is None:
        names = ", ".join(districts(EPOCHS[0])["name"])
        raise _problem("Huyện, thị xã, thành phố", f"“{text}”", f"tên hoặc mã một trong: {names}", "Ghi lại tên huyện.")
    return code


@cache
def _district_codes() -> dict[str, str]:
    """Return the code of every district there has been, by its unaccented name and by its code itself."""
    rows = tables.read("districts")
    names = {bare_key(name): code for name, code in zip(rows["name"], rows["code"], strict=True)}
    return names | {code: code for code in rows["code"]}


@cache
def _spellings() -> list[_Spelling]:
    names = [(one.name, one) for epoch in EPOCHS for one in by_code(epoch).values()]
    others = tables.read("aliases").itertuples()
    names += [(str(row.alias), unit(str(row.epoch), str(row.code))) for row in others]
    return [_Spelling(text, one, bare_key(text)) for text, one in names]


@cache
def _by_exact() -> dict[str, list[_Spelling]]:
    return _grouped([(exact_key(one.text), one) for one in _spellings()])


@cache
def _by_bare() -> dict[str, list[_Spelling]]:
    return _grouped([(one.bare, one) for one in _spellings()])


def _grouped(pairs: list[tuple[str, _Spelling]]) -> dict[str, list[_Spelling]]:
    groups: dict[str, list[_Spelling]] = {}
    for key, one in pairs:
        groups.setdefault(key, []).append(one)
    return groups


def _problem(where: str, came: str, expected: str, todo: str) -> Problem:
    return Problem(where=where, came=came, expected=expected, todo=todo)
