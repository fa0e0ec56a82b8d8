"""Passwords: hashed by argon2id with the library's parameters, chosen by nobody but their owner."""

from __future__ import annotations

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.errors import Problem

LEAST_LENGTH, LEAST_DIFFERENT = 12, 6
MOST_LENGTH = 256  # hashing a megabyte of password is work for the server, and for nobody's safety
_hasher = PasswordHasher()
# Each check takes 64 MB for a moment: so many at the same time, the others wait.
_turn = threading.Semaphore(2)


def hashed(password: str) -> str:
    """Give the hash to keep of a password."""
    with _turn:
        return _hasher.hash(password)


def fits(kept: str, password: str) -> bool:
    """Say whether a password is the one of a hash; an account without a hash takes as long to refuse."""
    with _turn:
        try:
            _hasher.verify(kept or _nobodys(), password[:MOST_LENGTH])
        except (VerificationError, InvalidHashError):
            return False
        return bool(kept)


def outdated(kept: str) -> bool:
    """Say whether a hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def one_time() -> str:
    """Give a password to be changed at the first sign-in: 80 random bits, easy to read out."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def check(password: str, name: str) -> None:
    """Raise Problem for a password that is easily guessed."""
    weak = ""
    if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
        weak = f"{len(password)} ký tự"
    elif len(set(password)) < LEAST_DIFFERENT:
        weak = f"chỉ {len(set(password))} ký tự khác nhau"
    elif name.casefold() in password.casefold():
        weak = "mật khẩu chứa tên tài khoản"
    if weak:
        raise Problem(
            where="Mật khẩu mới",
            came=weak,
            expected=f"từ {LEAST_LENGTH} đến {MOST_LENGTH} ký tự, ít nhất {LEAST_DIFFERENT} ký tự khác nhau, "
            "không chứa tên tài khoản",
            todo="Đặt mật khẩu khác, ví dụ bốn từ không liên quan.",
        )


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_hex(16))
