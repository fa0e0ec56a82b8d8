"""The timeline and the comparisons opened from their links: the same view, and a click selects an area."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, settled
from tests.browser.test_journeys import drawn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CHART = "[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg"


def test_a_link_opens_the_same_time_chart_and_day(page: Page, app: App) -> None:
    page.set_viewport_size({"width": 1440, "height": 1800})
    page.goto(f"{app.url}/dong-thoi-gian?indicator=xa_sach_ma_tuy&other=share&as_of=2025-06-30")
    expect(page.get_by_role("heading", name="Xã, phường, thị trấn sạch về ma túy theo thời gian")).to_be_visible()
    expect(page.get_by_text("Mốc 1 (01/12/2024)").first).to_be_visible()
    expect(page.get_by_text("đến ngày 30/06/2025").first).to_be_visible()
    drawn(page)
    settled(page)
    expect(page.locator(CHART).first).to_be_visible()
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuetext", "30/06/2025")
    page.get_by_role("slider").press("ArrowRight")
    expect(page).not_to_have_url(re.compile("as_of=2025-06-30"))


def test_a_bar_of_the_ranking_selects_its_area_and_clears_it(page: Page, app: App) -> None:
    page.set_viewport_size({"width": 1440, "height": 1400})
    page.goto(f"{app.url}/so-sanh?areas=417,412,427&indicator=per_commune")
    expect(page.get_by_role("heading", name="Số địa điểm có trong sổ trên mỗi xã", exact=True)).to_be_visible()
    settled(page)
    bars = page.locator(CHART).first
    expect(bars).to_be_visible()
    bars.click(position={"x": 300, "y": 14})  # the first row: Vinh has most sites per commune
    expect(page).to_have_url(re.compile("district=412"))
    expect(page).to_have_url(re.compile("areas=417"))
    expect(page.get_by_text("Thành phố Vinh (địa bàn huyện cũ)").first).to_be_visible()
    settled(page)
    page.locator(CHART).first.click(position={"x": 300, "y": 14})
    expect(page).not_to_have_url(re.compile("district="))
