"""Looking names up in the browser: a link, the way to the area, a pasted list with a question, a sent file."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App, settled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_link_shows_what_a_name_means_and_leads_to_the_area(page: Page, app: App) -> None:
    page.goto(f"{app.url}/tra-cuu?q=hung+tan")
    expect(page.get_by_role("heading", name="Xã Hưng Tân, huyện Hưng Nguyên")).to_be_visible()
    expect(page.get_by_text("Nay: Xã Hưng Nguyên Nam")).to_be_visible()
    page.get_by_role("textbox", name="Tên xã, phường").fill("nam thanh")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=nam"))
    expect(page.get_by_role("heading", name="Xã Nam Thành, huyện Yên Thành")).to_be_visible()
    page.get_by_role("link", name="Mở trang địa bàn Xã Nam Thành").click()
    expect(page).to_have_url(re.compile(r"dia-ban\?.*commune="))
    expect(page.get_by_role("heading", name="Xã Nam Thành")).to_be_visible()


def test_a_pasted_list_is_asked_about_and_carried_away(page: Page, app: App) -> None:
    page.set_viewport_size({"width": 1440, "height": 1500})
    page.goto(f"{app.url}/tra-cuu")
    page.get_by_role("tab", name="Cả danh sách").click()
    page.get_by_role("textbox", name="Mỗi dòng một tên").fill("Hưng Tân, Hưng Nguyên\nNam Thanh\n=1+1")
    page.keyboard.press("Control+Enter")
    page.get_by_role("combobox", name="Nam Thanh: là nơi nào?").click()
    page.get_by_role("option", name="xã Nam Thành, Yên Thành").click()
    expect(page.get_by_test_id("stMetric").first).to_contain_text("2")
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải bảng Excel").click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=6)]
    assert [row[0] for row in rows] == ["Hưng Tân, Hưng Nguyên", "Nam Thanh", "=1+1"]
    assert sheet.cell(6, 1).data_type == "s"
    assert [row[2] or "" for row in rows] == ["xã Hưng Tân", "xã Nam Thành", ""]


def test_a_sent_file_asks_which_column_and_a_hostile_one_is_refused(page: Page, app: App, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["STT", "Xã", "Huyện"], [1, "Hưng Tân", "Hưng Nguyên"], [2, "Nam Thanh", "Nam Đàn"]):
        book.active.append(row)
    book.save(tmp_path / "xa.xlsx")
    (tmp_path / "trang.xlsx").write_bytes(b"<html><script>alert(1)</script></html>")
    page.goto(f"{app.url}/tra-cuu")
    page.get_by_role("tab", name="Cả danh sách").click()
    page.get_by_text("Gửi một tệp").click()
    expect(page.get_by_test_id("stFileUploader")).to_be_visible()
    settled(page)
    page.locator("input[type=file]").set_input_files(tmp_path / "xa.xlsx")
    page.get_by_role("combobox", name="Cột tên xã, phường").click()
    page.get_by_role("option", name="B: Xã").click()
    page.get_by_role("combobox", name="Cột tên huyện").click()
    page.get_by_role("option", name="C: Huyện").click()
    expect(page.get_by_test_id("stMetric").first).to_contain_text("2")
    settled(page)
    page.locator("input[type=file]").set_input_files(tmp_path / "trang.xlsx")
    expect(page.get_by_text("trang web (HTML)")).to_be_visible()
