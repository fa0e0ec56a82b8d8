"""Whether two areas of different epochs are the same ground, so that figures about them can stand side by side."""

from __future__ import annotations

from functools import cache

from geo import epochs, units


@cache
def communes_of(at: str, kind: str, code: str, epoch: str) -> frozenset[str]:
    """Give the communes of `epoch` that together are exactly an area of another epoch; empty where none are.

    at, kind, code: area_epoch, area_kind and area_code of a figure. Only districts and communes are such areas, and
    only where no boundary of theirs has moved between the two epochs.
    """
    parts = _parts(at, kind, code)
    there = {other for part in parts for other in _others(at, part, epoch)}
    back = {other for part in there for other in _others(epoch, part, at)}
    return frozenset(there) if back == parts else frozenset()


def _parts(at: str, kind: str, code: str) -> set[str]:
    if not code or kind not in ("district", "commune"):
        return set()
    if kind == "commune":
        return {code}
    inside = units.units(at)
    return set(inside.loc[inside["district_code"] == code, "code"])


def _others(at: str, code: str, epoch: str) -> list[str]:
    """Every unit of `epoch` that shares territory with one of `at`."""
    later = units.EPOCHS.index(at) <= units.EPOCHS.index(epoch)
    moves = epochs.successors(at, code, epoch) if later else epochs.predecessors(at, code, epoch)
    return [move.code for move in moves]
