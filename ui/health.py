"""Whether this process can serve: what a monitor asks at /healthz. It tells states and figures, no paths or texts."""

from __future__ import annotations

import json
import logging
import shutil
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data.errors import Problem
from data.settings import settings
from data.store import open_store
from geo import boundary_files

ADDRESS = "/healthz"
_PROJECT = Path(__file__).parents[1] / "pyproject.toml"
log = logging.getLogger("health")


@cache
def version() -> str:
    """Give the version of the program."""
    return str(tomllib.loads(_PROJECT.read_text("utf-8"))["project"]["version"])


def register_version() -> int:
    """Give the number of the register's last version. Raises Problem when the register cannot be read."""
    return open_store().latest()


def boundaries_built() -> bool:
    """Tell whether the boundaries are built and fit their sources."""
    return not boundary_files.why_stale(boundary_files.manifest())


def free_mb() -> int:
    """Give the free megabytes of the fullest disk among those that are written to."""
    database, set_ = open_store().database, settings()
    written = [set_.nghean_files, *([set_.nghean_log_file] if set_.nghean_log_file else [])]
    written += [path] if (path := getattr(database, "path", None)) else []
    return min(shutil.disk_usage(_existing(path.absolute())).free for path in written) // 1_000_000


def _existing(path: Path) -> Path:
    return next(one for one in (path, *path.parents) if one.exists())


def state() -> dict[str, object]:
    """Give status ("ok" or "fault"), version, register (last version, None when unreadable), boundaries, free_mb."""
    found: dict[str, object] = {
        "register": _or(None, register_version),
        "boundaries": _or(False, boundaries_built),
        "free_mb": _or(0, free_mb),
    }
    least = settings().nghean_least_free_mb
    well = bool(found["register"]) and bool(found["boundaries"]) and int(str(found["free_mb"])) >= least
    return {"status": "ok" if well else "fault", "version": version(), **found}


def _or(otherwise: object, ask: Callable[[], object]) -> object:
    try:
        return ask()
    except (Problem, OSError) as fault:
        log.warning("%s", ask.__name__, exc_info=fault)
        return otherwise


def answer(_: Request) -> Response:
    """Answer with the state as JSON: 200 when all is well, 503 when not."""
    # Not async: the server asks the database in a thread of its own, while pages go on.
    found = state()
    return Response(
        json.dumps(found) + "\n",
        200 if found["status"] == "ok" else 503,
        {"Cache-Control": "no-store"},
        "application/json",
    )


route = Route(ADDRESS, answer)
