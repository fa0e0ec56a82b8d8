"""The audit trail: every entry carries the hash of the one before it, so that none is changed or lost unnoticed.

Whoever can write to the database could reckon the hashes anew; the seal needs the installation's secret too. What is
cut off at the end leaves no trace in the rest: the last number and hash, noted elsewhere, tell (`Verdict.last`).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, func, insert, select

from data import secret
from data.store.people_schema import trail
from data.store.queries import now

if TYPE_CHECKING:
    from data.store.register import Store

_PURPOSE = "trail"
_CHUNK = 5_000
_SIGNED = ("number", "at", "account", "what", "subject", "details", "before")
COLUMNS = tuple(column.name for column in trail.columns)


@dataclass(frozen=True)
class Entry:
    """What somebody did: `account` ("" = not signed in), `what` (a key of the words "audit.…"), to which `subject`."""

    account: str
    what: str
    subject: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What a check of the trail found: how many entries there are, the last one, and the numbers of bad ones.

    altered: changed, missing before, or sealed by nobody who knew the secret. unsealed: written without a secret after
    the first sealed one. foreign: sealed under another secret, as after a change of it: their seals cannot be checked.
    """

    count: int
    last: tuple[int, str]
    altered: tuple[int, ...] = ()
    unsealed: tuple[int, ...] = ()
    foreign: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.altered and not self.unsealed


def append(connection: Connection, entry: Entry) -> None:
    """Add an entry inside the caller's write transaction, which no other writer can enter."""
    number, before = last(connection)
    row: dict[str, Any] = {
        "number": number + 1,
        "at": now(),
        "account": entry.account,
        "what": entry.what,
        "subject": entry.subject,
        "details": dict(entry.details),
        "before": before,
    }
    row["hash"] = _hash(row)
    row["key_id"] = secret.keyed(_PURPOSE, "key id")[:16]
    row["seal"] = secret.keyed(_PURPOSE, row["hash"])
    connection.execute(insert(trail), row)


def last(connection: Connection) -> tuple[int, str]:
    """Give number and hash of the last entry, (0, "") where there is none."""
    found = connection.execute(
        select(trail.c.number, trail.c.hash).where(trail.c.number == select(func.max(trail.c.number)).scalar_subquery())
    ).one_or_none()
    return (int(found.number), str(found.hash)) if found else (0, "")


def latest(connection: Connection, what: str, subject: str) -> dict[str, Any]:
    """Give the details of the last entry of a kind about a subject, {} where there is none."""
    same = (trail.c.what == what) & (trail.c.subject == subject)
    found = connection.execute(select(trail.c.details).where(same).order_by(trail.c.number.desc()).limit(1))
    return dict(found.scalar_one_or_none() or {})


class Trail:
    """The audit trail of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, entry: Entry) -> None:
        """Add an entry in a transaction of its own."""
        with self._store.writing() as connection:
            append(connection, entry)

    def entries(self, newest: int | None = None) -> pd.DataFrame:
        """Give the entries, newest first, with `newest` only so many; columns as in the table, details as dicts."""
        wanted = select(trail).order_by(trail.c.number.desc()).limit(newest)
        with self._store.reading() as connection:
            found = connection.execute(wanted)
            return pd.DataFrame(found.all(), columns=list(COLUMNS))

    def verify(self) -> Verdict:
        """Read the whole trail and say what is wrong with it."""
        with self._store.reading() as connection:
            wanted = select(trail).order_by(trail.c.number).execution_options(yield_per=_CHUNK)
            return _verdict(connection.execute(wanted).mappings())


def _verdict(rows: Iterable[Mapping[Any, Any]]) -> Verdict:
    key_id = secret.keyed(_PURPOSE, "key id")[:16]
    number, before, sealed, foreign, count = 0, "", False, 0, 0
    altered: list[int] = []
    unsealed: list[int] = []
    for count, row in enumerate(rows, start=1):  # noqa: B007
        whole = row["number"] == number + 1 and row["before"] == before and row["hash"] == _hash(row)
        ours = bool(row["key_id"]) and row["key_id"] == key_id
        if not whole or (ours and not hmac.compare_digest(row["seal"], secret.keyed(_PURPOSE, row["hash"]))):
            altered.append(int(row["number"]))
        elif sealed and not row["key_id"]:
            unsealed.append(int(row["number"]))
        foreign += bool(row["key_id"]) and not ours
        sealed = sealed or bool(row["key_id"])
        number, before = int(row["number"]), str(row["hash"])
    return Verdict(count, (number, before), tuple(altered), tuple(unsealed), foreign)


def _hash(row: Mapping[Any, Any]) -> str:
    told = json.dumps({name: row[name] for name in _SIGNED}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
