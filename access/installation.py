"""What is set outside the program: its environment, and the files that an administrator lays into its folder.

Nobody is signed in who changes these, so the server notes in the audit trail that it found them changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from data import secret
from data.settings import settings
from data.store import Entry, Store, trail

_WHAT, _SUBJECT, _PURPOSE = "settings", "installation", "installation"


def found(files: Mapping[str, Path]) -> dict[str, str]:
    """Give the value of every setting and the SHA-256 of every file by name, "" for what is not there.

    Of a secret setting it is a keyed hash, which tells whether it was changed and nothing else.
    """
    values = {name.upper(): _told(value) for name, value in dict(settings()).items()}
    return values | {name: _sum(path) for name, path in files.items()}


def note(store: Store, files: Mapping[str, Path]) -> list[str]:
    """Note in the audit trail what differs from what was noted last, and give its names; nothing where all is alike.

    The first entry names everything that is set. Several processes of one server note a change once.
    """
    now = found(files)
    with store.reading() as connection:
        if trail.latest(connection, _WHAT, _SUBJECT).get("now") == now:
            return []
    with store.writing() as connection:
        before = trail.latest(connection, _WHAT, _SUBJECT).get("now", {})
        changed = sorted(name for name in now.keys() | before.keys() if now.get(name, "") != before.get(name, ""))
        if changed:
            trail.append(connection, Entry("", _WHAT, _SUBJECT, {"changed": changed, "now": now}))
    return changed


def _told(value: object) -> str:
    if isinstance(value, SecretStr):
        return secret.keyed(_PURPOSE, value.get_secret_value()) if value.get_secret_value() else ""
    return "" if value is None else str(value)


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
