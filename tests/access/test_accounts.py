"""Accounts and sessions: who is let in, for how long, and what ends it; on SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from access import accounts, sessions
from access.sessions import Refused
from data.errors import Problem
from data.store import Store, people

NOON = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)
GOOD = "bốn-từ-không-liên-quan"


def whats(store: Store) -> list[str]:
    return list(store.trail.entries()["what"])[::-1]


def test_the_first_password_is_used_once_and_then_changed(store: Store) -> None:
    first = accounts.add(store, "lanhdao1", "viewer", by="quantri1")
    person = sessions.person_of(store, sessions.sign_in(store, "lanhdao1", first))
    assert person is not None
    assert (person.name, person.role, person.must_change) == ("lanhdao1", "viewer", True)
    accounts.change_password(store, "lanhdao1", first, GOOD)
    with pytest.raises(Refused):
        sessions.sign_in(store, "lanhdao1", first)
    person = sessions.person_of(store, sessions.sign_in(store, " LanhDao1", GOOD))
    assert person is not None
    assert not person.must_change
    assert whats(store) == ["account_added", "sign_in", "password_changed", "sign_in_failed", "sign_in"]


def test_no_password_or_token_is_in_the_database(store: Store) -> None:
    first = accounts.add(store, "lanhdao1", "viewer", by="quantri1")
    token = sessions.sign_in(store, "lanhdao1", first)
    with store.reading() as connection:
        kept = people.account(connection, "lanhdao1")
        named = people.all_sessions(connection)["token_sha256"][0]
    assert kept is not None
    assert kept.password.startswith("$argon2id$")
    assert first not in repr(kept)
    assert token not in named


def test_after_five_failures_the_account_is_locked_ever_longer(store: Store) -> None:
    right = accounts.add(store, "canbo1", "editor", by="quantri1")
    moment = NOON
    for _ in range(4):
        with pytest.raises(Refused, match="không đúng"):
            sessions.sign_in(store, "canbo1", "sai", moment)
    for locked_s in (30, 60, 120):
        with pytest.raises(Refused, match="không đúng"):
            sessions.sign_in(store, "canbo1", "sai", moment)
        with pytest.raises(Refused, match="tạm khóa") as caught:
            sessions.sign_in(store, "canbo1", right, moment + timedelta(seconds=locked_s - 1))
        assert caught.value.why == "locked"
        moment += timedelta(seconds=locked_s)
    assert sessions.person_of(store, sessions.sign_in(store, "canbo1", right, moment), moment)
    with store.reading() as connection:
        kept = people.account(connection, "canbo1")
    assert kept is not None
    assert (kept.failures, kept.locked_until) == (0, "")
    assert whats(store).count("sign_in_failed") == 7
    assert whats(store).count("sign_in_locked") == 3


def test_no_lock_is_longer_than_an_hour() -> None:
    assert [sessions.lock(n).total_seconds() for n in (0, 4, 5, 6, 11, 12, 99_999)] == [0, 0, 30, 60, 1920, 3600, 3600]


def test_an_unknown_name_is_refused_like_a_wrong_password_and_not_noted(store: Store) -> None:
    accounts.add(store, "canbo1", "editor", by="quantri1")
    told = set()
    for name in ("canbo1", "ai-do", "mat-khau-go-nham"):
        with pytest.raises(Refused) as caught:
            sessions.sign_in(store, name, "sai")
        told.add(str(caught.value))
    assert len(told) == 1
    assert set(store.trail.entries()["subject"]) == {"canbo1", ""}


@pytest.mark.parametrize("what", ["sign_out", "revoke", "password", "disable", "reset", "role"])
def test_what_ends_sessions(store: Store, what: str) -> None:
    first = accounts.add(store, "canbo1", "editor", by="quantri1")
    other = accounts.add(store, "canbo2", "editor", by="quantri1")
    token, second = (sessions.sign_in(store, "canbo1", first) for _ in range(2))
    others = sessions.sign_in(store, "canbo2", other)
    person = sessions.person_of(store, token)
    assert person is not None
    if what == "sign_out":
        sessions.sign_out(store, person)
    elif what == "revoke":
        assert sessions.revoke(store, person.session[:8], by="quantri1") == 1
    elif what == "password":
        accounts.change_password(store, "canbo1", first, GOOD)
    elif what == "disable":
        accounts.disable(store, "canbo1", by="quantri1")
    elif what == "reset":
        accounts.reset(store, "canbo1", by="quantri1")
    else:
        accounts.set_role(store, "canbo1", "viewer", (), by="quantri1")
    assert sessions.person_of(store, token) is None
    assert bool(sessions.person_of(store, second)) == (what in ("sign_out", "revoke"))
    assert sessions.person_of(store, others), "another account is not touched"


def test_a_disabled_account_does_not_come_in_until_it_is_enabled(store: Store) -> None:
    password = accounts.add(store, "canbo1", "editor", by="quantri1")
    accounts.disable(store, "canbo1", by="quantri1")
    with pytest.raises(Refused):
        sessions.sign_in(store, "canbo1", password)
    accounts.enable(store, "canbo1", by="quantri1")
    assert sessions.person_of(store, sessions.sign_in(store, "canbo1", password))


def test_an_account_of_another_server_has_no_password(store: Store) -> None:
    assert accounts.add(store, "canbo1", "editor", subject="sub-17", by="quantri1") == ""
    for password in ("", "x"):
        with pytest.raises(Refused):
            sessions.sign_in(store, "canbo1", password)
    person = sessions.person_of(store, sessions.sign_in_as(store, "sub-17"))
    assert person is not None
    assert (person.name, person.via) == ("canbo1", "oidc")
    for subject in ("", "sub-18"):
        with pytest.raises(Refused):
            sessions.sign_in_as(store, subject)
    with pytest.raises(Problem, match="đã có"):
        accounts.add(store, "canbo2", "viewer", subject="sub-17", by="quantri1")


@pytest.mark.parametrize("name", ["", "a", "Nguyễn", "can bo", "../x", "a" * 41])
def test_what_is_no_name_of_an_account(store: Store, name: str) -> None:
    with pytest.raises(Problem, match="chữ thường không dấu"):
        accounts.add(store, name, "viewer", by="quantri1")


@pytest.mark.parametrize("weak", ["ngan", "aaaaaaaaaaaaaaaa", "canbo1canbo1x", "x" * 300])
def test_weak_passwords_are_refused(store: Store, weak: str) -> None:
    first = accounts.add(store, "canbo1", "editor", by="quantri1")
    with pytest.raises(Problem, match="Mật khẩu mới"):
        accounts.change_password(store, "canbo1", first, weak)
