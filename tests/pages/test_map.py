"""The page of the map: every indicator, two maps, and an address that keeps both."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from data.indicator import indicators
from geo.units import EPOCHS
from tests.pages.visit import visit
from ui import caches, widgets

PAGE = "pages/look/map.py"


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTER_DATABASE_URL", f"sqlite:///{tmp_path}/register.db")
    for kept in (caches.store, caches.stamp):
        kept.clear()


def opened(**query: str) -> AppTest:
    app = visit(PAGE, **query)
    return healthy(app)


def healthy(app: AppTest) -> AppTest:
    assert not app.exception
    assert not app.error
    return app


def texts(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.markdown, *app.caption, *app.text)).replace("\\", "")


def compared(app: AppTest) -> bool:
    return any(button.label == "Bỏ so sánh" for button in app.button)


# English once each: its texts come from the indicator's row, whatever the epoch.
@pytest.mark.parametrize(("epoch", "lang"), [*((epoch, "vi") for epoch in EPOCHS), (EPOCHS[0], "en")])
@pytest.mark.parametrize("key", indicators())
def test_every_indicator_at_every_epoch(key: str, epoch: str, lang: str) -> None:
    app = opened(indicator=key, epoch=epoch, lang=lang)
    picked = next(box for box in app.selectbox if box.label in ("Tô màu theo", "Colour by"))
    assert picked.value == key
    note = indicators()[key].notes[lang]
    assert note in texts(app)


def test_the_indicator_goes_into_the_address_and_the_default_out_of_it() -> None:
    app = opened()
    key = next(box.key for box in app.selectbox if box.label == "Tô màu theo")
    healthy(app.selectbox(key=key).set_value("cameras").run())
    assert app.query_params["indicator"] == "cameras"
    assert "Số camera" in texts(app)
    healthy(app.selectbox(key=key).set_value("drug_status").run())
    assert "indicator" not in app.query_params


def test_an_unknown_indicator_is_the_default() -> None:
    app = opened(indicator="<script>")
    assert next(box for box in app.selectbox if box.label == "Tô màu theo").value == "drug_status"


def test_the_layers_say_how_much_is_on_record() -> None:
    pills = opened().button_group(key="map-layers")
    assert list(pills.options) == [
        "Camera an ninh · 5",
        "Xã sạch về ma túy · 44",
        "Đường cờ Tổ quốc · 11",
        "Mô hình khác · 35",
    ]


@pytest.mark.parametrize(
    ("other", "heading"),
    [("2020", "**Địa giới từ 01/01/2020** · số liệu mới nhất"), ("2023-06-15", "· đến ngày 15/06/2023")],
)
def test_a_second_map_has_a_heading_of_its_own(other: str, heading: str) -> None:
    app = opened(other=other, indicator="sites")
    assert heading in texts(app)
    assert "**Địa giới từ 01/07/2025** · số liệu mới nhất" in texts(app)
    assert compared(app)


@pytest.mark.parametrize("other", ["2025", "1234", "2023-13-01", "'"])
def test_what_is_nothing_to_compare_with_is_left_out(other: str) -> None:
    assert not compared(opened(other=other))


def test_the_comparison_is_chosen_and_ended() -> None:
    app = opened()
    key = next(box.key for box in app.selectbox if box.label == "Với địa giới")
    healthy(app.selectbox(key=key).set_value("2013").run())
    assert app.query_params["other"] == "2013"
    assert compared(app)
    end = next(button for button in app.button if button.label == "Bỏ so sánh")
    healthy(end.click().run())
    assert "other" not in app.query_params
    assert not compared(app)


def test_the_selected_commune_is_told_below_two_maps_too() -> None:
    app = opened(other="2024", commune="16690")
    assert "Phường Trường Vinh" in texts(app)


def test_the_table_is_made_when_it_is_opened() -> None:
    app = opened(indicator="cameras")
    assert not app.dataframe
    app.session_state["twin-map"] = True
    healthy(app.run())
    table = app.dataframe[0].value
    assert list(table.columns) == ["Xã, phường, thị trấn", "Địa bàn huyện", "Số camera", "Ghi trong sổ"]
    assert table["Số camera"].sum() == 152
    row = table[table["Xã, phường, thị trấn"] == "xã Đại Đồng"].iloc[0]
    assert (row["Số camera"], row["Ghi trong sổ"]) == (10, "gần 10")
    assert (table["Ghi trong sổ"] == "chưa có trong sổ").sum() == 125


def test_the_map_and_what_is_told_of_it_are_sent_before_the_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then a browser may draw, as it would draw all at once only when the last box is ready."""
    sent: list[str] = []
    enqueue = ScriptRunContext.enqueue

    def heard(run: ScriptRunContext, message: ForwardMsg) -> None:
        sent.append(message.delta.new_element.WhichOneof("type") or str(message.delta.add_block.id))
        enqueue(run, message)

    monkeypatch.setattr(ScriptRunContext, "enqueue", heard)
    monkeypatch.setattr(widgets, "breath", lambda: sent.append("breath"))
    opened(commune="18028")
    first, then = sent[: sent.index("breath")], sent[sent.index("breath") :]
    boxes = {"selectbox", "multiselect", "date_input", "text_input", "button_group"}
    assert "component_instance" in first
    assert any("filter-sentence" in one for one in first)
    assert "button" in first, "of the profile: it closes the selection"
    assert not boxes & {*first}
    assert boxes <= {*then}
