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
from data.checking.intake import Reading
from data.store import Store, open_store
from data.workbook_return import returned
from tests.data.sent import LOCATOR, TODAY, site, sites
from tests.data.sent import workbook as book

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


def test_what_a_row_owes_to_its_sheet_or_to_a_person_comes_back_with_it(tmp_path: Path) -> None:
    """The district of the group above it, the model said for the sheet, a heading that only an answer explained."""
    headings = ("STT", "Chỗ đặt", "Ngày ra mắt", "Xã", "Ghi chú")
    rows = [
        ("", "I. Huyện Nam Đàn"),
        (1, "Chợ", "31/02/2023", "Xuân Lâm", "không rõ"),
        (2, "Trường", "2023", "Xuân Lâm"),
    ]
    reading = {"": Reading(answers={"Chỗ đặt": "site_name", "Ghi chú": ""}, values={"model": "Camera an ninh"})}
    store = open_store(f"sqlite:///{tmp_path / 'register.db'}")
    data = book({"Sổ": [("DANH SÁCH",), headings, *rows]})
    imports.run(data, NAME, store, LOCATOR, by="An", options=Options(today=TODAY), readings=reading)
    held = store.quarantine.rows()
    assert held["cells"].tolist() == [
        {
            "STT": "1",
            "Tên điểm": "Chợ",
            "Ngày ra mắt": "31/02/2023",
            "Xã": "Xuân Lâm",
            "Không đọc: Ghi chú": "không rõ",
            "Huyện, thành phố, thị xã": "Huyện Nam Đàn",
            "Mô hình": "Camera an ninh",
        }
    ]
    data = workbook(held)
    again = imports.checked(data, NAME, store, LOCATOR, options=Options(today=TODAY))
    assert [one.code for one in again.findings if one.severity == "error"] == ["bad_date"]
    mended = accept(again, Answers(cells={("Sổ", 4, "launched"): "28/02/2023"}), LOCATOR)
    imports.committed(mended, data, store, by="An")
    assert store.quarantine.rows().empty
    assert store.tables()["sites"].query("site_name == 'Chợ'")["district_text"].tolist() == ["Huyện Nam Đàn"]


def test_a_cell_mended_in_vain_is_kept_as_it_was_mended(store: Store) -> None:
    data = workbook(store.quarantine.rows())
    checked = imports.checked(data, NAME, store, LOCATOR, options=Options(today=TODAY))
    again = accept(checked, Answers(cells={("Điểm", 4, "commune"): "xã Cũng Không"}), LOCATOR)
    imports.committed(again, data, store, by="An")
    assert [cells["Xã"] for cells in store.quarantine.rows()["cells"]] == ["xã Hưng Tân", "xã Cũng Không"]


@pytest.mark.parametrize("back", ["aside", "returned"])
def test_rows_of_a_csv_file_of_a_long_name_come_back_in_a_workbook(tmp_path: Path, back: str) -> None:
    name = "Danh sách mô hình camera an ninh [xã Hưng Tân], năm 2023.csv"
    store = open_store(f"sqlite:///{tmp_path / 'register.db'}")
    rows = ("Mô hình;Tên điểm;Xã;Huyện;Ngày ra mắt", "Camera an ninh;Chợ;xã Hưng Tân;Hưng Nguyên;31/02/2023")
    sent = "\n".join(rows).encode()
    first = imports.run(sent, name, store, LOCATOR, by="An", options=Options(today=TODAY))
    data = workbook(store.quarantine.rows()) if back == "aside" else returned(sent, first.checked)
    again = imports.checked(data, "lai.xlsx", store, LOCATOR, options=Options(today=TODAY))
    (entry,) = again.intake.entries
    mended = accept(again, Answers(cells={(entry.sheet, 2, "launched"): "28/02/2023"}), LOCATOR)
    imports.committed(mended, data, store, by="An")
    assert store.quarantine.rows().empty
    assert "Chợ" in list(store.tables()["sites"]["site_name"])
