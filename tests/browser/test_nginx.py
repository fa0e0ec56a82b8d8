"""The dashboard behind deploy/nginx.conf: TLS, content policy, limits, and two processes of which one may die."""

from __future__ import annotations

import re
import secrets
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from access import accounts
from bench.nginx import Proxy, proxied
from bench.servers import Server, free_port, serving, streamlit
from data.store import open_store
from tests.browser.conftest import ROOT
from ui import deploy_check
from ui.person import COOKIE

pytestmark = pytest.mark.browser
MAP = "iframe[title^='streamlit_folium']"


@dataclass
class Site:
    """nginx and the two processes behind it, which can be started again at their ports."""

    proxy: Proxy
    folder: Path
    ports: tuple[int, int]
    stack: ExitStack
    servers: dict[str, Server] = field(default_factory=dict)

    def start(self, node: str) -> None:
        environment = {
            "REGISTER_DATABASE_URL": f"sqlite:///{self.folder}/register.db",
            "STREAMLIT_SERVER_COOKIE_SECRET": SECRET,
            "NGHEAN_SECRET": SECRET,
            "STREAMLIT_SERVER_ALLOWED_HOSTS": "127.0.0.1",
            "NGHEAN_LOG_FILE": str(self.folder / f"{node}.jsonl"),
        }
        port, log = self.ports["ab".index(node)], self.folder / f"{node}.log"
        command = streamlit(ROOT / "app.py")
        self.servers[node] = self.stack.enter_context(serving(command, environment=environment, log=log, port=port))


SECRET = secrets.token_hex(32)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("nginx")
    ports = free_port(), free_port()
    with ExitStack() as stack:
        site = Site(stack.enter_context(proxied(ports, folder)), folder, ports, stack)
        site.start("a")
        site.start("b")
        yield site


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """The certificate is a throw-away one."""
    return browser_context_args | {"ignore_https_errors": True}


@pytest.fixture
def refused(context: BrowserContext) -> list[str]:
    """Collect what the content policy refuses, in any frame."""
    found: list[str] = []
    context.add_init_script(
        "document.addEventListener('securitypolicyviolation', e =>"
        " console.error('refused: ' + e.effectiveDirective + ' ' + e.blockedURI))"
    )
    context.on("console", lambda told: found.append(told.text) if told.text.startswith("refused:") else None)
    return found


def ready(page: Page) -> None:
    """Wait until the page has run to its end."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def node(context: BrowserContext) -> str:
    """Give the process that the browser stays with."""
    return next(str(cookie["value"]) for cookie in context.cookies() if cookie["name"] == "nghean_node")


def drawn(page: Page) -> None:
    """Wait until the map shows the 130 communes."""
    expect(page.frame_locator(MAP).locator("path.leaflet-interactive").nth(129)).to_be_attached()


@pytest.mark.parametrize("address", ["", "ban-do", "dong-thoi-gian", "dia-ban", "bao-cao", "so-dang-ky", "tro-giup"])
def test_a_page_needs_nothing_that_the_policy_refuses(site: Site, page: Page, refused: list[str], address: str) -> None:
    page.goto(f"{site.proxy.url}/{address}")
    expect(page.locator("h1, h2").first).to_be_visible()
    ready(page)
    if address == "ban-do":
        drawn(page)
    assert refused == []


def test_the_policy_refuses_what_is_not_ours(site: Site, page: Page, refused: list[str]) -> None:
    page.goto(f"{site.proxy.url}/tro-giup")
    ready(page)
    page.evaluate(
        """() => {
        const script = document.createElement("script");
        script.textContent = "window.injected = true";
        document.head.append(script);
        return fetch("http://127.0.0.1:9/").catch(() => {});
        }"""
    )
    assert page.evaluate("() => window.injected") is None
    assert {line.split()[1] for line in refused} >= {"script-src-elem", "connect-src"}


def test_headers_and_closed_addresses_are_as_the_check_wants_them(site: Site) -> None:
    found = list(deploy_check.site(site.proxy.url, site.proxy.trust()))
    # At this computer nobody is asked, which the check of a server does not let pass.
    assert [one.text for one in found if one.grave] == [f"{site.proxy.url}: trả lời 200, phải hỏi đăng nhập (401)"]
    assert len(found) == 1 + len(deploy_check.HEADERS) + 2


def test_a_reader_at_another_computer_signs_in(
    site: Site, page: Page, refused: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NGHEAN_SECRET", SECRET)
    store = open_store(f"sqlite:///{site.folder}/register.db")
    once = accounts.add(store, "lanhdao1", "viewer", by="dòng lệnh")
    accounts.change_password(store, "lanhdao1", once, "bốn-từ-không-liên-quan")
    with proxied(site.ports, tmp_path, elsewhere=True) as proxy:
        assert [one for one in deploy_check.site(proxy.url, proxy.trust()) if one.grave] == []
        page.goto(f"{proxy.url}/ban-do")
        page.get_by_label("Tên tài khoản").fill("lanhdao1")
        page.get_by_label("Mật khẩu").fill("bốn-từ-không-liên-quan")
        page.get_by_role("button", name="Đăng nhập").click()
        ready(page)
        drawn(page)
        cookies = {str(cookie["name"]): cookie for cookie in page.context.cookies()}
        assert all(cookies[name]["secure"] and cookies[name]["httpOnly"] for name in ("nghean_node", COOKIE))
        page.goto("about:blank")  # its session goes before nginx does
    assert refused == []


def answer(site: Site, address: str, **request: object) -> tuple[int, dict[str, str]]:
    """Ask as a program does; give the code and the headers of the answer."""
    try:
        asked = urllib.request.Request(site.proxy.url + address, **request)  # type: ignore[arg-type]
        with urllib.request.urlopen(asked, context=site.proxy.trust()) as got:
            return got.status, dict(got.headers)
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers)


def test_only_the_frame_of_the_map_may_be_framed_and_evaluate(site: Site) -> None:
    _, page = answer(site, "/")
    assert "unsafe-eval" not in page["Content-Security-Policy"].replace("wasm-unsafe-eval", "")
    assert page["X-Frame-Options"] == "DENY"
    _, frame = answer(site, "/component/streamlit_folium.st_folium/index.html")
    assert "'unsafe-eval'" in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    _, other = answer(site, "/component/another/index.html")
    assert other["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_a_file_that_is_too_large_is_refused_before_it_reaches_the_app(site: Site) -> None:
    large = b"x" * 11_600_000
    assert answer(site, "/_stcore/upload_file/a/b", data=large, method="PUT")[0] == 413
    small = b"x" * 100_000  # more than a form may have; the app itself refuses it, for it knows no such session
    assert answer(site, "/_stcore/upload_file/a/b", data=small, method="PUT")[0] in (400, 403)
    assert answer(site, "/", data=small, method="POST")[0] == 413


def test_plain_http_leads_to_tls_and_health_is_for_this_machine(site: Site) -> None:
    code, _ = answer(site, "/healthz")
    assert code == 200
    rules = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    health = re.search(r"location = /healthz \{(.*?)\}", rules, re.DOTALL)
    assert health and "deny all;" in health[1]


def test_a_foreign_host_gets_no_websocket(site: Site) -> None:
    headers = {"Host": "evil.example", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    headers["Sec-WebSocket-Key"] = "AAAAAAAAAAAAAAAAAAAAAA=="
    assert answer(site, "/_stcore/stream", headers=headers)[0] == 403


def test_when_a_process_dies_its_reader_goes_on_in_the_other_one(
    site: Site, page: Page, context: BrowserContext
) -> None:
    page.goto(f"{site.proxy.url}/ban-do?district=417")
    ready(page)
    drawn(page)
    first = node(context)
    site.servers[first].process.kill()
    page.reload()
    ready(page)
    drawn(page)
    other = node(context)
    assert {first, other} == {"a", "b"}
    assert "district=417" in page.url
    site.start(first)
    page.reload()
    ready(page)
    assert node(context) == other  # it stays where its session is
