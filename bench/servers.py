"""Servers under measurement: started on free ports, watched, and stopped by their own process id."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
APPS = Path(__file__).parent / "apps"
_BENCH_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
_START_S = 120


@dataclass(frozen=True)
class Server:
    """A running server: its address without a slash at the end, and its process."""

    url: str
    process: psutil.Process

    def cpu_s(self) -> float:
        """Seconds of the processor that it has used so far."""
        used = self.process.cpu_times()
        return float(used.user + used.system)

    def rss_mb(self) -> float:
        """Megabytes of memory that it holds now."""
        return float(self.process.memory_info().rss) / 1e6


def streamlit(script: Path, python: Path = Path(sys.executable)) -> list[str]:
    """Give the command of a Streamlit server; "{port}" stands for its port."""
    options = ("--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true")
    quiet = ("--browser.gatherUsageStats=false", "--server.fileWatcherType=none")
    return [str(python), "-m", "streamlit", "run", str(script), *options, *quiet]


def peer(*words: str) -> list[str]:
    """Give the command of a reference app in the environment that holds the peers."""
    if not _BENCH_PYTHON.exists():
        raise SystemExit(f"{_BENCH_PYTHON} is missing: run make bench")
    return [str(_BENCH_PYTHON), *words]


def free_port() -> int:
    """Give a port of this computer that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(
    command: Sequence[str],
    health: str = "/",
    environment: Mapping[str, str] | None = None,
    log: Path | None = None,
    port: int = 0,
) -> Iterator[Server]:
    """Start a server and wait until `health` answers; it is stopped at the end. RuntimeError when it ends before.

    port: 0 for a free one.
    """
    port = port or free_port()
    words = [word.replace("{port}", str(port)) for word in command]
    # Registers of generated rows on this computer: what is measured is not the sign-in.
    variables = os.environ | {"PYTHONPATH": str(ROOT), "NGHEAN_SIGN_IN": "never"} | dict(environment or {})
    with (log or Path(os.devnull)).open("wb") as output:
        started = subprocess.Popen(words, cwd=ROOT, env=variables, stdout=output, stderr=output)  # noqa: S603
    try:
        server = Server(f"http://127.0.0.1:{port}", psutil.Process(started.pid))
        _wait(server.url + health, started, log)
        yield server
    finally:
        started.terminate()
        started.wait()


def _wait(address: str, started: subprocess.Popen[bytes], log: Path | None) -> None:
    deadline = time.monotonic() + _START_S
    while started.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no answer at {address}: {log.read_text() if log else ''}")


def chromium() -> str:
    """Give the path of the system's Chromium; SystemExit when there is none."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        raise SystemExit("Cần Chromium để đo: sudo apt-get install -y chromium")
    return found
