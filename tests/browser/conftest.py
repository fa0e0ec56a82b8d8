"""Whole journeys in headless Chromium: an app on a free port, and a page that cannot reach anything else."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocket, expect

# The first visit after a start imports everything; on a busy machine that takes a while.
expect.set_options(timeout=30_000)

ROOT = Path(__file__).parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start the system's Chromium behind a proxy that does not exist, for everything but this computer."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.fail("Cần Chromium để chạy kiểm thử: sudo apt-get install -y chromium")
    return {
        "executable_path": chromium,
        "args": CHROMIUM_FLAGS,
        "proxy": {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"},
    }


@dataclass(frozen=True)
class App:
    """A running Streamlit app: its address without a slash at the end, and its log."""

    url: str
    log: Path


@contextmanager
def _servers(folders: pytest.TempPathFactory) -> Iterator[Callable[..., App]]:
    """Give a function that starts a script with environment variables; each is stopped by process id."""
    servers: list[subprocess.Popen[bytes]] = []

    def start(script: Path, **environment: str) -> App:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = folders.mktemp("app") / "log.txt"
        command = [sys.executable, "-m", "streamlit", "run", str(script)]
        command += [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
        told = {name: value.replace("{port}", str(port)) for name, value in environment.items()}
        variables = os.environ | {"PYTHONPATH": str(ROOT)} | told
        with log.open("wb") as output:
            server = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=output, stderr=output)
        servers.append(server)
        app = App(f"http://127.0.0.1:{port}", log)
        _wait(app, server)
        return app

    yield start
    for server in servers:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def start_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., App]]:
    """Give a function that starts a script with environment variables; what a module started ends with it."""
    with _servers(tmp_path_factory) as start:
        yield start


def _wait(app: App, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; fail with its log when it has ended instead."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"{app.url}/_stcore/health"):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the app ended:\n{app.log.read_text()}")


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Start the real app once for all modules that only look; one that writes, or is about something else, has its own.

    A server's first visits import everything and fill its caches: that is paid for once.
    """
    with _servers(tmp_path_factory) as start:
        yield start(ROOT / "app.py")


@dataclass
class Wire:
    """What went over the wire: addresses outside this computer, all answers, websocket bytes received."""

    outside: list[str] = field(default_factory=list)
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    received: int = 0


@pytest.fixture
def wire(context: BrowserContext) -> Wire:
    """Listen to everything the pages of this test ask for.

    Not `context.route`: it would switch the browser's cache off, which the map relies on.
    """
    wire = Wire()

    def local(url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("data", "blob", "about") or parts.hostname == "127.0.0.1"

    def asked(url: str) -> None:
        if not local(url):
            wire.outside.append(url)

    def count(payload: str | bytes) -> None:
        wire.received += len(payload if isinstance(payload, bytes) else payload.encode())

    def opened(socket: WebSocket) -> None:
        asked(socket.url)
        socket.on("framereceived", count)

    context.on("request", lambda request: asked(request.url))
    context.on(
        "response",
        lambda answer: wire.answers.update({answer.url: (answer.status, answer.headers.get("content-type", ""))}),
    )
    context.on("page", lambda page: page.on("websocket", opened))
    return wire


@pytest.fixture
def page(context: BrowserContext, wire: Wire) -> Iterator[Page]:
    """Open a page; the test fails when anything in it asked for an address outside this computer."""
    yield context.new_page()
    assert wire.outside == []


def settled(page: Page) -> None:
    """Wait until the page has run to its end and all of it is on the screen.

    Streamlit loads each kind of element when it first meets one: the end of a page may stand there before its middle.
    """
    expect(page.get_by_text(re.compile(r"phiên bản \d+, ngày")).last).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    expect(page.locator("[data-stale=true]")).to_have_count(0)
