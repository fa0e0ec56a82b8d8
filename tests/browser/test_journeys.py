"""What a leader does: open, filter, click a commune, download a picture; on every page nothing leaves the machine."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, FrameLocator, Page, expect

from briefing.files import KINDS
from data.wording import word
from geo.units import units
from tests.browser.conftest import ROOT, App, Wire, settled
from ui.frame import MENU

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ADDRESSES = [f"/{entry.address}" for group in MENU.values() for entry in group]
PICTURED = ["/", "/ban-do"]
# A busy machine takes its time over the first visit; what is waited for is named, not timed.
expect.set_options(timeout=30_000)
COMMUNES = {"2013": 480, "2020": 460, "2024": 412, "2025": 130}


def frame(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title*=st_folium]")


def drawn(page: Page, epoch: str = "2025") -> None:
    """Wait until the map shows every commune of an epoch."""
    expect(frame(page).locator("path.area")).to_have_count(COMMUNES[epoch])


def test_the_very_first_visit_after_a_start_may_go_to_any_page(start_app: Callable[..., App], page: Page) -> None:
    opens(page, start_app(ROOT / "app.py").url + "/ban-do")


def opens(page: Page, address: str) -> None:
    """Go to a page and find it whole, without a greeting or an alarm, in its own letters."""
    page.goto(address)
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    page.wait_for_function("document.fonts.check('16px \"Be Vietnam Pro\"')")


def test_open_filter_click_download(page: Page, app: App, wire: Wire) -> None:
    page.set_viewport_size({"width": 1440, "height": 1300})  # the whole map in view
    page.goto(f"{app.url}/ban-do")
    drawn(page)
    page.get_by_role("combobox", name=re.compile("Địa bàn huyện")).click()
    page.get_by_role("option", name="Huyện Hưng Nguyên", exact=True).click()
    expect(page).to_have_url(re.compile("district=431"))
    expect(page.get_by_text("Huyện Hưng Nguyên (địa bàn huyện cũ)").first).to_be_visible()
    settled(page)

    click_area(page, "18028")
    expect(page).to_have_url(re.compile("commune=18028"))
    expect(page.get_by_role("heading", name="Xã Hưng Nguyên Nam")).to_be_visible()
    expect(page.get_by_text("Camera cộng đồng xã Hưng Tân", exact=True)).to_be_visible()

    page.get_by_role("button", name="Tải hình").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG màn hình").click()
    picture = Image.open(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert picture.format == "PNG"
    assert picture.width >= 1500
    assert re.fullmatch(r"[a-z0-9-]+\.png", download.value.suggested_filename)
    assert wire.outside == []


# A commune is no rectangle: the middle of its box may lie in a neighbour, or under a ring.
FREE_SPOT = """path => {
    const box = path.getBoundingClientRect();
    for (let across = 0.5; across < 20; across++)
        for (let down = 0.5; down < 20; down++) {
            const x = box.x + box.width * across / 20, y = box.y + box.height * down / 20;
            if (document.elementFromPoint(x, y) === path) return {x: x - box.x, y: y - box.y};
        }
}"""


def click_area(page: Page, code: str) -> None:
    """Click a commune of 2025; the areas are drawn in the order of their codes."""
    area = frame(page).locator("path.area").nth(list(units("2025")["code"]).index(code))
    page.wait_for_timeout(1000)  # the map may be on its way to the district
    area.element_handle().wait_for_element_state("stable")
    area.click(position=area.evaluate(FREE_SPOT), force=True)


@pytest.mark.parametrize("address", PICTURED)
def test_every_picture_of_every_page_downloads(address: str, app: App, page: Page) -> None:
    # The whole page in view: a list that opened before the page had its full height may hang below the edge.
    page.set_viewport_size({"width": 1440, "height": 4500})
    page.goto(app.url + address)
    settled(page)
    starts = {".png": b"\x89PNG", ".svg": b"<svg", ".pdf": b"%PDF", ".xlsx": b"PK", ".csv": b"\xef\xbb\xbf"}
    page.get_by_role("button", name="Tải hình").click()
    for kind in (*KINDS, "xlsx", "csv"):
        with page.expect_download() as download:
            page.get_by_role("button", name=word(f"download.{kind}"), exact=True).click()
        ending = Path(download.value.suggested_filename).suffix
        assert Path(download.value.path()).read_bytes().startswith(starts[ending])


@pytest.mark.parametrize("epoch", list(COMMUNES))
def test_a_link_shows_the_same_view_in_a_clean_browser(epoch: str, app: App, page: Page) -> None:
    page.goto(f"{app.url}/ban-do?epoch={epoch}&models=camera_an_ninh,duong_co_to_quoc&as_of=2023-06-15")
    drawn(page, epoch)
    expect(page.get_by_text("Camera an ninh, Đường cờ Tổ quốc · đến ngày 15/06/2023").first).to_be_visible()


def test_the_menu_keeps_the_filter_and_back_returns(app: App, page: Page) -> None:
    page.goto(f"{app.url}/?district=417")
    settled(page)
    page.evaluate("window.loaded = 'once'")
    link = page.get_by_role("link", name="Bản đồ", exact=True)
    assert link.get_attribute("href") == "./ban-do?district=417", "a new tab shows the same"
    link.click()
    drawn(page)
    expect(page).to_have_url(re.compile(r"/ban-do\?district=417"))
    expect(page.locator(".menu [aria-current=page]")).to_have_text(re.compile("Bản đồ$"))
    page.go_back()
    expect(page.get_by_role("heading", name="Tổng quan")).to_be_visible()
    expect(page).to_have_url(re.compile("district=417"))
    assert page.evaluate("window.loaded") == "once"


def test_on_a_phone_the_menu_gives_way_to_the_page_it_opens(app: App, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(f"{app.url}/?district=417")
    settled(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Các mô hình", exact=True).click()
    expect(page.get_by_role("heading", name="Các mô hình", exact=True)).to_be_in_viewport()
    expect(page.get_by_role("link", name="Các mô hình", exact=True)).not_to_be_in_viewport()
    context.close()


def test_the_language_switches_and_stays(app: App, page: Page) -> None:
    page.goto(f"{app.url}/")
    settled(page)
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    page.get_by_role("link", name="Map").click()
    expect(page).to_have_url(re.compile("lang=en"))
    expect(page.get_by_role("heading", name="Map", exact=True)).to_be_visible()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_phone_needs_no_sideways_scroll(address: str, app: App, browser: Browser) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, user_agent="Mozilla/5.0 (Linux; Android) Mobile"
    )
    page = context.new_page()
    page.goto(app.url + address)
    settled(page)
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    cards = page.locator("[class*=st-key-card-], [class*=st-key-model-]").all()
    narrow = [card.get_attribute("class") for card in cards if card.evaluate("card => card.clientWidth") < 300]
    context.close()
    assert wide <= 390
    assert narrow == []  # a card takes the whole width


@pytest.mark.parametrize("damage", ["missing", "torn"])
def test_damaged_boundaries_are_explained_and_the_page_stands(
    damage: str, start_app: Callable[..., App], page: Page, tmp_path: Path
) -> None:
    if damage == "torn":
        folder = tmp_path / "boundaries"
        folder.mkdir()
        (folder / "manifest.json").write_text("{", encoding="utf-8")
    app = start_app(ROOT / "app.py", NGHEAN_FILES=str(tmp_path))
    page.goto(f"{app.url}/ban-do")
    expect(page.get_by_text("python -m geo build").first).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)
    page.get_by_role("link", name="Tổng quan").click()
    expect(page.get_by_role("heading", name="Tổng quan")).to_be_visible()


def test_what_was_cleared_does_not_come_back(app: App, page: Page) -> None:
    """A drop-down in a closed popover is not told its new value: it must not bring the old one back."""
    page.goto(app.url)
    settled(page)
    page.get_by_role("button", name="Bộ lọc khác").click()
    page.get_by_role("combobox", name=re.compile("Tình trạng")).click()
    page.get_by_role("option", name="Sạch về ma túy (mọi phần)", exact=True).click()
    expect(page).to_have_url(re.compile("status=drug_free"))
    settled(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Xóa bộ lọc").click()
    expect(page).not_to_have_url(re.compile("status="))
    settled(page)
    page.get_by_role("combobox", name=re.compile("Địa bàn huyện")).click()
    page.get_by_role("option", name="Huyện Hưng Nguyên", exact=True).click()
    expect(page).to_have_url(re.compile("district=431"))
    settled(page)
    assert "status" not in page.url
