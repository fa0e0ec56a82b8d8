"""Single sites edited by hand: read as a person types, refused with the reason, nothing else touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import editing
from data.checking.check import Options
from data.store import Store, open_store
from tests.data.sent import LOCATOR, TODAY

SITE = "camera_an_ninh_xa_thanh_lien"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'register.db'}")


def edited(store: Store, edits: editing.Edits) -> list[tuple[str, str, str, str]]:
    """Save edits as a version and give what it changed."""
    result = editing.checked(edits, 1, store, LOCATOR, Options(today=TODAY))
    assert editing.faults(result, edits) == []
    store.commit(result.changes, by="An", expected_parent=1)
    told = store.diff(1, 2)
    assert set(told["change"]) == {"changed"}
    return list(told[["row_id", "field", "before", "after"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [
        ("launched", "15/6/2023", "2023-06-15"),
        ("launched", "6-2023", "2023-06"),
        ("quantity", "1.234", "1234"),
        ("quantity", "5,5", "5.5"),
        ("hamlet", "Xóm 5", "Xóm 5"),
        ("site_name", "=cmd()", "=cmd()"),
    ],
)
def test_what_is_typed_is_read_as_in_a_file(store: Store, column: str, typed: str, kept: str) -> None:
    before = store.tables()["sites"].set_index("site_id").loc[SITE, column]
    assert edited(store, {SITE: {column: typed}}) == [(SITE, column, before, kept)]


def test_a_site_is_moved_to_another_commune_and_gets_a_point(store: Store) -> None:
    moved = {"commune_text": "xã Kim Liên", "district_text": "huyện Nam Đàn", "unit_epoch": "2025"}
    told = edited(store, {SITE: {**moved, "lat": "18,68", "lon": "105,55"}})
    now = {field: after for _, field, _, after in told}
    assert (now["unit_epoch"], now["lat"], now["lon"], now["precision"]) == ("2025", "18.68", "105.55", "exact")
    assert store.record().sites.set_index("site_id").loc[SITE, "unit_code"] == now["unit_code"]


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ({"lat": "10", "lon": "105"}, "10; 105"),
        ({"lat": "19.05", "lon": "104.9"}, "điểm cách ranh giới"),
        ({"lat": "18,68"}, "thiếu kinh độ"),
        ({"commune_text": "xã Không Có"}, "«xã Không Có»"),
    ],
)
def test_a_site_is_not_moved_where_it_cannot_be(store: Store, edits: dict[str, str], told: str) -> None:
    (fault,) = editing.faults(editing.checked({SITE: edits}, 1, store, LOCATOR, Options(today=TODAY)), {SITE: edits})
    assert told in fault


def test_a_cell_of_every_site_of_the_public_record_can_be_edited_and_nothing_else_changes(store: Store) -> None:
    ids = list(store.tables()["sites"]["site_id"])
    told = edited(store, {site_id: {"hamlet": "Xóm thử"} for site_id in ids})
    assert {(site_id, field, after) for site_id, field, _, after in told} == {
        (site_id, "hamlet", "Xóm thử") for site_id in ids
    }


@pytest.mark.parametrize(
    ("column", "typed", "said"),
    [
        ("launched", "31/02/2023", "Camera an ninh xã Thanh Liên, Thời điểm ra mắt: «31/02/2023»"),
        ("launched", "2099", "Camera an ninh xã Thanh Liên, Thời điểm ra mắt:"),
        ("quantity", "mười", "Camera an ninh xã Thanh Liên, Số lượng: «mười»"),
        ("quantity", "-3", "Camera an ninh xã Thanh Liên, Số lượng: "),
        ("site_name", "", "Camera an ninh xã Thanh Liên, Tên điểm: "),
        ("hamlet", "gọi 0912345678", "Camera an ninh xã Thanh Liên, Xóm, bản, khối: số điện thoại"),
    ],
)
def test_a_wrong_value_is_refused_by_its_site_and_column(store: Store, column: str, typed: str, said: str) -> None:
    edits = {SITE: {column: typed}}
    faults = editing.faults(editing.checked(edits, 1, store, LOCATOR, Options(today=TODAY)), edits)
    assert len(faults) == 1
    assert faults[0].startswith(said), faults
