"""Signing in and staying so: sessions are rows of the register's database, the browser has a random token only.

A session ends after IDLE without use, after LONGEST in any case, when it is ended or revoked, and when the account's
password, role or state changes: each account counts these changes, and a session holds the number it began with.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from access import accounts, passwords
from access.person import Person
from access.roles import may
from access.scope import Scope
from data import secret
from data.errors import Problem
from data.store import Entry, Store, people, trail
from data.store.people import Account, Session
from data.wording import word

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
_NOTED_EVERY = timedelta(minutes=1)  # the use of a session is written down at most so often
_KEPT = timedelta(days=30)  # sessions that are over are kept so long for the administrator to see
FREE_FAILURES = 5
_REFUSED = {
    "failed": "tên tài khoản hoặc mật khẩu không đúng",
    "locked": "đang tạm khóa vì sai nhiều lần",
    "unknown": "tài khoản của tỉnh chưa được cấp quyền ở đây",
}
OTHER_SERVER = "máy chủ danh tính"
_SHORTEST_LOCK, _LONGEST_LOCK = timedelta(seconds=30), timedelta(hours=1)


class Refused(Problem):
    """A sign-in that was refused; `why` is one of _REFUSED."""

    def __init__(self, why: str, todo: str) -> None:
        super().__init__("Đăng nhập", _REFUSED[why], "tên tài khoản và mật khẩu đúng", todo)
        self.why = why


def lock(failures: int) -> timedelta:
    """Give how long an account is locked after so many failures in a row: twice as long each time from the fifth on."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    doubled: timedelta = _SHORTEST_LOCK * (1 << min(failures - FREE_FAILURES, 20))
    return min(doubled, _LONGEST_LOCK)


def sign_in(store: Store, name: str, password: str, moment: datetime | None = None) -> str:
    """Begin a session by a password and give its token. Raises Refused, alike for an unknown name and a wrong one."""
    moment = moment or _now()
    name = name.strip().casefold()
    with store.reading() as connection:
        found = people.account(connection, name)
    if found and _text(moment) < found.locked_until:
        store.trail.add(Entry("", "sign_in_locked", name))
        raise _locked(found.locked_until)
    # The dear part is outside the transaction, in which no one else can write.
    right = passwords.fits(found.password if found else "", password)
    if found is None or found.disabled or not right:
        _failed(store, name if found else "", moment)
        raise Refused("failed", "Nhập lại; quên mật khẩu thì nhờ quản trị đặt lại.")
    kept = passwords.hashed(password) if passwords.outdated(found.password) else ""
    return _begun(store, found, "password", moment, kept)


def sign_in_as(store: Store, subject: str, role: str = "", moment: datetime | None = None) -> str:
    """Begin a session of the account that another server's name signs in to, and give its token. Raises Refused.

    role: what that server says of somebody who has no account here, or whose account was made so: it is made, or
    follows. What an administrator here has set stays.
    """
    with store.reading() as connection:
        found = people.account_of(connection, subject)
    if role and (found is None or (found.created_by == OTHER_SERVER and found.role != role)):
        if found is None:
            name = f"oidc-{hashlib.sha256(subject.encode()).hexdigest()[:12]}"
            accounts.add(store, name, role, subject=subject, by=OTHER_SERVER)
        else:
            accounts.set_role(store, found.name, role, found.areas, by=OTHER_SERVER)
        with store.reading() as connection:
            found = people.account_of(connection, subject)
    if found is None or found.disabled:
        store.trail.add(Entry("", "sign_in_failed", found.name if found else "", {"via": "oidc"}))
        raise Refused("unknown", "Nhờ quản trị thêm: python -m access add TÊN --role … --oidc MÃ.")
    return _begun(store, found, "oidc", moment or _now())


def _begun(store: Store, found: Account, via: str, moment: datetime, kept: str = "") -> str:
    token = secrets.token_urlsafe(32)
    at = _text(moment)
    with store.writing() as connection:
        now_is = people.account(connection, found.name)
        if now_is is None or now_is.disabled or now_is.session_version != found.session_version:
            raise Refused("failed", "Tài khoản vừa được thay đổi: thử lại.")
        if via == "password" and at < now_is.locked_until:  # other guesses failed while this one was checked
            raise _locked(now_is.locked_until)
        people.put(connection, replace(now_is, failures=0, locked_until="", password=kept or now_is.password))
        people.forget(connection, _text(moment - _KEPT))
        people.begin(
            connection,
            Session(named(token), found.name, found.session_version, via, at, at, _text(moment + LONGEST)),
        )
        trail.append(connection, Entry(found.name, "sign_in", named(token)[:8], {"via": via}))
    return token


def _locked(until: str) -> Refused:
    return Refused("locked", f"Đợi đến {_clock(until)} rồi thử lại, hoặc nhờ quản trị đặt lại.")


def _failed(store: Store, name: str, moment: datetime) -> None:
    """Count a failure of an account; one of an unknown name is noted without it: it may be a mistyped password."""
    with store.writing() as connection:
        found = people.account(connection, name) if name else None
        failures = found.failures + 1 if found else 0
        if found:
            locked = lock(failures)
            until = _text(moment + locked) if locked else ""
            people.put(connection, replace(found, failures=failures, locked_until=until))
        trail.append(connection, Entry("", "sign_in_failed", name, {"failures": failures} if found else {}))


def person_of(store: Store, token: str, moment: datetime | None = None) -> Person | None:
    """Give who acts by a token, or None when its session is over; nothing is written."""
    if not token:
        return None
    moment = moment or _now()
    with store.reading() as connection:
        found = people.session(connection, named(token))
    if found is None or not _alive(*found, moment):
        return None
    session, account = found
    return Person(account.name, account.role, _scope(account), session.token_sha256, account.must_change, session.via)


def person_named(store: Store, name: str) -> Person:
    """Give who an account stands for, without a sign-in: for a command on the server. Raises Problem for none."""
    with store.reading() as connection:
        found = people.account(connection, name)
    if found is None or found.disabled:
        raise Problem(f"Tài khoản «{name[:40]}»", "không có hoặc đã khóa", "một tài khoản đang dùng", "Xem danh sách.")
    return Person(found.name, found.role, _scope(found))


def _scope(account: Account) -> Scope:
    return Scope(whole=not account.areas, areas=account.areas, exact=may(account.role, "exact_points"))


def used(store: Store, token: str, moment: datetime | None = None) -> None:
    """Note that a session is in use, at most once a minute; not where somebody else is writing for long."""
    moment = moment or _now()
    with store.reading() as connection:
        found = people.session(connection, named(token))
    if found is None or _text(moment - _NOTED_EVERY) < found[0].seen_at or not _alive(*found, moment):
        return
    with store.writing() as connection:
        people.seen(connection, named(token), _text(moment))


def sign_out(store: Store, person: Person) -> None:
    """End the session somebody acts by."""
    with store.writing() as connection:
        if people.end(connection, person.session, _text(_now()), "sign_out"):
            trail.append(connection, Entry(person.name, "sign_out", person.session[:8]))


def revoke(store: Store, session: str, *, by: str) -> int:
    """End the sessions whose name begins so (8 characters at least) and give how many there were."""
    if len(session) < 8:
        raise Problem("Phiên đăng nhập", f"«{session}»", "ít nhất 8 ký tự đầu của mã phiên", "Xem danh sách phiên.")
    ended = 0
    with store.writing() as connection:
        for name in people.all_sessions(connection)["token_sha256"]:
            if name.startswith(session) and people.end(connection, name, _text(_now()), "revoked"):
                trail.append(connection, Entry(by, "session_revoked", name[:8]))
                ended += 1
    return ended


def named(token: str) -> str:
    """Give the name of a session: its token's hash, under the installation's secret where there is one."""
    return secret.keyed("session", token) or hashlib.sha256(token.encode()).hexdigest()


def _alive(session: Session, account: Account, moment: datetime) -> bool:
    return (
        not session.ended_at
        and not account.disabled
        and session.session_version == account.session_version
        and _text(moment) < session.ends_at
        and _text(moment - IDLE) < session.seen_at
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _clock(text: str) -> str:
    return datetime.fromisoformat(text).astimezone().strftime("%H:%M")


def state(row: Mapping[Any, Any], moment: datetime | None = None) -> str:
    """Say how a row of `people.all_sessions` stands: "đang mở", or why it is over."""
    moment = moment or _now()
    if row["ended_at"]:
        return word(f"session.{row['ended_why']}")
    if row["session_version"] != row["now_version"] or row["disabled"]:
        return word("session.changed")
    if _text(moment) >= row["ends_at"] or _text(moment - IDLE) >= row["seen_at"]:
        return word("session.expired")
    return word("session.open")
