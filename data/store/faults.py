"""What a database complains of, told so that the person before the screen knows what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from json import JSONDecodeError

from sqlalchemy.exc import DBAPIError, OperationalError

from data.errors import Problem

_KEPT = "Phiên bản gần nhất của sổ còn nguyên, vẫn xem được."


@dataclass(frozen=True)
class Fault:
    """One way a store can fail, in Vietnamese."""

    came: str
    expected: str
    todo: str


BUSY = Fault(
    "người khác đang ghi, chờ quá lâu",
    "mỗi lúc một người ghi",
    f"Đợi vài phút rồi thử lại. {_KEPT}",
)
FULL = Fault(
    "ổ đĩa đầy hoặc không ghi thêm được",
    "đủ chỗ trống để ghi",
    f"Dọn ổ đĩa rồi nhập lại cả tệp: lần ghi dở đã được bỏ. {_KEPT}",
)
READ_ONLY = Fault(
    "thư mục hoặc tệp chỉ cho đọc",
    "quyền ghi vào nơi chứa sổ",
    f"Xin quyền ghi rồi thử lại. {_KEPT}",
)
DAMAGED = Fault(
    "tệp hỏng hoặc không phải tệp của sổ",
    "tệp sổ nguyên vẹn",
    "Dừng chương trình rồi khôi phục từ bản sao lưu: python -m data restore TỆP. Tệp hỏng sẽ được giữ lại bên cạnh.",
)
UNREACHABLE = Fault(
    "máy chủ cơ sở dữ liệu không trả lời hoặc từ chối",
    "máy chủ đang chạy, đúng địa chỉ và mật khẩu",
    "Kiểm tra máy chủ và REGISTER_DATABASE_URL rồi thử lại. Lần ghi dở, nếu có, đã được bỏ.",
)
FAILED = Fault(
    "cơ sở dữ liệu báo lỗi",
    "đọc và ghi được",
    f"Báo người quản trị kèm nhật ký. {_KEPT}",
)

# Result codes of SQLite, extended or else primary: https://sqlite.org/rescode.html
_SQLITE = {
    sqlite3.SQLITE_IOERR_READ: DAMAGED,
    sqlite3.SQLITE_IOERR_SHORT_READ: DAMAGED,
    sqlite3.SQLITE_IOERR_CORRUPTFS: DAMAGED,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
# SQLSTATE of PostgreSQL, whole or its class of two characters.
_POSTGRESQL = {
    "55P03": BUSY,
    "40": BUSY,
    "53100": FULL,
    "25006": READ_ONLY,
    "42501": READ_ONLY,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
    "08": UNREACHABLE,
    "28": UNREACHABLE,
    "3D": UNREACHABLE,
    "53": UNREACHABLE,
    "57": UNREACHABLE,
}
_OS = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EROFS: READ_ONLY,
}


class Unreadable(ValueError):
    """What was read from the store is not of the type that was written."""


class Damaged(Problem):
    """The store's own file cannot be read: the one fault that a restore answers by moving it aside."""


def problem(where: str, fault: Fault, detail: object = "") -> Problem:
    """Give the Problem of a fault at `where`."""
    kind = Damaged if fault is DAMAGED else Problem
    return kind(where, fault.came, fault.expected, fault.todo, str(detail))


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn every complaint of the database or the disk into a Problem; keep all else as it is."""
    try:
        yield
    except DBAPIError as error:
        raise problem(where, _fault_of(error), error) from error
    except (UnicodeDecodeError, JSONDecodeError, Unreadable) as error:
        raise problem(where, DAMAGED, error) from error
    except OSError as error:
        raise problem(where, _OS.get(error.errno or 0, FAILED), error) from error


def _fault_of(error: DBAPIError) -> Fault:
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        if code is None:  # the driver's own complaint, of text that is none
            return DAMAGED if isinstance(cause, sqlite3.OperationalError) else FAILED
        return _SQLITE.get(code) or _SQLITE.get(code & 0xFF) or FAILED
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # psycopg gives no code when it never reached the server, or lost it on the way.
        return UNREACHABLE if isinstance(error, OperationalError) else FAILED
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2]) or FAILED
