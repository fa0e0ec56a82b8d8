"""The register: every import makes a version, every version stays readable, nothing is overwritten."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection

from data.errors import Problem
from data.record import SCHEMAS, Record, assemble
from data.settings import settings
from data.store import queries, trail
from data.store.database import database
from data.store.decisions import Decisions
from data.store.draft import Draft
from data.store.faults import DAMAGED, problem
from data.store.merge import Changes, Clash, merged
from data.store.quarantine import Quarantine, SetAside, close, set_aside
from data.store.queries import Version
from data.store.rows import checksum, differences
from data.store.schema import KINDS
from data.store.writing import Tables, file_counts, seeded, sent, written
from data.tables import TABLES, read

DEFAULT_PATH = TABLES.parent / "files" / "register.db"
_LOCAL = datetime.timezone(datetime.timedelta(hours=7))
_SHOWN = 5


def public_tables() -> dict[str, pd.DataFrame]:
    """Give the public record as tables of text: version 1 of every register."""
    return {kind: read(kind) for kind in SCHEMAS}


def open_store(
    url: str | Path | None = None, *, seed: Callable[[], Tables] = public_tables, timeout_s: float = 30
) -> Store:
    """Give the store at `url`, by default at REGISTER_DATABASE_URL or else in data/files/register.db.

    Nothing is created before the first write; until then the store reads as its version 1, the tables of
    `seed`. timeout_s: how long a writer waits for another. Raises Problem for an address it cannot read.
    """
    address = url or settings().register_database_url.get_secret_value() or DEFAULT_PATH
    return Store(address, seed=seed, timeout_s=timeout_s)


class Store:
    """A register with all its versions. Every method that fails raises Problem and leaves it as it was."""

    def __init__(self, url: str | Path, *, seed: Callable[[], Tables], timeout_s: float) -> None:
        self.database = database(url, timeout_s)
        self.decisions = Decisions(self)
        self.quarantine = Quarantine(self)
        self.trail = trail.Trail(self)
        self._seed = seed
        self._draft = Draft(lambda connection: seeded(connection, seed()))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one snapshot, of version 1 in memory while no store is made."""
        with self.database.reading() as connection:
            if connection is not None:
                yield connection
                return
        with self._draft.reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the connection of the one write transaction; it makes the store and version 1 if need be."""
        with self.database.writing() as connection:
            if not queries.latest(connection):
                seeded(connection, self._seed(), queries.now())
            yield connection

    # --- reading

    def latest(self) -> int:
        """Give the number of the last version."""
        with self.reading() as connection:
            return queries.latest(connection)

    def version(self, number: int | None = None) -> Version:
        """Give what is known of a version (default the last). Raises Problem for an unknown one."""
        with self.reading() as connection:
            wanted = _known(connection, number)
            return next(v for v in queries.history(connection) if v.number == wanted)

    def history(self) -> pd.DataFrame:
        """Give every version a row, newest first.

        Columns: number, parent, created_at (UTC), author, mode, file_name, file_sha256, note, and as rows
        without sources added, changed, removed, unchanged (of the file: already so in the register).
        """
        shown = ("number", "parent", "created_at", "author", "mode", "file_name", "file_sha256", "note")
        counted = ("added", "changed", "removed", "unchanged")
        with self.reading() as connection:
            found = queries.history(connection)
        lines = [
            {name: getattr(version, name) for name in shown} | {what: version.total(what) for what in counted}
            for version in reversed(found)
        ]
        return pd.DataFrame(lines).astype({"parent": "Int64"})

    def tables(self, version: int | None = None) -> dict[str, pd.DataFrame]:
        """Give the rows of a version (default the last) as tables of text, like those of data/tables/.

        Keys: sites, figures, targets, statuses, sources, dataset. Raises Problem for an unknown version.
        """
        with self.reading() as connection:
            number = _known(connection, version)
            frames = {kind: queries.rows(connection, kind, number) for kind in KINDS}
        return {kind: frame.reset_index(drop=True).astype("str") for kind, frame in frames.items()}

    def record(self, version: int | None = None, seen: Callable[[Tables], Tables] | None = None) -> Record:
        """Give a version (default the last) as the Record the pages show, entitled by its number and day.

        seen: gives of the tables what a reader may see.
        """
        about = self.version(version)
        tables = self.tables(about.number)
        if seen:
            tables = dict(seen(tables))
        if about.number > 1:
            tables["dataset"] = _title(about)
        return assemble(tables)

    def diff(self, before: int, after: int) -> pd.DataFrame:
        """Give what changed from one version to another, one cell a row.

        Columns: kind, row_id, change (added | changed | removed), field, before, after (text). An added or
        removed row is told by all its cells that are not empty. Raises Problem for an unknown version.
        """
        with self.reading() as connection:
            _known(connection, before)
            _known(connection, after)
            told = [
                differences(
                    kind,
                    queries.rows(connection, kind, before, but_not=after),
                    queries.rows(connection, kind, after, but_not=before),
                )
                for kind in KINDS
            ]
        return pd.concat(told, ignore_index=True)

    def last_changed(self, kind: str, version: int | None = None) -> pd.DataFrame:
        """Give when each row of a version was last written: row_id, version, created_at (UTC), author."""
        with self.reading() as connection:
            return queries.last_changed(connection, kind, _known(connection, version))

    def verify(self) -> None:
        """Raise Problem (Damaged) when the file is damaged or a version differs from what it was when made."""
        told = [f"version {number}, {kind}: rows differ from their checksum" for number, kind in self.altered()]
        if told:
            raise problem(self.database.name, DAMAGED, "; ".join(told))

    def altered(self) -> list[tuple[int, str]]:
        """Read every version and give those, with the kind of rows, that differ from the checksum noted when made.

        Raises Problem (Damaged) when the file itself cannot be read to its end.
        """
        self.database.check()
        with self.reading() as connection:
            return [
                (version.number, kind)
                for version in queries.history(connection)
                for kind, sha256 in version.content_sha256.items()
                if checksum(queries.rows(connection, kind, version.number)) != sha256
            ]

    def submissions(self) -> pd.DataFrame:
        """Give which version brought how many rows about which area, also where it changed nothing.

        Columns: version, kind, subject (model_key or status_key), epoch, code, row_count, created_at (UTC),
        author, file_name. Version 1 was sent by nobody.
        """
        with self.reading() as connection:
            return queries.sent(connection)

    # --- writing

    def commit(
        self,
        changes: Changes,
        *,
        by: str,
        file_name: str = "",
        file_sha256: str = "",
        note: str = "",
        mode: str = "merge",
        expected_parent: int | None = None,
        aside: Sequence[SetAside] = (),
        mended: Sequence[int] = (),
        allowed: Callable[[Tables, Tables], None] | None = None,
    ) -> Version:
        """Make the next version of `changes` in one transaction and give it.

        mode: "merge" adds and edits rows by id; "replace" also ends the sites of changes.models that the
        file does not have. expected_parent: the version the sender had seen; what others did since is kept,
        and where it touches the same cells (replace: the same models) this raises Problem and says who.
        aside: rows kept in quarantine with this version; mended: rows of the quarantine it settles.
        allowed: is handed the canonical rows before and after, and raises to refuse them.
        """
        author = _author(by)
        _check_mode(changes, mode)
        changes = changes.tidied()
        with self.writing() as connection:
            last = queries.latest(connection)
            seen = _known(connection, expected_parent)
            current = {kind: queries.rows(connection, kind, last) for kind in changes.kinds()}
            target = _merged(connection, changes, current, seen, last)
            if allowed:
                allowed(current, target)
            about = Version(last + 1, last, queries.now(), author, file_name, file_sha256, mode, note)
            counts = file_counts(changes, current, target)
            version = written(connection, about, current, target, counts=counts)
            queries.add_submissions(connection, version.number, sent(changes, target))
            set_aside(connection, aside, author, file_name, file_sha256, version.number)
            close(connection, mended, "mended", author, note, version.number)
            trail.append(connection, _told("import" if file_name else "edit", version))
        return version

    def rollback(self, to: int, *, by: str, note: str = "") -> Version:
        """Make a new version that holds what version `to` held; the versions between stay readable."""
        author = _author(by)
        with self.writing() as connection:
            _known(connection, to)
            last = queries.latest(connection)
            note = note or f"Quay về phiên bản {to}"
            about = Version(last + 1, last, queries.now(), author, mode="rollback", note=note)
            version = written(
                connection,
                about,
                current={kind: queries.rows(connection, kind, last) for kind in KINDS},
                target={kind: queries.rows(connection, kind, to) for kind in KINDS},
                places={kind: queries.positions(connection, kind, to) for kind in KINDS},
            )
            trail.append(connection, _told("rollback", version, to=to))
        return version


def _told(what: str, version: Version, **more: object) -> trail.Entry:
    """Give the entry of the audit trail that belongs to a version."""
    details = {name: getattr(version, name) for name in ("file_name", "file_sha256", "mode", "note")}
    details |= {name: version.total(name) for name in ("added", "changed", "removed")} | more
    return trail.Entry(version.author, what, str(version.number), details)


def _known(connection: Connection, version: int | None) -> int:
    """Give the version asked for (None = the last). Raises Problem when there is no such version."""
    last = queries.latest(connection)
    if version is not None and not 1 <= version <= last:
        raise Problem(
            where="Sổ đăng ký",
            came=f"phiên bản {version}",
            expected=f"một số từ 1 đến {last}",
            todo="Xem danh sách phiên bản: python -m data history.",
        )
    return version or last


def _author(by: str) -> str:
    if not by.strip():
        raise Problem("Ghi vào sổ", "không có tên người ghi", "tên người ghi", "Điền tên người ghi.")
    return by.strip()


def _check_mode(changes: Changes, mode: str) -> None:
    if mode not in ("merge", "replace") or (mode == "replace") != bool(changes.models):
        raise Problem(
            where="Ghi vào sổ",
            came=f"cách ghi «{mode}» với mô hình cần thay: {', '.join(changes.models) or 'không có'}",
            expected="«replace» cùng tên các mô hình được thay, hoặc «merge»",
            todo="Chọn lại cách ghi.",
        )


def _merged(connection: Connection, changes: Changes, current: Tables, seen: int, last: int) -> Tables:
    target: dict[str, pd.DataFrame] = {}
    clashes: list[Clash] = []
    for kind in changes.kinds():
        base = current[kind] if seen == last else queries.rows(connection, kind, seen)
        target[kind], found = merged(kind, changes, base, current[kind])
        clashes += found
    if clashes:
        since = [version for version in queries.history(connection) if version.number > seen]
        raise _clash(clashes, since)
    return target


def _clash(clashes: Sequence[Clash], since: Sequence[Version]) -> Problem:
    who = "; ".join(
        f"phiên bản {version.number} của {version.author} ({_local_day(version)}"
        + (f", tệp {version.file_name})" if version.file_name else ")")
        for version in since
    )
    cells = [f"{clash.row_id}" + (f" (cột {clash.field})" if clash.field else "") for clash in clashes]
    more = f" và {len(cells) - _SHOWN} chỗ khác" if len(cells) > _SHOWN else ""
    return Problem(
        where="Ghi vào sổ",
        came=f"sổ đã đổi từ khi tệp được lập: {who}; cùng sửa {', '.join(cells[:_SHOWN])}{more}",
        expected="không ai sửa cùng chỗ ấy trong lúc chờ",
        todo="Xem khác biệt, xuất lại sổ rồi sửa trên bản mới. Tệp này chưa được ghi, sổ còn nguyên.",
    )


def _local_day(version: Version) -> str:
    moment = datetime.datetime.fromisoformat(version.created_at)
    return (moment.astimezone(_LOCAL) if moment.tzinfo else moment).date().isoformat()


def _title(version: Version) -> pd.DataFrame:
    """Give the `dataset` table of a version made by an import."""
    title = {
        "key": "register",
        "name_vi": "Sổ đăng ký",
        "name_en": "Register",
        "version": str(version.number),
        "date": _local_day(version),
        "note": version.note,
    }
    return pd.DataFrame([title], dtype="str")
