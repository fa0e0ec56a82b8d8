"""The pure parts of the bench of faults: what imports reported, what of it is lost, and the sum of its parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.faults import Imports, together
from data.store import Changes, open_store


def test_what_an_import_reports_is_a_version_or_a_sentence() -> None:
    imports = Imports()
    imports.note(0, "Đã ghi phiên bản 2: thêm 5", "")
    imports.note(1, "", "Sổ: gặp ổ đĩa đầy")
    imports.note(-9, "", "")
    assert (imports.versions, imports.refused) == ([2], ["Sổ: gặp ổ đĩa đầy"])
    with pytest.raises(RuntimeError):
        imports.note(1, "", "Traceback (most recent call last)")


def test_a_reported_version_that_is_not_there_is_lost(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/register.db"
    number = open_store(url).commit(Changes(), by="đo").number
    assert Imports(versions=[number]).lost(url) == []
    assert Imports(versions=[number, number + 1]).lost(url) == [number + 1]


def test_parts_are_added() -> None:
    one = {"phases": {"quiet": {"requests": 3, "errors_seen": 0}}, "versions_written": 1, "versions_lost": 0}
    two = {"phases": {"restart": {"requests": 4, "errors_seen": 2}}, "versions_written": 2, "versions_lost": 0}
    found = together([one, two])
    assert (found["requests"], found["errors_seen"], found["versions_written"]) == (7, 2, 3)
    assert list(found["phases"]) == ["quiet", "restart"]
