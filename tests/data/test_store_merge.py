"""Two people at once: what each changed is kept, and where both changed the same, the second is told."""

from __future__ import annotations

import pandas as pd
import pytest

from data.errors import Problem
from data.store import Changes, Store, open_store
from tests.data.test_store import SITE, site, sites

THREE = pd.concat([site("a", hamlet="xóm 1"), site("b", hamlet="xóm 2"), site("c", hamlet="xóm 3")])


@pytest.fixture
def store(sqlite_url: str) -> Store:
    """Give a store whose version 2 has the sites a, b and c."""
    store = open_store(sqlite_url)
    store.commit(Changes({"sites": THREE}), by="A")
    return store


def edited(store: Store, version: int, **hamlets: str) -> pd.DataFrame:
    """Give all sites as exported at a version, with the hamlets of some changed."""
    rows = store.tables(version)["sites"]
    for site_id, hamlet in hamlets.items():
        rows.loc[rows["site_id"] == site_id, "hamlet"] = hamlet
    return rows


def hamlets(store: Store) -> list[str]:
    found = sites(store)["hamlet"]
    return [found.get(site_id, "-") for site_id in "abc"]


def test_a_whole_export_sent_back_does_not_undo_what_others_did_meanwhile(store: Store) -> None:
    store.commit(Changes({"sites": edited(store, 2, a="xóm A")}), by="B", expected_parent=2)
    store.commit(Changes({"sites": edited(store, 2, b="xóm B")}), by="C", expected_parent=2)
    assert hamlets(store) == ["xóm A", "xóm B", "xóm 3"]
    assert store.version(4).counts["sites"]["changed"] == 1


def test_two_cells_of_one_row_may_be_changed_by_two_people(store: Store) -> None:
    store.commit(Changes({"sites": edited(store, 2, a="xóm A")}), by="B", expected_parent=2)
    name = pd.DataFrame([{"site_id": "a", "hamlet": "xóm 1", "site_name": "Nhà văn hóa"}])
    store.commit(Changes({"sites": name}), by="C", expected_parent=2)
    assert sites(store).loc["a", ["hamlet", "site_name"]].tolist() == ["xóm A", "Nhà văn hóa"]


def test_the_same_cell_changed_twice_is_refused_and_says_by_whom(store: Store) -> None:
    store.commit(Changes({"sites": edited(store, 2, a="xóm A")}), by="Công an xã", file_name="xa.xlsx")
    with pytest.raises(Problem) as caught:
        store.commit(Changes({"sites": edited(store, 2, a="xóm X", b="xóm B")}), by="C", expected_parent=2)
    told = str(caught.value)
    assert "phiên bản 3 của Công an xã" in told
    assert "tệp xa.xlsx" in told
    assert "a (cột hamlet)" in told
    assert "b (cột" not in told
    assert hamlets(store) == ["xóm A", "xóm 2", "xóm 3"]


def test_the_same_change_made_twice_is_no_clash(store: Store) -> None:
    for name in "BC":
        store.commit(Changes({"sites": edited(store, 2, a="xóm A")}), by=name, expected_parent=2)
    assert hamlets(store)[0] == "xóm A"
    assert store.version(4).counts["sites"] == {"added": 0, "changed": 0, "removed": 0, "unchanged": 54}


def test_a_row_removed_meanwhile_stays_removed_unless_it_was_edited(store: Store) -> None:
    store.commit(Changes(removed={"sites": ["a"]}), by="B")
    store.commit(Changes({"sites": edited(store, 2, b="xóm B")}), by="C", expected_parent=2)
    assert hamlets(store) == ["-", "xóm B", "xóm 3"]
    with pytest.raises(Problem, match="cùng sửa a"):
        store.commit(Changes({"sites": edited(store, 2, a="xóm A")}), by="C", expected_parent=2)


def test_removing_a_row_that_somebody_changed_is_refused(store: Store) -> None:
    store.commit(Changes({"sites": edited(store, 2, a="xóm A")}), by="B")
    with pytest.raises(Problem, match="cùng sửa a"):
        store.commit(Changes(removed={"sites": ["a"]}), by="C", expected_parent=2)
    store.commit(Changes(removed={"sites": ["a", "b"]}), by="C", expected_parent=3)
    assert hamlets(store) == ["-", "-", "xóm 3"]


def test_the_same_new_row_twice_is_a_clash_unless_it_is_alike(store: Store) -> None:
    store.commit(Changes({"sites": site("d", hamlet="xóm 4")}), by="B")
    store.commit(Changes({"sites": site("d", hamlet="xóm 4")}), by="C", expected_parent=2)
    with pytest.raises(Problem, match="cùng sửa d"):
        store.commit(Changes({"sites": site("d", hamlet="xóm 5")}), by="C", expected_parent=2)


def test_a_replacement_is_refused_when_its_models_changed_meanwhile(store: Store) -> None:
    store.commit(Changes({"sites": site("d")}), by="Công an xã")
    whole = Changes({"sites": THREE}, models=("camera_an_ninh",))
    with pytest.raises(Problem, match=r"phiên bản 3 của Công an xã.*cùng sửa d"):
        store.commit(whole, by="C", mode="replace", expected_parent=2)
    assert "d" in sites(store).index
    store.commit(whole, by="C", mode="replace", expected_parent=3)
    assert "d" not in sites(store).index


def test_a_replacement_goes_on_when_only_other_models_changed(store: Store) -> None:
    others = sites(store)
    other = others.index[others["model_key"] != "camera_an_ninh"][0]
    edit = pd.DataFrame([{"site_id": other, "hamlet": "xóm khác"}])
    store.commit(Changes({"sites": edit}), by="B")
    whole = Changes({"sites": THREE}, models=("camera_an_ninh",))
    store.commit(whole, by="C", mode="replace", expected_parent=2)
    now = sites(store)
    assert now.loc[other, "hamlet"] == "xóm khác"
    assert list(now.index[now["model_key"] == "camera_an_ninh"]) == ["a", "b", "c"]
    assert SITE not in now.index


def test_a_rollback_meanwhile_counts_as_a_change(store: Store) -> None:
    store.rollback(1, by="B")
    with pytest.raises(Problem, match="cùng sửa a"):
        store.commit(Changes({"sites": edited(store, 2, a="xóm A")}), by="C", expected_parent=2)
