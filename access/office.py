"""What an administrator does in the office: the functions of accounts, sessions and trail, each behind its right."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import pandas as pd

from access import accounts, sessions
from access.person import Person
from data.errors import Problem
from data.shield import shielded
from data.store import Entry, Store, people
from data.store.people import Account
from data.store.trail import COLUMNS, Verdict


class Office:
    """One administrator before one store. Every method raises Forbidden for a role without the capability."""

    def __init__(self, store: Store, person: Person) -> None:
        self._store, self._person = store, person

    def accounts(self) -> list[Account]:
        """Give every account by name."""
        self._person.need("accounts")
        return accounts.listed(self._store)

    def add(self, name: str, role: str, areas: Sequence[str]) -> str:
        """Make an account and give its one-time password."""
        self._person.need("accounts")
        return accounts.add(self._store, name, role, areas, by=self._person.name)

    def reset(self, name: str) -> str:
        """Give an account a new one-time password."""
        self._person.need("accounts")
        return accounts.reset(self._store, name, by=self._person.name)

    def shut(self, name: str, out: bool) -> None:
        """Shut an account out, or let it in again. Raises Problem for one's own."""
        self._person.need("accounts")
        self._not_own(name)
        (accounts.disable if out else accounts.enable)(self._store, name, by=self._person.name)

    def set_role(self, name: str, role: str, areas: Sequence[str]) -> None:
        """Give an account another role and other areas. Raises Problem for one's own: somebody has to stay."""
        self._person.need("accounts")
        self._not_own(name)
        accounts.set_role(self._store, name, role, areas, by=self._person.name)

    def _not_own(self, name: str) -> None:
        if name == self._person.name:
            raise Problem(
                where=f"Tài khoản «{name}»",
                came="tài khoản của chính mình",
                expected="tài khoản của người khác",
                todo="Nhờ một quản trị khác, hoặc dùng lệnh python -m access trên máy chủ.",
            )

    def sessions(self) -> pd.DataFrame:
        """Give the sessions, newest first: session (8 characters), account, via, begun_at, seen_at, state (words)."""
        self._person.need("accounts")
        with self._store.reading() as connection:
            found = people.all_sessions(connection)
        told = found.assign(session=found["token_sha256"].str[:8])
        told["state"] = [sessions.state(row) for row in found.to_dict("records")]
        return told[["session", "account", "via", "begun_at", "seen_at", "state"]]

    def revoke(self, session: str) -> int:
        """End a session and give how many were ended."""
        self._person.need("accounts")
        return sessions.revoke(self._store, session, by=self._person.name)

    def trail(self, newest: int) -> pd.DataFrame:
        """Give the newest entries of the audit trail, as Trail.entries, details as text."""
        self._person.need("audit")
        return told(self._store.trail.entries(newest))

    def verify(self) -> Verdict:
        """Read the whole trail and say what is wrong with it."""
        self._person.need("audit")
        return self._store.trail.verify()

    def trail_file(self) -> bytes:
        """Give the whole trail as CSV, oldest first; that it was carried away is its last entry."""
        self._person.need("audit")
        self._store.trail.add(Entry(self._person.name, "audit_exported"))
        return csv_text(self._store.trail.entries())


def told(entries: pd.DataFrame) -> pd.DataFrame:
    """Give entries with their details as text."""
    details = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in entries["details"]]
    return entries.assign(details=pd.Series(details, index=entries.index, dtype=object))


def csv_text(entries: pd.DataFrame) -> bytes:
    """Give entries as CSV, oldest first; texts that a spreadsheet would run are shielded."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for row in told(entries).iloc[::-1].itertuples(index=False):
        lines.writerow(shielded(str(cell)) for cell in row)
    return out.getvalue().encode("utf-8-sig")
