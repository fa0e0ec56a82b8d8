"""Everything that can go wrong while writing: the last version stays whole and readable, and somebody is told."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from data.errors import Problem
from data.store import Changes, Store, open_store
from tests.data.conftest import Server
from tests.data.test_store import site

ROOT = Path(__file__).parents[2]


def start(url: str, *options: object) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.data.store_worker", url, *map(str, options)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def outcome(process: subprocess.Popen[str]) -> str:
    """Give the last line a worker printed, or "killed"."""
    lines = (process.communicate()[0] or "").splitlines()
    return "killed" if process.returncode == -signal.SIGKILL else lines[-1]


def await_start(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    assert process.stdout.readline() == "started\n"


def held(store: Store) -> tuple[int, list[str]]:
    return store.latest(), store.tables()["sites"]["site_id"].tolist()


@pytest.fixture
def made(store: Store) -> Store:
    """Give a store with versions 1 and 2."""
    store.commit(Changes({"sites": site("a")}), by="A")
    return store


@pytest.mark.parametrize("moment", ["1", "2", "3", "commit"])
def test_kill_9_in_the_middle_of_an_import(url: str, made: Store, moment: str) -> None:
    before = held(made)
    assert outcome(start(url, "--author", "B", "--rows", 12_000, "--die-at", moment)) == "killed"
    assert held(made) == before
    made.verify()
    assert outcome(start(url, "--author", "C")) == "version 3"
    made.verify()


@pytest.mark.parametrize("moment", ["1", "5", "commit"])
def test_kill_9_while_the_store_is_being_made(url: str, store: Store, moment: str) -> None:
    assert outcome(start(url, "--author", "B", "--die-at", moment)) == "killed"
    assert store.latest() == 1
    assert store.record().name == "Số liệu công khai"
    assert outcome(start(url, "--author", "C")) == "version 2"
    store.verify()


def test_readers_see_the_old_version_until_the_new_one_is_whole(url: str, made: Store) -> None:
    before = held(made)
    writer = start(url, "--author", "B", "--rows", 5_100, "--pause", 0.3)  # more than goes in one statement
    await_start(writer)
    seen = []
    while writer.poll() is None:
        seen.append(held(made))
    assert outcome(writer) == "version 3"
    assert before in seen
    # The writer may have ended between two looks of the last reading.
    assert all(state == before or len(state[1]) == len(before[1]) + 5_100 for state in seen)
    assert held(made)[0] == 3


def test_two_imports_at_once_both_come_in_one_after_the_other(url: str, made: Store) -> None:
    first, second = start(url, "--author", "B", "--pause", 0.2), start(url, "--author", "C", "--pause", 0.2)
    assert sorted([outcome(first), outcome(second)]) == ["version 3", "version 4"]
    assert {"B-0", "B-19", "C-0", "C-19"} <= set(held(made)[1])
    made.verify()


def test_two_processes_that_both_make_the_store(url: str, store: Store) -> None:
    both = [start(url, "--author", name) for name in "BC"]
    assert sorted(outcome(process) for process in both) == ["version 2", "version 3"]
    store.verify()


def test_a_second_import_that_waits_too_long_says_so(url: str, made: Store) -> None:
    writer = start(url, "--author", "B", "--pause", 0.5)
    await_start(writer)
    with pytest.raises(Problem, match=r"người khác đang ghi, chờ quá lâu.*Đợi vài phút"):
        open_store(url, timeout_s=0.2).commit(Changes({"sites": site("x")}), by="C")
    assert held(made)[0] == 2
    assert outcome(writer) == "version 3"


def test_a_second_import_of_the_same_rows_is_told_who_was_first(url: str, made: Store) -> None:
    made.commit(Changes({"sites": site("B-0", hamlet="xóm 9")}), by="Công an xã", file_name="xã.xlsx")
    told = outcome(start(url, "--author", "B", "--expected-parent", 2))
    assert "phiên bản 3 của Công an xã" in told
    assert "tệp xã.xlsx" in told
    assert "B-0" in told
    assert held(made)[0] == 3


# --- full disk


def test_a_file_that_may_not_grow(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    store.commit(Changes({"sites": site("a")}), by="A")
    before = held(store)
    told = outcome(start(sqlite_url, "--author", "B", "--rows", 12_000, "--most-bytes", 1_500_000))
    assert "ổ đĩa đầy hoặc không ghi thêm được" in told
    assert "Phiên bản gần nhất của sổ còn nguyên" in told
    assert held(store) == before
    store.verify()
    assert outcome(start(sqlite_url, "--author", "C")) == "version 3"


def test_a_full_disk_is_read_all_the_same(sqlite_url: str) -> None:
    """Also when no other process has the file open, so that its log's index has to be made."""
    open_store(sqlite_url).commit(Changes({"sites": site("a")}), by="A")
    script = (
        "import resource, sys; from data.store import open_store\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))\n"
        "store = open_store(sys.argv[1]); print(store.latest(), len(store.record().sites) > 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, sqlite_url], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.split(), done.stderr) == (["2", "True"], "")
    assert outcome(start(sqlite_url, "--author", "C")) == "version 3"


def test_no_room_for_the_store_at_all(sqlite_url: str) -> None:
    told = outcome(start(sqlite_url, "--author", "B", "--most-bytes", 20_000))
    assert "ổ đĩa đầy" in told
    assert open_store(sqlite_url).latest() == 1
    assert outcome(start(sqlite_url, "--author", "C")) == "version 2"


def test_a_full_disk_of_the_server(postgresql_url: str) -> None:
    store = open_store(postgresql_url)
    store.commit(Changes({"sites": site("a")}), by="A")
    with store.writing() as connection:  # the server's own words when its disk is full, at the 5,000th row
        connection.execute(
            text(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$"
            )
        )
        connection.execute(
            text(
                "CREATE TRIGGER full_disk BEFORE INSERT ON sites FOR EACH ROW "
                "WHEN (NEW.site_id = 'B-5000') EXECUTE FUNCTION full_disk()"
            )
        )
    before = held(store)
    assert "ổ đĩa đầy" in outcome(start(postgresql_url, "--author", "B", "--rows", 6_000))
    assert held(store) == before
    store.verify()


# --- no permission


@contextmanager
def without_rights(folder: Path) -> Iterator[Callable[[Callable[[], str]], str]]:
    """Give a way to run something in a child process that may read `folder` but not write there.

    Root may write anywhere, so the child becomes nobody; everything it needs is loaded before that.
    """

    def run(task: Callable[[], str]) -> str:
        read_end, write_end = os.pipe()
        child = os.fork()
        if not child:
            try:
                if os.geteuid() == 0:
                    os.setgroups([])
                    os.setgid(65534)
                    os.setuid(65534)
                try:
                    told = task()
                except Problem as problem:
                    told = str(problem)
                except BaseException as error:
                    told = repr(error)
                os.write(write_end, told.encode())
            finally:
                os._exit(0)
        os.close(write_end)
        with os.fdopen(read_end) as answer:
            told = answer.read()
        os.waitpid(child, 0)
        return told

    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield run
    finally:
        folder.chmod(0o755)


def _write(store: Store) -> str:
    return f"version {store.commit(Changes({'sites': site('x')}), by='B').number}"


def test_a_read_only_folder_is_read_and_not_written(open_folder: Path) -> None:
    store = open_store(open_folder / "register.db")
    store.commit(Changes({"sites": site("a")}), by="A")
    before = held(store)
    with without_rights(open_folder) as run:
        assert run(lambda: str(held(store))) == str(before)
        told = run(lambda: _write(store))
    assert "thư mục hoặc tệp chỉ cho đọc" in told
    assert "Xin quyền ghi" in told
    assert held(store) == before
    assert _write(store) == "version 3"


def test_a_read_only_folder_with_the_log_of_a_killed_writer_is_read(open_folder: Path) -> None:
    path = open_folder / "register.db"
    store = open_store(path)
    store.commit(Changes({"sites": site("a")}), by="A")
    before = held(store)
    assert outcome(start(f"sqlite:///{path}", "--author", "B", "--rows", 12_000, "--die-at", "commit")) == "killed"
    with without_rights(open_folder) as run:
        assert run(lambda: str(held(store))) == str(before)


def test_a_read_only_folder_without_a_store_reads_as_the_public_record(open_folder: Path) -> None:
    store = open_store(open_folder / "new" / "register.db")
    store.history()  # loads what the child cannot
    with without_rights(open_folder) as run:
        assert run(lambda: str(store.latest())) == "1"
        assert "thư mục hoặc tệp chỉ cho đọc" in run(lambda: _write(store))


def test_a_server_that_only_lets_read(postgresql_url: str, server: Server) -> None:
    store = open_store(postgresql_url)
    store.commit(Changes({"sites": site("a")}), by="A")
    name = postgresql_url.split("/")[3].split("?")[0]
    server.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    again = open_store(postgresql_url)
    assert again.latest() == 2
    with pytest.raises(Problem, match="chỉ cho đọc"):
        _write(again)
    assert held(store)[0] == 2


# --- what is damaged, or away


def test_a_server_that_is_away(tmp_path: Path) -> None:
    store = open_store(f"postgresql://register:secret@/register?host={tmp_path}")
    for use in (store.latest, lambda: _write(store)):
        with pytest.raises(Problem, match="máy chủ cơ sở dữ liệu không trả lời") as caught:
            use()
        assert "secret" not in str(caught.value) + caught.value.detail


def test_a_server_that_ends_the_session_in_the_middle(postgresql_url: str) -> None:
    store = open_store(postgresql_url)
    store.commit(Changes({"sites": site("a")}), by="A")
    with pytest.raises(Problem, match="máy chủ cơ sở dữ liệu"), store.writing() as connection:
        connection.execute(text("DELETE FROM sites"))
        with open_store(postgresql_url).writing.__self__.database.reading() as other:
            assert other is not None
            other.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
        connection.execute(text("SELECT 1"))
    assert held(store)[0] == 2
    store.verify()


def test_a_file_of_rubbish_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    path.write_bytes(b"rubbish" * 1000)
    store = open_store(path)
    for use in (store.latest, store.verify, lambda: _write(store)):
        with pytest.raises(Problem, match="khôi phục từ bản sao lưu"):
            use()


def test_damage_anywhere_in_the_file_is_a_problem_or_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    store = open_store(path)
    store.commit(Changes({"sites": site("a")}), by="A")
    good = path.read_bytes()
    chance = random.Random(7)
    noticed = 0
    for _ in range(60):
        damaged = bytearray(good)
        for _ in range(chance.choice((1, 20, 400))):
            damaged[chance.randrange(len(good))] = chance.randrange(256)
        path.write_bytes(damaged)
        for use in (store.record, store.history, store.verify, lambda: _write(store)):
            for left in tmp_path.glob("*-wal"):
                left.unlink()
            try:
                use()
            except Problem as problem:
                noticed += "hỏng" in str(problem) or "lỗi" in str(problem)
    assert noticed > 30


def test_a_file_cut_short_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    store = open_store(path)
    store.commit(Changes({"sites": site("a")}), by="A")
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(Problem, match="hỏng"):
        store.verify()
