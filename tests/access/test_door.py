"""When a sign-in is asked for, from whom, and when the server does not start at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from access import door
from access.__main__ import main
from data.errors import Problem


@pytest.mark.parametrize(
    ("setting", "address", "imported", "asked"),
    [
        ("", "127.0.0.1", False, False),
        ("", "localhost", False, False),
        ("", "::1", False, False),
        ("", "127.0.0.1", True, True),
        ("", "0.0.0.0", False, True),
        ("", "", False, True),
        ("", "192.168.1.5", False, True),
        ("", "nghean.example", False, True),
        ("always", "127.0.0.1", False, True),
        ("never", "127.0.0.1", True, False),
        ("never", "0.0.0.0", False, True),
    ],
)
def test_a_sign_in_is_asked_for_everywhere_but_at_ones_own_computer_before_the_public_record(
    setting: str, address: str, imported: bool, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NGHEAN_SIGN_IN", setting)
    assert door.asks(address, imported) is asked


def test_another_setting_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGHEAN_SIGN_IN", "off")
    with pytest.raises(Problem, match="auto, always, never"):
        door.asks("127.0.0.1", False)


@pytest.mark.parametrize(
    ("headers", "client", "here"),
    [
        ({"host": "127.0.0.1:8501"}, "127.0.0.1", True),
        ({"host": "localhost:8501"}, "127.0.0.1", True),
        ({"host": "[::1]:8501"}, "::1", True),
        ({}, "127.0.0.1", False),
        ({"host": "127.0.0.1:8501"}, "192.168.1.9", False),
        ({"host": "127.0.0.1:8501"}, "", False),
        ({"host": "evil.example:8501"}, "127.0.0.1", False),
        ({"host": "127.0.0.1.evil.example"}, "127.0.0.1", False),
        ({"host": "127.0.0.1", "x-forwarded-for": "10.0.0.7"}, "127.0.0.1", False),
        ({"host": "127.0.0.1", "forwarded": "for=10.0.0.7"}, "127.0.0.1", False),
        ({"host": "127.0.0.1", "x-real-ip": "10.0.0.7"}, "127.0.0.1", False),
    ],
)
def test_whether_a_browser_is_at_this_very_computer(headers: dict[str, str], client: str, here: bool) -> None:
    assert door.local(headers, client) is here


def test_the_command_line_of_accounts(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REGISTER_DATABASE_URL", f"sqlite:///{files}/register.db")
    assert main(["add", "canboxa1", "--role", "editor", "--area", "Mường Xén", "--area", "huyện Kỳ Sơn"]) == 0
    assert main(["add", "canboxa2", "--role", "editor", "--area", "toàn tỉnh"]) == 1
    assert main(["add", "canboxa2", "--role", "editor", "--area", "Không Có"]) == 1
    assert main(["add", "canbo2", "--role", "viewer", "--oidc", "sub-1"]) == 0
    assert main(["role", "canbo2", "--role", "admin"]) == 0
    assert main(["disable", "canbo2"]) == 0
    assert main(["enable", "ai-do"]) == 1
    assert main(["reset", "canboxa1"]) == 0
    capsys.readouterr()
    assert main(["list"]) == 0
    told = capsys.readouterr().out
    assert "canboxa1: Người nhập và sửa; 2025:16813, 2025:417; phải đổi mật khẩu" in told
    assert "canbo2: Quản trị; toàn tỉnh; đã khóa; qua máy chủ danh tính: sub-1" in told
    assert main(["sessions"]) == 0
    assert main(["revoke", "00000000"]) == 1
    assert main(["revoke", "0"]) == 1
    assert main(["audit", "verify"]) == 0
    assert main(["audit", "export", str(files / "nhat-ky.csv")]) == 0
    lines = (files / "nhat-ky.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("number,at,account,what,subject,details")
    assert [line.split(",")[3] for line in lines[1:]][-1] == "audit_exported"
