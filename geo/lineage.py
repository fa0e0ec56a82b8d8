"""What became of each unit: the moves of territory from one epoch to another, however far apart.

The table states the moves between neighbouring epochs. Each unit has one row for its whole, or for its main
part; a further row for each part that went elsewhere. Longer moves are composed from these.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache, reduce
from itertools import pairwise

import pandas as pd

from data import tables
from geo.units import EPOCHS, by_code, check_epoch, unit


@dataclass(frozen=True)
class Move:
    """A unit's territory, or a part of it, going from one epoch to another.

    `code` is the other end: the later unit among successors, the earlier one among predecessors. `extent`
    says how much of the earlier unit went that way: whole, main (the larger part), or part. `change` is kept,
    renamed, retyped, joined (the later unit took in more than this one), or part (only a part went this way,
    or was lost on it). `law` and `date` (in force) are blank where nothing changed; those of several steps
    are joined with "; ".
    """

    code: str
    extent: str
    change: str
    law: str
    date: str


@dataclass(frozen=True)
class _Flow:
    """Territory on its way: where it is now, whether along main parts only, and the (date, law) it met."""

    code: str
    main: bool
    laws: frozenset[tuple[str, str]]


def successors(epoch: str, code: str, to_epoch: str) -> list[Move]:
    """Return where a unit went: the main one first. In the same epoch, the unit itself.

    Raises Problem on an unknown epoch or code; ValueError when `to_epoch` is the earlier one.
    """
    unit(epoch, code)
    return list(moves(epoch, check_epoch(to_epoch))[code])


def predecessors(epoch: str, code: str, from_epoch: str) -> list[Move]:
    """Return what a unit was made of, by code of the earlier units. In the same epoch, the unit itself.

    Raises Problem on an unknown epoch or code; ValueError when `from_epoch` is the later one.
    """
    unit(epoch, code)
    return list(origins(check_epoch(from_epoch), epoch)[code])


@cache
def moves(from_epoch: str, to_epoch: str) -> dict[str, tuple[Move, ...]]:
    """Return the moves of each unit of the earlier epoch by its code, main one first; not to be changed."""
    first, last = EPOCHS.index(from_epoch), EPOCHS.index(to_epoch)
    if first > last:
        raise ValueError(f"{from_epoch} is later than {to_epoch}")
    start = {code: [_Flow(code, True, frozenset())] for code in by_code(from_epoch)}
    steps = list(zip(EPOCHS[first:last], EPOCHS[first + 1 : last + 1], strict=True))
    flows = reduce(lambda now, pair: {code: _step(now[code], *pair) for code in now}, steps, start)
    sources = Counter(flow.code for ends in flows.values() for flow in ends)
    return {
        code: tuple(_move(from_epoch, code, to_epoch, flow, len(ends), sources[flow.code]) for flow in ends)
        for code, ends in flows.items()
    }


@cache
def origins(from_epoch: str, to_epoch: str) -> dict[str, tuple[Move, ...]]:
    """Return the moves into every unit of the later epoch, by its code; not to be changed."""
    into: dict[str, list[Move]] = {code: [] for code in by_code(to_epoch)}
    for code, ways in sorted(moves(from_epoch, to_epoch).items()):
        for way in ways:
            into[way.code].append(Move(code, way.extent, way.change, way.law, way.date))
    return {code: tuple(ways) for code, ways in into.items()}


@cache
def pieces() -> pd.DataFrame:
    """Return the pieces of territory that no move ever divided: a column for each epoch, the unit it lay in then.

    A piece lies in exactly one unit of each epoch, so what is stated of units of different epochs meets on
    pieces. Most are a whole unit of the first epoch; a divided one has several. Not to be changed.
    """
    paths: list[tuple[str, ...]] = [(code,) for code in by_code(EPOCHS[0])]
    for first, last in pairwise(EPOCHS):
        step = _rows(first, last)
        paths = [(*path, row["to_code"]) for path in paths for row in step[path[-1]]]
    return pd.DataFrame(paths, columns=list(EPOCHS), dtype="str")


@cache
def _rows(from_epoch: str, to_epoch: str) -> dict[str, list[dict[str, str]]]:
    """Return the table's rows of one step by the earlier code."""
    table = tables.read("lineage")
    step = table[(table["from_epoch"] == from_epoch) & (table["to_epoch"] == to_epoch)]
    rows: dict[str, list[dict[str, str]]] = {}
    for row in step.to_dict("records"):
        rows.setdefault(str(row["from_code"]), []).append({str(key): str(row[key]) for key in row})
    return rows


def _step(flows: list[_Flow], from_epoch: str, to_epoch: str) -> list[_Flow]:
    """Carry one unit's territory over one step; pieces that come together again are one piece."""
    ends: dict[str, _Flow] = {}
    for flow in flows:
        for row in _rows(from_epoch, to_epoch)[flow.code]:
            code, law = row["to_code"], (row["date"], row["law"])
            met = ends.get(code, _Flow(code, False, frozenset()))
            main = flow.main and row["extent"] != "part"
            laws = flow.laws | ({law} if row["law"] else frozenset())
            ends[code] = _Flow(code, met.main or main, met.laws | laws)
    return sorted(ends.values(), key=lambda flow: (not flow.main, flow.code))


def _move(from_epoch: str, code: str, to_epoch: str, flow: _Flow, ways: int, sources: int) -> Move:
    extent = "whole" if ways == 1 else "main" if flow.main else "part"
    laws = sorted(flow.laws)
    return Move(
        flow.code,
        extent,
        _change(from_epoch, code, to_epoch, flow.code, extent, sources),
        "; ".join(law for _, law in laws),
        "; ".join(date for date, _ in laws),
    )


def _change(from_epoch: str, code: str, to_epoch: str, to_code: str, extent: str, sources: int) -> str:
    earlier, later = by_code(from_epoch)[code], by_code(to_epoch)[to_code]
    if extent == "part":
        return "part"
    if sources > 1:
        return "joined"
    if extent == "main":
        return "part"
    if earlier.name != later.name:
        return "renamed"
    return "kept" if earlier.type == later.type else "retyped"
