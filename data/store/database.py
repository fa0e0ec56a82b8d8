"""Where the store lives: a file of its own (SQLite) or a server (PostgreSQL), opened for reading or writing.

Both give the same two doors. `reading()` is one snapshot and never creates or changes anything; `writing()`
is one transaction, alone: a second writer waits at the door. Everything that goes wrong inside is a Problem.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError

from data.errors import Problem
from data.store.faults import DAMAGED, explained, problem
from data.store.schema import HEAD, REVISION_TABLE, REVISIONS

_MIGRATIONS = Path(__file__).parent / "migrations"
_WRITERS_LOCK = 0x5359_4E47  # any number, the same in every process that shares the server


class Database(ABC):
    """One place that holds a store. `name` is how messages call it, without any password."""

    def __init__(self, name: str, timeout_s: float) -> None:
        self.name = name
        self.timeout_s = timeout_s

    @abstractmethod
    def _read(self) -> AbstractContextManager[Connection | None]:
        """Give a connection that sees one snapshot, or None where there is nothing at all."""

    @abstractmethod
    def _write(self) -> AbstractContextManager[Connection]:
        """Give a connection in a transaction that no other writer can enter."""

    @contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """Give a connection that sees one snapshot of the store, or None while no store has been made.

        A store in the form of an earlier release is brought up to date first.
        """
        with explained(self.name):
            with self._read() as connection:
                found = None if connection is None else self._revision(connection)
                if found in (None, HEAD):
                    yield connection if found else None
                    return
            with self.writing():
                pass
            with self._read() as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in the one write transaction, the tables made or brought up to date in it.

        It commits at the end of the block, or leaves the store as it was when the block raises.
        """
        with explained(self.name), self._write() as connection:
            if self._revision(connection) != HEAD:
                migrate(connection)
            yield connection

    @abstractmethod
    def check(self) -> None:
        """Look through the file itself, where there is one. Raises Problem (Damaged) when it is damaged."""

    def _revision(self, connection: Connection) -> str | None:
        found = revision(connection)
        if found is not None and found not in REVISIONS:
            raise Problem(
                where=self.name,
                came=f"sổ ở định dạng «{found}»",
                expected=f"định dạng đến «{HEAD}»",
                todo="Sổ do bản chương trình mới hơn ghi: hãy cập nhật chương trình.",
            )
        return found


def revision(connection: Connection) -> str | None:
    """Give the revision of the tables, or None where there are none."""
    if not inspect(connection).has_table(REVISION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {REVISION_TABLE}")).scalar()  # noqa: S608
    return None if found is None else str(found)


def migrate(connection: Connection) -> None:
    """Make the tables, or bring them up to date, inside the transaction of `connection`."""
    from alembic import command  # a quarter of a second that readers need not spend
    from alembic.config import Config

    config = Config()
    # A percent sign in the folder's name would be read as the start of a setting's name.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


class Embedded(Database):
    """A store in one SQLite file, in write-ahead mode: readers never wait for the writer, nor he for them."""

    def __init__(self, path: Path, timeout_s: float, name: str = "") -> None:
        super().__init__(name or f"Sổ đăng ký {path}", timeout_s)
        self.path = path
        self._reader = self._engine(self._open_to_read, "BEGIN")
        self._writer = self._engine(self._open_to_write, "BEGIN IMMEDIATE")

    def _engine(self, opener: Callable[[], sqlite3.Connection], begin: str) -> Engine:
        # No pool: opening costs a fraction of a millisecond, and a file put back in place is seen at once.
        engine = create_engine("sqlite://", creator=opener, poolclass=NullPool, hide_parameters=True)

        @event.listens_for(engine, "begin")
        def _(connection: Connection) -> None:
            # The driver's own transactions are off, as they would leave DDL outside.
            connection.exec_driver_sql(begin)

        return engine

    def _connect(self, mode: str) -> sqlite3.Connection:
        address = f"file:{quote(str(self.path.absolute()))}?mode={mode}"
        connection = sqlite3.connect(
            address, uri=True, timeout=self.timeout_s, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection

    def _open_to_read(self) -> sqlite3.Connection:
        """Open the file; in a read-only folder or on a full disk as it stands, whole when no writer left a log."""
        modes = ["rw", "ro"]
        if not self._has_log():
            modes.append("ro&immutable=1")
        for mode in modes:
            connection = self._connect(mode)
            try:
                connection.execute("SELECT count(*) FROM sqlite_master")
                return connection
            except sqlite3.OperationalError as error:
                connection.close()
                if not _unwritable(error) or mode == modes[-1]:
                    raise
        raise AssertionError("the last mode opens or raises")

    def _has_log(self) -> bool:
        log = self.path.with_name(self.path.name + "-wal")
        return log.exists() and log.stat().st_size > 0

    def _open_to_write(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = self._connect("rwc")
        try:
            # An import is rare and must outlive a power cut, so every commit is forced to the disk.
            connection.execute("PRAGMA synchronous = FULL")
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            # A file of something else is left as it is; the check that follows refuses it.
            if not tables or REVISION_TABLE in tables:
                connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _revision(self, connection: Connection) -> str | None:
        found = super()._revision(connection)
        if found is None and inspect(connection).get_table_names():
            raise problem(self.name, DAMAGED, "the file holds tables of something else")
        return found

    @contextmanager
    def _read(self) -> Iterator[Connection | None]:
        if not self.path.exists():
            yield None
            return
        with self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._writer.connect() as connection, connection.begin():
            yield connection

    def check(self) -> None:
        """Look through every page and index of the file. Raises Problem (Damaged) when one is damaged."""
        if self.path.exists():
            with self.as_it_is() as connection:
                found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
            if found != ["ok"]:
                raise problem(self.name, DAMAGED, "; ".join(found[:5]))

    @contextmanager
    def as_it_is(self) -> Iterator[Connection]:
        """Give a connection to a file that exists, whatever tables it has."""
        with explained(self.name), self._reader.connect() as connection, connection.begin():
            yield connection


def _unwritable(error: sqlite3.OperationalError) -> bool:
    """Tell whether a file cannot be opened only because nothing can be written beside it."""
    code = error.sqlite_errorcode
    # A reader of a file with a log makes an index of 32 KB beside it, for which a full disk has no room.
    no_index = code in (sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMMAP)
    return no_index or code & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL)


class Server(Database):
    """A store in a PostgreSQL database."""

    def __init__(self, url: URL, timeout_s: float) -> None:
        super().__init__(f"Sổ đăng ký trên máy chủ {url.host or ''}/{url.database}", timeout_s)
        self._writer = self._engine(url)
        self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @staticmethod
    def _engine(url: URL) -> Engine:
        # No pool here either: a store may be opened anywhere without thinking of closing it.
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            poolclass=NullPool,
            hide_parameters=True,  # what the rows hold stays out of messages, and so out of the log
            connect_args={"connect_timeout": 10},
        )

    @contextmanager
    def _read(self) -> Iterator[Connection | None]:
        with self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._writer.connect() as connection, connection.begin():
            connection.execute(text(f"SET LOCAL lock_timeout = {round(self.timeout_s * 1000)}"))
            # Readers never ask for this lock; writers queue at it, also while the tables are being made.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS_LOCK})
            yield connection

    def check(self) -> None:
        """Leave the files to the server: it notices damage where it reads."""


def database(url: str | Path, timeout_s: float) -> Database:
    """Give the place of a store: a path, "sqlite:///PATH" or "postgresql://user:password@host/database".

    timeout_s: how long a writer waits for another one. Raises Problem for any other address.
    """
    if isinstance(url, Path):
        return Embedded(url, timeout_s)
    try:
        address = make_url(url)
    except ArgumentError:
        address = URL.create("unknown")
    engine = address.get_backend_name()
    if engine == "sqlite" and address.database not in (None, "", ":memory:"):
        return Embedded(Path(str(address.database)), timeout_s)
    if engine in ("postgresql", "postgres"):
        return Server(address, timeout_s)
    # The address itself stays out of the message: it may hold a password.
    raise Problem(
        where="REGISTER_DATABASE_URL",
        came="địa chỉ cơ sở dữ liệu không hiểu được",
        expected="postgresql://người_dùng:mật_khẩu@máy_chủ/tên, hoặc sqlite:///đường/dẫn/tệp.db",
        todo="Sửa biến môi trường, hoặc bỏ trống để dùng tệp data/files/register.db.",
    )
