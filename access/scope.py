"""What of the register somebody may see: areas, and whether exact points; a frozen value, part of every cache's key."""

from __future__ import annotations

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
