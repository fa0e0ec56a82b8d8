"""The page of one area opened from its link: through its history, its map, and onto paper."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, settled
from tests.browser.test_journeys import click_area, drawn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_link_opens_the_area_and_every_unit_opens_its_own(page: Page, app: App) -> None:
    page.set_viewport_size({"width": 1440, "height": 1400})
    page.goto(f"{app.url}/dia-ban?commune=18028")
    expect(page.get_by_role("heading", name="Xã Hưng Nguyên Nam")).to_be_visible()
    drawn(page)
    settled(page)
    click_area(page, "18001")
    expect(page).to_have_url(re.compile("commune=18001"))
    expect(page.get_by_role("heading", name="Xã Hưng Nguyên", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Xã Hưng Nguyên Nam")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Xã Xuân Lam").first.click()
    expect(page).to_have_url(re.compile("epoch=2020.*commune=18055"))
    expect(page.get_by_role("heading", name="Xã Xuân Lam")).to_be_visible()
    page.get_by_role("button", name="Xem cả huyện Hưng Nguyên").click()
    expect(page).to_have_url(re.compile("epoch=2020.*district=431"))
    expect(page.get_by_role("heading", name="Huyện Hưng Nguyên")).to_be_visible()


def test_the_page_on_paper_holds_what_it_says_and_nothing_to_click(page: Page, app: App) -> None:
    page.goto(f"{app.url}/dia-ban?district=417")
    expect(page.get_by_role("heading", name="Nguồn đã dùng")).to_be_visible()
    expect(page.get_by_role("button", name="In trang này")).to_be_visible()
    drawn(page)
    settled(page)
    expect(page.get_by_text("21/11/2024").locator("visible=true").first).to_be_visible()  # tables are drawn last
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert all(abs(float(one.mediabox.height) - 842) < 2 for one in printed.pages)  # A4, points
    text = " ".join("\n".join(one.extract_text() for one in printed.pages).split())
    for said in ("Huyện Kỳ Sơn", "21/11/2024", "1678/NQ-UBTVQH15", "Huyện Tương Dương", "Nguồn đã dùng"):
        assert said in text, said
    for clicked in ("In trang này", "Tải hình", "Bộ lọc khác", "Tổng quan"):
        assert clicked not in text, clicked


@pytest.mark.parametrize("address", ["/dia-ban?district=412", "/tra-cuu?q=nam%20thanh"])
def test_no_sideways_scroll_on_a_phone(page: Page, app: App, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(app.url + address)
    settled(page)
    wide = "() => document.querySelector('[data-testid=stMain]').scrollWidth"
    assert page.evaluate(wide) <= 390
