"""Thirty readers while everything goes wrong that can: `python -m bench.faults [--readers 30] [--minutes 10]`.

One after the other, each for a seventh of the time and until its last import has ended, with imports from the command
line all along except in the first:

    quiet       nothing happens, for comparison
    import      one import after the other
    locked      another program holds the register's file locked against writers
    full        neither the app nor an import can write a byte more to any file, as on a full disk
    killed      the app is killed in the middle of an import, and started again
    server      the register is on PostgreSQL
    restart     PostgreSQL is stopped in the middle of an import, and started again

The disk is made full by a limit of the process (RLIMIT_FSIZE): a write fails as it does on a full disk, and nobody
else's disk is filled. At the end every version that an import has reported is looked for and read back. Prints the
figures, writes bench/results/faults.json.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import resource
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import results
from bench.import_sites import workbook
from bench.lasting import LastingReader, Story, read_on
from bench.postgresql import Postgresql, running
from bench.servers import ROOT, Server, free_port, serving, streamlit
from data.store import open_store
from geo import boundaries

EMBEDDED = ("quiet", "import", "locked", "full", "killed")
SERVER = ("server", "restart")
_ROWS = 50
_WRITTEN = re.compile(r"Đã ghi phiên bản (\d+)")


@dataclass
class Imports:
    """What imports reported: versions written, and the sentences of those that were refused."""

    versions: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def note(self, code: int, out: str, told: str) -> None:
        """Remember how an import ended. RuntimeError when it ended neither done nor with a sentence."""
        if code in (0, 2) and (found := _WRITTEN.search(out)):
            self.versions.append(int(found[1]))
        elif code == 1 and told and "Traceback" not in told:
            self.refused.append(told.splitlines()[-1])
        elif code >= 0:
            raise RuntimeError(f"import ended with {code}: {out} {told}")

    def lost(self, url: str) -> list[int]:
        """Give the versions that were reported and are not there any more, or no longer what was written."""
        store = open_store(url)
        there = set(store.history()["number"].astype(int))
        altered = {number for number, _ in store.altered()}
        return sorted(set(self.versions) - (there - altered))


class Run:
    """The app, its register, and what goes wrong with them."""

    def __init__(self, folder: Path, url: str, stack: ExitStack, database: Postgresql | None = None) -> None:
        self.folder, self.url, self._stack, self._database = folder, url, stack, database
        self._port = free_port()
        self.imports = Imports()
        self.server = self.started()
        self._full = False
        self._sent = 0

    def started(self) -> Server:
        """Start the app, at the same address each time."""
        environment = {"REGISTER_DATABASE_URL": self.url, "NGHEAN_LOG_FILE": str(self.folder / "app.jsonl")}
        command, log = streamlit(ROOT / "app.py"), self.folder / "app.log"
        self.server = self._stack.enter_context(serving(command, environment=environment, log=log, port=self._port))
        return self.server

    def phase(self, name: str) -> Callable[[float], Coroutine[None, None, None]]:
        """Give what happens in a phase, as a function of when it ends."""
        happens = {"import": self.imports_until, "server": self.imports_until, "restart": self.restarted}
        return happens.get(name) or getattr(self, name)

    async def imports_until(self, end: float) -> None:
        """Import one generated workbook after the other until `end` of the clock."""
        while time.perf_counter() < end:
            await self.one_import()

    async def one_import(self) -> None:
        """Import a workbook in a process of its own, as a schedule would, and note how it ended."""
        self._sent += 1
        path = self.folder / "nhap.xlsx"
        path.write_bytes(workbook(_ROWS + self._sent, bad=False))
        command = [sys.executable, "-m", "data", "import", str(path), "--by", "đo"]
        started = await asyncio.create_subprocess_exec(
            *command,
            cwd=ROOT,
            env=os.environ | {"REGISTER_DATABASE_URL": self.url},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            preexec_fn=_starve if self._full else None,
        )
        out, told = await started.communicate()
        self.imports.note(int(started.returncode or 0), out.decode(), told.decode())

    async def quiet(self, end: float) -> None:
        """Let nothing happen."""
        await asyncio.sleep(end - time.perf_counter())

    async def locked(self, end: float) -> None:
        """Hold the register locked against writers for half the time."""
        half = time.perf_counter() + (end - time.perf_counter()) / 2
        importing = asyncio.create_task(self.imports_until(end))
        path = self.url.removeprefix("sqlite:///")
        with sqlite3.connect(path, isolation_level=None) as lock:
            lock.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(half - time.perf_counter())
            lock.execute("ROLLBACK")
        await importing

    async def full(self, end: float) -> None:
        """Let no process of ours write a byte more for half the time."""
        half = time.perf_counter() + (end - time.perf_counter()) / 2
        before = self.server.process.rlimit(resource.RLIMIT_FSIZE)
        self.server.process.rlimit(resource.RLIMIT_FSIZE, (0, before[1]))
        self._full = True
        await self.imports_until(half)
        self._full = False
        self.server.process.rlimit(resource.RLIMIT_FSIZE, before)
        await self.imports_until(end)

    async def killed(self, end: float) -> None:
        """Kill the app in the middle of an import; start it again after a pause of two seconds."""
        importing = asyncio.create_task(self.imports_until(end))
        await asyncio.sleep(1)
        self.server.process.kill()
        await asyncio.sleep(2)
        await asyncio.to_thread(self.started)
        await importing

    async def restarted(self, end: float) -> None:
        """Stop PostgreSQL in the middle of an import; start it again after a pause of two seconds."""
        assert self._database is not None
        importing = asyncio.create_task(self.imports_until(end))
        await asyncio.sleep(1)
        await asyncio.to_thread(self._database.stop)
        await asyncio.sleep(2)
        await asyncio.to_thread(self._database.start)
        await importing


def _starve() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as on a full disk, the write fails and is told
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--readers", type=int, default=30)
    options.add_argument("--minutes", type=float, default=10, help="length of the whole run; 1 for a quick look")
    asked = options.parse_args()
    phase_s = asked.minutes * 60 / len(EMBEDDED + SERVER)
    with tempfile.TemporaryDirectory(prefix="faults-") as name, ExitStack() as stack:
        run = Run(Path(name), f"sqlite:///{name}/register.db", stack)
        embedded = asyncio.run(told(run, EMBEDDED, asked.readers, phase_s))
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        database = stack.enter_context(running())
        run = Run(Path(name), database.url, stack, database)
        on_server = asyncio.run(told(run, SERVER, asked.readers, phase_s))
    found = together([embedded, on_server]) | {"readers": asked.readers, "minutes": asked.minutes}
    for phase, figures in dict(found["phases"]).items():
        print(f"{phase:8}", figures)
    print({key: value for key, value in found.items() if key != "phases"})
    results.write("faults", found)


async def told(run: Run, phases: Sequence[str], readers: int, phase_s: float) -> dict[str, Any]:
    """Let readers read through phases, and give the figures of each and what became of the imports."""
    story = Story()
    crowd = [LastingReader(run.server.url, story) for _ in range(readers)]
    districts = ["", *boundaries.districts("2025")["code"]]
    for number, reader in enumerate(crowd):
        await reader.look(districts[number % len(districts)])
    story.met.clear()  # opening is not what is measured
    begin = time.perf_counter()
    over = asyncio.Event()
    reading = asyncio.create_task(read_on(crowd, districts, over))
    found, marks = {}, [begin]
    for phase in phases:
        written, refused = len(run.imports.versions), len(run.imports.refused)
        await run.phase(phase)(time.perf_counter() + phase_s)
        marks.append(time.perf_counter())
        new = run.imports.refused[refused:]
        found[phase] = {"imports": len(run.imports.versions) - written, "refused": len(new), "why": sorted(set(new))}
    over.set()
    await reading
    for phase, start, end in zip(phases, marks[:-1], [*marks[1:-1], float("inf")], strict=True):
        found[phase] = story.between(start, end) | found[phase]
    return {
        "phases": found,
        "versions_written": len(run.imports.versions),
        "versions_lost": len(run.imports.lost(run.url)),
        "imports_refused": len(run.imports.refused),
    }


def together(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give the parts of a run as one: phases side by side, counts added."""
    phases = {name: figures for part in parts for name, figures in part["phases"].items()}
    counts = {key: sum(part[key] for part in parts) for key in parts[0] if key != "phases"}
    counts["requests"] = sum(figures["requests"] for figures in phases.values())
    counts["errors_seen"] = sum(figures["errors_seen"] for figures in phases.values())
    return {"phases": phases} | counts


if __name__ == "__main__":
    main()
