"""The page of one area: the start, a commune, a former district, and its buttons."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.visit import visit
from ui import caches

PAGE = "pages/look/area.py"


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTER_DATABASE_URL", f"sqlite:///{tmp_path}/register.db")
    for kept in (caches.store, caches.stamp):
        kept.clear()


def opened(**query: str) -> AppTest:
    app = visit(PAGE, **query)
    healthy(app)
    return app


def healthy(app: AppTest) -> None:
    assert not app.exception
    assert not app.error


def texts(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.markdown, *app.caption, *app.text)).replace("\\", "")


def test_without_an_area_the_page_offers_every_district() -> None:
    app = opened()
    offered = [one.key for one in app.button if str(one.key).startswith("open-start-")]
    assert len(offered) == 20
    app.button(key="open-start-2025-431-").click().run()
    healthy(app)
    assert app.query_params["district"] == "431"
    assert "# Huyện Hưng Nguyên" in texts(app)


def test_a_commune_and_the_way_through_its_history() -> None:
    app = opened(commune="18028")
    shown = texts(app)
    assert "# Xã Hưng Nguyên Nam" in shown
    assert "1243/NQ-UBTVQH15" in shown
    app.button(key="open-step-2020--18031").click().run()
    healthy(app)
    assert (app.query_params["epoch"], app.query_params["commune"]) == ("2020", "18031")
    assert "# Xã Hưng Tân" in texts(app)
    assert "Ở địa giới này" not in texts(app)  # the reader asked for that very unit
    app.button(key="open-district-2020-431-").click().run()
    assert app.query_params["district"] == "431"
    assert "commune" not in app.query_params


def test_the_filter_of_models_holds_here_too() -> None:
    shown = texts(opened(commune="18028", models="camera_an_ninh"))
    assert "Các địa điểm (1)" in shown
    assert "Chưa có địa điểm trong sổ" not in shown
