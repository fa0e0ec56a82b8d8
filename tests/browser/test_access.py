"""Two people side by side: neither sees what is the other's, on the screen, on the wire or in a file."""

from __future__ import annotations

import re
import secrets
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from access import accounts
from data.store import Changes, Store, open_store
from tests.browser.conftest import ROOT, App, settled
from tests.data.test_store import site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PASSWORD = "bốn-từ-không-liên-quan"
IN, OUT = "16813", "16849"  # xã Mường Xén, xã Hữu Kiệm
LON = {"cam_in": 104.12345, "cam_out": 104.22222}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('register')}/register.db"


@pytest.fixture(scope="module")
def secret() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        made = secrets.token_hex(32)
        patch.setenv("NGHEAN_SECRET", made)
        yield made


@pytest.fixture(scope="module")
def store(url: str, secret: str) -> Store:
    """Give an imported register with two cameras, and four accounts."""
    made = open_store(url)
    rows = [
        site(one, unit_epoch="2025", unit_code=code, precision="exact", lon=LON[one], lat=19.4, hamlet=f"xóm {one}")
        for one, code in (("cam_in", IN), ("cam_out", OUT))
    ]
    made.commit(Changes({"sites": pd.concat(rows)}), by="canbo1", file_name="a.xlsx")
    for name, role, areas in (
        ("quantri1", "admin", ()),
        ("lanhdao1", "viewer", ()),
        ("canboxa1", "editor", (f"2025:{IN}",)),
    ):
        accounts.change_password(made, name, accounts.add(made, name, role, areas, by="dòng lệnh"), PASSWORD)
    return made


@pytest.fixture(scope="module")
def app(start_app: Callable[..., App], store: Store, url: str, secret: str) -> App:
    return start_app(ROOT / "app.py", REGISTER_DATABASE_URL=url, NGHEAN_SECRET=secret, NGHEAN_SIGN_IN="auto")


class Reader:
    """Somebody's browser, with all that came over its socket."""

    def __init__(self, browser: Browser, app: App, name: str) -> None:
        self.app, self.received = app, bytearray()
        self.page: Page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        self.page.on("websocket", self._listen)
        self.page.goto(app.url)
        self.page.get_by_label("Tên tài khoản").fill(name)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        settled(self.page)

    def _listen(self, socket: WebSocket) -> None:
        socket.on(
            "framereceived", lambda load: self.received.extend(load if isinstance(load, bytes) else load.encode())
        )

    def go(self, address: str) -> Page:
        self.page.goto(self.app.url + address)
        settled(self.page)
        return self.page

    def got(self, site_id: str) -> bool:
        """Say whether the exact point of a site ever came here, as text or as a number."""
        lon = LON[site_id]
        return str(lon).encode() in self.received or struct.pack("<d", lon) in self.received


@pytest.fixture
def reader(browser: Browser, app: App) -> Iterator[Callable[[str], Reader]]:
    made: list[Reader] = []

    def opened(name: str) -> Reader:
        made.append(Reader(browser, app, name))
        return made[-1]

    yield opened
    for one in made:
        one.page.context.close()


def test_two_people_side_by_side_never_see_what_is_not_theirs(reader: Callable[[str], Reader]) -> None:
    """They open the same pages in turn, so that each finds the caches full of the other's."""
    admin, leader, officer = (reader(name) for name in ("quantri1", "lanhdao1", "canboxa1"))
    for address in ("/camera", f"/dia-ban?commune={IN}", f"/dia-ban?commune={OUT}", "/ban-do", "/chat-luong"):
        for one in (admin, officer, leader, admin):
            one.go(address)
    assert all(b"cam_out" in one.received for one in (admin, leader))
    assert b"cam_in" in officer.received
    assert b"cam_out" not in officer.received
    assert "xóm cam_in".encode() not in leader.received
    assert [one.got("cam_in") for one in (admin, officer, leader)] == [True, True, False]
    assert [one.got("cam_out") for one in (admin, officer, leader)] == [True, False, False]


def test_the_menu_and_a_direct_link_open_what_the_role_may(reader: Callable[[str], Reader]) -> None:
    leader, admin = reader("lanhdao1").page, reader("quantri1").page
    expect(leader.get_by_role("link", name="Sổ đăng ký")).to_have_count(0)
    expect(leader.get_by_role("link", name="Quản trị")).to_have_count(0)
    expect(admin.get_by_role("link", name="Sổ đăng ký")).to_be_visible()
    expect(admin.get_by_role("link", name="Quản trị")).to_be_visible()
    for address, title in (("/so-dang-ky", "Sổ đăng ký"), ("/quan-tri", "Quản trị")):
        leader.goto(leader.url.split("/", 3)[0] + "//" + leader.url.split("/")[2] + address)
        expect(leader.get_by_text(f"Trang «{title}» không mở được với quyền Người xem")).to_be_visible()


def test_a_file_says_who_took_it_and_the_trail_too(
    reader: Callable[[str], Reader], store: Store, tmp_path: Path
) -> None:
    page = reader("lanhdao1").go("/camera")
    page.get_by_role("button", name="Tải hình").first.click()
    for label, name in (("SVG", "a.svg"), ("Tải bảng Excel", "a.xlsx")):
        with page.expect_download() as caught:
            page.get_by_test_id("stPopoverBody").get_by_role("button", name=label).click()
        caught.value.save_as(tmp_path / name)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Tải bảng CSV").first.click()
    assert re.search(r"_lanhdao1_\d{4}-\d\d-\d\d\.csv$", caught.value.suggested_filename)
    assert "lanhdao1 " in (tmp_path / "a.svg").read_text("utf-8")
    cells = [str(cell) for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx") for row in sheet.values for cell in row]
    assert any("lanhdao1 " in cell for cell in cells)
    entry = store.trail.entries(1).iloc[0]
    assert (entry["account"], entry["what"]) == ("lanhdao1", "export")
    assert entry["details"]["version"] == 2
    assert entry["details"]["filter"]
    assert store.trail.verify().sound


def test_signing_out_ends_the_session_in_every_tab(reader: Callable[[str], Reader]) -> None:
    one = reader("lanhdao1")
    other = one.page.context.new_page()
    other.goto(one.app.url + "/tro-giup")
    settled(other)
    one.page.get_by_role("button", name="Đăng xuất").click()
    expect(one.page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    other.reload()
    expect(other.get_by_role("heading", name="Đăng nhập")).to_be_visible()


def test_an_open_page_asks_for_a_sign_in_once_something_was_imported(
    start_app: Callable[..., App], page: Page, tmp_path: Path, secret: str
) -> None:
    url = f"sqlite:///{tmp_path}/register.db"
    app = start_app(ROOT / "app.py", REGISTER_DATABASE_URL=url, NGHEAN_SECRET=secret, NGHEAN_SIGN_IN="auto")
    page.goto(app.url)
    settled(page)
    expect(page.get_by_role("button", name="Đăng xuất")).to_have_count(0)
    open_store(url).commit(Changes({"sites": site("a")}), by="canbo1", file_name="a.xlsx")
    page.wait_for_timeout(2_100)  # a version made elsewhere is seen after two seconds
    page.get_by_role("link", name="Trợ giúp").click()
    expect(page.get_by_text("Cần đăng nhập.")).to_be_visible()
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_text("chưa có tài khoản nào")).to_be_visible()


def test_a_server_for_others_does_not_start_without_a_strong_secret(tmp_path: Path) -> None:
    import os

    without = {name: value for name, value in os.environ.items() if name != "NGHEAN_SECRET"}
    environment = without | {"NGHEAN_FILES": str(tmp_path), "NGHEAN_SIGN_IN": "auto"}
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.address=0.0.0.0"]
    ended = subprocess.run([*command, "--server.port=0"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ended.returncode == 1
    assert "không có chuỗi bí mật" in ended.stderr
    assert "Traceback" not in ended.stderr
