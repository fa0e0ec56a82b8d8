"""Looks now and then at what is set outside the program, so that the audit trail knows when it was changed."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

from access import installation
from briefing.compose import settings as briefing_settings
from data import reporting_calendar
from data.errors import Problem
from geo import boundary_files
from ui import caches, person

log = logging.getLogger("watch")
_EVERY_S = 60


def start() -> None:
    """Look now and every minute, beside everything else."""
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    while True:
        look()
        time.sleep(_EVERY_S)


def look() -> list[str]:
    """Note what has been changed since the last look, and give its names; at an open door nothing is noted."""
    store, latest = caches.head()
    if not person.asks(store, latest):
        return []
    try:
        return installation.note(store, files())
    except (Problem, OSError) as error:  # a locked register or a full disk: the next look notes it
        log.warning("settings not noted: %s", error)
        return []


def files() -> dict[str, Path]:
    """Give the files that set what the program does, by name: who sends briefings, what is due when, the boundaries."""
    return {
        briefing_settings.AGENCY_FILE: briefing_settings.folder() / briefing_settings.AGENCY_FILE,
        reporting_calendar.FILE: reporting_calendar.path_of_own(),
        "boundaries/manifest.json": boundary_files.root() / "manifest.json",
    }
