"""What the store keeps: each case is an exact history and what must be read from it. On both engines."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.errors import Problem
from data.record import public_record
from data.store import Changes, Store, open_store
from data.tables import read

SITE = "camera_an_ninh_xa_thanh_lien"
SOURCE = "https://congan.nghean.gov.vn"


def site(site_id: str, **cells: object) -> pd.DataFrame:
    """Give the row of one generated site."""
    row = {
        "site_id": site_id,
        "model_key": "camera_an_ninh",
        "model_name": "Camera an ninh",
        "site_name": f"Điểm {site_id}",
        "commune_text": "xã Thanh Liên",
        "unit_epoch": "2020",
        "unit_code": "17743",
        "located_by": "mã xã",
        "precision": "commune",
        "source_url": SOURCE,
        "evidence": "dữ liệu kiểm thử",
    }
    return pd.DataFrame([row | cells])


def sites(store: Store, version: int | None = None) -> pd.DataFrame:
    return store.tables(version)["sites"].set_index("site_id")


def test_before_the_first_write_the_store_reads_as_the_public_record_and_makes_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = open_store(sqlite_url)
    assert store.latest() == 1
    for kind, table in store.tables().items():
        pd.testing.assert_frame_equal(table, read(kind))
    pd.testing.assert_frame_equal(store.record().sites, public_record().sites)
    assert store.record().name == "Số liệu công khai"
    assert store.history()["note"].tolist() == ["Số liệu công khai, bản 1 ngày 2026-11-23"]
    assert store.decisions.names().empty
    assert list(tmp_path.iterdir()) == []


def test_version_1_is_the_public_record_once_written(store: Store) -> None:
    store.commit(Changes({"sites": site("mới")}), by="Tổ nhập liệu")
    for kind, table in store.tables(1).items():
        pd.testing.assert_frame_equal(table, read(kind))
    assert store.record(1).name == "Số liệu công khai"
    assert (store.record(2).name, store.record(2).version) == ("Sổ đăng ký", "2")
    assert store.record().sites["site_id"].iloc[-1] == "mới"


def test_a_merge_adds_edits_and_leaves_the_rest(store: Store) -> None:
    rows = pd.concat([site("mới", quantity=3.5), site(SITE)[["site_id"]].assign(quantity="51")])
    rows.loc[rows["site_id"] == SITE, "model_key"] = "camera_an_ninh"
    edit = rows[["site_id", "model_key", "quantity"]].copy()
    version = store.commit(
        Changes({"sites": edit}),
        by="Tổ nhập liệu",
        file_name="camera.xlsx",
        file_sha256="ab12",
        note="quý 3",
    )
    assert (version.number, version.parent, version.author) == (2, 1, "Tổ nhập liệu")
    assert version.counts == {"sites": {"added": 1, "changed": 1, "removed": 0, "unchanged": 0}}
    now = sites(store)
    assert now.loc[SITE, ["quantity", "site_name"]].tolist() == ["51", "Camera an ninh xã Thanh Liên"]
    assert now.loc["mới", ["quantity", "site_name", "lon"]].tolist() == ["3.5", "", ""]
    assert list(now.index) == [*sites(store, 1).index, "mới"], "the order of arrival stays"
    line = store.history().iloc[0]
    assert line[["number", "file_name", "file_sha256", "note", "mode"]].tolist() == [
        2, "camera.xlsx", "ab12", "quý 3", "merge",
    ]  # fmt: skip
    assert line[["added", "changed", "removed", "unchanged"]].tolist() == [1, 1, 0, 0]


def test_a_diff_tells_every_cell(store: Store) -> None:
    store.commit(Changes({"sites": site("tạm")[["site_id", "model_key"]]}), by="A")
    edit = pd.DataFrame([{"site_id": SITE, "quantity": "51", "hamlet": "xóm 2"}])
    store.commit(Changes({"sites": edit}, removed={"sites": ["tạm"]}), by="B")
    assert store.diff(2, 3).to_numpy().tolist() == [
        ["sites", SITE, "changed", "hamlet", "", "xóm 2"],
        ["sites", SITE, "changed", "quantity", "50", "51"],
        ["sites", "tạm", "removed", "site_id", "tạm", ""],
        ["sites", "tạm", "removed", "model_key", "camera_an_ninh", ""],
    ]
    assert store.diff(3, 2)["change"].tolist() == ["added", "added", "changed", "changed"]
    assert store.diff(1, 3)["row_id"].unique().tolist() == [SITE]
    assert store.diff(3, 3).empty


def test_a_replacement_ends_the_sites_of_the_models_it_names_and_no_others(store: Store) -> None:
    before = sites(store)
    cameras = before.index[before["model_key"] == "camera_an_ninh"]
    rows = pd.concat([site("mới"), before.loc[[SITE]].reset_index()], ignore_index=True)
    version = store.commit(
        Changes({"sites": rows}, models=("camera_an_ninh",)), by="A", mode="replace", file_name="c.xlsx"
    )
    assert version.counts["sites"] == {
        "added": 1, "changed": 0, "removed": len(cameras) - 1, "unchanged": 1,
    }  # fmt: skip
    after = sites(store)
    assert set(after.index) == (set(before.index) - set(cameras)) | {SITE, "mới"}
    with pytest.raises(Problem, match="mô hình khác: x"):
        store.commit(
            Changes({"sites": site("x", model_key="khac")}, models=("camera_an_ninh",)), by="A", mode="replace"
        )
    assert store.latest() == 2


def test_a_rollback_is_a_new_version_with_the_old_content(store: Store) -> None:
    store.commit(Changes({"sites": site("mới")}, removed={"sites": [SITE]}), by="A")
    store.commit(Changes({"figures": pd.DataFrame([{"figure_id": "f", "value": 1}])}), by="A")
    version = store.rollback(1, by="Trưởng phòng")
    assert (version.number, version.mode, version.note) == (4, "rollback", "Quay về phiên bản 1")
    for kind, table in store.tables(4).items():
        pd.testing.assert_frame_equal(table, store.tables(1)[kind])
    assert SITE not in sites(store, 2).index
    assert store.diff(1, 4).empty
    store.verify()


def test_a_file_that_changes_nothing_still_makes_a_version_that_says_who_sent_what(store: Store) -> None:
    same = store.tables()
    version = store.commit(Changes({"sites": same["sites"], "statuses": same["statuses"]}), by="Công an xã")
    assert {kind: counts["unchanged"] for kind, counts in version.counts.items()} == {
        "sites": len(same["sites"]), "statuses": len(same["statuses"]),
    }  # fmt: skip
    assert store.diff(1, 2).empty
    sent = store.submissions()
    assert sent["row_count"].sum() == len(same["sites"]) + len(same["statuses"])
    row = sent[(sent["subject"] == "border27") & (sent["code"] == "16816")].iloc[0]
    assert row[["version", "kind", "epoch", "author"]].tolist() == [2, "statuses", "2020", "Công an xã"]


def test_it_is_known_when_each_row_was_last_written(store: Store) -> None:
    store.commit(Changes({"sites": site("mới")}), by="A")
    known = store.last_changed("sites").set_index("row_id")
    assert known.loc["mới", ["version", "author"]].tolist() == [2, "A"]
    assert known.loc[SITE, ["version", "author"]].tolist() == [1, "hệ thống"]
    assert len(store.last_changed("sites", 1)) == len(known) - 1


def test_text_is_kept_trimmed_and_composed_and_numbers_as_they_are(store: Store) -> None:
    rows = pd.concat(
        [
            site("a ", site_name=" Nghĩa Đàn\r\n(mới)  ", lon=105.1234567894, lat=-0.0, quantity=62.0),
            site("b", site_name="=cmd()", lon=1e-7, quantity="-5", hamlet="<script>alert(1)</script> 🚩"),
        ]
    )
    store.commit(Changes({"sites": rows}), by="A")
    now = sites(store)
    assert now.loc["a", ["site_name", "lon", "lat", "quantity"]].tolist() == [
        "Nghĩa Đàn\n(mới)", "105.123456789", "0", "62",
    ]  # fmt: skip
    assert now.loc["b", ["site_name", "lon", "quantity", "hamlet"]].tolist() == [
        "=cmd()", "1e-07", "-5", "<script>alert(1)</script> 🚩",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (pd.concat([site("a"), site("a")]), "a: mã dòng bị lặp"),
        (site(" "), "dòng thứ 1: không có mã dòng"),
        (site("a", lon="105,1"), "a, cột lon: «105,1» không phải số"),
        (site("a", lat=float("inf")), "a, cột lat: «inf» không phải số, hoặc quá lớn"),
        (site("a", hamlet="x\x00y"), "a, cột hamlet: có ký tự điều khiển"),
        (site("a", hamlet="x" * 40_000), "a, cột hamlet: dài 40000 ký tự"),
        (site("a", phone="1"), "cột lạ: phone"),
        (site("a").drop(columns="site_id"), "cột thiếu: site_id"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_named(sqlite_url: str, frame: pd.DataFrame, told: str) -> None:
    store = open_store(sqlite_url)
    with pytest.raises(Problem, match=told.replace("(", r"\(")):
        store.commit(Changes({"sites": frame}), by="A")
    assert store.latest() == 1


def test_a_code_given_as_a_number_is_a_mistake_of_the_program(sqlite_url: str) -> None:
    with pytest.raises(TypeError, match="codes and dates are text"):
        open_store(sqlite_url).commit(Changes({"sites": site("a", unit_code=17743)}), by="A")


def test_requests_that_make_no_sense_are_refused(store: Store) -> None:
    with pytest.raises(Problem, match="không có tên người ghi"):
        store.commit(Changes(), by=" ")
    with pytest.raises(Problem, match="cách ghi «replace»"):
        store.commit(Changes({"sites": site("a")}), by="A", mode="replace")
    with pytest.raises(Problem, match="cách ghi «merge»"):
        store.commit(Changes({"sites": site("a")}, models=("camera_an_ninh",)), by="A")
    with pytest.raises(Problem, match="cách ghi «khác»"):
        store.commit(Changes(), by="A", mode="khác")
    for number in (0, 2, -1):
        with pytest.raises(Problem, match="một số từ 1 đến 1"):
            store.tables(number)
        with pytest.raises(Problem, match="một số từ 1 đến 1"):
            store.rollback(number, by="A")
    with pytest.raises(Problem, match=r"bảng «nothing»"):
        store.commit(Changes({"nothing": site("a")}), by="A")


def test_versions_have_stamps_that_differ(store: Store) -> None:
    store.commit(Changes({"sites": site("a")}), by="A")
    store.commit(Changes(removed={"sites": ["a"]}), by="A")
    assert len({store.version(number).stamp for number in (1, 2, 3)}) == 3
    assert store.version().number == 3


@pytest.mark.parametrize("address", ["oracle://an:mật-khẩu@x/y", "nothing", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_means_nothing_is_refused_without_showing_it(address: str) -> None:
    with pytest.raises(Problem, match="REGISTER_DATABASE_URL") as caught:
        open_store(address)
    assert "an:mật-khẩu" not in str(caught.value) + caught.value.detail


def test_the_address_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGISTER_DATABASE_URL", f"sqlite:///{tmp_path}/x.db")
    open_store().commit(Changes({"sites": site("a")}), by="A")
    assert (tmp_path / "x.db").exists()
    monkeypatch.delenv("REGISTER_DATABASE_URL")
    assert open_store().database.name.endswith("data/files/register.db")
