"""Boundary epochs: which was in force when, and the recoding of rows from one to another."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pandas as pd

from data import tables
from data.errors import Problem
from geo.lineage import Move, moves, origins, predecessors, successors
from geo.units import EPOCHS, check_epoch, unit

__all__ = ["Move", "epoch_at", "epochs", "place", "predecessors", "successors"]

_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def epochs() -> pd.DataFrame:
    """Return the epochs, oldest first.

    Columns: epoch, in_force, communes (int), districts (int), law, law_date, title, source_url. The dates are
    text, YYYY-MM-DD; "" is not stated.
    """
    return _epochs().copy()


@cache
def _epochs() -> pd.DataFrame:
    return tables.read("epochs").astype({"communes": int, "districts": int})


def epoch_at(period: str) -> str:
    """Return the epoch in force at the start of a period written as YYYY, YYYY-MM or YYYY-MM-DD.

    Raises Problem when the text is no such period, or lies before the first epoch.
    """
    start = _start(period)
    in_force = [row.epoch for row in epochs().itertuples() if str(row.in_force) <= start.isoformat()]
    if not in_force:
        raise Problem(
            where="Mốc địa giới của một ngày",
            came=f"“{period}”",
            expected=f"ngày từ {epochs()['in_force'].iloc[0]} trở đi",
            todo="Địa giới trước ngày ấy chưa có trong dữ liệu; ghi ngày muộn hơn hoặc để trống đơn vị.",
        )
    return str(in_force[-1])


def _start(period: str) -> date:
    match = _PERIOD.fullmatch(period.strip())
    try:
        if match:
            year, month, day = match.groups()
            return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        pass
    raise Problem(
        where="Mốc địa giới của một ngày",
        came=f"“{period}”",
        expected="ngày viết theo kiểu 2023, 2023-06 hoặc 2023-06-15",
        todo="Viết lại ngày.",
    )


def place(rows: pd.DataFrame, epoch: str) -> pd.DataFrame:
    """Return the rows with where they lie in another epoch: epoch_code and approximate (bool) are added.

    `rows` has unit_epoch and unit_code, of any epochs mixed. Going forward a row follows its unit, and of
    a divided unit the main part; it is approximate when the parts have not come together again in `epoch`.
    Going back a row is placed only when its unit came from one unit. What cannot be placed, and a row without
    a unit, keeps epoch_code "": no row is lost, so totals stay. Raises Problem on an unknown epoch or code.
    """
    check_epoch(epoch)
    keys = list(zip(rows["unit_epoch"], rows["unit_code"], strict=True))
    places = [_place(str(at), str(code), epoch) for at, code in keys]
    return rows.assign(
        epoch_code=pd.Series([code for code, _ in places], index=rows.index, dtype="str"),
        approximate=pd.Series([loose for _, loose in places], index=rows.index, dtype="bool"),
    )


@cache
def _place(at: str, code: str, epoch: str) -> tuple[str, bool]:
    """Return where one unit lies in another epoch ("" when that cannot be said), and whether only roughly."""
    if not code:
        return "", False
    unit(at, code)
    if EPOCHS.index(at) <= EPOCHS.index(epoch):
        ways = moves(at, epoch)[code]
        return ways[0].code, len(ways) > 1
    made_of = origins(epoch, at)[code]
    return (made_of[0].code, False) if len(made_of) == 1 else ("", False)
