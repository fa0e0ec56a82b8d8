"""Signing in through another server: a real provider, the real browser, and a session of our own afterwards."""

from __future__ import annotations

import json
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from access import accounts
from data.store import Changes, Store, open_store
from tests.browser.conftest import ROOT, App, settled
from tests.data.test_store import site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PEOPLE = ({"sub": "sub-lanhdao"}, {"sub": "sub-canbo", "nghean_role": ["editor", "khac"]}, {"sub": "sub-nguoila"})


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Start an OpenID provider of its own process and give its address."""
    port = free_port()
    known = [part for claims in PEOPLE for part in ("--user-claims", json.dumps(claims))]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *known],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    while process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/.well-known/openid-configuration"):
                break
        except OSError:
            time.sleep(0.05)
    yield address
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('register')}/register.db"


@pytest.fixture(scope="module")
def store(url: str) -> Store:
    made = open_store(url)
    made.commit(Changes({"sites": site("a")}), by="canbo1", file_name="a.xlsx")
    accounts.add(made, "lanhdao1", "viewer", subject="sub-lanhdao", by="dòng lệnh")
    return made


@pytest.fixture(scope="module")
def app(start_app: Callable[..., App], store: Store, url: str, provider: str) -> App:
    return start_app(
        ROOT / "app.py",
        REGISTER_DATABASE_URL=url,
        NGHEAN_SECRET=secrets.token_hex(32),
        NGHEAN_SIGN_IN="auto",
        NGHEAN_OIDC_METADATA_URL=f"{provider}/.well-known/openid-configuration",
        NGHEAN_OIDC_CLIENT_ID="nghe-an",
        NGHEAN_OIDC_CLIENT_SECRET="bi-mat-cua-may-khach",
        NGHEAN_OIDC_ROLE_CLAIM="nghean_role",
        NGHEAN_PUBLIC_URL="http://127.0.0.1:{port}",
    )


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Open a page that may ask for outside addresses: the provider's own form names a style sheet elsewhere."""
    return context.new_page()


def come_in(page: Page, app: App, subject: str) -> None:
    page.goto(app.url)
    page.get_by_role("link", name="Đăng nhập bằng tài khoản của tỉnh").click()
    page.get_by_role("button", name=subject).click()


def test_an_account_of_the_other_server_signs_in_and_out(page: Page, app: App, store: Store) -> None:
    come_in(page, app, "sub-lanhdao")
    settled(page)
    expect(page.get_by_text("lanhdao1 · Người xem")).to_be_visible()
    kept = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert not any(name.startswith("_streamlit_user") for name in kept), "a cookie of thirty days is not left behind"
    assert kept["nghean_session"]["httpOnly"]
    page.get_by_role("button", name="Đăng xuất").click()
    # The other server's own page, which asks whether its session is to end too and sends back here.
    expect(page).to_have_url(re.compile(r"/oauth2/end_session\?client_id=nghe-an&post_logout_redirect_uri=.*dang-nhap"))
    page.goto(app.url)  # whatever the answer is there, here the session is over
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()


def test_back_from_the_other_servers_sign_out_one_may_sign_in_again(page: Page, app: App, store: Store) -> None:
    come_in(page, app, "sub-lanhdao")
    settled(page)
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name="End session").click()
    expect(page).to_have_url(f"{app.url}/dang-nhap")
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()


def test_a_claim_gives_the_role(page: Page, app: App, store: Store) -> None:
    come_in(page, app, "sub-canbo")
    settled(page)
    expect(page.get_by_text("Người nhập và sửa")).to_be_visible()
    made = next(one for one in accounts.listed(store) if one.subject == "sub-canbo")
    assert (made.role, made.password) == ("editor", "")


def test_a_stranger_of_the_other_server_is_not_let_in(page: Page, app: App, store: Store) -> None:
    come_in(page, app, "sub-nguoila")
    expect(page.get_by_text("chưa được cấp quyền")).to_be_visible()
    assert not any(one.subject == "sub-nguoila" for one in accounts.listed(store))
    page.goto(app.url + "/ban-do")
    expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
