"""Every page can be read and used by everybody: axe-core finds nothing serious, nothing is wider than the screen."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, settled
from tests.browser.test_journeys import opens
from ui.frame import MENU, Entry
from ui.widget_words import TOOLTIPS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ENTRIES = [entry for group in MENU.values() for entry in group]
# A phone, a laptop, a projector.
WIDTHS = {390: 844, 1440: 900, 1920: 1080}
GRAVE = ("serious", "critical")


def grave(page: Page) -> list[str]:
    """What axe-core finds that keeps somebody out: the rule, how many elements, and the first of them."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} × {len(one['nodes'])}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in GRAVE
    ]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.address or "tong-quan")
def test_every_page_opens_offline_keeps_nobody_out_and_is_no_wider_than_the_screen(
    entry: Entry, app: App, page: Page
) -> None:
    """The `page` fixture counts outside requests."""
    opens(page, f"{app.url}/{entry.address}")
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        sideways = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert sideways <= width, f"{sideways} pixels at {width}"
    page.set_viewport_size({"width": 1440, "height": 900})
    settled(page)
    assert grave(page) == []
    darken(page)
    assert grave(page) == []


def darken(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'")
    page.wait_for_timeout(500)  # colours fade from one theme to the other


def test_what_was_picked_can_be_read_in_both_themes(app: App, page: Page) -> None:
    page.goto(f"{app.url}/so-sanh?areas=417,418&models=camera_an_ninh")
    settled(page)
    assert grave(page) == []
    darken(page)
    assert grave(page) == []


def test_who_waits_longer_than_half_a_second_sees_that_the_page_works(app: App, page: Page) -> None:
    page.goto(f"{app.url}/tro-giup")
    settled(page)
    bar = "getComputedStyle(document.querySelector('[data-testid=stApp]'), '::before')"
    assert page.evaluate(f"{bar}.content") == "none"
    # As Streamlit marks a page that is at work.
    page.get_by_test_id("stApp").evaluate("app => app.setAttribute('data-test-script-state', 'running')")
    assert page.evaluate(f"{bar}.animationDelay").split(", ")[0] == "0.5s"
    assert page.evaluate(f"{bar}.visibility") == "hidden"
    page.wait_for_function(f"{bar}.visibility === 'visible'")
    assert page.evaluate(f"{bar}.height") != "0px"


def test_the_buttons_on_charts_and_tables_speak_vietnamese(app: App, page: Page) -> None:
    page.goto(f"{app.url}/camera")
    settled(page)
    button = page.get_by_role("button", name="Show data: ").first
    expect(button).to_be_attached()
    shown = "buttons => buttons.filter(one => one.offsetParent).map(one => one.ariaLabel.split(': ')[0])"
    labels = page.get_by_test_id("stBaseButton-elementToolbar").evaluate_all(shown)
    assert {"Show data", "Search"} <= set(labels) <= set(TOOLTIPS.values())
    page.get_by_test_id("stVegaLiteChart").first.hover()
    button.hover()
    tip = "getComputedStyle(document.querySelector('[data-testid=stTooltipContent] p'), '::after').content"
    expect(page.get_by_test_id("stTooltipContent").locator("p")).to_be_visible()
    assert page.evaluate(tip) == '"Xem số liệu của hình"'


def test_the_search_box_is_reached_and_used_with_the_keyboard(app: App, page: Page) -> None:
    page.goto(app.url)
    settled(page)
    page.get_by_role("textbox", name="Tìm xã, huyện cũ, mô hình, địa điểm").focus()
    page.keyboard.type("xuan lam")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nam Đàn, đến 01/12/2024 · nay thuộc xã Kim Liên")).to_be_visible()
    wanted = page.get_by_role("link", name="Xã Xuân Lam", exact=False)
    expect(wanted).to_be_visible()  # a link is drawn after the words below it where it is the first of its kind
    for _ in range(4):
        page.keyboard.press("Tab")
        if "Xuân Lam" in page.evaluate("document.activeElement.innerText"):
            break
    expect(wanted).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{app.url}/dia-ban?epoch=2024&commune=18055")
    expect(page.get_by_role("heading", name="Xã Xuân Lam")).to_be_visible()
    expect(page.get_by_text("nay thuộc xã Kim Liên")).to_have_count(0)  # the list has done its work


def test_from_the_page_of_one_area_the_search_box_opens_that_of_another(app: App, page: Page) -> None:
    page.goto(f"{app.url}/dia-ban?commune=18028")
    settled(page)
    page.get_by_role("textbox", name="Tìm xã, huyện cũ, mô hình, địa điểm").fill("huyện kỳ sơn")
    page.keyboard.press("Enter")
    page.get_by_test_id("stSidebar").get_by_role("button", name="Huyện Kỳ Sơn").click()
    expect(page).to_have_url(f"{app.url}/dia-ban?district=417")
    expect(page.get_by_role("heading", name="Huyện Kỳ Sơn").first).to_be_visible()
