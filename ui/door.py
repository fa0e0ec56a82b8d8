"""The door of the server: who has not signed in gets the sign-in page and nothing of the dashboard, not its socket.

Plain pages of the server itself, not of Streamlit: before somebody is known no script runs, nothing can be uploaded,
and only an answer of the server can set a cookie that no script in a page can read.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from access import accounts, door, sessions
from access.person import OPEN, Person
from data import secret
from data.errors import Problem
from data.store import open_store
from ui import caches, door_pages, oidc, person

SIGN_IN, PASSWORD, SIGN_OUT = "/dang-nhap", "/mat-khau", "/dang-xuat"
# What is the same for everybody and tells nothing of the register: Streamlit's own files, and whether the server lives.
_EVERYBODYS = ("/static/", "/_stcore/health", "/healthz", "/favicon", "/auth/", "/oauth2callback", SIGN_IN)
_FORM_BYTES = 4_096
# Accounts are locked by name; this keeps one address from filling the audit trail with names that nobody has.
_MOST_FAILURES, _WITHIN_S, _MOST_CLIENTS = 30, 300, 10_000
_failures: dict[str, deque[float]] = {}
_TOO_MANY = Problem("Đăng nhập", "quá nhiều lần thử từ máy này", "vài lần", "Đợi năm phút rồi thử lại.")


class Door:
    """The middleware that lets in who has a session, and anybody at this computer where no sign-in is asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or answer it here."""
        if scope["type"] not in ("http", "websocket") or _path(scope).startswith(_EVERYBODYS):
            await self._app(scope, receive, send)
            return
        try:
            found = await run_in_threadpool(who, HTTPConnection(scope))
        except Problem as problem:  # the register does not answer: nobody is let in on trust
            await _failed(scope, problem)(scope, receive, send)
            return
        claims = None if found or scope["type"] != "http" else oidc.came_back(HTTPConnection(scope))
        if claims:
            await (await run_in_threadpool(_exchanged, Request(scope), claims))(scope, receive, send)
        elif found and not (found.must_change and _path(scope) not in (PASSWORD, SIGN_OUT)):
            await self._app(scope, receive, send)
        else:
            await _turned_away(HTTPConnection(scope), found)(scope, receive, send)


def middleware() -> list[Middleware]:
    """Give the door, for `st.App`: it stands before every other middleware."""
    return [Middleware(Door)]


def who(request: HTTPConnection) -> Person | None:
    """Give who asks, None for somebody who has to sign in."""
    token = request.cookies.get(person.COOKIE, "")
    store, latest = caches.head()
    asked = person.asks(store, latest)
    if token and (found := person.of(store, token)):
        return found
    client = request.client.host if request.client else ""
    return OPEN if not asked and door.local(request.headers, client) else None


def check_start() -> None:
    """End the program with the reason where it may not start: it would ask for sign-ins without a strong secret."""
    store = open_store()
    try:
        latest = store.latest()
    except Problem:  # told on the page; without a register there is nothing to keep
        latest = 1
    person.asks(store, latest)
    try:
        door.check_start(person.address(), latest > 1)
    except Problem as problem:
        raise SystemExit(str(problem)) from None


def _path(scope: Scope) -> str:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return str(scope["path"]).removeprefix(f"/{base}") if base else str(scope["path"])


def _failed(scope: Scope, problem: Problem) -> ASGIApp:
    return WebSocketClose(1011) if scope["type"] == "websocket" else door_pages.failed(problem)


def _turned_away(request: HTTPConnection, found: Person | None) -> ASGIApp:
    if request.scope["type"] == "websocket":
        return WebSocketClose(4401)
    if request.scope["method"] != "GET" or "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse("Cần đăng nhập.", 401)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return _to(PASSWORD if found else f"{SIGN_IN}?next={quote(asked, safe='')}")


def _exchanged(request: Request, claims: Mapping[str, Any]) -> Response:
    """Give a session to somebody who came back from another server, or say why not."""
    try:
        token = sessions.sign_in_as(caches.store(), str(claims["sub"]), oidc.role_of(claims))
        answer = _let_in(request, token, _goal(request.url.path))
    except Problem as problem:
        answer = _asked("/", problem)
    oidc.forget(request, answer)
    return answer


async def _sign_in(request: Request) -> Response:
    goal = _goal(request.query_params.get("next", "/"))
    if request.method == "GET":
        return await run_in_threadpool(_asked, goal)
    form = await _form(request)
    if form is None:
        return PlainTextResponse("Yêu cầu không hợp lệ.", 400)
    goal = _goal(form.get("next", "/"))
    if _throttled(request):
        return await run_in_threadpool(_asked, goal, _TOO_MANY)
    try:
        name, password = form.get("name", ""), form.get("password", "")
        token = await run_in_threadpool(sessions.sign_in, caches.store(), name, password)
    except Problem as problem:
        _failures.setdefault(_client(request), deque(maxlen=_MOST_FAILURES)).append(time.monotonic())
        return await run_in_threadpool(_asked, goal, problem)
    return _let_in(request, token, goal)


def _throttled(request: Request) -> bool:
    """Say whether one address has failed so often lately that its tries are neither checked nor noted for a while."""
    if len(_failures) > _MOST_CLIENTS:
        _failures.clear()
    lately = _failures.get(_client(request), ())
    return len(lately) == _MOST_FAILURES and time.monotonic() - lately[0] < _WITHIN_S


def _client(request: Request) -> str:
    """Give the address that a try comes from: behind a proxy of this computer, the one that the proxy names last."""
    host = request.client.host if request.client else ""
    behind = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return behind if behind and door.loopback(host) else host


def _asked(goal: str, problem: Problem | None = None) -> Response:
    """Give the form, or how the first account is made where there is none."""
    try:
        elsewhere = oidc.link()
        ready = bool(secret.secret()) and bool(elsewhere or accounts.listed(caches.store()))
    except Problem as failed:
        problem, ready, elsewhere = problem or failed, True, ""
    return door_pages.sign_in(goal, problem, ready, 401 if problem else 200, elsewhere)


async def _password(request: Request) -> Response:
    found = await run_in_threadpool(who, request)
    if found is None or not found.name or found.via != "password":
        return _to(SIGN_IN)
    if request.method == "GET":
        return door_pages.password(found)
    form = await _form(request)
    if form is None:
        return PlainTextResponse("Yêu cầu không hợp lệ.", 400)
    try:
        if form.get("new") != form.get("again"):
            raise Problem("Mật khẩu mới", "hai lần nhập khác nhau", "cùng một mật khẩu", "Nhập lại.")
        await run_in_threadpool(_changed, found, form)
        token = await run_in_threadpool(sessions.sign_in, caches.store(), found.name, form["new"])
    except Problem as problem:
        return door_pages.password(found, problem)
    person.forget(request.cookies.get(person.COOKIE, ""))
    return _let_in(request, token, "/")


def _changed(found: Person, form: Mapping[str, str]) -> None:
    accounts.change_password(caches.store(), found.name, form.get("old", ""), form.get("new", ""))


async def _sign_out(request: Request) -> Response:
    token = request.cookies.get(person.COOKIE, "")
    if not _same_origin(request):
        return PlainTextResponse("Yêu cầu không hợp lệ.", 400)
    found = await run_in_threadpool(who, request)
    if found and found.name:
        await run_in_threadpool(sessions.sign_out, caches.store(), found)
    person.forget(token)
    answer = _to(SIGN_IN)
    answer.delete_cookie(person.COOKIE, path="/")
    return answer


def _let_in(request: Request, token: str, goal: str) -> Response:
    answer = _to(goal)
    # Lax, not Strict: a link in a mail opens for who has signed in, and a GET changes nothing here.
    answer.set_cookie(person.COOKIE, token, httponly=True, samesite="lax", secure=_by_https(request), path="/")
    return answer


def _by_https(request: Request) -> bool:
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", ""))


def _to(goal: str) -> RedirectResponse:
    return RedirectResponse(goal, 303, {"Cache-Control": "no-store"})


def _goal(asked: str) -> str:
    """Give an address of this server to go on to, whatever was asked for."""
    parts = urlsplit(asked)
    own = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in asked
    return asked if own and not asked.startswith("//") and asked.isprintable() else "/"


async def _form(request: Request) -> dict[str, str] | None:
    """Give the fields of a form that this server's own page sent, None for any other."""
    if not _same_origin(request) or int(request.headers.get("content-length") or _FORM_BYTES + 1) > _FORM_BYTES:
        return None
    form: Any = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _same_origin(request: Request) -> bool:
    """Say whether a page of this server sent the request: browsers name the origin of every form."""
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host", "")


ROUTES = [
    Route(SIGN_IN, _sign_in, methods=["GET", "POST"]),
    Route(PASSWORD, _password, methods=["GET", "POST"]),
    Route(SIGN_OUT, _sign_out, methods=["POST"]),
]
