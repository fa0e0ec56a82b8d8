"""The same place in another epoch: which commune or district a reader who changes the boundaries should see next.

Of a commune its land is followed: forward into the unit that took it in (of a divided one, the larger part), back
only when it came from one unit. Where that is not one commune, the district is shown; where not even that, nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from geo.lineage import Move, moves, origins
from geo.units import EPOCHS, by_code, check_epoch, districts, unit

# How the place found stands to the place left: the very same land and name; the same land by another name; it holds
# the place left and more; it is a part of it; it holds the larger part of it; it is the district of the several
# communes that were there; there is no such place.
Change = Literal["same", "renamed", "wider", "narrower", "part", "district", "lost"]


@dataclass(frozen=True)
class Place:
    """A district or commune of an epoch ("" = none), and how it stands to the place that was followed."""

    district: str
    commune: str
    change: Change


def follow(epoch: str, to_epoch: str, district: str, commune: str) -> Place:
    """Give the place of `to_epoch` that a district or commune of `epoch` is to be looked for in.

    With a commune, the district given back is "" if none was given and the commune was found. Raises Problem on an
    unknown epoch or commune.
    """
    check_epoch(epoch)
    check_epoch(to_epoch)
    if commune:
        return _commune(epoch, to_epoch, commune, bool(district))
    return _district(epoch, to_epoch, district) if district else Place("", "", "same")


def _commune(epoch: str, to_epoch: str, code: str, with_district: bool) -> Place:
    here = unit(epoch, code)
    ways = ways_of(epoch, code, to_epoch)
    if EPOCHS.index(epoch) > EPOCHS.index(to_epoch) and len(ways) > 1:
        found = {by_code(to_epoch)[way.code].district_code for way in ways}
        district = found.pop() if len(found) == 1 else _district(epoch, to_epoch, here.district_code).district
        return Place(district, "", "district")
    there = by_code(to_epoch)[ways[0].code]
    return Place(there.district_code if with_district else "", there.code, _change(epoch, code, ways, to_epoch))


def _change(epoch: str, code: str, ways: tuple[Move, ...], to_epoch: str) -> Change:
    here, there = by_code(epoch)[code], by_code(to_epoch)[ways[0].code]
    if len(ways) > 1:
        return "part"
    if len(ways_of(to_epoch, there.code, epoch)) > 1:
        return "wider"
    return "same" if here.label == there.label else "renamed"


def _district(epoch: str, to_epoch: str, code: str) -> Place:
    """Follow a district by its code, or, where it was given up, to the only one its communes went to."""
    if code in set(districts(to_epoch)["code"]):
        here, there = _land(epoch, code), _land(to_epoch, code)
        change: Change = (
            "same" if here == there else "wider" if here < there else "narrower" if here > there else "part"
        )
        return Place(code, "", change)
    inside = [one.code for one in by_code(epoch).values() if one.district_code == code]
    to = {by_code(to_epoch)[way.code].district_code for one in inside for way in ways_of(epoch, one, to_epoch)}
    return Place(to.pop(), "", "wider") if len(to) == 1 else Place("", "", "lost")


def ways_of(epoch: str, code: str, to_epoch: str) -> tuple[Move, ...]:
    """Give the moves that lead from a unit into another epoch, later or earlier; main one first going forward."""
    if EPOCHS.index(epoch) <= EPOCHS.index(to_epoch):
        return moves(epoch, to_epoch)[code]
    return origins(to_epoch, epoch)[code]


@cache
def _land(epoch: str, district: str) -> frozenset[str]:
    """Give the land of a district as the units of the first epoch whose main part lies in it."""
    units = by_code(epoch)
    return frozenset(
        first for first, ways in moves(EPOCHS[0], epoch).items() if units[ways[0].code].district_code == district
    )
