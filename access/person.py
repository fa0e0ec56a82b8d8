"""Who acts: somebody who signed in, or whoever sits at their own computer before the public record."""

from __future__ import annotations

from dataclasses import dataclass

from access import roles
from access.scope import EVERYTHING, Scope
from data.errors import Problem
from data.tables import read
from data.wording import word


class Forbidden(Problem):
    """Somebody asked for what their role or area does not allow."""


@dataclass(frozen=True)
class Person:
    """Somebody who acts; `name` is the account, "" at an open door, `session` what ends when they sign out."""

    name: str
    role: str
    scope: Scope
    session: str = ""
    must_change: bool = False
    via: str = ""

    def may(self, capability: str) -> bool:
        """Say whether the role has a capability of data/tables/roles.csv."""
        return roles.may(self.role, capability)

    def need(self, capability: str) -> None:
        """Raise Forbidden where the role has not that capability."""
        if not self.may(capability):
            raise Forbidden(
                where=word("access.where"),
                came=word("access.role", role=word(f"role.{self.role or 'nobody'}")),
                expected=word("access.needs", what=_label(capability)),
                todo=word("access.ask"),
            )


# Sitting at the computer itself one may do everything: the files lie there too.
OPEN = Person("", "admin", EVERYTHING)


def _label(capability: str) -> str:
    table = read("roles").set_index("capability")
    return str(table.at[capability, "label_vi"])
