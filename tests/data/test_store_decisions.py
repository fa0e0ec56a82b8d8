"""Answers given once, and rows kept aside until somebody deals with them. On both engines."""

from __future__ import annotations

import unicodedata

import pytest

from data.errors import Problem
from data.store import Changes, SetAside, Store
from tests.data.test_store import site

ROW = SetAside(
    "Camera",
    "17",
    "sites",
    {"Xã": "Xuân Lâm", "Tên điểm": "<script>=cmd()"},
    [{"field": "commune", "came": "Xuân Lâm", "suggestions": ["17950", "17743"]}],
)


def test_an_answer_about_a_name_is_remembered_however_it_is_typed(store: Store) -> None:
    decisions = store.decisions
    decisions.remember_name(" Xuân  LÂM", "2024", "17950", district="Nam Đàn", by="A")
    decisions.remember_name("Xuân Lâm", "2025", "17728", epoch="2025", by="A")
    decisions.remember_name(unicodedata.normalize("NFD", "xuân lâm"), "2020", "17950", district="nam đàn", by="B")
    known = decisions.names().drop(columns="decided_at").to_numpy().tolist()
    assert known == [
        ["xuân lâm", "", "2025", "2025", "17728", "A"],
        ["xuân lâm", "nam đàn", "", "2020", "17950", "B"],
    ]
    decisions.forget_name("XUÂN LÂM", district="Nam Đàn")
    decisions.forget_name("chưa từng có")
    assert decisions.names()["unit_code"].tolist() == ["17728"]


def test_names_that_differ_in_accents_only_are_different_names(store: Store) -> None:
    store.decisions.remember_name("Nậm Cắn", "2020", "16837", by="A")
    store.decisions.remember_name("Nậm Càn", "2020", "16873", by="A")
    assert sorted(store.decisions.names()["unit_code"]) == ["16837", "16873"]


def test_a_mapping_is_remembered_by_the_headings_in_their_order(store: Store) -> None:
    headings = ["STT", "Tên camera", "Địa chỉ (xã)"]
    assert store.decisions.mapping(headings) is None
    store.decisions.remember_mapping(headings, {"Tên camera": "site_name"}, by="A")
    store.decisions.remember_mapping(headings, {"Tên camera": "site_name", "Địa chỉ (xã)": "commune"}, by="B")
    assert store.decisions.mapping(headings) == {"Tên camera": "site_name", "Địa chỉ (xã)": "commune"}
    assert store.decisions.mapping(headings[::-1]) is None


def test_a_mapping_is_given_by_the_headings_as_the_next_file_writes_them(store: Store) -> None:
    store.decisions.remember_mapping(["STT", "Tên camera"], {"Tên camera": "site_name"}, by="A")
    assert store.decisions.mapping(["stt", "TÊN  CAMERA "]) == {"TÊN  CAMERA ": "site_name"}
    store.decisions.remember_mapping(["stt", "tên camera"], {"stt": "", "tên camera": "commune"}, by="")
    assert store.decisions.mapping(["STT", "Tên camera"]) == {"STT": "", "Tên camera": "commune"}


def test_an_answer_about_one_heading_keeps_those_about_others(store: Store) -> None:
    headings = ["Điểm", "Nơi", "Ghi thêm"]
    store.decisions.remember_mapping(headings, {"Điểm": "site_name", "Nơi": "district"}, by="A")
    store.decisions.remember_mapping(headings, {"Nơi": "commune"}, by="")
    assert store.decisions.mapping(headings) == {"Điểm": "site_name", "Nơi": "commune"}


def test_rows_with_errors_are_kept_aside_with_the_good_ones_in_one_go(store: Store) -> None:
    store.commit(Changes({"sites": site("a")}), by="A", file_name="c.xlsx", file_sha256="ab", aside=[ROW, ROW])
    rows = store.quarantine.rows()
    first = rows.iloc[0].to_dict()
    assert rows["number"].tolist() == [1, 2]
    assert first["cells"] == ROW.cells
    assert first["findings"] == ROW.findings
    assert [first[name] for name in ("file_name", "file_sha256", "sheet", "row_label", "kind", "with_version")] == [
        "c.xlsx", "ab", "Camera", "17", "sites", 2,
    ]  # fmt: skip


def test_a_mended_row_comes_in_and_is_closed_in_one_go(store: Store) -> None:
    assert store.quarantine.add([ROW, ROW, ROW], by="A", file_name="c.xlsx") == [1, 2, 3]
    store.commit(Changes({"sites": site("a")}), by="B", mended=[1], note="đúng là Nam Đàn")
    store.quarantine.drop([2], by="C", note="trùng")
    assert store.quarantine.rows()["number"].tolist() == [3]
    closed = store.quarantine.rows(closed=True).set_index("number")
    told = closed[["outcome", "closed_by", "note", "closed_with_version"]].astype(object)
    assert told.loc[1].tolist() == ["mended", "B", "đúng là Nam Đàn", 2]
    assert told.loc[2].tolist()[:3] == ["dropped", "C", "trùng"]


def test_a_row_that_is_closed_cannot_be_closed_again_and_nothing_comes_in(store: Store) -> None:
    store.quarantine.add([ROW], by="A", file_name="c.xlsx")
    store.quarantine.drop([1], by="B", note="trùng")
    with pytest.raises(Problem, match="dòng số 1 không còn mở"):
        store.commit(Changes({"sites": site("a")}), by="C", mended=[1])
    assert store.latest() == 1
    with pytest.raises(Problem, match="dòng số 9 không còn mở"):
        store.quarantine.drop([9], by="B", note="")


def test_there_is_nothing_aside_in_a_store_not_yet_made(store: Store) -> None:
    assert store.quarantine.rows().empty
    assert store.decisions.names().empty
