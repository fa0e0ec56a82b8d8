"""The installation's secret: no server starts for others without a strong one."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from access import door
from access.__main__ import main
from data import secret
from data.errors import Problem
from data.store import open_store


@pytest.mark.parametrize("weak", ["", "admin", "x" * 64, "changeme" * 8, "0123456789abcdef"])
def test_no_server_starts_for_others_without_a_strong_secret(weak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGHEAN_SECRET", weak)
    monkeypatch.setenv("NGHEAN_SIGN_IN", "")
    door.check_start("127.0.0.1", False)  # nobody is asked for anything
    for address, imported in (("0.0.0.0", False), ("", False), ("127.0.0.1", True)):
        with pytest.raises(Problem, match="chuỗi bí mật"):
            door.check_start(address, imported)
    monkeypatch.setenv("NGHEAN_SECRET", "0123456789abcdef" * 2)
    door.check_start("0.0.0.0", True)


def test_the_first_account_makes_the_secret_where_nobody_else_can_read_it(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NGHEAN_SECRET")
    monkeypatch.setenv("REGISTER_DATABASE_URL", f"sqlite:///{files}/register.db")
    assert main(["add", "quantri1", "--role", "admin"]) == 0
    made = (files / "secret").read_text().strip()
    assert stat.S_IMODE((files / "secret").stat().st_mode) == 0o600
    assert secret.is_strong(made)
    assert made not in capsys.readouterr().out
    assert main(["add", "lanhdao1", "--role", "viewer"]) == 0
    assert (files / "secret").read_text().strip() == made
    assert open_store().trail.verify().sound
