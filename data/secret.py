"""The installation's secret: what seals the audit trail and the sessions, and is nowhere in the register.

It is the environment variable NGHEAN_SECRET, or else the file `secret` beside the register's own, which the first
`python -m access add` makes. Whoever can only read or change the database has neither.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from data.errors import Problem
from data.settings import settings

VARIABLE = "NGHEAN_SECRET"
LEAST_LENGTH, LEAST_DIFFERENT = 32, 12  # characters: 32 of hexadecimal are 128 bits


def file() -> Path:
    """Give the place of the secret that a command made."""
    return settings().nghean_files / "secret"


def secret() -> str:
    """Give the secret of this installation, "" where there is none. Raises Problem when it is weak or unreadable."""
    found, where = settings().nghean_secret.get_secret_value().strip(), f"Biến môi trường {VARIABLE}"
    if not found:
        where = f"Tệp {file()}"
        try:
            found = file().read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise _weak(where, "không đọc được", str(error)) from error
    if not is_strong(found):
        raise _weak(where, "chuỗi bí mật ngắn hoặc dễ đoán")  # what it is stays out of the message
    return found


def is_strong(text: str) -> bool:
    """Say whether a secret is long and varied enough not to be guessed."""
    return len(text) >= LEAST_LENGTH and len(set(text)) >= LEAST_DIFFERENT


def make() -> bool:
    """Make a secret of 256 random bits where there is none, readable by this account only; say whether it was made."""
    if secret():
        return False
    try:
        file().parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_hex(32) + "\n")
    except OSError as error:
        raise _weak(f"Tệp {file()}", "không ghi được", str(error)) from error
    return True


def keyed(purpose: str, text: str) -> str:
    """Give a text's HMAC-SHA256 (hexadecimal) under the part of the secret that serves `purpose`; "" without one."""
    known = secret()
    if not known:
        return ""
    key = hmac.digest(known.encode(), purpose.encode(), hashlib.sha256)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _weak(where: str, came: str, detail: str = "") -> Problem:
    return Problem(
        where=where,
        came=came,
        expected=f"ít nhất {LEAST_LENGTH} ký tự ngẫu nhiên, ít nhất {LEAST_DIFFERENT} ký tự khác nhau",
        todo="Tạo chuỗi mới: python -m access secret.",
        detail=detail,
    )
