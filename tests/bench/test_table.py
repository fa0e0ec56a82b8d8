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
    assert [part() for part in (table.browser, table.sessions, table.growth, table.work)] == ["", "", "", ""]
