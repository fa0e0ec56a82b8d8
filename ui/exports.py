"""Files that are carried away: each is noted in the audit trail and says discreetly who took it and when.

At an open door nobody is signed in, and both are left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, TypeVar

from access.desk import Desk
from briefing.spec import Header
from data.freshness import local_moment, today
from data.store.queries import now
from ui import caches, person

_T = TypeVar("_T")


def recorded(make: Callable[[str], bytes], what: str, **details: Any) -> Callable[[], bytes]:
    """Give what makes a file when it is asked for: `make` is handed the mark, "" where nobody is signed in.

    It runs beside the page's own runs, so who is before the screen is settled here; whether they still may, then.
    """
    desk = caches.desk()
    if not desk.person.name:
        return lambda: make("")
    token = person.cookie()
    details |= {"version": caches.head()[1]}

    def made() -> bytes:
        store = caches.store()
        present = person.of(store, token)
        if present is None or present.name != desk.person.name:
            raise PermissionError("the session is over")
        Desk(store, present, lambda areas: ()).carried_away(what, details)
        return make(mark(desk.person.name))

    return made


def named(file_name: str) -> str:
    """Give the name of a file that has no room for the mark inside, with account and day before its ending."""
    name = caches.desk().person.name
    stem, _, ending = file_name.rpartition(".")
    return f"{stem}_{name}_{today()}.{ending}" if name else file_name


def mark(name: str) -> str:
    """Give the mark of a file: account and local time."""
    return f"{name} {local_moment(now())}"


def marked(shown: _T, told: str) -> _T:
    """Give a specification or document whose header says, after the data set, who took it and when."""
    if not told:
        return shown
    header: Header = shown.header  # type: ignore[attr-defined]
    header = dataclasses.replace(header, dataset=f"{header.dataset} · {told}")
    return dataclasses.replace(shown, header=header)  # type: ignore[type-var]
