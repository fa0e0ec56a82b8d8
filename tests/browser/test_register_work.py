"""What a clerk mends by hand: one site, wrong cells before an import, rows kept aside; and how to see and undo it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ROOT, App, settled
from tests.browser.test_register import ROWS, metric

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
expect.set_options(timeout=60_000)
# Columns of the tables, as they stand on the page.
LAUNCHED, MENDED = 5, 4


@pytest.fixture
def app(start_app: Callable[..., App], tmp_path: Path) -> App:
    """Start the app on a register of its own."""
    return start_app(ROOT / "app.py", REGISTER_DATABASE_URL=f"sqlite:///{tmp_path / 'register.db'}")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Give a workbook of one good row, one whose commune may be two, and one with a day that never was."""
    path = tmp_path / "danh-sach.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Camera")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    return path


def opened(page: Page, app: App, part: str = "Nhập tệp") -> None:
    page.set_viewport_size({"width": 1440, "height": 1600})
    page.goto(f"{app.url}/so-dang-ky")
    settled(page)
    if part != "Nhập tệp":
        go(page, part)


def go(page: Page, part: str) -> None:
    """Open a part of the page."""
    page.get_by_role("radiogroup", name="Sổ đăng ký").get_by_text(part, exact=True).click()
    expect(page.get_by_role("radio", name=part)).to_be_checked()
    settled(page)


def fill(page: Page, label: str, text: str) -> None:
    box = page.get_by_label(label, exact=True).first
    box.fill(text)
    box.press("Enter")
    settled(page)


def cell(table: Locator, column: int, row: int) -> Locator:
    return table.get_by_test_id(f"glide-cell-{column}-{row}")


def write(page: Page, table: Locator, column: int, row: int, text: str) -> None:
    """Write into a cell of a table as with the keyboard of a clerk: the table itself is a picture."""
    table.locator(".dvn-scroller").click(position={"x": 20, "y": 52})
    # Keys go to the button pressed before until the table has the focus; what was chosen in it before stays chosen.
    expect(table.locator("td:focus")).to_have_count(1)
    chosen = table.locator('[role="gridcell"][aria-selected="true"]')
    expect(chosen).to_have_count(1)
    there = re.fullmatch(r"glide-cell-(\d+)-(\d+)", chosen.get_attribute("data-testid") or "")
    assert there
    x, y = map(int, there.groups())
    while (x, y) != (column, row):
        step = "ArrowDown" if y < row else "ArrowRight" if x < column else "ArrowLeft"
        x, y = x + {"ArrowRight": 1, "ArrowLeft": -1}.get(step, 0), y + (step == "ArrowDown")
        page.keyboard.press(step)
        expect(cell(table, x, y)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    entry = page.locator("#portal textarea")
    entry.fill(text)
    expect(entry).to_have_value(text)
    entry.press("Enter")
    expect(entry).to_have_count(0)
    expect(cell(table, column, row)).to_have_text(text)
    settled(page)


def sent(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    settled(page)


def imported(page: Page, label: str, told: str) -> None:
    """Import once the preview stands: while its map arrives, the button below moves away under the mouse."""
    expect(page.frame_locator("iframe").last.locator(".leaflet-interactive").first).to_be_attached()
    settled(page)
    page.get_by_role("button", name=label).click()
    expect(page.get_by_text(told)).to_be_visible()
    settled(page)


def test_a_site_is_edited_compared_and_taken_back(page: Page, app: App) -> None:
    opened(page, app, "Sửa từng địa điểm")
    fill(page, "Tìm địa điểm", "Camera an ninh xã Thanh Liên")
    expect(page.get_by_text("1 địa điểm. Bấm đúp")).to_be_visible()
    table = page.get_by_test_id("stDataFrame")
    expect(cell(table, 0, 0)).to_have_text("Camera an ninh xã Thanh Liên")
    expect(cell(table, 0, 1)).to_have_count(0)
    write(page, table, LAUNCHED, 0, "31/02/2023")
    save = page.get_by_role("button", name="Ghi 1 địa điểm đã sửa")
    expect(save).to_be_disabled()
    fill(page, "Người thực hiện", "Tổ số liệu")
    expect(save).to_be_disabled()  # why is still to be said
    expect(page.get_by_text("Điền người thực hiện và lý do sửa để ghi.")).to_be_visible()
    fill(page, "Lý do sửa (ghi vào lịch sử)", "Theo báo cáo của xã")

    save.click()
    refused = page.locator(".st-key-editing-faults")
    expect(refused).to_contain_text("Camera an ninh xã Thanh Liên, Thời điểm ra mắt: «31/02/2023»")
    settled(page)

    write(page, table, LAUNCHED, 0, "15/6/2023")
    save.click()
    expect(page.get_by_text("Đã ghi 1 địa điểm, phiên bản 2.")).to_be_visible()
    expect(cell(table, LAUNCHED, 0)).to_have_text("15/06/2023")

    go(page, "Các phiên bản")
    expect(page.get_by_test_id("stDataFrame")).to_have_count(2)
    history, difference = page.get_by_test_id("stDataFrame").all()
    expect(cell(history, 2, 0)).to_have_text("Tổ số liệu")
    expect(cell(history, 4, 0)).to_have_text("Theo báo cáo của xã")
    row = ["Địa điểm", "Camera an ninh xã Thanh Liên", "Thời điểm ra mắt", "", "2023-06-15"]
    for column, text in enumerate(row):
        expect(cell(difference, column, 0)).to_have_text(text)

    page.get_by_text("Quay về một phiên bản").click()
    page.get_by_role("button", name="Quay về phiên bản 1").click()
    expect(page.get_by_text("Đã lập phiên bản 3 giống phiên bản 1.")).to_be_visible()
    settled(page)
    expect(cell(page.get_by_test_id("stDataFrame").nth(1), 3, 0)).to_have_text("2023-06-15")  # now before, not after


def test_wrong_cells_are_mended_before_the_import(page: Page, app: App, workbook: Path) -> None:
    opened(page, app)
    expect(page.get_by_test_id("stFileUploader")).to_contain_text("Tệp cần nhập")
    said = "e => getComputedStyle(e, '::after').content"
    limits = page.get_by_test_id("stFileUploaderDropzoneInstructions").locator("span")
    assert limits.evaluate(said) == '"hoặc kéo tệp vào đây; tối đa 10 MB"'
    fill(page, "Người thực hiện", "Tổ số liệu")
    sent(page, workbook)
    metric(page, "Dòng để riêng", 2)
    table = page.get_by_test_id("stDataFrame").last
    expect(cell(table, 3, 1)).to_have_text("«31/02/2023»")

    write(page, table, MENDED, 1, "30/02/2023")  # still no day: it is said once more
    page.get_by_role("button", name="Kiểm tra lại với 1 ô đã sửa").click()
    expect(cell(table, 3, 1)).to_have_text("«30/02/2023»")
    expect(cell(table, MENDED, 1)).to_have_text("")
    settled(page)

    write(page, table, MENDED, 1, "28/02/2023")
    page.get_by_role("button", name="Kiểm tra lại với 1 ô đã sửa").click()
    metric(page, "Dòng nhận được", 2)
    settled(page)
    expect(page.get_by_text("Đã sửa 1 ô trên trang này.")).to_be_visible()
    imported(page, "Nhập 2 dòng vào sổ", "Đã ghi phiên bản 2: thêm 2, sửa 0, bỏ 0; 1 dòng để riêng.")
    page.get_by_role("button", name="Xem đã thay đổi gì").click()
    added = page.get_by_test_id("stDataFrame").nth(1)
    expect(cell(added, 1, 0)).to_have_text(re.compile("Camera (ngã ba chợ|nhà văn hóa)"))


def test_rows_kept_aside_are_mended_here_or_in_their_workbook_or_dropped(
    page: Page, app: App, workbook: Path, tmp_path: Path
) -> None:
    opened(page, app)
    fill(page, "Người thực hiện", "Tổ số liệu")
    sent(page, workbook)
    imported(page, "Nhập 1 dòng vào sổ", "Đã ghi phiên bản 2: thêm 1, sửa 0, bỏ 0; 2 dòng để riêng.")
    page.get_by_role("button", name="Sửa các dòng để riêng").click()
    expect(page.get_by_role("combobox", name="Tệp")).to_have_value("danh-sach.xlsx: 2 dòng")
    metric(page, "Dòng để riêng", 2)
    settled(page)

    # One is mended on the page …
    write(page, page.get_by_test_id("stDataFrame").last, MENDED, 1, "28/02/2023")
    page.get_by_role("button", name="Kiểm tra lại với 1 ô đã sửa").click()
    metric(page, "Dòng nhận được", 1)
    settled(page)
    imported(page, "Nhập 1 dòng vào sổ", "Đã ghi phiên bản 3: thêm 1, sửa 0, bỏ 0; 1 dòng để riêng.")
    metric(page, "Dòng trong tệp", 1)

    # … the other in the workbook that comes back, whatever it is called then.
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải lại tệp với ô sai tô màu").click()
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    headings = {cell.value: cell.column for cell in book["Camera"][1]}
    book["Camera"].cell(4, headings["Xã"]).value = "xã Xuân Lâm, huyện Nam Đàn"
    mended = tmp_path / "da-sua.xlsx"
    book.save(mended)
    go(page, "Nhập tệp")
    sent(page, mended)
    metric(page, "Dòng nhận được", 1)
    imported(page, "Nhập 1 dòng vào sổ", "Đã ghi phiên bản 4: thêm 1, sửa 0, bỏ 0; 0 dòng để riêng.")
    go(page, "Dòng để riêng")
    expect(page.get_by_text("Không có dòng nào để riêng.")).to_be_visible()


def test_rows_kept_aside_are_dropped_with_a_reason(page: Page, app: App, workbook: Path) -> None:
    opened(page, app)
    fill(page, "Người thực hiện", "Tổ số liệu")
    sent(page, workbook)
    imported(page, "Nhập 1 dòng vào sổ", "2 dòng để riêng.")
    go(page, "Dòng để riêng")
    metric(page, "Dòng để riêng", 2)
    settled(page)
    page.get_by_text("Bỏ các dòng này", exact=True).click()
    drop = page.get_by_role("button", name="Bỏ 2 dòng")
    expect(drop).to_be_disabled()
    fill(page, "Lý do bỏ", "Gửi nhầm bản nháp")
    expect(drop).to_be_enabled()
    drop.click()
    expect(page.get_by_text("Đã bỏ 2 dòng; lý do được giữ trong lịch sử.")).to_be_visible()
    expect(page.get_by_text("Không có dòng nào để riêng.")).to_be_visible()
