"""Who sends a briefing is never invented; named requests and files are kept whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.compose import Area, Request
from briefing.compose.settings import agency, drop, keep, kept, tidied, write_whole
from briefing.document import Agency
from data.errors import Problem


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the folder of settings elsewhere."""
    monkeypatch.setenv("NGHEAN_FILES", str(tmp_path))
    return tmp_path


def test_without_settings_everything_stays_blank() -> None:
    assert agency() == Agency()


def test_what_the_settings_say_and_nothing_else(files: Path) -> None:
    (files / "agency.toml").write_text('name = "CƠ QUAN THỬ"\nplace = "Nghệ An"\nrecipients = ["Như trên", "Lưu"]\n')
    assert agency() == Agency(name="CƠ QUAN THỬ", place="Nghệ An", recipients=("Như trên", "Lưu"))


@pytest.mark.parametrize(
    "text", ["name = ", 'ten = "A"', "name = 5", 'recipients = "A"', "recipients = [1]", b"\xff\xfe"]
)
def test_faulty_settings_are_explained(files: Path, text: str | bytes) -> None:
    (files / "agency.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(Problem, match="Thiết lập cơ quan"):
        agency()


def test_a_request_is_kept_for_everyone_and_forgotten() -> None:
    asked = Request(areas=(Area("district", "417"),), sections=("ban_do",), title="Giao ban")
    assert keep("  Giao ban\ttuần ", asked) == "Giao ban tuần"
    keep("../../etc/passwd", Request())
    assert kept() == {"../../etc/passwd": Request(), "Giao ban tuần": asked}
    keep("Giao ban tuần", Request())  # the same name takes its place
    assert kept()["Giao ban tuần"] == Request()
    drop("Giao ban tuần")
    drop("Giao ban tuần")
    assert list(kept()) == ["../../etc/passwd"]


def test_names_stay_in_their_folder(files: Path) -> None:
    for name in ("/abs", "a/b", "..", "x" * 120, "<script>", "{n}", "\U0001f600"):
        keep(name, Request())
    assert {path.parent for path in files.rglob("*.json")} == {files / "briefings"}


@pytest.mark.parametrize("name", ["", " \t\n", "\u200b\u0000", "x" * 121])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(Problem, match="Tên mẫu"):
        keep(name, Request())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=60))
def test_a_tidied_name_stays_as_it_is(name: str) -> None:
    try:
        tidy = tidied(name)
    except Problem:
        return
    assert tidied(tidy) == tidy


def test_a_damaged_one_is_left_out(files: Path) -> None:
    keep("Tốt", Request())
    for place, text in enumerate(['{"name": "A"', "[]", '{"name": "B", "request": {"epoch": "1999"}}', "null"]):
        (files / "briefings" / f"{place}.json").write_text(text)
    assert list(kept()) == ["Tốt"]


def test_a_full_disk_leaves_the_file_as_it_was(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    goal = files / "bao-cao.docx"
    goal.write_bytes(b"before")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem, match="không ghi được"):
        write_whole(goal, b"after")
    assert [path.read_bytes() for path in files.iterdir()] == [b"before"]


def test_a_folder_that_is_a_file_is_explained(files: Path) -> None:
    (files / "tep").write_text("")
    with pytest.raises(Problem, match="không ghi được"):
        write_whole(files / "tep" / "a.docx", b"")
