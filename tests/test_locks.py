"""The locks are those of the human lists, with hashes and without addresses; and what an audit says of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.version import Version

from tests.audit import Audit
from tests.test_floors import ROOT

PAIRS = [("requirements.txt", "requirements.lock"), ("requirements-dev.txt", "requirements-dev.lock")]


def pins(path: Path) -> dict[str, set[str]]:
    """Give name → versions of a list or a lock; a lock may have one version for older Pythons and one for newer."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)(?:\[\w+\])?==([^\s;\\]+)", path.read_text("utf-8"), re.MULTILINE):
        # As pip compares them: 1.002 is 1.2.
        found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), set()).add(str(Version(version)))
    return found


@pytest.mark.parametrize(("listed", "locked"), PAIRS)
def test_a_lock_has_every_pin_of_its_list(listed: str, locked: str) -> None:
    lock = pins(ROOT / locked)
    assert {name: lock.get(name) for name in pins(ROOT / listed)} == pins(ROOT / listed)


@pytest.mark.parametrize("locked", [locked for _, locked in PAIRS])
def test_every_locked_package_has_hashes_and_nothing_names_a_host(locked: str) -> None:
    text = (ROOT / locked).read_text("utf-8")
    entries = re.split(r"^(?=[\w.-]+(?:\[\w+\])?==)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert len(entries) > 50
    assert not re.search(r"https?://|--index|--find-links|--trusted-host", text)


def test_the_app_and_its_tests_are_locked_to_the_same_packages() -> None:
    app, dev = (pins(ROOT / locked) for _, locked in PAIRS)
    assert {name: dev.get(name) for name in app} == app


def test_make_installs_from_the_locks_with_their_hashes_only() -> None:
    rules = (ROOT / "Makefile").read_text("utf-8")
    installs = re.findall(r"pip install .*", rules)
    ours = [line for line in installs if "bench" not in line]
    assert ours and all("--require-hashes" in line and ".lock" in line for line in ours)


def test_a_finding_is_told_and_what_was_skipped_is_not_called_sound() -> None:
    audit = Audit()
    audit.note(
        {
            "dependencies": [
                {"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]},
                {"name": "b", "version": "1", "vulns": []},
                {"name": "c", "skip_reason": "not found"},
            ]
        }
    )
    assert audit.said().splitlines() == [
        "audit: 2 packages answered for, 1 findings",
        "a 1: CVE-1, mended in 2",
        "audit: NOT answered for: c",
    ]


def test_no_answer_at_all_is_said_in_so_many_words() -> None:
    audit = Audit()
    audit.note({"dependencies": [{"name": "a", "skip_reason": "not found"}]})
    assert "NOT DONE" in audit.said()
