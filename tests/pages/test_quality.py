"""The page on data quality as it opens: before any import, after one, and with a faulty calendar of the office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data import reporting_calendar
from data.store import Changes, SetAside, open_store
from tests.pages.visit import visit
from ui import caches, store_facts

PAGE = "pages/work/quality.py"


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A register of its own, so that the one of this installation is neither read nor changed."""
    url = f"sqlite:///{tmp_path}/register.db"
    monkeypatch.setenv("REGISTER_DATABASE_URL", url)
    monkeypatch.setattr(reporting_calendar, "path_of_own", lambda: tmp_path / reporting_calendar.FILE)
    _forget()
    yield url
    _forget()


def _forget() -> None:
    for kept in (caches.store, caches.stamp, store_facts._aside):
        kept.clear()


def opened(**query: str) -> AppTest:
    app = visit(PAGE, **query)
    assert not app.exception
    assert not app.error
    return app


def texts(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.markdown, *app.caption, *app.text)).replace("\\", "")


def lists(app: AppTest) -> list[pd.DataFrame]:
    return [one.value for one in app.dataframe]


def sites(code: str) -> pd.DataFrame:
    row = {"site_id": "mới", "model_key": "camera_an_ninh", "model_name": "Camera an ninh", "site_name": "Điểm thử"}
    row |= {"commune_text": "xã Trung Lộc", "unit_epoch": "2025", "unit_code": code, "located_by": "mã xã"}
    row |= {"precision": "commune", "source_url": "https://congan.nghean.gov.vn", "evidence": "dữ liệu kiểm thử"}
    return pd.DataFrame([row])


def test_before_any_import_the_page_says_how_to_begin() -> None:
    app = opened()
    shown = texts(app)
    assert "Chưa có xã nào gửi số liệu: sổ đang là số liệu công khai. Bắt đầu thế nào?" in shown
    assert "Lịch báo cáo là mặc định của phần mềm, chưa do cơ quan nào đặt." in shown
    assert "trễ hạn" not in shown
    assert all(len(rows) < 130 for rows in lists(app))


def test_after_an_import_every_commune_is_on_the_board_and_rows_kept_aside_are_named(register: str) -> None:
    kept = SetAside(
        "Camera", "17", "sites", {}, [{"severity": "error", "title": "Không rõ xã", "came": "x", "todo": "y"}]
    )
    open_store(register).commit(
        Changes({"sites": sites("17866")}), by="Tổ nhập liệu", file_name="quý.xlsx", aside=[kept]
    )
    app = opened()
    board = next(rows for rows in lists(app) if len(rows) == 130)
    assert board.set_index("code").loc["17866", "what"].startswith("Địa điểm ")
    assert (board["late"] == 0).all()
    assert "129 xã chưa gửi nhưng chưa đến hạn" in texts(app)
    assert any("fault" in rows and rows["fault"].tolist() == ["Không rõ xã: x"] for rows in lists(app))


def test_how_old_is_old_is_the_readers_choice() -> None:
    app = opened()
    before = len(next(rows for rows in lists(app) if "known" in rows))
    app.button_group(key="quality-months").set_value(24).run()
    assert "Địa điểm cũ từ 24 tháng" in texts(app)
    assert len(next(rows for rows in lists(app) if "known" in rows)) < before


def test_a_faulty_calendar_is_explained_and_the_default_used() -> None:
    reporting_calendar.path_of_own().write_text("entry,kind\na,sites\n", encoding="utf-8")
    shown = texts(opened())
    assert "Lịch báo cáo calendar.csv" in shown
    assert "Lịch báo cáo là mặc định của phần mềm" in shown


def test_an_offices_calendar_is_named() -> None:
    reporting_calendar.path_of_own().write_bytes(
        reporting_calendar.example().replace(b',,,"', ',,Công an tỉnh Nghệ An,"'.encode())
    )
    assert "Lịch báo cáo do cơ quan đặt: Công an tỉnh Nghệ An." in texts(opened())
