"""The door on the wire: what is answered to whom before anything of the dashboard runs."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from access import accounts, sessions
from data.store import Changes, Store, open_store
from tests.data.test_store import site
from ui import caches, door, person

HTML = {"accept": "text/html"}
ORIGIN = {"origin": "http://127.0.0.1"}
GOOD = "bốn-từ-không-liên-quan"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give a register of its own, and the settings of an installation as it comes."""
    url = f"sqlite:///{tmp_path}/register.db"
    monkeypatch.setenv("REGISTER_DATABASE_URL", url)
    monkeypatch.setenv("NGHEAN_SIGN_IN", "")
    monkeypatch.setenv("NGHEAN_SECRET", secrets.token_hex(32))
    for kept in (caches.store, caches.stamp):
        kept.clear()
    yield open_store(url)
    for kept in (caches.store, caches.stamp):
        kept.clear()


@pytest.fixture
def imported(store: Store) -> Store:
    store.commit(Changes({"sites": site("a")}), by="A", file_name="a.xlsx")
    caches.stamp.clear()
    return store


def client(host: str = "127.0.0.1") -> TestClient:
    async def page(request: object) -> PlainTextResponse:
        return PlainTextResponse("the dashboard")

    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text("the dashboard")
        await websocket.close()

    paths = ("/", "/ban-do", "/media/a.png", "/static/a.js", "/_stcore/health", "/_stcore/upload_file/a")
    routes = [*door.ROUTES, *(Route(path, page, methods=["GET", "PUT"]) for path in paths)]
    app = Starlette(routes=[*routes, WebSocketRoute("/_stcore/stream", socket)], middleware=[Middleware(door.Door)])
    return TestClient(app, base_url="http://127.0.0.1", client=(host, 5), follow_redirects=False)


def account(store: Store, name: str, role: str = "viewer") -> None:
    first = accounts.add(store, name, role, by="quantri1")
    accounts.change_password(store, name, first, GOOD)


def entered(wire: TestClient, name: str, password: str = GOOD) -> None:
    answer = wire.post("/dang-nhap", data={"name": name, "password": password, "next": "/ban-do"}, headers=ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/ban-do")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def socket_opens(wire: TestClient) -> bool:
    try:
        with wire.websocket_connect("ws://127.0.0.1/_stcore/stream") as socket:
            return socket.receive_text() == "the dashboard"
    except WebSocketDisconnect:
        return False


def test_ones_own_computer_before_the_public_record_is_asked_nothing(store: Store) -> None:
    wire = client()
    assert wire.get("/", headers=HTML).text == "the dashboard"
    assert socket_opens(wire)


@pytest.mark.parametrize("headers", [{"x-forwarded-for": "10.0.0.7"}, {"host": "evil.example"}])
def test_what_comes_from_elsewhere_is_asked(store: Store, headers: dict[str, str]) -> None:
    answer = client().get("/ban-do?lang=en", headers=HTML | headers)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/dang-nhap?next=%2Fban-do%3Flang%3Den"
    assert client("10.0.0.7").get("/", headers=HTML).status_code == 303


def test_before_an_imported_register_nothing_is_given_away(imported: Store) -> None:
    wire = client()
    assert wire.get("/", headers=HTML).status_code == 303
    assert wire.get("/media/a.png").status_code == 401
    assert wire.put("/_stcore/upload_file/a").status_code == 401
    assert not socket_opens(wire)
    for path in ("/static/a.js", "/_stcore/health"):
        assert wire.get(path).status_code == 200
    assert "python -m access add" in wire.get("/dang-nhap").text, "there is no account yet"


def test_who_signs_in_is_let_in_until_the_session_ends(imported: Store) -> None:
    account(imported, "lanhdao1")
    wire = client()
    entered(wire, "lanhdao1")
    assert wire.get("/", headers=HTML).text == "the dashboard"
    assert socket_opens(wire)
    assert client().get("/", headers=HTML).status_code == 303, "another browser is not let in"
    assert wire.post("/dang-xuat").status_code == 400, "a page elsewhere cannot sign anybody out"
    token = wire.cookies[person.COOKIE]
    assert wire.post("/dang-xuat", headers=ORIGIN).status_code == 303
    wire.cookies.set(person.COOKIE, token)
    assert wire.get("/", headers=HTML).status_code == 303, "the token is worth nothing any more"


def test_a_revoked_session_is_over_within_two_seconds(imported: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    account(imported, "lanhdao1")
    wire = client()
    entered(wire, "lanhdao1")
    assert socket_opens(wire)
    sessions.revoke(imported, sessions.named(wire.cookies[person.COOKIE])[:8], by="quantri1")
    now = person.time.monotonic()
    monkeypatch.setattr(person.time, "monotonic", lambda: now + 2)
    assert not socket_opens(wire)


def test_wrong_passwords_are_told_and_then_locked(imported: Store) -> None:
    account(imported, "lanhdao1")
    wire = client()
    for told in ["không đúng"] * 5 + ["tạm khóa"]:
        answer = wire.post("/dang-nhap", data={"name": "lanhdao1", "password": "<sai>"}, headers=ORIGIN)
        assert answer.status_code == 401
        assert told in answer.text
        assert "<sai>" not in answer.text
        assert person.COOKIE not in wire.cookies


def test_one_address_cannot_fill_the_trail(imported: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    account(imported, "lanhdao1")
    monkeypatch.setattr(door, "_failures", {})
    monkeypatch.setattr(sessions.passwords, "fits", lambda kept, password: False)
    wire = client()
    for _ in range(35):
        wire.post("/dang-nhap", data={"name": secrets.token_hex(4), "password": "sai"}, headers=ORIGIN)
    assert list(imported.trail.entries()["what"]).count("sign_in_failed") == 30
    asked = {"name": "a", "password": "b"}
    assert "Quá nhiều lần thử" in wire.post("/dang-nhap", data=asked, headers=ORIGIN).text
    elsewhere = ORIGIN | {"x-forwarded-for": "10.0.0.7"}
    assert "không đúng" in wire.post("/dang-nhap", data=asked, headers=elsewhere).text, "others are not kept out"
    now = door.time.monotonic()
    monkeypatch.setattr(door.time, "monotonic", lambda: now + 301)
    wire.post("/dang-nhap", data=asked, headers=ORIGIN)
    assert list(imported.trail.entries()["what"]).count("sign_in_failed") == 32


def test_the_first_password_leads_to_a_new_one_and_nowhere_else(imported: Store) -> None:
    first = accounts.add(imported, "lanhdao1", "viewer", by="quantri1")
    wire = client()
    entered(wire, "lanhdao1", first)
    assert wire.get("/", headers=HTML).headers["location"] == "/mat-khau"
    assert not socket_opens(wire)
    before = wire.cookies[person.COOKIE]
    asked = {"old": first, "new": GOOD, "again": GOOD}
    for wrong in ({"again": "x"}, {"old": "x"}, {"new": "ngan", "again": "ngan"}, {"new": first, "again": first}):
        assert wire.post("/mat-khau", data=asked | wrong, headers=ORIGIN).status_code == 400
    assert wire.post("/mat-khau", data=asked).status_code == 400, "a page elsewhere cannot change it"
    assert wire.post("/mat-khau", data=asked, headers=ORIGIN).headers["location"] == "/"
    assert wire.get("/", headers=HTML).text == "the dashboard"
    assert sessions.person_of(imported, before) is None


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:9"}]
)
def test_a_form_of_another_page_signs_nobody_in(imported: Store, headers: dict[str, str]) -> None:
    account(imported, "lanhdao1")
    answer = client().post("/dang-nhap", data={"name": "lanhdao1", "password": GOOD}, headers=headers)
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""])
def test_the_sign_in_leads_to_this_server_only(imported: Store, goal: str) -> None:
    account(imported, "lanhdao1")
    form = {"name": "lanhdao1", "password": GOOD, "next": goal}
    assert client().post("/dang-nhap", data=form, headers=ORIGIN).headers["location"] == "/"


def test_the_pages_of_the_door_run_no_script_and_take_nothing_from_elsewhere(imported: Store) -> None:
    account(imported, "lanhdao1")
    answer = client().get('/dang-nhap?next=/"><script>alert(1)</script>')
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'nonce-")
    assert "<script" not in answer.text
    assert "http" not in answer.text.replace("utf-8", "")
    assert answer.headers["cache-control"] == "no-store"


def test_the_cookie_is_kept_to_https_where_there_is_https(imported: Store) -> None:
    account(imported, "lanhdao1")
    form = {"name": "lanhdao1", "password": GOOD}
    answer = client().post("/dang-nhap", data=form, headers=ORIGIN | {"x-forwarded-proto": "https"})
    assert "Secure" in answer.headers["set-cookie"]


def test_a_register_that_does_not_answer_lets_nobody_in_on_trust(imported: Store, tmp_path: Path) -> None:
    account(imported, "lanhdao1")
    wire = client()
    entered(wire, "lanhdao1")
    assert wire.get("/", headers=HTML).status_code == 200
    path = tmp_path / "register.db"
    path.write_bytes(b"?" * 9_000)
    for log in ("-wal", "-shm"):
        (tmp_path / f"register.db{log}").unlink(missing_ok=True)
    person.forget(wire.cookies[person.COOKIE])
    caches.stamp.clear()
    assert wire.get("/", headers=HTML).status_code == 503
    assert not socket_opens(wire)
    wire.cookies.clear()
    assert wire.get("/", headers=HTML).status_code == 303, "it was seen to hold imported rows"


def test_an_open_door_asks_the_database_for_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert caches.reader() is not None
    asked: list[object] = []
    opened = caches.store().database._read
    monkeypatch.setattr(caches.store().database, "_read", lambda: asked.append(1) or opened())
    for _ in range(100):
        caches.reader()
        caches.desk()
        caches.stamp()
    assert len(asked) <= 1, "the version is looked up once in two seconds, as before there were accounts"
