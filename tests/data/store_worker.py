"""An import in a process of its own, which can be killed, slowed or starved: run by the tests of faults.

    python -m tests.data.store_worker URL --author NAME [--rows N] [--die-at N|commit] [--pause S] [--most-bytes N]

It prints "started" once it holds the writer's lock, then "version N" or the problem. The rows are generated.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
import time
from typing import Any

import pandas as pd
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from data.errors import Problem
from data.store import Changes, open_store
from data.tables import read


def generated_sites(count: int, prefix: str) -> pd.DataFrame:
    """Give `count` generated sites with ids PREFIX-0, PREFIX-1, …; load for tests, never shown to anyone."""
    numbers = pd.Series(range(count))
    return pd.DataFrame(
        {
            "site_id": prefix + "-" + numbers.astype(str),
            "model_key": "camera_an_ninh",
            "model_name": "Camera an ninh",
            "site_name": "Điểm kiểm thử " + numbers.astype(str),
            "hamlet": "xóm " + (numbers % 17).astype(str),
            "commune_text": "xã Thanh Liên",
            "district_text": "Thanh Chương",
            "unit_epoch": "2020",
            "unit_code": "17743",
            "located_by": "mã xã",
            "launched": "2023-06",
            "quantity": (numbers % 40 + 1).astype(float),
            "quantity_qualifier": "exact",
            "quantity_unit": "camera",
            "precision": "exact",
            "lon": 105.0 + numbers / 1e6,
            "lat": 18.5 + numbers / 1e6,
            "source_url": read("sources")["source_url"].iloc[0],
            "evidence": "dữ liệu sinh ra để kiểm thử",
        }
    )


def _listen(die_at: str, pause_s: float) -> None:
    done = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def _(connection: Connection, cursor: Any, statement: str, *rest: object) -> None:
        nonlocal done
        if not statement.startswith(("INSERT", "UPDATE")):
            return
        if not done:
            print("started", flush=True)
        done += 1
        time.sleep(pause_s)
        if die_at == str(done):
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(Engine, "commit")
    def _(connection: Connection) -> None:
        if die_at == "commit" and done:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--author", required=True)
    parser.add_argument("--rows", type=int, default=20)
    parser.add_argument("--die-at", default="")
    parser.add_argument("--pause", type=float, default=0)
    parser.add_argument("--most-bytes", type=int)
    parser.add_argument("--timeout", type=float, default=30)
    parser.add_argument("--expected-parent", type=int)
    asked = parser.parse_args()
    if asked.most_bytes:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as on a full disk, the write fails and is told
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked.most_bytes, asked.most_bytes))
    _listen(asked.die_at, asked.pause)
    rows = generated_sites(asked.rows, asked.author)
    try:
        version = open_store(asked.url, timeout_s=asked.timeout).commit(
            Changes({"sites": rows}), by=asked.author, expected_parent=asked.expected_parent
        )
    except Problem as problem:
        print(problem)
        return 1
    print("version", version.number)
    return 0


if __name__ == "__main__":
    sys.exit(main())
