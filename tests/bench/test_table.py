"""Figures of a run become tables with ratios against the floor."""

from __future__ import annotations

from typing import Any

import pytest

from bench import results, table

BROWSER: dict[str, Any] = {
    "measured": "2026-11-23T08:00:00+00:00",
    "machine": {"cores": 2, "load": [0.5, 0.5, 0.5]},
    "rounds": 7,
    "titles": {"floor_page": "Trang Streamlit trống", "ours": "Ứng dụng"},
    "medians": {
        "floor_page cold": {"ms": 1000.0, "socket_kb": 3.0},
        "floor_page filter": {"ms": 100.0},
        "ours cold": {"ms": 1300.0, "socket_kb": 61.0},
        "ours filter": {"ms": 150.0, "socket_kb": 12.4},
        "ours pan_zoom": {"reruns": 0.0},
        "ours failed": {"times": 2},
    },
}


def test_ratios_are_against_the_floor_of_the_same_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "read", lambda name: BROWSER)
    shown = table.browser()
    assert "| first map, cold | 1.30 | ≤ 1.5 |" in shown
    assert "| filter by district | 1.50 | ≤ 2.0 |" in shown
    assert "| filter by district |  | 12 |" in shown
    assert "Messages to the server from three zooms and a drag: Ứng dụng: 0." in shown
    assert "Rounds in which a step failed: {'ours': 2}." in shown


def test_what_was_not_measured_has_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "read", lambda name: {})
    parts = (table.browser, table.sessions, table.nginx, table.faults, table.growth, table.work)
    assert [part() for part in parts] == [""] * 6


SEEN = {
    "requests": 300,
    "errors_seen": 4,
    "median_ms": 200,
    "p95_ms": 900,
    "recover_median_s": 0.8,
    "recover_most_s": 1.5,
}
QUIET = SEEN | {"errors_seen": 0, "recover_median_s": None, "recover_most_s": None}


def test_two_processes_are_told_by_what_happened_to_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"before": QUIET, "away": SEEN, "back": QUIET, "readers": 30, "minutes": 3, "restart_s": 4.2}
    found |= {"readers_of_process": {"a": 15, "b": 15}, "readers_after": {"a": 0, "b": 30}}
    found |= {"errors_of_readers_of_the_other": 0, "measured": "2026-11-28", "machine": BROWSER["machine"]}
    monkeypatch.setattr(results, "read", lambda name: found)
    shown = table.nginx()
    assert "| both run | 300 | 0 | 200 | 900 |  |  |" in shown
    assert "| one is killed | 300 | 4 | 200 | 900 | 0.8 | 1.5 |" in shown
    assert "a: 15 → 0, b: 15 → 30. Errors seen by readers of the process that was not killed: 0." in shown


def test_faults_are_told_by_phase(monkeypatch: pytest.MonkeyPatch) -> None:
    phases = {"quiet": QUIET | {"imports": 0, "refused": 0}, "full": SEEN | {"imports": 1, "refused": 2}}
    found = {"phases": phases, "readers": 30, "minutes": 10, "requests": 600, "errors_seen": 4, "versions_written": 1}
    found |= {"versions_lost": 0, "imports_refused": 2, "measured": "2026-11-28", "machine": BROWSER["machine"]}
    monkeypatch.setattr(results, "read", lambda name: found)
    assert "| full | 300 | 4 | 200 | 900 | 0.8 | 1.5 | 1 | 2 |" in table.faults()
    assert "reported: 1, of them lost: 0 (target: 0)" in table.faults()
