"""What is set outside the program is in the audit trail as soon as the server has seen it."""

from __future__ import annotations

from pathlib import Path

import pytest

from access import installation
from data.store import Store
from ui import caches, watch


@pytest.fixture
def agency(files: Path) -> Path:
    files.mkdir()
    path = files / "agency.toml"
    path.write_text('name = "CƠ QUAN THỬ"\n', "utf-8")
    return path


def test_a_changed_file_and_a_changed_setting_are_noted_once(
    store: Store, agency: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = {"agency.toml": agency, "calendar.csv": agency.with_name("calendar.csv")}
    first = installation.note(store, watched)
    assert {"agency.toml", "NGHEAN_FILES", "NGHEAN_SECRET"} <= {*first}
    assert not {"calendar.csv", "NGHEAN_TILE_URL"} & {*first}, "what is not there is not named"
    assert installation.note(store, watched) == []

    agency.write_text('name = "CƠ QUAN KHÁC"\n', "utf-8")
    monkeypatch.setenv("NGHEAN_TILE_URL", "/o/{z}/{x}/{y}.png")
    assert installation.note(store, watched) == ["NGHEAN_TILE_URL", "agency.toml"]
    agency.unlink()
    assert installation.note(store, watched) == ["agency.toml"]

    entries = store.trail.entries()
    assert list(entries["what"]) == ["settings"] * 3
    assert set(entries["account"]) == {""}
    assert entries["details"][1]["now"]["NGHEAN_TILE_URL"] == "/o/{z}/{x}/{y}.png"
    assert store.trail.verify().sound


def test_a_secret_is_noted_as_changed_and_never_told(
    store: Store, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation.note(store, {})
    monkeypatch.setenv("NGHEAN_OIDC_CLIENT_SECRET", "bi-mat-cua-may-khach")
    assert installation.note(store, {}) == ["NGHEAN_OIDC_CLIENT_SECRET"]
    assert "bi-mat" not in str(store.trail.entries().to_dict())
    monkeypatch.setenv("NGHEAN_OIDC_CLIENT_SECRET", "bi-mat-khac")
    assert installation.note(store, {}) == ["NGHEAN_OIDC_CLIENT_SECRET"]


def test_the_server_looks_at_the_agency_the_calendar_and_the_boundaries(
    store: Store, agency: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caches, "head", lambda: (store, store.latest()))
    monkeypatch.setenv("NGHEAN_SIGN_IN", "always")
    assert "agency.toml" in watch.look()
    (agency.parent / "calendar.csv").write_text("entry\n", "utf-8")
    (agency.parent / "boundaries").mkdir()
    (agency.parent / "boundaries" / "manifest.json").write_text("{}", "utf-8")
    assert watch.look() == ["boundaries/manifest.json", "calendar.csv"]
    assert watch.look() == []


def test_at_an_open_door_nothing_is_noted(store: Store, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches, "head", lambda: (store, 1))
    monkeypatch.setenv("NGHEAN_SIGN_IN", "never")
    assert watch.look() == []
    assert store.trail.entries().empty


def test_a_register_that_does_not_answer_is_looked_at_again_later(
    store: Store, files: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> list[str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(caches, "head", lambda: (store, 1))
    monkeypatch.setattr(installation, "note", full)
    monkeypatch.setenv("NGHEAN_SIGN_IN", "always")
    assert watch.look() == []
    assert "settings not noted" in caplog.text
