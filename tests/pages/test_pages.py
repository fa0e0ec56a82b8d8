"""Every page runs, in both languages, at every epoch, with every filter, and explains what it cannot understand."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from briefing import cameras, drug_free, flag_roads
from data import catalogue
from data.choice import STATUSES
from geo.units import EPOCHS
from tests.pages.visit import visit
from ui.frame import MENU

ROOT = Path(__file__).parents[2]
APP = str(ROOT / "ui" / "main.py")
ENTRIES = [entry for group in MENU.values() for entry in group]
PAGES = [entry.script for entry in ENTRIES]
FILTERED = [entry.script for entry in ENTRIES if entry.filtered]
# Pages about one model, whatever models the filter names.
PINNED = {
    "pages/look/cameras.py": cameras.MODEL,
    "pages/look/drug_free.py": drug_free.MODEL,
    "pages/look/flag_roads.py": flag_roads.MODEL,
}
# Pages about one thing are opened with one: without, they only offer the choice.
ABOUT = {"pages/look/area.py": {"district": "417"}, "pages/about/lookup.py": {"q": "xuan lam"}}
# What an address may hold and cannot mean, one of each kind.
SENSELESS = {
    "epoch": "1999",
    "district": "999",
    "commune": "00000",
    "models": "camera_an_ninh,khong_co",
    "status": "<script>",
    "as_of": "31/02/2023",
    "sheet": "1",
}


def opened(script: str, **query: str) -> AppTest:
    return visit(script, **(ABOUT.get(script, {}) | query))


def texts(app: AppTest) -> str:
    """Everything written on the page."""
    return "\n".join(str(element.value) for element in (*app.markdown, *app.caption, *app.text))


def _facts(app: AppTest) -> list[str]:
    """The numbers and headings of the page."""
    return [str(one.value) for one in app.markdown if str(one.value).startswith("## ")]


def healthy(app: AppTest) -> None:
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("epoch", EPOCHS)
@pytest.mark.parametrize("script", FILTERED)
def test_page_at_every_epoch_and_language(script: str, epoch: str, lang: str) -> None:
    app = opened(script, epoch=epoch, lang=lang)
    healthy(app)
    assert ("địa giới từ" in texts(app)) == (lang == "vi")
    # Who cannot see a table is told what it is about.
    assert [list(table.value.columns) for table in app.dataframe if not table.proto.alt] == []


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("script", sorted(set(PAGES) - set(FILTERED)))
def test_page_without_a_filter_in_every_language(script: str, lang: str) -> None:
    healthy(opened(script, lang=lang))


@pytest.mark.parametrize("model", catalogue.models()["model_key"])
@pytest.mark.parametrize("script", [script for script in FILTERED if script not in PINNED])
def test_page_for_every_model_of_the_catalogue(script: str, model: str) -> None:
    app = opened(script, models=model)
    healthy(app)
    assert catalogue.model(model).label_vi in texts(app).replace("\\", "")


@pytest.mark.parametrize("script", PINNED)
def test_page_about_one_model_says_which_when_the_filter_has_others(script: str) -> None:
    """Such a page takes its own model in place of the filter's: what it shows is the same for all of them."""
    others = sorted(set(catalogue.models()["model_key"]) - {PINNED[script]})
    app = opened(script, models=",".join(others))
    healthy(app)
    assert "không theo bộ lọc mô hình" in texts(app)
    assert _facts(app) == _facts(visit(script)) != []


@pytest.mark.parametrize("script", FILTERED)
@pytest.mark.parametrize(
    "query",
    [
        {"district": "417"},  # huyện Kỳ Sơn
        {"district": "431", "commune": "18028"},  # xã Hưng Nguyên Nam
        {"as_of": "2018-01-01"},
        *({"status": status} for status in STATUSES),
        {"epoch": "2020", "district": "413"},  # thị xã Cửa Lò, joined into Vinh in 2024
    ],
    ids=str,
)
def test_page_with_every_filter(script: str, query: dict[str, str]) -> None:
    healthy(opened(script, **query))


@pytest.mark.parametrize("script", FILTERED)
def test_what_an_address_cannot_mean_is_said_and_the_page_works(script: str) -> None:
    app = opened(script, **SENSELESS)
    healthy(app)
    said = [text for text in (str(one.value) for one in app.text) if "Liên kết" in text]
    assert [name for name in SENSELESS if not any(name in text for text in said)] == []


@pytest.mark.parametrize(("name", "value"), SENSELESS.items())
def test_each_of_them_is_said_alone(name: str, value: str) -> None:
    app = visit(PAGES[0], **{name: value})
    healthy(app)
    said = [text for text in (str(one.value) for one in app.text) if "Liên kết" in text]
    assert len(said) == 1
    assert name in said[0]


def test_the_cards_show_the_articles_figures() -> None:
    """The figures of 15/06/2023, as the source states them."""
    shown = texts(visit(PAGES[0]))
    for figure in ("32", "96", "31", "49", "27", "107", "19", "38\\.578", "1\\.420"):
        assert f" {figure} :small" in shown, figure
    assert "480: Ban Chỉ đạo tự quản" in shown.replace("\\", "")
    assert "7.588: Ban tự quản" in shown.replace("\\", "")
    assert "15/06/2023" in shown.replace("\\", "")


def test_an_empty_result_says_why_and_offers_the_step_back() -> None:
    app = visit(PAGES[1], models="chung_cu_an_toan_pccc")
    assert "Không có địa điểm nào trong sổ theo bộ lọc này." in [text.value for text in app.text]
    app.button(key="empty-back").click().run()
    assert "models" not in app.query_params


def test_a_filter_goes_into_the_address_and_back() -> None:
    app = visit(PAGES[0])
    app.selectbox(key="filter-district").set_value("417").run()
    assert app.query_params["district"] == "417"
    app.selectbox(key="filter-epoch-0").set_value("2020").run()
    assert app.query_params["epoch"] == "2020"
    assert app.query_params["district"] == "417"  # the same place, under the boundaries asked for


def test_another_epoch_keeps_the_reader_at_the_place_and_says_what_it_was() -> None:
    app = visit(PAGES[0], epoch="2020", district="431", commune="18031")  # xã Hưng Tân, joined in 2025
    app.selectbox(key="filter-epoch-0").set_value("2025").run()
    assert app.query_params["commune"] == "18028"  # xã Hưng Nguyên Nam
    assert "Ở địa giới này, xã Hưng Tân là một phần của xã Hưng Nguyên Nam." in texts(app).replace("\\", "")
    app.selectbox(key="filter-district").set_value("417").run()
    assert "Ở địa giới này" not in texts(app)


def test_the_footer_names_the_data_set_in_the_reader_s_language() -> None:
    assert "Public record, version 1, 23/11/2026" in texts(visit(PAGES[0], lang="en"))


def test_the_menu_s_links_carry_the_filter_and_nothing_that_makes_no_sense() -> None:
    app = opened("pages/look/map.py", district="417", lang="en", status='"><script>alert(1)</script>', q="<b>")
    [menu] = [one.proto.body for one in app.sidebar.get("html")]
    assert '<a href="./camera?district=417&amp;lang=en">' in menu
    assert menu.count('aria-current="page"') == 1
    assert menu.count("<a ") == len(ENTRIES)
    assert "<script" not in menu and "alert" not in menu and "<b>" not in menu
