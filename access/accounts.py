"""Accounts: made, changed and disabled by an administrator; every change is in the audit trail."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from access import passwords
from access.roles import ROLES
from data.errors import Problem
from data.store import Entry, Store, people, trail
from data.store.people import Account
from data.store.queries import now

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def add(store: Store, name: str, role: str, areas: Sequence[str] = (), *, subject: str = "", by: str) -> str:
    """Make an account and give its one-time password, "" for one that another server signs in (`subject`).

    areas: "epoch:code", none = the whole province; who calls has looked them up. Raises Problem for a name that is
    taken or no account name, and for an unknown role.
    """
    _check(name, role)
    password = "" if subject else passwords.one_time()
    made = Account(
        name,
        role,
        tuple(areas),
        passwords.hashed(password) if password else "",
        subject,
        must_change=bool(password),
        created_at=now(),
        created_by=by,
    )
    with store.writing() as connection:
        taken = people.account(connection, name) or people.account_of(connection, subject)
        if taken:
            raise Problem(f"Tài khoản «{name}»", f"đã có ({taken.name})", "tên chưa ai dùng", "Đặt tên khác.")
        people.put(connection, made)
        trail.append(connection, Entry(by, "account_added", name, {"role": role, "areas": list(areas)}))
    return password


def reset(store: Store, name: str, *, by: str) -> str:
    """Give an account a new one-time password, end its sessions and let it in again."""
    password = passwords.one_time()
    kept = passwords.hashed(password)

    _change(store, name, lambda found: replace(_afresh(found), password=kept, must_change=True), "account_reset", by)
    return password


def disable(store: Store, name: str, *, by: str) -> None:
    """Shut an account out, at once."""
    _change(store, name, lambda found: replace(found, disabled=True), "account_disabled", by)


def enable(store: Store, name: str, *, by: str) -> None:
    """Let an account in again, with the password it had."""
    _change(store, name, lambda found: replace(_afresh(found), disabled=False), "account_enabled", by)


def set_role(store: Store, name: str, role: str, areas: Sequence[str], *, by: str) -> None:
    """Give an account another role and other areas; its sessions end, so that nothing of the former ones stays."""
    _check(name, role)
    details = {"role": role, "areas": list(areas)}
    _change(store, name, lambda found: replace(found, role=role, areas=tuple(areas)), "account_role", by, details)


def change_password(store: Store, name: str, old: str, new: str) -> None:
    """Change one's own password; every session of the account ends, also the one it is done from.

    Raises Problem when the old one is wrong or the new one easily guessed.
    """
    with store.reading() as connection:
        found = people.account(connection, name)
    if found is None or found.disabled or not passwords.fits(found.password, old):
        raise Problem("Đổi mật khẩu", "mật khẩu cũ không đúng", "mật khẩu đang dùng", "Nhập lại mật khẩu cũ.")
    if old == new:
        raise Problem("Mật khẩu mới", "trùng mật khẩu cũ", "mật khẩu khác", "Đặt mật khẩu khác.")
    passwords.check(new, name)
    kept = passwords.hashed(new)
    _change(store, name, lambda one: replace(one, password=kept, must_change=False), "password_changed", name)


def listed(store: Store) -> list[Account]:
    """Give every account by name."""
    with store.reading() as connection:
        return people.all_accounts(connection)


def _afresh(found: Account) -> Account:
    return replace(found, failures=0, locked_until="")


def _change(
    store: Store,
    name: str,
    change: Callable[[Account], Account],
    what: str,
    by: str,
    details: Mapping[str, object] | None = None,
) -> None:
    """Change an account in one transaction with its entry in the trail; every session it had ends."""
    with store.writing() as connection:
        found = people.account(connection, name)
        if found is None:
            todo = "Xem danh sách: python -m access list."
            raise Problem(f"Tài khoản «{name}»", "không có", "một tài khoản đã lập", todo)
        changed = change(found)
        people.put(connection, replace(changed, session_version=found.session_version + 1))
        trail.append(connection, Entry(by, what, name, details or {}))


def _check(name: str, role: str) -> None:
    if not _NAME.fullmatch(name):
        raise Problem(
            "Tên tài khoản",
            f"«{name[:40]}»",
            "2 đến 40 chữ thường không dấu, chữ số, dấu chấm, gạch",
            "Đặt tên theo chức trách, ví dụ canbo-kyson.",
        )
    if role not in ROLES:
        raise Problem("Vai trò", f"«{role[:40]}»", "một trong " + ", ".join(ROLES), "Chọn lại vai trò.")
