"""The look-up page: one name kept in the address, a pasted list with questions and answers, hostile text."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.visit import visit

PAGE = "pages/about/lookup.py"


def opened(**query: str) -> AppTest:
    app = visit(PAGE, **query)
    return healthy(app)


def healthy(app: AppTest) -> AppTest:
    assert not app.exception
    assert not app.error
    return app


def texts(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.markdown, *app.caption, *app.text)).replace("\\", "")


def table(app: AppTest) -> pd.DataFrame:
    return next(one.value for one in app.dataframe if "Tên đã cho" in one.value)


def test_a_name_goes_into_the_address_and_back() -> None:
    app = opened()
    app.text_input(key="lookup-name").set_value("hung tan").run()
    assert app.query_params["q"] == "hung tan"
    assert "### Xã Hưng Tân, huyện Hưng Nguyên" in texts(app)
    assert "Nay: Xã Hưng Nguyên Nam" in texts(opened(q="hung tan"))
    app.text_input(key="lookup-name").set_value("").run()
    assert "q" not in app.query_params


@pytest.mark.parametrize(
    "text", ["không có tên như vậy", "<script>alert(1)</script>", "# [x](javascript:1)", "$x$", "."]
)
def test_a_name_that_means_nothing_is_told_kindly(text: str) -> None:
    shown = texts(opened(q=text))
    assert "Không có" in shown
    assert "script" not in shown


def test_a_list_is_matched_asked_about_and_answered() -> None:
    app = opened()
    app.text_area(key="lookup-paste").set_value("Hưng Tân\nNam Thanh\nnam thanh\n=1+1\nHưng Tân, Kỳ Sơn").run()
    rows = table(healthy(app))
    assert list(rows["Mức chắc chắn"]) == ["Đúng tên", *["Chưa khớp"] * 4]
    asking = [one for one in app.selectbox if str(one.key).startswith("lookup-answer-")]
    assert [one.label.replace("\\", "") for one in asking] == [
        "Nam Thanh: là nơi nào?",
        "Hưng Tân, Kỳ Sơn: không thuộc huyện đã ghi. Có phải là…?",
    ]
    asking[0].select_index(1).run()
    rows = table(healthy(app))
    assert list(rows["Mức chắc chắn"])[1:3] == ["Người dùng chọn"] * 2
    assert list(rows["Đơn vị khớp"])[1:3] == ["xã Nam Thành"] * 2
    assert list(rows["Tên đã cho"])[3] == "=1+1"


def test_the_epoch_settles_what_a_name_meant() -> None:
    app = opened()
    app.text_area(key="lookup-paste").set_value("Quỳ Hợp").run()
    assert list(table(app)["Mức chắc chắn"]) == ["Chắc nơi nay, chưa chắc đơn vị lúc đó"]
    app.selectbox(key="lookup-epoch").set_value("2013").run()
    assert list(table(healthy(app))["Đơn vị khớp"]) == ["thị trấn Quỳ Hợp"]
