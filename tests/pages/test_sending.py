"""A file on the page Sổ đăng ký before its import: how it is read, and what a person answers about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.store import Store
from tests.data.sent import SITES, site, sites, workbook
from tests.pages.test_register import PAGE, button, healthy, store  # noqa: F401
from tests.pages.visit import visit
from ui.suggestions import MOST_ASKED


def sent(data: bytes, name: str = "so.xlsx", by: str = "Tổ số liệu") -> AppTest:
    app = visit(PAGE)
    app.text_input(key="sending-by").set_value(by)
    app.file_uploader(key="sending-file").set_value([(name, data, "application/octet-stream")]).run()
    healthy(app)
    return app


def choose(app: AppTest, label: str, value: Any) -> None:
    next(box for box in app.selectbox if box.label.replace("\\", "") == label).set_value(value).run()
    healthy(app)


def press(app: AppTest, label: str) -> None:
    button(app, label).click().run()
    healthy(app)


def accepted(app: AppTest) -> str:
    return str(next(one.value for one in app.metric if one.label == "Dòng nhận được"))


def labels(boxes: Sequence[Any]) -> list[str]:
    return [str(box.label).replace("\\", "") for box in boxes]


def test_the_model_of_a_file_without_that_column_is_said_for_all_its_rows() -> None:
    headings = ("Vị trí lắp đặt", "Vĩ độ", "Kinh độ")
    app = sent(workbook({"Sổ": [headings, ("Ngã ba", "18,68", "105,55"), ("Chợ", "18,68", "105,56")]}))
    assert accepted(app) == "0"
    choose(app, "Mô hình", "Camera an ninh")
    assert accepted(app) == "2"


def test_results_or_targets_is_said_for_all_rows_that_do_not_say_it() -> None:
    indicator = "Điểm xây dựng mô hình Camera an ninh"
    rows = [("Chỉ tiêu", "Kết quả", "Thời điểm", "Địa bàn"), (indicator, 40, "2025", "Toàn tỉnh")]
    app = sent(workbook({"PL": rows}))
    assert accepted(app) == "0"
    choose(app, "Loại số liệu", "kết quả")
    assert accepted(app) == "1"


def test_the_epoch_of_all_names_settles_a_name_of_two_places() -> None:
    app = sent(sites(site("Chợ", "Xuân Lâm", "")))
    assert accepted(app) == "0"
    choose(app, "Tên xã theo địa giới năm", "2025")
    assert accepted(app) == "1"


def test_the_grid_of_metres_is_said_for_all_rows() -> None:
    headings = ("Mô hình", "Tên điểm", "X (m)", "Y (m)")
    app = sent(workbook({"Sổ": [headings, ("Camera an ninh", "Chợ", 2066123.45, 550123.4)]}))
    choose(app, "Tọa độ mét thuộc hệ", "utm48")
    shown = next(table.value for table in app.dataframe if "mended" in table.value)
    assert shown["came"].str.contains("2066123").any()
    assert shown["todo"].str.contains("UTM múi 48 sang WGS 84: 18.684757, 105.477199").any()


def test_a_sheet_that_was_not_understood_is_explained_and_known_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("BẢNG KÊ", "Quý 3"), ("Thứ", "Chỗ", "Nơi", "Kiểu"), (1, "Chợ", "xã Hưng Tân", "Camera an ninh")]

    def edited(table: pd.DataFrame, **_: object) -> pd.DataFrame:
        return table if "mended" in table else table.assign(field=table["heading"].map(meanings).fillna(table["field"]))

    meanings = {"Chỗ": "Tên điểm", "Nơi": "Xã, phường, thị trấn", "Kiểu": "Mô hình"}
    app = sent(workbook({"Sổ": rows}))
    assert any("Trang «Sổ» không được đọc" in label for label in labels(app.expander))
    with monkeypatch.context() as patch:
        patch.setattr(st, "data_editor", edited)
        app.run()
        press(app, "Đọc trang này")
    assert accepted(app) == "1"
    assert accepted(sent(workbook({"Tháng sau": rows}), "sau.xlsx")) == "1"


def test_a_suggestion_for_a_word_is_accepted_for_all_rows_that_say_it_and_taken_back() -> None:
    rows = [site(name, **{"Mô hình": "camera"}) for name in ("Chợ", "Trường")]
    app = sent(sites(*rows, site("Đình")))
    assert accepted(app) == "1"
    choose(app, "Mô hình: camera", "Camera an ninh")
    press(app, "Chấp nhận 1 lựa chọn")
    assert accepted(app) == "3"
    press(app, "Bỏ các gợi ý đã nhận")
    assert accepted(app) == "1"


def test_rows_of_one_name_are_answered_one_by_one(store: Store) -> None:  # noqa: F811
    app = sent(sites(site("Chợ", "Xuân Lâm", ""), site("Trường", "Xuân Lâm", "")))
    app.toggle(key="sending-apart-0-xuân lâm").set_value(True).run()
    for name, place in (("Chợ", "Nam Đàn"), ("Trường", "Thanh Chương")):
        box = next(one for one in app.selectbox if one.label.replace("\\", "").endswith(f": {name}"))
        box.set_value(next(text for text in box.options if place in text)).run()
    press(app, "Chấp nhận 2 lựa chọn")
    assert accepted(app) == "2"
    press(app, "Nhập 2 dòng vào sổ")
    rows = store.tables()["sites"].set_index("site_name")["unit_code"]
    assert rows[["Chợ", "Trường"]].tolist() == ["17980", "17779"]
    assert store.decisions.names().empty


def test_many_names_are_asked_a_page_at_a_time() -> None:
    app = sent(sites(*[site(f"Điểm {n}", f"xã Hưng Tâm {n}", "Hưng Nguyên") for n in range(MOST_ASKED + 5)]))
    assert sum(label.startswith("xã hưng tâm") for label in labels(app.selectbox)) == MOST_ASKED
    assert any("Còn 5 câu hỏi nữa" in one.value for one in app.caption)


def test_a_remembered_name_is_listed_and_can_be_forgotten(store: Store) -> None:  # noqa: F811
    store.decisions.remember_name("Xuân Lâm", "2020", "17980", by="An")
    app = sent(sites(site("Chợ", "Xuân Lâm", "")))
    assert accepted(app) == "1"
    assert "1 tên xã hiểu theo quyết định đã nhớ" in labels(app.expander)
    press(app, "Quên, hỏi lại")
    assert accepted(app) == "0"
    assert store.decisions.names().empty


def test_findings_are_filtered_by_kind_and_sheet() -> None:
    bad = site("Chợ", "xã Không Có", "", **{"Ngày ra mắt": "31/02/2023"})
    app = sent(workbook({"A": [SITES, bad], "B": [SITES, site("Trường", **{"Ngày ra mắt": "31/02/2023"})]}))

    def shown() -> list[list[str]]:
        table = next(one.value for one in app.dataframe if "mended" in one.value)
        return sorted(table[["sheet", "title"]].to_numpy().tolist())

    both = [["A", "Không có xã nào tên như vậy"], ["A", "Ngày không đúng"], ["B", "Ngày không đúng"]]
    assert shown() == both
    app.multiselect(key="sending-kinds").set_value(["Ngày không đúng"]).run()
    assert shown() == both[1:]
    app.multiselect(key="sending-sheets").set_value(["B"]).run()
    assert shown() == both[2:]
