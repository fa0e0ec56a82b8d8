"""A backup is worth what its restore is worth: every case restores, on either engine and from one to the other."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import text

from data.errors import Problem
from data.store import Changes, SetAside, Store, backup, open_store
from data.store.schema import HEAD, REVISION_TABLE
from tests.data.conftest import ENGINES
from tests.data.test_store import site
from tests.data.test_store_faults import outcome, start, without_rights


@pytest.fixture
def lived(store: Store) -> Store:
    """Give a store with five versions, answers, and rows aside."""
    store.commit(
        Changes({"sites": pd.concat([site("a", lon=-0.1 + 0.3), site("=đ", hamlet="xóm\n1")])}),
        by="A",
        file_name="c.xlsx",
        aside=[SetAside("Camera", "9", "sites", {"Xã": "?"}, [{"came": "«?»"}])],
    )
    store.commit(Changes({"sites": site("a", hamlet="xóm 2")}, removed={"sites": ["=đ"]}), by="B", mended=[1])
    store.rollback(2, by="C")
    store.decisions.remember_name("Xuân Lâm", "2025", "17728", by="A")
    store.decisions.remember_mapping(["Xã"], {"Xã": "commune"}, by="A")
    store.commit(Changes({"figures": pd.DataFrame([{"figure_id": "f", "value": -1e11 / 3}])}), by="D")
    return store


def everything(store: Store) -> list[object]:
    """Give all that can be read from a store, in a form to compare."""
    frames = [store.history(), store.submissions(), store.decisions.names(), store.quarantine.rows(closed=True)]
    frames += [frame for version in store.history()["number"] for frame in store.tables(version).values()]
    return [[list(frame.columns), frame.astype(object).to_numpy().tolist()] for frame in frames] + [
        store.decisions.mapping(["Xã"])
    ]


@pytest.mark.parametrize("target", ENGINES)
def test_a_backup_restores_all_on_either_engine(
    lived: Store, target: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    label = backup.backup(lived, tmp_path / "sao lưu" / "b.db")
    assert label.counts["versions"] == 5
    assert [path.name for path in (tmp_path / "sao lưu").iterdir()] == ["b.db"], "one file, nothing beside it"
    other = _another(target, request, tmp_path)
    done = backup.restore(other, tmp_path / "sao lưu" / "b.db")
    assert (done.label, done.kept_aside) == (label, None)
    assert str(everything(other)) == str(everything(lived))
    other.verify()
    other.commit(Changes({"sites": site("sau")}), by="E")
    assert other.latest() == 6


def _another(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if engine == "sqlite":
        return open_store(tmp_path / "other" / "register.db")
    server = request.getfixturevalue("server")
    name = f"other_{random.randrange(10**9)}"
    server.run(f"CREATE DATABASE {name}")
    request.addfinalizer(lambda: server.run(f"DROP DATABASE {name} WITH (FORCE)"))
    return open_store(server.url(name))


def test_what_a_restore_replaces_is_kept_beside_it(
    lived: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "DEFAULT_PATH", tmp_path / "files" / "register.db")  # of a server: see there
    backup.backup(lived, tmp_path / "b.db")
    before = str(everything(lived))
    lived.commit(Changes({"sites": site("sau")}), by="E")
    after = str(everything(lived))
    done = backup.restore(lived, tmp_path / "b.db")
    assert str(everything(lived)) == before
    assert done.kept_aside is not None
    backup.restore(lived, done.kept_aside)
    assert str(everything(lived)) == after


def test_a_damaged_store_is_moved_aside_and_the_backup_takes_its_place(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url)
    store.commit(Changes({"sites": site("a")}), by="A")
    backup.backup(store, tmp_path / "b.db")
    before = str(everything(store))
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    damaged = path.read_bytes()[:30_000] + b"?" * 9_000
    path.write_bytes(damaged)
    done = backup.restore(store, tmp_path / "b.db")
    assert str(everything(store)) == before
    assert done.kept_aside is not None
    assert done.kept_aside.read_bytes() == damaged


def test_a_store_not_yet_made_can_be_backed_up(store: Store, tmp_path: Path) -> None:
    label = backup.backup(store, tmp_path / "b.db")
    assert label.counts["versions"] == 1
    assert open_store(tmp_path / "b.db").record().name == "Số liệu công khai"


def test_a_backup_opens_as_a_register_of_its_own(lived: Store, tmp_path: Path) -> None:
    backup.backup(lived, tmp_path / "b.db")
    assert str(everything(open_store(tmp_path / "b.db"))) == str(everything(lived))


def test_a_backup_taken_during_an_import_is_of_the_version_before(url: str, tmp_path: Path) -> None:
    store = open_store(url)
    store.commit(Changes({"sites": site("a")}), by="A")
    writer = start(url, "--author", "B", "--rows", 5_100, "--pause", 0.5)
    assert writer.stdout
    assert writer.stdout.readline() == "started\n"
    label = backup.backup(store, tmp_path / "b.db")
    assert outcome(writer) == "version 3"
    assert label.counts["versions"] == 2
    assert backup.read_label(tmp_path / "b.db") == label


def test_a_file_that_exists_is_never_overwritten(store: Store, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_text("mine")
    with pytest.raises(Problem, match="tệp đã có"):
        backup.backup(store, tmp_path / "b.db")
    assert (tmp_path / "b.db").read_text() == "mine"


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM sites WHERE site_id = 'a'",
        "UPDATE sites SET hamlet = hamlet || ' ' WHERE site_id = 'a'",
        "UPDATE versions SET author = 'X'",
        "DROP TABLE quarantine",
        "DROP TABLE backup_label",
        "UPDATE backup_label SET sha256 = ''",
    ],
)
def test_a_backup_that_holds_other_than_it_says_changes_nothing(sqlite_url: str, tmp_path: Path, damage: str) -> None:
    store = open_store(sqlite_url)
    store.commit(Changes({"sites": site("a")}), by="A")
    backup.backup(store, tmp_path / "b.db")
    with closing(sqlite3.connect(tmp_path / "b.db")) as file:
        file.execute(damage)
        file.commit()
    store.commit(Changes({"sites": site("b")}), by="A")
    before = str(everything(store))
    with pytest.raises(Problem, match="hỏng hoặc không phải"):
        backup.restore(store, tmp_path / "b.db")
    assert str(everything(store)) == before


def test_no_file_and_rubbish_are_told_apart(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="không có tệp này"):
        backup.restore(store, tmp_path / "nothing.db")
    (tmp_path / "rubbish.db").write_bytes(b"rubbish" * 999)
    (tmp_path / "empty.db").touch()
    for name in ("rubbish.db", "empty.db"):
        with pytest.raises(Problem, match="hỏng hoặc không phải"):
            backup.restore(store, tmp_path / name)


def test_flipped_bytes_in_a_backup_are_noticed_or_no_matter(tmp_path: Path) -> None:
    store = open_store(tmp_path / "register.db")
    store.commit(Changes({"sites": site("a")}), by="A")
    path = tmp_path / "b.db"
    label = backup.backup(store, path)
    good = path.read_bytes()
    chance = random.Random(3)
    noticed = 0
    for _ in range(40):
        damaged = bytearray(good)
        for _ in range(30):
            damaged[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            read = backup.read_label(path)
        except Problem:
            noticed += 1
        else:
            assert (read.counts, read.sha256) == (label.counts, label.sha256)
    assert noticed > 20


def test_a_backup_of_a_later_release_is_refused(lived: Store, tmp_path: Path) -> None:
    backup.backup(lived, tmp_path / "b.db")
    with closing(sqlite3.connect(tmp_path / "b.db")) as file:
        file.execute(f"UPDATE {REVISION_TABLE} SET version_num = '9999'")
        file.commit()
    with pytest.raises(Problem, match=f"định dạng đến «{HEAD}».*cập nhật chương trình"):
        backup.restore(lived, tmp_path / "b.db")


def test_a_restore_that_fails_in_the_middle_leaves_the_store(postgresql_url: str, tmp_path: Path) -> None:
    store = open_store(postgresql_url)
    backup.backup(store, tmp_path / "b.db")
    store.commit(Changes({"sites": site("a")}), by="A")
    before = str(everything(store))
    with store.writing() as connection:
        connection.execute(
            text("CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full; END $$")
        )
        connection.execute(text("CREATE TRIGGER stop BEFORE INSERT ON targets EXECUTE FUNCTION stop()"))
    with pytest.raises(Problem, match="ổ đĩa đầy"):
        backup.restore(store, tmp_path / "b.db")
    assert str(everything(store)) == before


def test_no_room_or_no_right_for_the_backup(open_folder: Path, tmp_path: Path) -> None:
    store = open_store(open_folder / "register.db")
    store.commit(Changes({"sites": site("a")}), by="A")
    with without_rights(open_folder) as run:
        told = run(lambda: str(backup.backup(store, open_folder / "b.db")))
    assert "chỉ cho đọc" in told
    assert [path.name for path in open_folder.iterdir()] == ["register.db"]
