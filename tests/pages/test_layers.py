"""The pages of the headline layers and of all models: what they show first, and that the address keeps their view."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import catalogue
from tests.pages.visit import visit

ROOT = Path(__file__).parents[2]
APP = str(ROOT / "ui" / "main.py")
CAMERAS, DRUG_FREE = "pages/look/cameras.py", "pages/look/drug_free.py"
FLAG_ROADS, MODELS = "pages/look/flag_roads.py", "pages/look/models.py"


def texts(app: AppTest) -> str:
    """Everything written on the page, without the marks that keep it from being markup."""
    assert not app.exception and not app.error
    return "\n".join(str(element.value) for element in (*app.markdown, *app.caption, *app.text)).replace("\\", "")


def test_the_camera_page_shows_reported_figures_and_the_record_apart() -> None:
    shown = texts(visit(CAMERAS))
    for text in ("32 :small[điểm]", "gần 600 :small[camera]", "5 :small[địa điểm]", "125 :small[đơn vị cấp xã]"):
        assert text in shown
    assert "Công an tỉnh Nghệ An, 15/06/2023" in shown


def test_the_measure_of_the_camera_page_is_in_its_address() -> None:
    app = visit(CAMERAS, indicator="cameras")
    assert "Số camera nguồn nêu, theo địa bàn huyện" in texts(app)
    app.segmented_control(key="pick-indicator").set_value("places").run()
    assert "indicator" not in app.query_params
    assert "Địa điểm có trong sổ theo địa bàn huyện cũ" in texts(app)


def test_a_page_of_one_model_says_that_another_filter_of_models_does_not_drive_it() -> None:
    assert "không theo bộ lọc mô hình" in texts(visit(CAMERAS, models="tieng_keng_binh_yen"))
    assert "không theo bộ lọc mô hình" not in texts(visit(CAMERAS, models="camera_an_ninh"))


def test_the_targets_stand_with_body_deadline_source_and_gap() -> None:
    shown = texts(visit(DRUG_FREE))
    for text in ("44/130", "7/130", "79/130", "39/130", "65/130"):
        assert f"## {text} :small[đơn vị cấp xã]" in shown
    assert "ít nhất 30% số đơn vị cấp xã không ma túy · hạn 12/2026 · UBND tỉnh Nghệ An" in shown
    assert "còn phải có 39 xã, phường" in shown
    assert "còn thiếu 21" in shown


def test_the_page_of_flag_roads_shows_only_what_sources_state() -> None:
    shown = texts(visit(FLAG_ROADS))
    for text in ("4 :small[điểm]", "11 :small[địa điểm]", "500 :small[m]", "200 :small[lá cờ]"):
        assert text in shown


@pytest.mark.parametrize("model", catalogue.models()["model_key"])
def test_every_model_has_its_page_at_its_address(model: str) -> None:
    made = catalogue.model(model)
    shown = texts(visit(MODELS, model=model))
    assert made.label_vi in shown
    assert made.definition_vi in shown


def test_all_models_are_in_the_gallery_and_open_their_page() -> None:
    app = visit(MODELS)
    shown = texts(app)
    assert all(label in shown for label in catalogue.models()["label_vi"])
    assert "460 đơn vị cấp xã" in shown  # the base stands with the 96 of 2023
    app.button(key="open-tieng_keng_binh_yen").click().run()
    assert "tieng_keng_binh_yen" in app.query_params["model"]
    assert "Kẻng an ninh treo ở các xóm của xã" in texts(app)
    app.selectbox(key="choose-model").set_value("").run()
    assert "model" not in app.query_params


def test_a_model_that_is_not_in_the_catalogue_shows_the_gallery() -> None:
    assert "Xem mô hình" in [button.label for button in visit(MODELS, model="<script>").button]


def test_a_selected_commune_is_shown_beside_the_map() -> None:
    app = visit(CAMERAS, commune="17866")
    assert "Xã Trung Lộc" in texts(app)
    assert "1 :small[địa điểm]" in texts(app)


@pytest.mark.parametrize(
    ("script", "twin"), [(FLAG_ROADS, "bars"), (FLAG_ROADS, "map"), ("pages/look/overview.py", "bars")]
)
def test_the_table_behind_a_picture_selects_areas_and_says_what_it_shows(script: str, twin: str) -> None:
    app = visit(script)
    app.session_state[f"twin-{twin}"] = True
    app.run()
    table = next(one for one in app.dataframe if str(one.key).startswith(f"table-{twin}"))
    assert list(table.proto.selection_mode) == [table.proto.SelectionMode.SINGLE_ROW]
    assert table.proto.alt
    assert len(table.value) == (130 if twin == "map" else 20)
