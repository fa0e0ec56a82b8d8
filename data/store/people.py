"""The statements on accounts and their sessions; every function works inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, insert, select, update

from data.store.people_schema import accounts, sessions


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in.

    areas: "epoch:code" of communes and districts; none = the whole province. password: an argon2 hash, "" where another
    server signs in under the name `subject`. Moments are UTC, "2026-11-23T08:15:00Z", "" = never.
    """

    name: str
    role: str
    areas: tuple[str, ...] = ()
    password: str = ""
    subject: str = ""
    must_change: bool = False
    disabled: bool = False
    session_version: int = 1
    failures: int = 0
    locked_until: str = ""
    created_at: str = ""
    created_by: str = ""


@dataclass(frozen=True)
class Session:
    """One signing-in of an account; `token_sha256` names it. ended_at "" = it was not ended before `ends_at`."""

    token_sha256: str
    account: str
    session_version: int
    via: str
    begun_at: str
    seen_at: str
    ends_at: str
    ended_at: str = ""
    ended_why: str = ""


def account(connection: Connection, name: str) -> Account | None:
    """Give the account of a name, or None."""
    return _one(connection, accounts.c.name == name)


def account_of(connection: Connection, subject: str) -> Account | None:
    """Give the account that another server's name signs in to, or None."""
    return _one(connection, accounts.c.subject == subject) if subject else None


def all_accounts(connection: Connection) -> list[Account]:
    """Give every account by name."""
    return [_account(row) for row in connection.execute(select(accounts).order_by(accounts.c.name)).mappings()]


def put(connection: Connection, changed: Account) -> None:
    """Write an account, new or in place of the one of its name."""
    values = asdict(changed) | {
        "areas": list(changed.areas),
        "must_change": int(changed.must_change),
        "disabled": int(changed.disabled),
    }
    done = connection.execute(update(accounts).where(accounts.c.name == changed.name).values(values))
    if not done.rowcount:
        connection.execute(insert(accounts), values)


def begin(connection: Connection, begun: Session) -> None:
    """Write a new session."""
    connection.execute(insert(sessions), asdict(begun))


def session(connection: Connection, token_sha256: str) -> tuple[Session, Account] | None:
    """Give a session with its account as both stand now, or None."""
    row = connection.execute(select(sessions).filter_by(token_sha256=token_sha256)).mappings().one_or_none()
    if row is None:
        return None
    found = Session(**row)
    owner = account(connection, found.account)
    return (found, owner) if owner else None


def seen(connection: Connection, token_sha256: str, moment: str) -> None:
    """Note that a session was used."""
    connection.execute(update(sessions).filter_by(token_sha256=token_sha256).values(seen_at=moment))


def end(connection: Connection, token_sha256: str, moment: str, why: str) -> bool:
    """End a session; say whether it was one that had not ended."""
    done = connection.execute(
        update(sessions).filter_by(token_sha256=token_sha256, ended_at="").values(ended_at=moment, ended_why=why)
    )
    return bool(done.rowcount)


def forget(connection: Connection, before: str) -> None:
    """Delete sessions that could not be used any more at the moment `before`."""
    connection.execute(delete(sessions).where(sessions.c.ends_at < before))


def all_sessions(connection: Connection) -> pd.DataFrame:
    """Give every session kept, newest first: columns of Session, and now_version (the account's own number)."""
    found = connection.execute(
        select(sessions, accounts.c.session_version.label("now_version"), accounts.c.disabled)
        .join(accounts, accounts.c.name == sessions.c.account)
        .order_by(sessions.c.begun_at.desc())
    )
    return pd.DataFrame(found.all(), columns=list(found.keys()))


def _one(connection: Connection, where: Any) -> Account | None:
    row = connection.execute(select(accounts).where(where)).mappings().one_or_none()
    return _account(row) if row else None


def _account(row: Mapping[Any, Any]) -> Account:
    told = {name: row[name] for name in Account.__dataclass_fields__}
    flags = {name: bool(row[name]) for name in ("must_change", "disabled")}
    return Account(**told | flags | {"areas": tuple(row["areas"])})
