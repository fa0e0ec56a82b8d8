"""Whether the dashboard asks who comes in: not at one's own computer before the public record, everywhere else it does.

NGHEAN_SIGN_IN says otherwise: "always" asks at one's own computer too, "never" does not ask there even of an imported
register, for a computer that one person alone uses. Nothing opens the door to another computer.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from data import secret
from data.errors import Problem
from data.settings import settings

VARIABLE = "NGHEAN_SIGN_IN"
CHOICES = ("auto", "always", "never")
# What a server in between adds: then the reader is not at this computer, whatever the address says.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def setting() -> str:
    """Give the setting in force. Raises Problem for another than CHOICES."""
    found = settings().nghean_sign_in.strip() or CHOICES[0]
    if found not in CHOICES:
        raise Problem(f"Biến môi trường {VARIABLE}", f"«{found[:40]}»", "một trong " + ", ".join(CHOICES), "Sửa lại.")
    return found


def asks(address: str, imported: bool) -> bool:
    """Say whether a server that listens on `address` ("" = on all) asks for a sign-in before such a register."""
    if not loopback(address):
        return True
    return {"auto": imported, "always": True, "never": False}[setting()]


def local(headers: Mapping[str, str], client: str) -> bool:
    """Say whether a request comes from a browser on this very computer; header names are in small letters.

    A browser elsewhere that a server in between lets in is told by what that server adds, and a page elsewhere that
    sends its reader's browser here by the host it asks for.
    """
    host = headers.get("host", "")
    name = host[: host.rindex("]") + 1].strip("[]") if "]" in host else host.partition(":")[0]
    return loopback(name) and loopback(client) and not any(name in headers for name in _FORWARDED)


def loopback(name: str) -> bool:
    """Say whether a name or address is this computer's own and nobody else's."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def check_start(address: str, imported: bool) -> None:
    """Raise Problem when a server is to start that asks for sign-ins and has no strong secret."""
    if asks(address, imported) and not secret.secret():
        why = "sổ có số liệu nhập" if loopback(address) else f"nghe ở địa chỉ {address or 'mọi địa chỉ'}"
        raise Problem(
            where="Khởi động",
            came=f"{why} mà không có chuỗi bí mật",
            expected=f"chuỗi bí mật mạnh ở {secret.VARIABLE} hoặc ở tệp {secret.file()}",
            todo="Lập tài khoản quản trị (chuỗi bí mật được tạo cùng lúc): python -m access add TÊN --role admin.",
        )
