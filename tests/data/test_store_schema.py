"""The tables are what the migrations make, what the record's own columns are, and guarded by the database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from data.errors import Problem
from data.record import SCHEMAS
from data.store import Changes, Store, database, open_store
from data.store.schema import COLUMNS, HEAD, KEYS, NUMBERS, REVISION_TABLE, REVISIONS, metadata
from data.tables import read
from tests.data.test_store import site


def test_the_migrations_make_the_tables_that_the_code_knows(store: Store) -> None:
    with store.writing() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": REVISION_TABLE})
        assert compare_metadata(context, metadata) == []


def test_the_revisions_listed_are_those_in_the_folder() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    folder = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in folder.walk_revisions())[::-1] == REVISIONS
    assert folder.get_current_head() == HEAD


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_each_kind_has_the_columns_of_the_record(kind: str) -> None:
    assert list(COLUMNS[kind]) == list(read(kind).columns)
    assert set(COLUMNS[kind]) == SCHEMAS[kind].columns
    assert KEYS[kind] == SCHEMAS[kind].key
    assert NUMBERS[kind] == set(SCHEMAS[kind].numbers)


def test_the_database_itself_refuses_two_current_rows_of_one_name(store: Store) -> None:
    store.commit(Changes({"sites": site("a")}), by="A")
    sites = metadata.tables["sites"]
    with pytest.raises(Problem) as caught, store.writing() as connection:
        row = dict(connection.execute(select(sites).filter_by(site_id="a")).mappings().one())
        connection.execute(sites.insert(), row | {"valid_from": 1})
    assert isinstance(caught.value.__cause__, IntegrityError)


def test_a_store_of_a_later_release_is_left_alone(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(text(f"UPDATE {REVISION_TABLE} SET version_num = '9999'"))
    for use in (store.latest, lambda: store.rollback(1, by="A")):
        with pytest.raises(Problem, match=r"định dạng «9999».*cập nhật chương trình"):
            use()


def test_a_store_of_an_earlier_release_is_brought_up_to_date_by_its_first_reader(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.commit(Changes({"sites": site("a")}), by="A")
    monkeypatch.setattr(database, "REVISIONS", ("0000", *REVISIONS))
    monkeypatch.setattr(
        database,
        "migrate",
        lambda connection: connection.execute(text(f"UPDATE {REVISION_TABLE} SET version_num = '{HEAD}'")),
    )
    with store.writing() as connection:
        connection.execute(text(f"UPDATE {REVISION_TABLE} SET version_num = '0000'"))
    assert store.latest() == 2
    with store.reading() as connection:
        assert database.revision(connection) == HEAD


def test_a_file_of_something_else_is_not_taken_for_a_store(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE other (x)")
    before = path.read_bytes()
    store = open_store(path)
    for use in (store.latest, lambda: store.commit(Changes(), by="A")):
        with pytest.raises(Problem, match="không phải tệp của sổ"):
            use()
    assert path.read_bytes() == before


def test_an_empty_file_is_a_store_not_yet_made(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    assert open_store(path).latest() == 1
    open_store(path).commit(Changes({"sites": site("a")}), by="A")
    assert open_store(path).latest() == 2
