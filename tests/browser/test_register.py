"""What a clerk does: send a workbook made by hand, answer what it asks, import it, see it on the map, go back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, App, settled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
expect.set_options(timeout=30_000)
ROWS = [
    ["CÔNG AN HUYỆN – DANH SÁCH ĐIỂM MÔ HÌNH"],
    ["STT", "Tên mô hình", "Tên điểm", "Xã", "Huyện", "Ngày ra mắt", "Số lượng"],
    [1, "Camera an ninh", "Camera ngã ba chợ", "xã Hưng Tân", "Hưng Nguyên", "15/6/2023", "12"],
    [2, "Camera an ninh", "Camera cổng trường", "Xuân Lâm", "", "6-2023", "4"],
    [3, "Camera an ninh", "Camera nhà văn hóa", "xã Hưng Tân", "Hưng Nguyên", "31/02/2023", "1"],
    ["", "Tổng cộng", "", "", "", "", "17"],
]


@pytest.fixture
def app(start_app: Callable[..., App], tmp_path: Path) -> App:
    """Start the app on a register of its own."""
    return start_app(ROOT / "app.py", REGISTER_DATABASE_URL=f"sqlite:///{tmp_path / 'register.db'}")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Give a workbook as an office keeps it: a title, its own headings, a total, a bad date, a name of two places."""
    path = tmp_path / "danh-sach.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Camera")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    return path


def metric(page: Page, label: str, value: int) -> None:
    """Expect one of the four numbers above the findings."""
    box = page.get_by_test_id("stMetric").filter(has_text=label)
    expect(box.get_by_test_id("stMetricValue")).to_have_text(str(value))


def test_from_a_workbook_to_the_map_and_back(page: Page, app: App, workbook: Path) -> None:
    page.set_viewport_size({"width": 1440, "height": 1400})
    page.goto(f"{app.url}/so-dang-ky")
    settled(page)
    page.get_by_label("Người thực hiện").fill("Tổ số liệu")
    page.get_by_label("Người thực hiện").press("Enter")
    expect(page.get_by_text("Điền người thực hiện")).to_have_count(0)
    settled(page)
    page.locator("input[type=file]").set_input_files(workbook)
    metric(page, "Dòng trong tệp", 3)
    metric(page, "Dòng nhận được", 1)
    metric(page, "Dòng để riêng", 2)

    # The name of two places is asked about, never decided.
    question = page.get_by_role("combobox", name=re.compile("xuân lâm", re.IGNORECASE))
    question.click()
    page.get_by_role("option", name=re.compile("Nam Đàn.*2020")).click()
    page.get_by_role("button", name="Chấp nhận 1 lựa chọn").click()
    metric(page, "Dòng nhận được", 2)
    settled(page)

    # The sender's own workbook comes back with the wrong cell coloured and commented.
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải lại tệp với ô sai tô màu").click()
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    wrong = [cell.coordinate for row in book["Camera"].iter_rows() for cell in row if cell.comment]
    assert wrong == ["F5"]

    page.get_by_role("button", name="Nhập 2 dòng vào sổ").click()
    expect(page.get_by_text("Đã ghi phiên bản 2: thêm 2, sửa 0, bỏ 0; 1 dòng để riêng.")).to_be_visible()

    page.get_by_role("link", name="Tổng quan").click()
    expect(page.get_by_text("Sổ đăng ký, phiên bản 2").last).to_be_visible()
    camera = page.locator(".st-key-card-camera_an_ninh")
    expect(camera).to_contain_text("7 địa điểm có trong sổ")

    page.get_by_role("link", name="Sổ đăng ký").click()
    page.get_by_text("Các phiên bản", exact=True).click()
    page.get_by_text("Quay về một phiên bản").click()
    back = page.get_by_test_id("stExpander").filter(has_text="Quay về một phiên bản")
    back.get_by_label("Người thực hiện").fill("Tổ số liệu")
    back.get_by_label("Người thực hiện").press("Enter")
    back.get_by_role("button", name="Quay về phiên bản 1").click()
    expect(page.get_by_text("Đã lập phiên bản 3 giống phiên bản 1.")).to_be_visible()

    page.get_by_text("Xuất một phiên bản").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="XLSX").click()
    assert load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).sheetnames


def test_a_file_that_is_no_use_is_refused_with_the_reason(page: Page, app: App, tmp_path: Path) -> None:
    fake = tmp_path / "so.xlsx"
    fake.write_bytes(b"<html><script>document.title='x'</script></html>")
    page.goto(f"{app.url}/so-dang-ky")
    page.locator("input[type=file]").set_input_files(fake)
    expect(page.get_by_text("Cần xem lại")).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)
    assert page.title() != "x"


def test_the_largest_file_is_a_setting(start_app: Callable[..., App], page: Page, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'register.db'}"
    app = start_app(ROOT / "app.py", REGISTER_DATABASE_URL=url, REGISTER_UPLOAD_MB="13")
    large = tmp_path / "lon.csv"
    large.write_bytes(b"%PDF" + b"a" * 12 * 1024**2)  # its size is looked at first
    page.goto(f"{app.url}/so-dang-ky")
    page.locator("input[type=file]").set_input_files(large)
    expect(page.get_by_text("gặp tệp PDF")).to_be_visible()
