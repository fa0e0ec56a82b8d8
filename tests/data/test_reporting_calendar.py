"""The reporting calendar: the default says whose it is, an office's own file goes before it, its faults are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import reporting_calendar
from data.errors import Problem
from data.reporting_calendar import calendar, default, example, path_of_own
from data.tables import read

HEADER = "entry,kind,subject,every,opens_days,due_days,starts,set_by,note\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NGHEAN_FILES", str(tmp_path))
    return tmp_path


def test_the_default_is_set_by_nobody_and_says_so() -> None:
    assert calendar().set_by == ""
    assert set(read(reporting_calendar.TABLE)["note"]) == {"Mặc định của phần mềm, không do cơ quan nào đặt"}
    assert default().entries["due_days"].tolist() == [15, 31]


def test_an_offices_own_file_goes_before_the_default(folder: Path) -> None:
    row = "camera,sites,camera_an_ninh,month,5,10,2026-01-01,Công an tỉnh Nghệ An,\n"
    path_of_own().write_text(HEADER + row, encoding="utf-8")
    found = calendar()
    assert found.set_by == "Công an tỉnh Nghệ An"
    assert found.entries[["entry", "every", "opens_days", "due_days"]].values.tolist() == [["camera", "month", 5, 10]]


def test_a_file_saved_by_excel_is_read_and_one_without_a_name_is_called_by_its_own(folder: Path) -> None:
    rows = HEADER + "quy,sites,,quarter,0,20,,,\n"
    path_of_own().write_bytes(rows.replace(",", ";").replace("\n", "\r\n").encode("utf-8-sig"))
    assert calendar().set_by == "calendar.csv"
    assert calendar().entries["due_days"].tolist() == [20]


def test_the_example_is_the_default_and_can_be_put_in_place(folder: Path) -> None:
    path_of_own().write_bytes(example())
    assert calendar().entries.equals(default().entries)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEADER, "không có dòng nào"),
        ("entry,kind\na,sites\n", "thiếu cột"),
        (HEADER + "a,sites,,weekly,5,10,,,\n", "cột every: «weekly»"),
        (HEADER + "a,sites,,month,5,ten,,,\n", "cột due_days: «ten»"),
        (HEADER + "a,sites,,month,5,-1,,,\n", "cột due_days: «-1»"),
        (HEADER + "a,sites,,month,28,10,,,\n", "cột opens_days: «28»"),
        (HEADER + "a,sites,khong_co,month,5,10,,,\n", "cột subject: «khong_co»"),
        (HEADER + "a,statuses,camera_an_ninh,month,5,10,,,\n", "cột subject: «camera_an_ninh»"),
        (HEADER + "a,sites,,month,5,10,2026-13-01,,\n", "cột starts: «2026-13-01»"),
        (HEADER + "a,sites,,month,5,10,2026,,\n", "cột starts: «2026»"),
        (HEADER + "a,sites,,month,5,10,,,\na,sites,,month,5,10,,,\n", "khóa bị lặp"),
        ('"', "tệp không đọc được"),
        ("", "tệp không đọc được"),
    ],
)
def test_a_fault_is_named_by_its_cell(text: str, told: str) -> None:
    path_of_own().write_text(text, encoding="utf-8")
    with pytest.raises(Problem, match=r"calendar\.csv") as raised:
        calendar()
    assert told in str(raised.value)
