"""Where a row of reported figures does not go on: another base, another criterion, two sources of one day.

Reasons that a source gives are rows of data/tables/breaks.csv; a change of base is found in the figures themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from data import catalogue
from data.columns import Schema, faults
from data.errors import Problem
from data.tables import read

SCHEMA = Schema(
    key="break_id",
    filled=("indicator_key", "from_date", "reason_vi", "reason_en", "source_url"),
    dates=("from_date",),
    others=("followed_by",),
)
# Why a row of figures is interrupted: a row of the table, a new boundary epoch, a new base, a new ground.
DECLARED, EPOCH, BASE, GROUND = "declared", "epoch", "base", "ground"
Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Break:
    """One interruption between two figures.

    `day` is when it came ("" = only known to lie between the two, `after` and `before`: ISO days). kind is one of
    the constants above; values are what its sentence needs: of `declared` reason_vi and reason_en, of `epoch` law,
    new and old (the base in numbers), of `base` and `ground` new and old (in the words of the sources).
    """

    kind: str
    day: str
    after: str
    before: str
    values: Mapping[str, str]
    source_url: str = ""


@cache
def _declared() -> pd.DataFrame:
    table = read("breaks")
    known = {*catalogue.indicators()["indicator_key"]}
    found = faults("breaks.csv", table, SCHEMA)
    if not found:
        named = {*table["indicator_key"], *table["followed_by"]} - {""}
        found = [f"«{key}» không phải chỉ tiêu trong danh mục" for key in sorted(named - known)]
    if found:
        raise Problem(
            where="Bảng data/tables/breaks.csv",
            came=f"{len(found)} lỗi: " + "; ".join(found),
            expected="mỗi lần đổi tiêu chí một dòng, có ngày, lý do và nguồn",
            todo="Sửa các ô đã nêu.",
        )
    return table


def declared() -> pd.DataFrame:
    """Give the stated changes of criterion: break_id, indicator_key, from_date, followed_by, reason_vi, reason_en,
    source_url; `followed_by` is the indicator that goes on in its place, or "".

    Raises Problem listing every fault of data/tables/breaks.csv.
    """
    return _declared().copy()


def chain(indicator_key: str) -> tuple[str, ...]:
    """Give the indicators that tell one story with this one, oldest first: each was followed by the next."""
    links = _declared()[_declared()["followed_by"] != ""]
    after = dict(zip(links["indicator_key"], links["followed_by"], strict=True))
    before = {new: old for old, new in after.items()}
    keys = [indicator_key]
    while keys[0] in before and before[keys[0]] not in keys:
        keys.insert(0, before[keys[0]])
    while keys[-1] in after and after[keys[-1]] not in keys:
        keys.append(after[keys[-1]])
    return tuple(keys)


def between(one: Row, other: Row, same_ground: Callable[[Row, Row], bool]) -> list[Break]:
    """Give what interrupts the way from one figure or target to the next; nothing when they may be joined.

    Both are rows with indicator_key, begin (ISO day), base, base_value and area_epoch; `same_ground` says whether
    two rows are about the same territory.
    """
    found = _stated(one, other)
    new_base = (one["base"], str(one["base_value"])) != (other["base"], str(other["base_value"]))
    moved = _epochs(one, other) if new_base else []
    if moved:
        found += moved
    elif not same_ground(one, other):
        found.append(_words(GROUND, one, other, "area_text"))
    elif new_base:
        found.append(_words(BASE, one, other, "base"))
    return found


def _stated(one: Row, other: Row) -> list[Break]:
    """The changes of criterion of the table that lie between two rows of a chain."""
    passed = (_declared()["from_date"] > one["begin"]) & (_declared()["from_date"] <= other["begin"])
    rows = _declared()[passed & (_declared()["indicator_key"] == one["indicator_key"])]
    rows = rows[rows["followed_by"].isin(["", other["indicator_key"]])]
    return [
        Break(
            DECLARED,
            row["from_date"],
            one["begin"],
            other["begin"],
            {name: row[name] for name in ("reason_vi", "reason_en")},
            row["source_url"],
        )
        for row in rows.to_dict("records")
    ]


def _epochs(one: Row, other: Row) -> list[Break]:
    """The boundary changes that made the new base, where both are all communes, or all districts, of their day."""
    table = read("epochs").set_index("epoch", drop=False)
    for column in ("communes", "districts"):
        counts = table[column].astype(float)
        if one["base_value"] == counts[one["area_epoch"]] and other["base_value"] == counts[other["area_epoch"]]:
            order = list(table.index)
            first, last = order.index(one["area_epoch"]), order.index(other["area_epoch"])
            return [
                Break(
                    EPOCH,
                    str(table["in_force"].iloc[place]),
                    one["begin"],
                    other["begin"],
                    {
                        "law": str(table["law"].iloc[place]),
                        "new": str(table[column].iloc[place]),
                        "old": str(table[column].iloc[place - 1]),
                        "counted": column,
                    },
                    str(table["source_url"].iloc[place]),
                )
                for place in range(first + 1, last + 1)
            ]
    return []


def _words(kind: str, one: Row, other: Row, column: str) -> Break:
    return Break(kind, "", one["begin"], other["begin"], {"old": one[column], "new": other[column]})
