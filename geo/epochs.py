"""Boundary epochs: which was in force when, and the recoding of rows and statuses from one to another."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pandas as pd

from data import tables
from data.errors import Problem
from geo.lineage import Move, moves, origins, predecessors, successors
from geo.units import EPOCHS, by_code, check_epoch, unit

__all__ = ["Move", "epoch_at", "epochs", "place", "predecessors", "recode_status", "successors"]

_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def epochs() -> pd.DataFrame:
    """Return the epochs, oldest first.

    Columns: epoch, in_force, communes (int), districts (int), law, law_date, title, source_url. The dates are
    text, YYYY-MM-DD; "" is not stated.
    """
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


def recode_status(statuses: pd.DataFrame, epoch: str) -> pd.DataFrame:
    """Recode a yes-or-no status of units by the "all parts" rule: code, parts, parts_known, status.

    `statuses` has unit_epoch (one epoch only), unit_code and holds (bool); a unit without a row is unknown,
    which is not "no". For every unit of `epoch`: of how many units of the other epoch it is made, of how many
    of these the status is known, and the status: "all" (every part holds), "some" (at least one holds, but
    not every part is known to), "none" (every part is known, none holds), "" (not known). Going back to
    smaller units, a "yes" holds for each of them, and a "no" says nothing of any one. Raises Problem on mixed
    epochs, and on a unit given twice or unknown.
    """
    check_epoch(epoch)
    at, known = _known(statuses)
    rows = []
    for code in by_code(epoch):
        back = bool(at) and EPOCHS.index(at) > EPOCHS.index(epoch)
        parts = _parts(at or epoch, code, epoch)
        told = [known[part] for part in parts if part in known and (known[part] or not back)]
        rows.append((code, len(parts), len(told), _status(len(parts), told)))
    return pd.DataFrame(rows, columns=["code", "parts", "parts_known", "status"])


def _known(statuses: pd.DataFrame) -> tuple[str, dict[str, bool]]:
    """Check a list of statuses; return its epoch ("" of an empty list) and the status by code."""
    found = sorted(set(statuses["unit_epoch"]))
    twice = sorted(set(statuses["unit_code"][statuses["unit_code"].duplicated()]))
    if len(found) > 1 or twice:
        came = f"nhiều mốc địa giới: {', '.join(found)}" if len(found) > 1 else f"mã lặp: {', '.join(twice)}"
        raise Problem(
            where="Danh sách trạng thái đơn vị",
            came=came,
            expected="mỗi đơn vị một dòng, cùng một mốc địa giới",
            todo="Tách danh sách theo mốc, bỏ dòng lặp.",
        )
    known = dict(zip(statuses["unit_code"], statuses["holds"].astype(bool), strict=True))
    for code in known:
        unit(found[0], code)
    return (found[0] if found else ""), known


def _parts(at: str, code: str, epoch: str) -> list[str]:
    """Return the units at another epoch that a unit of `epoch` is made of, or lies in."""
    ways = origins(at, epoch) if EPOCHS.index(at) <= EPOCHS.index(epoch) else moves(epoch, at)
    return [way.code for way in ways[code]]


def _status(parts: int, told: list[bool]) -> str:
    if any(told):
        return "all" if len(told) == parts and all(told) else "some"
    return "none" if len(told) == parts else ""
