"""Rows of an import kept aside for their errors, until a person mends or drops them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, func, insert, select, update

from data.errors import Problem
from data.store.queries import now
from data.store.schema import quarantine

if TYPE_CHECKING:
    from data.store.register import Store


@dataclass(frozen=True)
class SetAside:
    """One row kept aside: where it stood, what it held (heading → text) and what was found wrong with it."""

    sheet: str
    row_label: str
    kind: str
    cells: Mapping[str, str]
    findings: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


class Quarantine:
    """The rows a store keeps aside."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, rows: Sequence[SetAside], *, by: str, file_name: str, file_sha256: str = "") -> list[int]:
        """Keep rows aside without making a version (no row of the file was good); give their numbers."""
        with self._store.writing() as connection:
            return set_aside(connection, rows, by, file_name, file_sha256, None)

    def rows(self, *, closed: bool = False) -> pd.DataFrame:
        """Give the open rows, or with `closed` every row ever kept aside, in order of arrival.

        Columns: number, file_name, file_sha256, sheet, row_label, kind, cells (dict), findings (list of
        dicts), set_aside_by, set_aside_at, with_version, outcome ("" = open, mended, dropped), closed_by,
        closed_at, note, closed_with_version.
        """
        wanted = select(quarantine).order_by(quarantine.c.number)
        with self._store.reading() as connection:
            found = connection.execute(wanted if closed else wanted.where(quarantine.c.outcome == ""))
            frame = pd.DataFrame(found.all(), columns=list(found.keys()))
        return frame.astype({"with_version": "Int64", "closed_with_version": "Int64"})

    def drop(self, numbers: Sequence[int], *, by: str, note: str) -> None:
        """Close rows that shall not come into the register; `note` says why. Raises Problem if not open."""
        with self._store.writing() as connection:
            close(connection, numbers, "dropped", by, note, None)


def set_aside(
    connection: Connection,
    rows: Sequence[SetAside],
    by: str,
    file_name: str,
    file_sha256: str,
    version: int | None,
) -> list[int]:
    """Keep rows aside inside the caller's transaction; give their numbers."""
    first = connection.execute(select(func.coalesce(func.max(quarantine.c.number), 0))).scalar_one() + 1
    lines = [
        {
            "number": number,
            "file_name": file_name,
            "file_sha256": file_sha256,
            "sheet": row.sheet,
            "row_label": row.row_label,
            "kind": row.kind,
            "cells": dict(row.cells),
            "findings": [dict(finding) for finding in row.findings],
            "set_aside_by": by,
            "set_aside_at": now(),
            "with_version": version,
        }
        for number, row in enumerate(rows, start=first)
    ]
    if lines:
        connection.execute(insert(quarantine), lines)
    return [int(str(line["number"])) for line in lines]


def close(
    connection: Connection, numbers: Sequence[int], outcome: str, by: str, note: str, version: int | None
) -> None:
    """Close open rows inside the caller's transaction. Raises Problem when one is not open."""
    for number in numbers:
        done = connection.execute(
            update(quarantine)
            .where(quarantine.c.number == number, quarantine.c.outcome == "")
            .values(outcome=outcome, closed_by=by, closed_at=now(), note=note, closed_with_version=version)
        )
        if done.rowcount != 1:
            raise Problem(
                where="Dòng để riêng",
                came=f"dòng số {number} không còn mở",
                expected="dòng chưa ai sửa hay bỏ",
                todo="Tải lại trang để xem ai đã xử lý. Sổ chưa thay đổi.",
            )
