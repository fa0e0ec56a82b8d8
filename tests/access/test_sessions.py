"""A session: what it gives, how long it lasts, and what it is worth once it is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from access import accounts, sessions
from access.scope import EVERYTHING, Scope
from access.sessions import IDLE, LONGEST
from data.store import Store, people

NOON = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)


def test_the_role_and_the_areas_give_the_scope(store: Store) -> None:
    for name, role, areas in (
        ("quantri1", "admin", ()),
        ("lanhdao1", "viewer", ()),
        ("canbo1", "editor", ("2025:17728",)),
    ):
        password = accounts.add(store, name, role, areas, by="quantri1")
        person = sessions.person_of(store, sessions.sign_in(store, name, password))
        assert person is not None
        assert (
            person.scope
            == {
                "quantri1": EVERYTHING,
                "lanhdao1": Scope(whole=True, exact=False),
                "canbo1": Scope(areas=("2025:17728",), exact=True),
            }[name]
        )


def test_a_session_ends_when_it_is_not_used_and_lives_no_longer_than_a_working_day(store: Store) -> None:
    password = accounts.add(store, "canbo1", "editor", by="quantri1")
    token = sessions.sign_in(store, "canbo1", password, NOON)
    almost = NOON + IDLE - timedelta(seconds=1)
    assert sessions.person_of(store, token, almost)
    assert sessions.person_of(store, token, NOON + IDLE) is None
    moment = NOON
    while moment + IDLE / 2 < NOON + LONGEST:
        moment += IDLE / 2
        sessions.used(store, token, moment)
        assert sessions.person_of(store, token, moment)
    assert sessions.person_of(store, token, NOON + LONGEST) is None


def test_use_is_written_down_at_most_once_a_minute(store: Store) -> None:
    password = accounts.add(store, "canbo1", "editor", by="quantri1")
    token = sessions.sign_in(store, "canbo1", password, NOON)

    def seen_at() -> str:
        with store.reading() as connection:
            return str(people.all_sessions(connection)["seen_at"][0])

    sessions.used(store, token, NOON + timedelta(seconds=59))
    assert seen_at() == "2026-11-28T05:00:00Z"
    sessions.used(store, token, NOON + timedelta(seconds=61))
    assert seen_at() == "2026-11-28T05:01:01Z"


def test_another_secret_ends_every_session(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    password = accounts.add(store, "canbo1", "editor", by="quantri1")
    token = sessions.sign_in(store, "canbo1", password)
    monkeypatch.setenv("NGHEAN_SECRET", "0123456789abcdef" * 4)
    assert sessions.person_of(store, token) is None
