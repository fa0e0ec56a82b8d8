"""Stores for the tests of accounts, on either engine, with a secret of this run."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from tests.data.conftest import postgresql_url, server, sqlite_url, store, url  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder for what an installation keeps, and a strong secret."""
    monkeypatch.setenv("NGHEAN_FILES", str(tmp_path / "files"))
    monkeypatch.setenv("NGHEAN_SECRET", secrets.token_hex(32))
    return tmp_path / "files"
