"""What each role may do: a reviewed table, data/tables/roles.csv; whatever is not in it is refused."""

from __future__ import annotations

from functools import cache

from data.store.people_schema import ROLES
from data.tables import read

__all__ = ["ROLES", "capabilities", "may", "open_models", "sensitive"]


def may(role: str, capability: str) -> bool:
    """Say whether a role may do something; an unknown role may nothing. Raises KeyError for an unknown capability."""
    return role in capabilities()[capability]


@cache
def capabilities() -> dict[str, frozenset[str]]:
    """Give capability → the roles that have it."""
    return {
        row["capability"]: frozenset(role for role in ROLES if row[role] == "yes")
        for row in read("roles").to_dict("records")
    }


@cache
def open_models() -> frozenset[str]:
    """Give the models whose exact points everybody may see; those of every other model are sensitive."""
    table = read("sensitivity")
    return frozenset(table.loc[table["precision"] == "exact", "model_key"])


def sensitive(model: str) -> bool:
    """Say whether the exact points of a model are kept from roles without the capability "exact_points"."""
    return model not in open_models()
