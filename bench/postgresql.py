"""A throw-away PostgreSQL server of the system's packages, on a socket in a folder, that can be restarted."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg


class Postgresql:
    """A server in a folder of its own; the path must be short, as that of a socket may have 107 bytes."""

    def __init__(self, folder: Path) -> None:
        found = [Path(path).parent for path in [shutil.which("initdb")] if path]
        found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not found:
            raise SystemExit("Cần PostgreSQL: sudo apt-get install -y postgresql")
        self._programs, self._folder = found[-1], folder
        self._process: subprocess.Popen[bytes] | None = None
        self._account = _account()
        if self._account:
            os.chown(folder, int(str(self._account["user"])), int(str(self._account["group"])))
        words = ["initdb", "-D", str(folder / "data"), "-U", "register", "-A", "trust", "-E", "UTF8", "--no-sync"]
        self._run(words).wait()

    @property
    def url(self) -> str:
        """The address of its database, for REGISTER_DATABASE_URL."""
        return f"postgresql://register@/postgres?host={self._folder}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = [f"--unix_socket_directories={self._folder}", "--listen_addresses="]
        self._process = self._run(["postgres", "-D", str(self._folder / "data"), *settings])
        while self._process.poll() is None:
            try:
                psycopg.connect(self.url).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError((self._folder / "log").read_text())

    def stop(self) -> None:
        """Stop it as a restart of the service does: sessions that are open are ended."""
        if self._process:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()

    def _run(self, words: list[str]) -> subprocess.Popen[bytes]:
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603
                [str(self._programs / words[0]), *words[1:]],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                **self._account,  # type: ignore[call-overload]
            )


def _account() -> Mapping[str, object]:
    """Give the account to run as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    postgres = pwd.getpwnam("postgres")
    return {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}


@contextmanager
def running() -> Iterator[Postgresql]:
    """Start a server in a new folder; it is stopped at the end, and the folder goes."""
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as name:
        server = Postgresql(Path(name))
        server.start()
        try:
            yield server
        finally:
            server.stop()
