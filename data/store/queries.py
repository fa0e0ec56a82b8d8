"""The statements on versions and their rows; every function works inside the caller's transaction."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, and_, func, insert, not_, or_, select, update

from data.store.faults import Unreadable
from data.store.rows import number_text
from data.store.schema import COLUMNS, KEYS, KINDS, NUMBERS, submissions, versions

_CHUNK = 5_000  # rows sent to the database at a time
_IDS = 500  # ids named in one statement
_ALONG = ("sources", "dataset")  # kinds of rows that nobody sends by themselves


@dataclass(frozen=True)
class Version:
    """One version of the register: what made it, when (UTC, "2026-11-23T08:15:00Z"), and what it changed.

    counts: kind → {"added", "changed", "removed", "unchanged"}; content_sha256: kind → checksum of its rows.
    """

    number: int
    parent: int | None
    created_at: str
    author: str
    file_name: str = ""
    file_sha256: str = ""
    mode: str = "merge"
    note: str = ""
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    content_sha256: Mapping[str, str] = field(default_factory=dict)

    @property
    def stamp(self) -> str:
        """What tells this version from every other, also after a restore: the key for what is cached of it."""
        sums = json.dumps(dict(self.content_sha256), sort_keys=True)
        return hashlib.sha256(f"{self.number} {self.created_at} {sums}".encode()).hexdigest()[:16]

    def total(self, what: str) -> int:
        """Give the rows "added", "changed", "removed" or "unchanged", without the sources that came along with them."""
        return sum(counts[what] for kind, counts in self.counts.items() if kind not in _ALONG)


def now() -> str:
    """Give the time of this moment in UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def latest(connection: Connection) -> int:
    """Give the number of the last version, 0 where there is none yet."""
    return int(connection.execute(select(func.coalesce(func.max(versions.c.number), 0))).scalar_one())


def history(connection: Connection) -> list[Version]:
    """Give every version, oldest first."""
    found = connection.execute(select(versions).order_by(versions.c.number))
    return [Version(**row) for row in found.mappings()]


def add_version(connection: Connection, version: Version) -> None:
    """Write a version; its rows come after."""
    connection.execute(insert(versions), asdict(version))


def _alive(kind: str, version: int) -> ColumnElement[bool]:
    columns = KINDS[kind].c
    return and_(columns.valid_from <= version, or_(columns.valid_to.is_(None), columns.valid_to > version))


def rows(connection: Connection, kind: str, version: int, but_not: int | None = None) -> pd.DataFrame:
    """Give the canonical rows of a version in order of arrival; with `but_not`, only those not also in it."""
    table = KINDS[kind]
    where = _alive(kind, version)
    if but_not is not None:
        where = and_(where, not_(_alive(kind, but_not)))
    wanted = [table.c[column] for column in COLUMNS[kind]]
    found = connection.execute(select(*wanted).where(where).order_by(table.c.position)).all()
    columns: Iterable[Iterable[Any]] = zip(*found, strict=True) if found else [[] for _ in wanted]
    cells = {
        name: _texts(f"{kind}.{name}", name in NUMBERS[kind], values)
        for name, values in zip(COLUMNS[kind], columns, strict=True)
    }
    index = pd.Index(cells[KEYS[kind]], name=KEYS[kind], dtype=object)
    return pd.DataFrame(cells, index=index, dtype=object)


def _texts(where: str, is_number: bool, values: Iterable[Any]) -> list[str]:
    """Give cells as text. Raises Unreadable for types that are never written: SQLite gives back what it finds."""
    found = list(values)
    strange = set(map(type, found)) - ({float, int, type(None)} if is_number else {str})
    if strange:
        raise Unreadable(f"{where}: {strange}")
    return [number_text(value) for value in found] if is_number else found


def positions(connection: Connection, kind: str, version: int) -> dict[str, int]:
    """Give row id → place in the order of arrival, for the rows of a version."""
    table = KINDS[kind]
    found = connection.execute(select(table.c[KEYS[kind]], table.c.position).where(_alive(kind, version)))
    return {str(row_id): int(position) for row_id, position in found}


def next_position(connection: Connection, kind: str) -> int:
    """Give the place after every row that ever was."""
    last = connection.execute(select(func.coalesce(func.max(KINDS[kind].c.position), 0))).scalar_one()
    return int(last) + 1


def end(connection: Connection, kind: str, ids: Collection[str], version: int) -> None:
    """End the current rows of these ids with `version`."""
    table = KINDS[kind]
    wanted = list(ids)
    for start in range(0, len(wanted), _IDS):
        connection.execute(
            update(table)
            .where(table.c[KEYS[kind]].in_(wanted[start : start + _IDS]), table.c.valid_to.is_(None))
            .values(valid_to=version)
        )


def begin(connection: Connection, kind: str, frame: pd.DataFrame, places: Mapping[str, int], version: int) -> None:
    """Write canonical rows as beginning with `version`."""
    numbers = NUMBERS[kind]
    names = list(frame.columns)
    for start in range(0, len(frame), _CHUNK):
        part = frame.iloc[start : start + _CHUNK]
        values = []
        for row_id, row in zip(part.index, part.itertuples(index=False, name=None), strict=True):
            cells: dict[str, Any] = dict(zip(names, row, strict=True))
            for column in numbers:
                cells[column] = float(cells[column]) if cells[column] else None
            values.append({**cells, "position": places[row_id], "valid_from": version})
        connection.execute(insert(KINDS[kind]), values)


def last_changed(connection: Connection, kind: str, version: int) -> pd.DataFrame:
    """Give for every row of a version when it was last written: row_id, version, created_at, author."""
    table = KINDS[kind]
    found = connection.execute(
        select(table.c[KEYS[kind]], versions.c.number, versions.c.created_at, versions.c.author)
        .join(versions, versions.c.number == table.c.valid_from)
        .where(_alive(kind, version))
        .order_by(table.c.position)
    )
    return pd.DataFrame(found.all(), columns=["row_id", "version", "created_at", "author"])


def add_submissions(connection: Connection, version: int, sent: Mapping[tuple[str, str, str, str], int]) -> None:
    """Note how many rows of (kind, subject, epoch, code) came with `version`."""
    names = ("kind", "subject", "epoch", "code")
    values = [
        {**dict(zip(names, key, strict=True)), "row_count": count, "version": version} for key, count in sent.items()
    ]
    if values:
        connection.execute(insert(submissions), values)


def sent(connection: Connection) -> pd.DataFrame:
    """Give what was sent about which area, with the version's created_at, author and file_name."""
    found = connection.execute(
        select(submissions, versions.c.created_at, versions.c.author, versions.c.file_name)
        .join(versions, versions.c.number == submissions.c.version)
        .order_by(submissions.c.version, submissions.c.kind, submissions.c.subject)
    )
    return pd.DataFrame(found.all(), columns=list(found.keys()))
