"""The page of briefings opened from its link: the document of that link, and its file saved in one click."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, settled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_link_opens_its_briefing_and_one_click_saves_it(page: Page, app: App) -> None:
    page.goto(f"{app.url}/bao-cao?district=417&sections=tom_tat,ban_do")
    expect(page.get_by_role("heading", name="Huyện Kỳ Sơn (địa bàn huyện cũ)")).to_be_visible()
    expect(page.get_by_text("Sổ có 7 địa điểm của 2 mô hình")).to_be_visible()
    expect(page.get_by_role("heading", name="2. Bản đồ")).to_be_visible()
    settled(page)
    with page.expect_download(timeout=60_000) as saved:
        page.get_by_role("button", name="PPTX").click()
    assert re.fullmatch(r"bao-cao-huyen-ky-son-\d{4}-\d{2}-\d{2}\.pptx", saved.value.suggested_filename)
    with zipfile.ZipFile(io.BytesIO(Path(saved.value.path()).read_bytes())) as deck:
        assert "ppt/presentation.xml" in deck.namelist()


def test_a_chart_of_the_preview_is_saved_with_all_that_explains_it(page: Page, app: App) -> None:
    """By the menu below it; the toolbar of the screen's chart, which saves it bare, does not offer that."""
    page.goto(f"{app.url}/bao-cao?district=417&sections=dia_ban")
    expect(page.locator('button[aria-label^="Download as PNG"]')).to_have_count(1)
    expect(page.get_by_role("button", name="Download as PNG")).to_have_count(0)
    settled(page)
    page.get_by_role("button", name="Tải hình").click()
    with page.expect_download(timeout=60_000) as saved:
        page.get_by_role("button", name="SVG (sửa được)").click()
    assert saved.value.suggested_filename.endswith(".svg")
    picture = Path(saved.value.path()).read_text("utf-8")
    for said in ("Địa điểm có trong sổ theo xã, huyện Kỳ Sơn", "địa giới từ 01/07/2025", "Nguồn: "):
        assert said in picture


def test_a_preset_becomes_a_link(page: Page, app: App) -> None:
    page.goto(f"{app.url}/bao-cao?district=417&sections=tom_tat")
    expect(page.get_by_text("Sổ có 7 địa điểm của 2 mô hình")).to_be_visible()
    settled(page)
    page.get_by_label("Mẫu báo cáo").click()
    page.get_by_role("option", name="Chuyên đề xã sạch về ma túy").click()
    expect(page).to_have_url(re.compile("sections=tom_tat(%2C|,)xa_sach(%2C|,)ban_do(%2C|,)con_thieu"))
    expect(page.get_by_role("heading", name="2. Xã sạch về ma túy")).to_be_visible()


def test_no_sideways_scroll_on_a_phone(page: Page, app: App) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app.url}/bao-cao?district=417")
    expect(page.get_by_text("Giải thích từ ngữ")).to_be_visible()
    settled(page)
    assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
