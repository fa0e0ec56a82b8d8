"""Where measurements are kept: one JSON file a subject under bench/results/, with what they were measured on."""

from __future__ import annotations

import datetime
import json
import os
import platform
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "results"


def write(name: str, found: Mapping[str, object]) -> None:
    """Write a file of results, with the time, the machine and its load."""
    FOLDER.mkdir(exist_ok=True)
    load = [round(one, 2) for one in os.getloadavg()]
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "load": load}
    when = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    text = json.dumps({"measured": when, "machine": machine} | dict(found), ensure_ascii=False, indent=1)
    (FOLDER / f"{name}.json").write_text(text + "\n", "utf-8")


def read(name: str) -> dict[str, object]:
    """Give a file of results, {} when it has not been measured."""
    file = FOLDER / f"{name}.json"
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}
