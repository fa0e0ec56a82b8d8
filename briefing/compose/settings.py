"""What an office sets for its briefings: who sends them, and the named requests it keeps."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import logging
import os
import tempfile
import tomllib
import unicodedata
from pathlib import Path

from briefing.compose.request import Request
from briefing.document import Agency
from data.errors import Problem
from data.settings import settings

log = logging.getLogger("briefing")
AGENCY_FILE, KEPT = "agency.toml", "briefings"
LONGEST_NAME, MOST_KEPT = 120, 200


def folder() -> Path:
    """Give the folder of what is made or set at run time: data/files, or where NGHEAN_FILES puts it."""
    return settings().nghean_files


def agency(path: Path | None = None) -> Agency:
    """Give who sends the briefings, from agency.toml; what it does not say stays "", and so does everything without it.

    Raises Problem for a file that is no such settings.
    """
    path = path or folder() / AGENCY_FILE
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Agency()
    except (OSError, UnicodeDecodeError) as fault:
        raise _faulty(path, "tệp không đọc được", str(fault)) from fault
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _faulty(path, f"tệp không đúng dạng TOML ({fault})") from fault
    names = [field.name for field in dataclasses.fields(Agency)]
    for name, value in given.items():
        if name not in names:
            raise _faulty(path, f"khóa «{name}», cần một trong {', '.join(names)}")
        lines = value if name == "recipients" else [value]
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise _faulty(path, f"giá trị của «{name}» không phải chữ")
    recipients = tuple(str(line) for line in given.pop("recipients", []))
    return Agency(**{name: str(value) for name, value in given.items()}, recipients=recipients)


def kept() -> dict[str, Request]:
    """Give the named requests that the office keeps, by name; one that can no longer be read is left out and logged."""
    found = {}
    for path in sorted((folder() / KEPT).glob("*.json")):
        try:
            entry = json.loads(path.read_text("utf-8"))
            found[str(entry["name"])] = Request.from_query(entry["request"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, Problem) as fault:
            log.warning("%s: %s", path, fault)
    return dict(sorted(found.items()))


def keep(name: str, request: Request) -> str:
    """Keep a request under a name, for everyone; it takes the place of one of the same name. Gives the tidied name.

    Raises Problem for a name that is empty or too long, when there are too many, or when the disk does not take it.
    """
    tidy = tidied(name)
    path = _path(tidy)
    if not path.exists() and len(kept()) >= MOST_KEPT:
        raise Problem("Mẫu báo cáo", f"đã có {MOST_KEPT} mẫu", f"không quá {MOST_KEPT} mẫu", "Xóa bớt mẫu không dùng.")
    text = json.dumps({"name": tidy, "request": request.to_query()}, ensure_ascii=False, indent=1)
    write_whole(path, text.encode("utf-8"))
    return tidy


def drop(name: str) -> None:
    """Forget the request of a name; one that is not there is no fault."""
    _path(tidied(name)).unlink(missing_ok=True)


def tidied(name: str) -> str:
    """Give a name as it is kept: composed letters, single spaces, nothing invisible. Raises Problem for no name."""
    shown = "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in unicodedata.normalize("NFC", name))
    tidy = " ".join(shown.split())
    if not tidy or len(tidy) > LONGEST_NAME:
        came = f"{len(tidy)} chữ" if tidy else "tên trống"
        raise Problem("Tên mẫu báo cáo", came, f"tên có từ 1 đến {LONGEST_NAME} chữ", "Ghi lại tên.")
    return tidy


def write_whole(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all: beside its goal first, then renamed. Raises Problem when it cannot."""
    draft = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Beside the goal, so that the last step is a renaming within one disk.
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except BaseException as fault:
        if draft:
            Path(draft).unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise _unwritable(path, fault.strerror or type(fault).__name__, str(fault)) from fault
        raise


def ready(folder: Path, path: Path | None = None) -> None:
    """Make a folder and see that it takes files, and `path` where given. Raises Problem when it does not."""
    path = path or folder
    if path != folder and path.is_dir():
        raise _unwritable(path, "đó là một thư mục")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".draft-"):
            pass
    except OSError as fault:
        raise _unwritable(path, fault.strerror or type(fault).__name__, str(fault)) from fault


def _unwritable(path: Path, why: str, detail: str = "") -> Problem:
    return Problem(
        where=f"Tệp {path}",
        came=f"không ghi được ({why})",
        expected="thư mục ghi được, còn chỗ trống",
        todo="Kiểm tra thư mục, quyền ghi và chỗ trống, rồi chạy lại.",
        detail=detail,
    )


def _path(name: str) -> Path:
    # The name itself may be anything: only its digest becomes part of a path.
    return folder() / KEPT / f"{hashlib.sha256(name.encode('utf-8')).hexdigest()[:24]}.json"


def _faulty(path: Path, came: str, detail: str = "") -> Problem:
    return Problem(
        where=f"Thiết lập cơ quan, {path}",
        came=came,
        expected="tệp TOML như ví dụ ở docs/briefing.vi.md",
        todo="Sửa lại tệp, hoặc xóa đi để các mục này bỏ trống.",
        detail=detail,
    )
