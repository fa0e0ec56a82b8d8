"""What of the register somebody may see: areas, and whether exact points; a frozen value, part of every cache's key."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """What may be seen; the default is nothing.

    whole: the whole province; else `areas`, as "epoch:code" of communes or districts, and of the province its totals
    only. exact: the exact points of sensitive layers too; else these are known by commune.
    """

    whole: bool = False
    areas: tuple[str, ...] = ()
    exact: bool = False


EVERYTHING = Scope(whole=True, exact=True)
NOTHING = Scope()


def text(scope: Scope) -> str:
    """Write a scope as a text that is part of a cache's key, "" for everything."""
    return "" if scope == EVERYTHING else json.dumps([scope.whole, scope.areas, scope.exact])


def read(told: str) -> Scope:
    """Read what `text` wrote."""
    if not told:
        return EVERYTHING
    whole, areas, exact = json.loads(told)
    return Scope(whole, tuple(areas), exact)
