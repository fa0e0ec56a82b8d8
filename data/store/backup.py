"""Backups: the whole store, of either engine, as one checked SQLite file that restores into either engine.

A backup is itself a register with the same tables and a label that says what must be found in it. Rows are
copied, not pages: so a server's backup is a file that opens anywhere, and what is damaged is noticed here.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import JSON, Column, Connection, MetaData, Table, Text, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from data.errors import Problem
from data.store import queries
from data.store.database import Embedded
from data.store.faults import DAMAGED, Damaged, explained, problem
from data.store.people_schema import accounts, sessions, trail
from data.store.register import DEFAULT_PATH, Store
from data.store.schema import REVISION_TABLE, metadata
from data.store.trail import Entry, append

_CHUNK = 5_000
# A session is of one running installation. Accounts and the audit trail come back only where the store has none: an old
# backup shall not give back a right that was taken away since, nor make the trail forget.
_NEVER = (sessions,)
_KEPT = (accounts, trail)
_BACKED_UP = [table for table in metadata.sorted_tables if table not in _NEVER]
_label = Table(
    "backup_label",
    MetaData(),
    Column("made_at", Text, nullable=False),
    Column("made_from", Text, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("sha256", Text, nullable=False),
)


@dataclass(frozen=True)
class Label:
    """What a backup holds: when (UTC) and from where it was made, rows of each table, checksum of all rows."""

    made_at: str
    made_from: str
    counts: dict[str, int]
    sha256: str


@dataclass(frozen=True)
class Restored:
    """What a restore put in place, and where the former store is kept (None where there was none)."""

    label: Label
    kept_aside: Path | None


def backup(store: Store, out: Path) -> Label:
    """Write the whole store to the new file `out`, read it back, and give what it holds.

    The file appears only once it is whole and checked. Raises Problem when it exists already, cannot be
    written, or does not read back as it was written.
    """
    where = f"Bản sao lưu {out}"
    if out.exists():
        raise Problem(where, "tệp đã có", "tên tệp mới", "Đặt tên khác, hoặc cất tệp cũ đi.")
    with explained(where):
        out.parent.mkdir(parents=True, exist_ok=True)
        # Beside the goal, so that the last step is a renaming within one disk: all or nothing.
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".backup-") as folder:
            draft = Path(folder) / "draft.db"
            label = _write(store, draft)
            with _opened(draft) as (found, _):
                if found != label:
                    raise problem(where, DAMAGED, "it does not read back as it was written")
            with draft.open("rb") as file:
                os.fsync(file.fileno())
            draft.replace(out)
    return label


def read_label(file: Path) -> Label:
    """Give what a backup holds, after reading all of it. Raises Problem when it is damaged, or none."""
    with _opened(file) as (label, _):
        return label


def restore(store: Store, file: Path, by: str = "") -> Restored:
    """Put a backup in place of all that the store holds, in one transaction, and give what was done.

    The backup is checked before anything is touched, and the rows in place before they count; readers see
    the former store until then. That one is kept as a backup beside it; a damaged file is moved aside as it
    is. Accounts and the audit trail of the store stay, where it has any. Raises Problem, leaving the store as it was.
    """
    where = f"Bản sao lưu {file}"
    with _opened(file) as (label, copy), Embedded(copy, 0, where).reading() as source:
        if source is None:
            raise problem(where, DAMAGED, "no register in it")
        kept = _keep_aside(store)
        with store.database.writing() as target:
            kept_tables = [table for table in _KEPT if target.execute(select(table).limit(1)).first()]
            replaced = [table for table in _BACKED_UP if table not in kept_tables]
            for table in reversed(replaced):
                if table is not trail:  # it is empty, and refuses
                    target.execute(delete(table))
            _copy(source, target, replaced)
            if _contents(target, replaced) != _contents(source, replaced):
                raise problem(store.database.name, DAMAGED, "the rows in place differ from the backup")
            append(target, Entry(by, "restore", label.made_at, {"sha256": label.sha256}))
    return Restored(label, kept)


def _write(store: Store, draft: Path) -> Label:
    with store.reading() as source:
        counts, sha256 = _contents(source, _BACKED_UP)
        label = Label(queries.now(), store.database.name, counts, sha256)
        with Embedded(draft, 0).writing() as target:
            _copy(source, target, _BACKED_UP)
            _label.create(target)
            target.execute(insert(_label), asdict(label))
    # One file without a log beside it can be carried away.
    with closing(sqlite3.connect(draft)) as plain:
        plain.execute("PRAGMA journal_mode = DELETE")
    return label


@contextmanager
def _opened(file: Path) -> Iterator[tuple[Label, Path]]:
    """Give the label of a backup that holds what it says, and a copy of the file to work on."""
    where = f"Bản sao lưu {file}"
    if not file.is_file():
        raise Problem(where, "không có tệp này", "tệp do lệnh backup tạo ra", "Kiểm tra lại đường dẫn.")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        with explained(where):
            shutil.copyfile(file, copy)
            label = _checked(where, copy)
        yield label, copy


def _checked(where: str, copy: Path) -> Label:
    """Give the label of a backup whose tables, as they are in the file, hold what it says."""
    file = Embedded(copy, 0, where)
    file.check()
    with file.as_it_is() as connection:
        try:
            found = MetaData()
            found.reflect(connection)
            label = Label(**connection.execute(select(_label)).mappings().one())
            names = {*found.tables} - {_label.name, REVISION_TABLE, *(table.name for table in _NEVER)}
            held = _contents(connection, [found.tables[name] for name in names])
        except (SQLAlchemyError, TypeError, ValueError) as error:
            # A damaged file may fail in any way; a file without a label is no backup.
            raise problem(where, DAMAGED, error) from error
        if held != (label.counts, label.sha256):
            raise problem(where, DAMAGED, "its rows differ from its label")
    return label


def _copy(source: Connection, target: Connection, tables: Collection[Table]) -> None:
    """Copy every row of some tables, which are in order: those that others point at first."""
    for table in tables:
        # In the order of the keys: a version points at its parent.
        rows = source.execute(select(table).order_by(*table.primary_key).execution_options(yield_per=_CHUNK))
        for part in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in part])


def _contents(connection: Connection, tables: Collection[Table]) -> tuple[dict[str, int], str]:
    """Give the number of rows of each table and a checksum of them all, in whatever order they come."""
    counts: dict[str, int] = {}
    total = 0
    for table in tables:
        counts[table.name] = 0
        for row in connection.execute(select(table).execution_options(yield_per=_CHUNK)).mappings():
            told = json.dumps([table.name, dict(row)], ensure_ascii=False, sort_keys=True).encode()
            total += int.from_bytes(hashlib.sha256(told).digest())
            counts[table.name] += 1
    return counts, f"{total % 2**256:064x}"


def _keep_aside(store: Store) -> Path | None:
    """Keep what the store holds before it is replaced; give where, or None where there is nothing."""
    embedded = store.database if isinstance(store.database, Embedded) else None
    moment = queries.now().replace(":", "")
    path = embedded.path if embedded else DEFAULT_PATH
    try:
        store.database.check()
        with store.database.reading() as connection:
            if connection is None:
                return None
        kept = _free(path.with_name(f"{path.stem}-before-restore-{moment}.db"))
        backup(store, kept)
    except Damaged:
        if not embedded:
            raise
        kept = _free(path.with_name(f"{path.name}-damaged-{moment}"))
        with explained(store.database.name):
            for suffix in ("-wal", "-shm", ""):  # a log beside another file would be taken for its own
                part = path.with_name(path.name + suffix)
                if part.exists():
                    part.rename(kept.with_name(kept.name + suffix))
    return kept


def _free(path: Path) -> Path:
    """Give `path`, or the next name like it that nobody uses."""
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free
