"""Answers people gave once and need not give again: what a name means, how a sheet's columns are read."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Connection, delete, insert, select

from data.store.queries import now
from data.store.schema import column_mappings, name_decisions

if TYPE_CHECKING:
    from data.store.register import Store


def folded(text: str) -> str:
    """Give a text as it is remembered: NFC, small letters, single spaces. Accents stay: they tell places apart."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def fingerprint(headings: Sequence[str]) -> str:
    """Give what tells a sheet by its headings, in their order."""
    return hashlib.sha256(json.dumps([folded(heading) for heading in headings]).encode()).hexdigest()


class Decisions:
    """The remembered answers of one store. The last answer to a question counts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def remember_name(
        self, name: str, unit_epoch: str, unit_code: str, *, district: str = "", epoch: str = "", by: str
    ) -> None:
        """Remember that `name`, in a file that says `district` and `epoch` ("" = not said), means this unit."""
        key = {"name": folded(name), "district": folded(district), "epoch": epoch}
        answer = {"unit_epoch": unit_epoch, "unit_code": unit_code, "decided_by": by, "decided_at": now()}
        with self._store.writing() as connection:
            connection.execute(delete(name_decisions).filter_by(**key))
            connection.execute(insert(name_decisions), key | answer)

    def forget_name(self, name: str, *, district: str = "", epoch: str = "") -> None:
        """Forget the answer about a name; nothing happens when there is none."""
        with self._store.writing() as connection:
            connection.execute(
                delete(name_decisions).filter_by(name=folded(name), district=folded(district), epoch=epoch)
            )

    def names(self) -> pd.DataFrame:
        """Give every answer: name and district (folded), epoch, unit_epoch, unit_code, decided_by, decided_at."""
        with self._store.reading() as connection:
            found = connection.execute(select(name_decisions))
            frame = pd.DataFrame(found.all(), columns=list(found.keys()), dtype="str")
        return frame.sort_values(["name", "district", "epoch"], ignore_index=True)

    def remember_mapping(self, headings: Sequence[str], mapping: Mapping[str, str], *, by: str) -> None:
        """Remember how a sheet with these headings is read: heading → column of the register ("" = not read).

        Headings that are not in `mapping` keep the answer given before; `by` may be "": nobody said who.
        """
        key = fingerprint(headings)
        with self._store.writing() as connection:
            known = {**(_mapping(connection, headings) or {}), **_asked(mapping, headings)}
            answer = {"headings": list(headings), "mapping": known, "decided_by": by, "decided_at": now()}
            connection.execute(delete(column_mappings).filter_by(fingerprint=key))
            connection.execute(insert(column_mappings), {"fingerprint": key, **answer})

    def mapping(self, headings: Sequence[str]) -> dict[str, str] | None:
        """Give the mapping remembered for a sheet with these headings, by the headings as they are here, or None."""
        with self._store.reading() as connection:
            return _mapping(connection, headings)


def _mapping(connection: Connection, headings: Sequence[str]) -> dict[str, str] | None:
    wanted = select(column_mappings.c.mapping).filter_by(fingerprint=fingerprint(headings))
    found = connection.execute(wanted).scalar()
    return None if found is None else _asked(found, headings)


def _asked(mapping: Mapping[str, str], headings: Sequence[str]) -> dict[str, str]:
    """Give a mapping by the headings of a sheet, which may write them in other letters."""
    known = {folded(heading): column for heading, column in mapping.items()}
    return {heading: known[folded(heading)] for heading in headings if folded(heading) in known}
