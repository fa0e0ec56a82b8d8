"""Rows kept aside come back as a workbook, are mended on the page, and leave the quarantine."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data import imports
from data.aside_workbook import workbook
from data.checking.answers import Answers, accept
from data.checking.check import Options
from data.store import Store, open_store
from tests.data.sent import LOCATOR, TODAY, site, sites

NAME = "so-camera.xlsx"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Give a register that holds one good row of a file, and two of its rows aside."""
    store = open_store(f"sqlite:///{tmp_path / 'register.db'}")
    data = sites(
        site("Ngã tư chợ"),
        site("Cổng trường", **{"Ngày ra mắt": "31/02/2023"}),
        site("=1+1", commune="xã Không Có", district=""),
    )
    imports.run(data, NAME, store, LOCATOR, by="An", options=Options(today=TODAY))
    return store


def test_each_row_stands_where_it_stood_and_no_text_is_a_formula(store: Store) -> None:
    rows = store.quarantine.rows()
    assert list(rows["row_label"]) == ["3", "4"]
    book = load_workbook(io.BytesIO(workbook(rows)))
    sheet = book["Điểm"]
    headings = [cell.value for cell in sheet[1]]
    assert sheet.cell(3, headings.index("Tên điểm") + 1).value == "Cổng trường"
    assert sheet.cell(4, headings.index("Xã") + 1).value == "xã Không Có"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_mended_cell_brings_its_row_in_and_the_other_stays_aside(store: Store) -> None:
    data = workbook(store.quarantine.rows())
    checked = imports.checked(data, NAME, store, LOCATOR, options=Options(today=TODAY))
    assert (checked.rows, checked.accepted) == (2, 0)

    mended = accept(checked, Answers(cells={("Điểm", 3, "launched"): "28/02/2023"}), LOCATOR)
    assert mended.accepted == 1
    made = imports.committed(mended, data, store, by="Bình", note="Sửa ngày")
    assert made.version is not None and made.version.counts["sites"]["added"] == 1
    assert list(store.quarantine.rows()["row_label"]) == ["4"]
    settled = store.quarantine.rows(closed=True).set_index("row_label").loc["3"]
    assert (settled["outcome"], settled["closed_by"]) == ("mended", "Bình")
    added = store.tables()["sites"].query("site_name == 'Cổng trường'")
    assert list(added["launched"]) == ["2023-02-28"]


def test_a_dropped_row_stays_in_the_history_with_its_reason(store: Store) -> None:
    numbers = [int(number) for number in store.quarantine.rows()["number"]]
    store.quarantine.drop(numbers, by="An", note="Nhập nhầm tệp")
    assert store.quarantine.rows().empty
    assert set(store.quarantine.rows(closed=True)["note"]) == {"Nhập nhầm tệp"}
