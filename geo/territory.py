"""Which units of every epoch lie in somebody's areas: the ground that a scope stands on.

An area is a commune or district of one epoch. A unit of another one lies in it when its land does; where a unit was
divided, when its main part does, for that is where its rows are shown. What only partly lies in it does not.
"""

from __future__ import annotations

from functools import cache

from data.errors import Problem
from geo.following import ways_of
from geo.units import EPOCHS, by_code, districts


@cache
def territory(areas: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Give (epoch, code) of every commune and district that lies in areas ("epoch:code"); none lie in no area.

    Raises Problem for an unknown area.
    """
    inside: set[tuple[str, str]] = set()
    for area in areas:
        epoch, _, code = area.partition(":")
        own = _communes(epoch, code)
        for other in EPOCHS:
            inside |= {(other, unit) for unit in by_code(other) if _lies_in(other, unit, epoch, own)}
    whole = {
        (epoch, district)
        for epoch in EPOCHS
        for district in districts(epoch)["code"]
        if {(epoch, code) for code in _communes(epoch, district)} <= inside
    }
    return frozenset(inside | whole)


def _communes(epoch: str, code: str) -> frozenset[str]:
    """Give a commune itself, or the communes of a district."""
    if epoch in EPOCHS:
        units = by_code(epoch)
        found = frozenset(unit.code for unit in units.values() if code in (unit.code, unit.district_code))
        if found and code:
            return found
    raise Problem("Phạm vi tài khoản", f"«{epoch}:{code}»", "mốc địa giới và mã xã hoặc huyện", "Sửa tài khoản.")


def _lies_in(epoch: str, code: str, area_epoch: str, own: frozenset[str]) -> bool:
    ways = ways_of(epoch, code, area_epoch)
    if EPOCHS.index(epoch) <= EPOCHS.index(area_epoch):
        return ways[0].code in own
    return all(way.code in own for way in ways)
