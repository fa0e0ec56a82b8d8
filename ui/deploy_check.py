"""Whether an installation is as docs/operations.md says: `make deploy-check [URL=https://…]`.

Prints a line a check, ends with 1 when one fails. It changes nothing and asks nobody but the address that is given.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import re
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from data import secret
from data.errors import Problem
from data.settings import settings
from ui import health

_REQUIREMENTS = Path(__file__).parents[1] / "requirements.txt"
_SECRET_LETTERS = 32
HEADERS = {
    "Strict-Transport-Security": r"max-age=\d{7,}",
    "Content-Security-Policy": r"default-src 'none'.*frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class Found(NamedTuple):
    """What a check found: how grave ("" = as it should be, "warning" or "fault"), and a sentence."""

    grave: str
    text: str


def packages() -> Iterator[Found]:
    """See that the installed packages are those of requirements.txt."""
    pins = re.findall(r"^([\w.-]+)(?:\[\w+\])?==(\S+)", _REQUIREMENTS.read_text("utf-8"), re.MULTILINE)
    other = [name for name, pin in pins if _installed(name) != pin]
    said = "khác bản đã khóa: " + ", ".join(other) if other else f"{len(pins)} gói đúng bản đã khóa"
    yield Found("fault" if other else "", f"Gói cài đặt: {said}")


def _installed(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def register() -> Iterator[Found]:
    """See that the register can be read, and that not everybody on the machine can."""
    yield Found("", f"Sổ đăng ký: đọc được, phiên bản {health.register_version()}")
    path = getattr(health.open_store().database, "path", None)
    if path and path.exists() and path.stat().st_mode & 0o007:
        yield Found("warning", f"Sổ đăng ký: mọi tài khoản trên máy đều mở được {path} (chmod o= {path})")


def boundaries() -> Iterator[Found]:
    """See that the boundaries are built from the sources that are there."""
    built = health.boundaries_built()
    yield Found("" if built else "fault", "Ranh giới: " + ("đã dựng" if built else "đã cũ: python -m geo build"))


def disk() -> Iterator[Found]:
    """See that the fullest disk that is written to has room, and that the log can be written."""
    free, asked = health.free_mb(), settings()
    yield Found("" if free >= asked.nghean_least_free_mb else "fault", f"Ổ đĩa: còn trống {free} MB")
    log = asked.nghean_log_file
    if log is None:
        yield Found("warning", "Nhật ký: chỉ ra màn hình hoặc journal (đặt NGHEAN_LOG_FILE để ghi tệp)")
    else:
        writable = os.access(log if log.exists() else log.parent, os.W_OK)
        yield Found("" if writable else "fault", f"Nhật ký: {log} " + ("ghi được" if writable else "không ghi được"))


def server() -> Iterator[Found]:
    """See that Streamlit's own settings are those of a server."""
    asked = settings()
    letters = len(asked.streamlit_server_cookie_secret.get_secret_value())
    weak = letters < _SECRET_LETTERS
    todo = f", cần {_SECRET_LETTERS} trở lên: openssl rand -hex 32" if weak else ""
    yield Found("fault" if weak else "", f"STREAMLIT_SERVER_COOKIE_SECRET: {letters} ký tự{todo}")
    for option, wanted in {
        "server.address": "127.0.0.1",
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "server.enableStaticServing": False,
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
    }.items():
        came = st.get_option(option)
        good = came == wanted
        yield Found("" if good else "fault", f"{option}: {came}" + ("" if good else f", cần {wanted}"))
    known = bool(secret.secret())
    yield Found("" if known else "fault", "NGHEAN_SECRET: " + ("đủ mạnh" if known else "chưa có: openssl rand -hex 32"))
    if not asked.streamlit_server_allowed_hosts:
        yield Found("warning", "STREAMLIT_SERVER_ALLOWED_HOSTS: chưa đặt tên máy chủ")


def site(url: str, trust: ssl.SSLContext) -> Iterator[Found]:
    """See what nginx answers: that it asks who comes, its headers, and that addresses for nobody outside are closed."""
    code, headers = _answer(url + "/", trust)
    asks = code == 401
    said = "hỏi đăng nhập, chứng chỉ đúng" if asks else f"trả lời {code}, phải hỏi đăng nhập (401)"
    yield Found("" if asks else "fault", f"{url}: {said}")
    for name, wanted in HEADERS.items():
        came = ", ".join(headers.get_all(name) or [])
        good = re.search(wanted, came)
        yield Found("" if good else "fault", f"{name}: " + ("có" if good else f"«{came}», cần dạng {wanted}"))
    for closed in ("/_stcore/metrics", "/_stcore/agent/openapi.json"):
        code, _ = _answer(url + closed, trust)
        yield Found("" if code == 404 else "fault", f"{closed}: trả lời {code}" + ("" if code == 404 else ", cần 404"))


def _answer(url: str, trust: ssl.SSLContext) -> tuple[int, Message]:
    try:
        with urllib.request.urlopen(url, context=trust) as answer:  # noqa: S310
            return int(answer.status), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers


def _tried(check: Callable[[], Iterator[Found]]) -> Iterator[Found]:
    try:
        yield from check()
    except Problem as problem:
        yield Found("fault", str(problem))
    except OSError as error:
        yield Found("fault", f"{check.__name__}: {error}")


def main() -> int:
    """Check everything and give the exit code."""
    options = argparse.ArgumentParser(prog="make deploy-check", description=__doc__)
    options.add_argument("--url", default="", help="địa chỉ của nginx, thí dụ https://may-chu")
    options.add_argument("--ca", default=None, help="tệp chứng chỉ của đơn vị, nếu máy này chưa tin")
    asked = options.parse_args()
    checks: list[Callable[[], Iterator[Found]]] = [packages, register, boundaries, disk, server]
    if asked.url:
        trust = ssl.create_default_context(cafile=asked.ca)
        checks.append(lambda: site(asked.url.rstrip("/"), trust))
    found = [one for check in checks for one in _tried(check)]
    for grave, text in found:
        print({"": "được     ", "warning": "LƯU Ý    ", "fault": "CHƯA ĐƯỢC"}[grave], text)
    return 1 if any(one.grave == "fault" for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
