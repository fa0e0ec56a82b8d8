"""What a person says of a sheet's columns holds for this file and for the next one with the same headings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.store import open_store
from data.wording import word
from tests.data.sent import site, workbook
from ui import caches
from ui.text import plain

HEADINGS = ["Mã điểm", "Mô hình", "Biển hiệu", "Xóm", "Xã", "Huyện", "Địa giới năm", "Ngày ra mắt", "Số lượng", "Nguồn"]
FILE = workbook({"Điểm": [HEADINGS, site("Ngã tư chợ")]})
NEXT = workbook({"Tháng sau": [[heading.upper() for heading in HEADINGS], site("Cổng chợ")]})


def part_of_the_page(data: bytes, sha256: str, by: str) -> None:
    """The part that is tested: a file is checked, its columns are shown; the names of the places are written."""
    import streamlit

    from data import imports
    from data.checking.check import Options
    from tests.data.sent import LOCATOR, TODAY
    from ui import caches, column_answers

    readings = column_answers.readings(sha256)
    checked = imports.checked(data, "so.xlsx", caches.store(), LOCATOR, options=Options(today=TODAY), readings=readings)
    column_answers.show(checked, sha256, by)
    frame = checked.frames.get("sites")
    streamlit.text("; ".join(frame["site_name"]) if frame is not None else "")


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give the address of a register of its own."""
    url = f"sqlite:///{tmp_path}/register.db"
    monkeypatch.setenv("REGISTER_DATABASE_URL", url)
    caches.store.clear()
    yield url
    caches.store.clear()


@pytest.fixture
def choosing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a person have chosen the name of the place for «Biển hiệu», which no synonym knows."""

    def edited(table: pd.DataFrame, **_: object) -> pd.DataFrame:
        return table.assign(field=table["field"].where(table["heading"] != "Biển hiệu", "Tên điểm"))

    monkeypatch.setattr(st, "data_editor", edited)


def opened(data: bytes, sha256: str, by: str = "") -> AppTest:
    app = AppTest.from_function(
        part_of_the_page, kwargs={"data": data, "sha256": sha256, "by": by}, default_timeout=60
    ).run()
    assert not app.exception
    return app


def applied(by: str = "") -> AppTest:
    app = opened(FILE, "a", by)
    app.button(key="sending-apply-Điểm").click().run()
    assert not app.exception
    return app


@pytest.mark.usefixtures("choosing")
@pytest.mark.parametrize("by", ["", "An"])
def test_an_answer_is_remembered_whether_or_not_it_is_said_who_gave_it(register: str, by: str) -> None:
    assert applied(by).text[-1].value == "Ngã tư chợ"
    assert open_store(register).decisions.mapping(HEADINGS) == {"Biển hiệu": "site_name"}


@pytest.mark.usefixtures("choosing")
def test_the_next_file_with_these_headings_is_read_so_and_the_page_says_why() -> None:
    before = opened(NEXT, "b")
    assert "Cổng chợ" not in before.text[-1].value
    assert not before.caption
    applied()
    after = opened(NEXT, "b")
    assert after.text[-1].value == "Cổng chợ"
    assert [one.value for one in after.caption] == [plain(word("sending.remembered"))]
    assert not after.button


@pytest.mark.usefixtures("choosing")
def test_what_cannot_be_remembered_holds_for_this_file_and_is_told(register: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("no folder")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REGISTER_DATABASE_URL", f"sqlite:///{tmp_path}/taken/register.db")
        caches.store.clear()
        app = applied()
    assert app.text[-1].value == "Ngã tư chợ"
    assert [one.value for one in app.caption] == [plain(word("sending.not_remembered"))]
    assert "register.db" in "".join(one.value for one in app.text)  # what failed, and what to do
    app.run()
    assert not app.caption  # said once


def test_each_heading_is_shown_with_an_example_but_not_one_of_a_person() -> None:
    headings = ("Mô hình", "Tên điểm", "Xã", "Số điện thoại")
    app = opened(workbook({"Điểm": [headings, ("Camera an ninh", "", "xã Hưng Tân", "0912345678")]}), "c")
    assert app.dataframe[0].value[["heading", "example"]].to_numpy().tolist() == [
        ["Mô hình", "Camera an ninh"],
        ["Tên điểm", ""],
        ["Xã", "xã Hưng Tân"],
        ["Số điện thoại", ""],
    ]
