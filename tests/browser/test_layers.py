"""The pages of the layers and of all models in a clean browser: a link shows its view, a click selects everywhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, settled
from tests.browser.test_journeys import click_area, drawn, frame

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(
    ("address", "epoch", "seen"),
    [
        ("camera?indicator=cameras&district=428", "2025", "Số camera nguồn nêu, theo xã"),
        ("xa-sach-ma-tuy?epoch=2020", "2020", "Đã biết và cần đạt (số đơn vị cấp xã)"),
        ("duong-co?district=417", "2025", "Đường cờ Tổ quốc có trong sổ"),
        ("mo-hinh?model=to_lien_gia_pccc", "2025", "Tổ liên gia an toàn PCCC: nơi có trong sổ"),
    ],
)
def test_a_link_shows_its_view(address: str, epoch: str, seen: str, app: App, page: Page) -> None:
    page.goto(f"{app.url}/{address}")
    expect(page.get_by_role("heading", name=seen, exact=True)).to_be_visible()
    settled(page)
    drawn(page, epoch)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            "?epoch=2024&district=412&models=camera_an_ninh&as_of=2025-01-01",
            "Thành phố Vinh · Camera an ninh · đến ngày 01/01/2025 · địa giới từ 01/12/2024",
        ),
        ("chat-luong?district=417", "Huyện Kỳ Sơn (địa bàn huyện cũ) · mọi mô hình · địa giới từ 01/07/2025"),
    ],
)
def test_a_link_to_a_page_without_a_map_shows_its_filter(address: str, sentence: str, app: App, page: Page) -> None:
    page.goto(f"{app.url}/{address}")
    expect(page.get_by_text(sentence)).to_be_visible()
    settled(page)


def test_a_commune_of_the_map_is_selected_on_the_whole_page_and_cleared(app: App, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 2400})
    page.goto(f"{app.url}/camera")
    drawn(page)
    settled(page)
    click_area(page, "16870")
    expect(page).to_have_url(re.compile("commune=16870"))
    expect(page.get_by_role("heading", name="Xã Na Ngoi")).to_be_visible()
    # The same map, not a new one: what was drawn stays.
    expect(frame(page).locator("path.area")).to_have_count(130)
    settled(page)
    page.get_by_role("button", name="Bỏ chọn").click()
    expect(page).not_to_have_url(re.compile("commune="))


def test_a_row_of_the_table_behind_a_map_selects_its_commune_and_clears_it(app: App, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 2400})
    page.goto(f"{app.url}/duong-co")
    drawn(page)
    settled(page)
    page.get_by_text("Xem bảng số liệu").first.click()
    table = page.get_by_test_id("stDataFrame").first
    box = {"x": 20, "y": 52}  # the one before the first row
    for address in (re.compile(r"duong-co\?commune=16681$"), re.compile("duong-co$")):
        expect(page.get_by_role("region", name="Đường cờ Tổ quốc có trong sổ", exact=True)).to_have_count(1)
        settled(page)
        table.click(position=box)
        expect(page).to_have_url(address)


def test_a_model_is_opened_from_the_gallery(app: App, page: Page) -> None:
    page.goto(f"{app.url}/mo-hinh")
    settled(page)
    page.get_by_role("button", name="Xem mô hình").nth(7).click()
    expect(page).to_have_url(re.compile("model=tieng_keng_binh_yen"))
    expect(page.get_by_role("heading", name="Tiếng kẻng bình yên: nơi có trong sổ")).to_be_visible()
    drawn(page)
