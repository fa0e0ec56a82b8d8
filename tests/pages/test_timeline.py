"""The timeline and the comparisons on their pages: what is set goes into the address, and the address sets it."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.visit import visit

ROOT = Path(__file__).parents[2]
TIME, COMPARE = "pages/look/timeline.py", "pages/look/compare.py"


def texts(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in (*app.markdown, *app.caption, *app.text)).replace("\\", "")


def healthy(app: AppTest) -> None:
    assert not app.exception
    assert not app.error


def test_breaks_are_said_in_words() -> None:
    app = visit(TIME)
    healthy(app)
    shown = texts(app)
    assert "Mốc 1 (01/12/2024): còn 412 đơn vị cấp xã, trước đó 460 (1243/NQ-UBTVQH15), nên mẫu số đổi." in shown
    assert "Mốc 2 (01/07/2025): tiêu chí đổi từ «sạch về ma túy» sang «không ma túy»." in shown


def test_the_address_names_indicator_area_and_measure() -> None:
    app = visit(TIME, indicator="to_lien_gia", areas="huyện Đô Lương", other="share")
    healthy(app)
    assert app.selectbox(key="time-indicator").value == "to_lien_gia"
    assert app.selectbox(key="time-areas").value == "huyện Đô Lương"
    assert app.selectbox(key="time-other").value == "share"
    app.selectbox(key="time-indicator").set_value("huyen_sach_toan_bo").run()
    assert app.query_params["indicator"] in ("huyen_sach_toan_bo", ["huyen_sach_toan_bo"])


def test_the_slider_writes_the_day_of_the_choice() -> None:
    app = visit(TIME)
    app.select_slider(key="time-as-of").set_value("2024-11-21").run()
    healthy(app)
    assert app.query_params["as_of"] in ("2024-11-21", ["2024-11-21"])
    assert "đến ngày 21/11/2024" in texts(app)
    app.select_slider(key="time-as-of").set_value("").run()
    assert "as_of" not in app.query_params


def test_two_days_are_compared_in_a_sentence() -> None:
    app = visit(COMPARE)
    healthy(app)
    assert "Đến 23/11/2026 sổ có 38 địa điểm, đến 23/11/2025 có 37: tăng 1." in texts(app)
    app.selectbox(key="compare-other").set_value("month").run()
    assert "đến 23/10/2026 có 38: không đổi." in texts(app)


def test_named_areas_and_the_measure_come_from_the_address() -> None:
    app = visit(COMPARE, areas="417,412", indicator="per_100_km2")
    healthy(app)
    assert app.multiselect(key="compare-areas").value == ["417", "412"] or sorted(
        app.multiselect(key="compare-areas").value
    ) == ["412", "417"]
    assert app.selectbox(key="compare-indicator").value == "per_100_km2"
    assert "Số địa điểm có trong sổ trên 100 km²" in texts(app)


def test_one_area_alone_asks_for_another() -> None:
    app = visit(COMPARE, areas="417")
    healthy(app)
    assert "Hãy chọn thêm một địa bàn nữa" in texts(app)
