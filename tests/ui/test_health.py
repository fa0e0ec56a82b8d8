"""What a monitor is told of this process."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.requests import Request
from starlette.responses import Response

from ui import health


@pytest.fixture(autouse=True)
def register(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGISTER_DATABASE_URL", f"sqlite:///{tmp_path}/register.db")
    monkeypatch.setenv("NGHEAN_LEAST_FREE_MB", "0")


def asked() -> tuple[Response, dict[str, object]]:
    """Give the answer and what it says."""
    answer = health.answer(Request({"type": "http"}))
    return answer, json.loads(answer.body)


def test_a_server_that_is_well_says_so() -> None:
    answer, found = asked()
    assert (answer.status_code, found["status"], found["version"]) == (200, "ok", health.version())
    assert (found["register"], found["boundaries"]) == (1, True)
    assert int(str(found["free_mb"])) > 0
    assert answer.headers["cache-control"] == "no-store"


def test_an_unreadable_register_is_a_fault_told_without_its_place(tmp_path: Path) -> None:
    (tmp_path / "register.db").write_bytes(b"no database " * 1000)
    answer, found = asked()
    assert (answer.status_code, found["status"], found["register"]) == (503, "fault", None)
    assert str(tmp_path) not in bytes(answer.body).decode()


def test_boundaries_that_are_not_built_are_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NGHEAN_FILES", str(tmp_path / "nothing yet"))
    answer, found = asked()
    assert (answer.status_code, found["boundaries"], found["register"]) == (503, False, 1)


def test_a_disk_that_is_nearly_full_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGHEAN_LEAST_FREE_MB", "1000")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=999_000_000))
    answer, found = asked()
    assert (answer.status_code, found["free_mb"]) == (503, 999)


def test_a_locked_register_is_read_all_the_same(tmp_path: Path) -> None:
    from data.store import Changes, open_store

    open_store().commit(Changes(), by="A", note="x")
    with sqlite3.connect(tmp_path / "register.db", isolation_level=None) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        assert asked()[1]["register"] is not None
