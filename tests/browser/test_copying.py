"""A picture on the clipboard, where the browser gives one, and to be copied by hand where it does not."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import App

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

READ = """async () => {
    const [item] = await navigator.clipboard.read();
    const picture = await createImageBitmap(await item.getType("image/png"));
    return [picture.width, picture.height];
}"""
WITHOUT = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"  # as over plain http from elsewhere


def ask(page: Page, app: App) -> None:
    page.set_viewport_size({"width": 1440, "height": 1300})
    page.goto(f"{app.url}/?district=417")
    page.get_by_role("button", name="Tải hình").click()
    page.get_by_role("button", name="Sao chép hình").click()


def test_the_clipboard_holds_the_picture(context: BrowserContext, page: Page, app: App) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, app)
    expect(page.get_by_text("Đã chép.")).to_be_visible()
    wide, high = page.evaluate(READ)
    assert wide == 2 * 1123
    assert high > 1000
    expect(page.get_by_role("button", name="Sao chép hình")).to_be_enabled()


def test_without_a_clipboard_the_picture_opens_to_be_copied_by_hand(page: Page, app: App) -> None:
    page.add_init_script(WITHOUT)
    ask(page, app)
    expect(page.get_by_text("Bấm chuột phải vào hình")).to_be_visible()
    picture = page.get_by_role("img", name="Địa điểm có trong sổ theo xã, huyện Kỳ Sơn").last
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 2 * 1123
    page.get_by_role("button", name="Đóng").click()
    expect(page.get_by_text("Bấm chuột phải vào hình")).to_be_hidden()
