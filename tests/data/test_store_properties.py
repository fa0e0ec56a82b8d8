"""Whatever is done to a register: versions never change, a diff leads from one to the other, a rollback is exact."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from data.errors import Problem
from data.store import Changes, Store, open_store
from data.store.rows import DIFF_COLUMNS, canonical, checksum
from data.store.schema import COLUMNS, KEYS, KINDS, NUMBERS, metadata
from data.tables import read
from tests.data.conftest import ENGINES

# Few ids, so that sequences meet; many texts, so that cells differ.
IDS = st.sampled_from(["a", "b", "c", "d", "đ", "A"])
TEXTS = st.one_of(
    st.sampled_from(["", "xã", "=1+1", "'-5", "-5", "<b>", "Hoà", "Hòa"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"], exclude_characters="\ufffe\uffff"), max_size=12),
)
NUMBER = st.one_of(st.just(""), st.floats(-1e11, 1e11), st.integers(-(10**9), 10**9))
EDITED = {"sites": ["model_key", "site_name", "quantity", "lon"], "figures": ["model_key", "value", "as_of"]}


def rows(kind: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    cells = {name: NUMBER if name in NUMBERS[kind] else TEXTS for name in EDITED[kind]}
    row = st.fixed_dictionaries({KEYS[kind]: IDS, **cells})
    return st.lists(row, max_size=5, unique_by=lambda row: row[KEYS[kind]])


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.sampled_from(sorted(EDITED)), st.data()),
        st.tuples(st.just("remove"), st.sampled_from(sorted(EDITED)), st.lists(IDS, max_size=3)),
        st.tuples(st.just("replace"), st.sampled_from(["xã", "=1+1"]), st.data()),
        st.tuples(st.just("rollback"), st.integers(1, 6), st.none()),
    ),
    max_size=6,
)


def small_seed() -> dict[str, pd.DataFrame]:
    return {kind: read(kind).head(2) for kind in KINDS}


@pytest.fixture(scope="module", params=ENGINES)
def reused(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give one store for all examples, as making one takes longer than a whole history; `emptied` before each."""
    if request.param == "sqlite":
        return open_store(tmp_path_factory.mktemp("store") / "register.db", seed=small_seed)
    return open_store(request.getfixturevalue("server").url("postgres"), seed=small_seed)


def emptied(store: Store) -> Store:
    with store.database.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name == "trail":  # the database refuses to take anything out of it
                continue
            connection.execute(delete(table))
    with store.writing():
        pass  # version 1 again
    return store


def take(store: Store, step: tuple[str, Any, Any]) -> None:
    what, about, more = step
    if what == "rollback":
        store.rollback(min(about, store.latest()), by="A")
    elif what == "remove":
        store.commit(Changes(removed={about: more}), by="A")
    elif what == "merge":
        frame = pd.DataFrame(more.draw(rows(about)), columns=[KEYS[about], *EDITED[about]])
        store.commit(Changes({about: frame}), by="A")
    else:
        frame = pd.DataFrame(more.draw(rows("sites")), columns=["site_id", *EDITED["sites"]])
        store.commit(Changes({"sites": frame.assign(model_key=about)}, models=(about,)), by="A", mode="replace")


def held(store: Store, version: int) -> dict[str, str]:
    return {kind: checksum(canonical(kind, frame)) for kind, frame in store.tables(version).items()}


def apply(diff: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Change tables by a diff as a person would who has nothing but the diff."""
    result = {}
    for kind, frame in tables.items():
        cells = {row[KEYS[kind]]: dict(row) for row in frame.to_dict("records")}
        for _, row_id, change, field, before, after in diff.loc[diff["kind"] == kind, DIFF_COLUMNS].to_numpy():
            if change == "added":
                cells.setdefault(row_id, dict.fromkeys(COLUMNS[kind], ""))[field] = after
            elif change == "removed":
                assert cells[row_id][field] == before
                cells[row_id][field] = ""
            else:
                assert cells[row_id][field] == before
                cells[row_id][field] = after
        left = [row for row in cells.values() if any(row.values())]
        result[kind] = pd.DataFrame(left, columns=list(COLUMNS[kind]), dtype=object)
    return result


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_any_history_keeps_its_promises(reused: Store, steps: list[tuple[str, Any, Any]]) -> None:
    store = emptied(reused)
    known = {1: held(store, 1)}
    for step in steps:
        take(store, step)
        known[store.latest()] = held(store, store.latest())
    assert store.history()["number"].tolist() == [*range(len(steps) + 1, 0, -1)]
    for version, content in known.items():
        assert held(store, version) == content, "a version once made never changes"
    last = store.latest()
    for before, after in [(1, last), (last, 1), (max(1, last - 1), last)]:
        changed = apply(store.diff(before, after), store.tables(before))
        now = {kind: checksum(canonical(kind, frame)) for kind, frame in changed.items()}
        assert now == known[after], "a diff leads from one version to the other"
    version = store.rollback(max(1, last // 2), by="A")
    assert held(store, version.number) == known[max(1, last // 2)]
    store.verify()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_two_edits_of_the_same_version_are_both_kept_or_the_second_is_refused(
    reused: Store, data: st.DataObject
) -> None:
    store = emptied(reused)
    columns = ["site_id", *EDITED["sites"]]
    start = pd.DataFrame(data.draw(rows("sites")), columns=columns)
    store.commit(Changes({"sites": start}), by="A")
    first, second = (pd.DataFrame(data.draw(rows("sites")), columns=columns) for _ in range(2))
    store.commit(Changes({"sites": first}), by="B", expected_parent=2)
    base, mine = store.tables(2)["sites"].set_index("site_id"), canonical("sites", second)
    try:
        store.commit(Changes({"sites": second}), by="C", expected_parent=2)
    except Problem:
        assert store.latest() == 3
        return
    now, theirs = store.tables(4)["sites"].set_index("site_id"), store.tables(3)["sites"].set_index("site_id")
    for site_id in now.index:
        for column in EDITED["sites"]:
            was = base[column].get(site_id, None)
            options = {theirs[column].get(site_id, None), mine[column].get(site_id, None)} - {was, None}
            assert now.loc[site_id, column] in (options or {was})
