"""Stores for the tests: a file in a temporary folder, and a database on a server started for this run.

The server is the real PostgreSQL of the system's packages; it listens on a socket in a temporary folder
only, and ends with the tests, also when they are killed.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from data.store import Store, open_store

ENGINES = ("sqlite", "postgresql")
_PARENT_DIED = 1  # PR_SET_PDEATHSIG


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL server; `address` is where to connect to its own database."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql://register@/{database}?host={self.folder}"

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def _programs() -> Path:
    found = [Path(path).parent for path in [shutil.which("initdb")] if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        pytest.fail("Cần PostgreSQL để chạy kiểm thử: sudo apt-get install -y postgresql", pytrace=False)
    return found[-1]


def _account() -> dict[str, object]:
    """Give the account to run as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    postgres = pwd.getpwnam("postgres")
    return {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    programs, account = _programs(), _account()
    # Short, as the path of a socket may have 107 bytes.
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as name:
        folder = Path(name)
        if account:
            os.chown(folder, int(str(account["user"])), int(str(account["group"])))
        rows = folder / "data"
        subprocess.run(
            [programs / "initdb", "-D", rows, "-U", "register", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **account,
        )
        settings = {"listen_addresses": "", "unix_socket_directories": name, "fsync": "off"}
        process = subprocess.Popen(
            [programs / "postgres", "-D", rows, *(f"--{key}={value}" for key, value in settings.items())],
            stderr=(folder / "log").open("w"),
            cwd=folder,
            preexec_fn=lambda: ctypes.CDLL(None).prctl(_PARENT_DIED, signal.SIGINT),
            **account,
        )
        try:
            _await(Server(folder), process)
            yield Server(folder)
        finally:
            process.send_signal(signal.SIGINT)  # "fast": it ends the sessions that are still open
            process.wait()


def _await(server: Server, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            return server.run("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.05)
    pytest.fail(f"PostgreSQL did not start: {(server.folder / 'log').read_text()}", pytrace=False)
    return None


@pytest.fixture
def postgresql_url(server: Server, request: pytest.FixtureRequest) -> Iterator[str]:
    name = f"test_{os.getpid()}_{time.monotonic_ns()}"
    server.run(f"CREATE DATABASE {name}")
    yield server.url(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/sổ 1%/register.db"


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest) -> str:
    """Give the address of a store that does not exist yet, on either engine."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def store(url: str) -> Store:
    return open_store(url)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that everybody may enter, unlike the temporary folders of the tests."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
