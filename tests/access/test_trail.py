"""The audit trail: nothing in it is changed, taken out or put in between without being noticed."""

from __future__ import annotations

import json
import secrets

import pytest
from sqlalchemy import text

from data.errors import Problem
from data.store import Changes, Entry, Store, backup
from data.store.trail import _hash
from tests.data.test_store import site


@pytest.fixture
def lived(store: Store) -> Store:
    """Give a store in which five things happened."""
    store.commit(Changes({"sites": site("a")}), by="canbo1", file_name="so.xlsx")
    store.commit(Changes({"sites": site("a", hamlet="xóm 2")}), by="canbo1", note="sửa")
    store.rollback(2, by="quantri1")
    for number in range(2):
        store.trail.add(Entry("quantri1", "export", "map", {"filter": f"Kỳ Sơn {number}"}))
    return store


def tampered(store: Store, statement: str) -> None:
    """Change the trail as somebody would who owns the database."""
    with store.writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER trail_no_update"))
            connection.execute(text("DROP TRIGGER trail_no_delete"))
        else:
            connection.execute(text("ALTER TABLE trail DISABLE TRIGGER trail_append_only"))
        connection.execute(text(statement))


def test_versions_are_in_the_trail_by_themselves(lived: Store) -> None:
    entries = lived.trail.entries().iloc[::-1]
    told = entries[["account", "what", "subject"]].to_numpy().tolist()[:3]
    assert told == [["canbo1", "import", "2"], ["canbo1", "edit", "3"], ["quantri1", "rollback", "4"]]
    assert entries["details"].iloc[0]["file_name"] == "so.xlsx"
    verdict = lived.trail.verify()
    assert verdict.sound
    assert (verdict.count, verdict.last) == (5, (5, entries["hash"].iloc[-1]))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE trail SET account = 'ai' WHERE number = 2", "DELETE FROM trail WHERE number = 2", "DELETE FROM trail"],
)
def test_the_database_refuses_to_change_the_trail(lived: Store, statement: str) -> None:
    with pytest.raises(Problem), lived.writing() as connection:
        connection.execute(text(statement))
    assert lived.trail.verify().count == 5


@pytest.mark.parametrize(
    ("statement", "bad"),
    [
        ("UPDATE trail SET account = 'ai' WHERE number = 2", (2,)),
        ("UPDATE trail SET at = '2026-01-01T00:00:00Z' WHERE number = 5", (5,)),
        ("UPDATE trail SET details = '{}' WHERE number = 1", (1,)),
        ("UPDATE trail SET seal = '' WHERE number = 4", (4,)),
        ("DELETE FROM trail WHERE number = 3", (4,)),
        ("UPDATE trail SET number = 9 WHERE number = 5", (9,)),
        ("UPDATE trail SET key_id = '', seal = '' WHERE number = 4", ()),
    ],
)
def test_a_change_by_whoever_owns_the_database_is_noticed(lived: Store, statement: str, bad: tuple[int, ...]) -> None:
    tampered(lived, statement)
    verdict = lived.trail.verify()
    assert not verdict.sound
    assert verdict.altered == bad
    assert verdict.unsealed == (() if bad else (4,))


def test_hashes_reckoned_anew_do_not_help_without_the_secret(lived: Store) -> None:
    row = lived.trail.entries(1).iloc[0].to_dict() | {"account": "ai"}
    tampered(lived, f"UPDATE trail SET account = 'ai', hash = '{_hash(row)}' WHERE number = 5")
    assert lived.trail.verify().altered == (5,)


def test_what_is_cut_off_at_the_end_shows_in_the_last_number(lived: Store) -> None:
    noted = lived.trail.verify().last
    tampered(lived, "DELETE FROM trail WHERE number = 5")
    assert lived.trail.verify().last != noted


def test_seals_of_a_former_secret_are_told_and_not_alarmed_about(lived: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGHEAN_SECRET", secrets.token_hex(32))
    lived.trail.add(Entry("quantri1", "settings"))
    verdict = lived.trail.verify()
    assert verdict.sound
    assert verdict.foreign == 5


def test_an_import_that_fails_leaves_no_entry(lived: Store) -> None:
    def refuse(before: object, after: object) -> None:
        raise Problem("a", "b", "c", "d")

    with pytest.raises(Problem):
        lived.commit(Changes({"sites": site("b")}), by="canbo1", allowed=refuse)
    assert (lived.latest(), lived.trail.verify().count) == (4, 5)


def test_a_restore_neither_forgets_nor_gives_back_rights(lived: Store, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from access import accounts

    monkeypatch.setattr(backup, "DEFAULT_PATH", tmp_path / "files" / "register.db")
    accounts.add(lived, "canbo1", "admin", by="quantri1")
    backup.backup(lived, tmp_path / "b.db")
    accounts.set_role(lived, "canbo1", "viewer", (), by="quantri1")
    backup.restore(lived, tmp_path / "b.db")
    assert [one.role for one in accounts.listed(lived)] == ["viewer"]
    verdict = lived.trail.verify()
    assert verdict.sound
    assert verdict.count == 8
    assert json.loads(lived.trail.entries(1).to_json(orient="records"))[0]["what"] == "restore"
