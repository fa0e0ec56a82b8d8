"""The desk: everything a person may do with the register, and nothing else of it.

It has the store's own methods, so that an import, an edit or a page is handed one or the other alike. What it reads is
what the person's scope lets through; what it writes is in the person's name, and refused outside their role and area.
Pages get the register through it only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from access.person import Forbidden, Person
from access.scope import EVERYTHING
from access.seeing import PLACE, Tables, Territory, inside, seen
from data.record import Record
from data.store import Changes, Entry, SetAside, Store, Version
from data.store.rows import canonical, delta, differences
from data.store.schema import KINDS
from data.wording import word

Ground = Callable[[tuple[str, ...]], Territory]


class Desk:
    """One person before one store; `ground` gives the units that lie in areas."""

    def __init__(self, store: Store, person: Person, ground: Ground) -> None:
        self._store = store
        self.person = person
        self._ground = ground
        self.decisions = Decisions(self, store)
        self.quarantine = Quarantine(self, store)

    @property
    def _all(self) -> bool:
        return self.person.scope == EVERYTHING

    def _territory(self) -> Territory:
        return self._ground(self.person.scope.areas)

    # --- reading

    def latest(self) -> int:
        """Give the number of the last version."""
        return self._store.latest()

    def version(self, number: int | None = None) -> Version:
        """Give what is known of a version, as Store.version."""
        return self._store.version(number)

    def history(self) -> pd.DataFrame:
        """Give every version a row, as Store.history."""
        return self._store.history()

    def tables(self, version: int | None = None) -> dict[str, pd.DataFrame]:
        """Give the rows of a version that this person may see, as Store.tables."""
        return self._seen(self._store.tables(version))

    def record(self, version: int | None = None) -> Record:
        """Give a version as a Record of what this person may see."""
        return self._store.record(version, self._seen)

    def diff(self, before: int, after: int) -> pd.DataFrame:
        """Give what changed between two versions in what this person may see, as Store.diff."""
        if self._all:
            return self._store.diff(before, after)
        first, then = ({kind: canonical(kind, rows) for kind, rows in self.tables(n).items()} for n in (before, after))
        told = []
        for kind in KINDS:
            ids = delta(first[kind], then[kind])
            gone, come = ids.changed.append(ids.removed), ids.changed.append(ids.added)
            told.append(differences(kind, first[kind].loc[gone], then[kind].loc[come]))
        return pd.concat(told, ignore_index=True)

    def last_changed(self, kind: str, version: int | None = None) -> pd.DataFrame:
        """Give when each row that this person may see was last written, as Store.last_changed."""
        found = self._store.last_changed(kind, version)
        if self._all:
            return found
        rows = self.tables(version)[kind]
        return found[found["row_id"].isin(set(rows.iloc[:, 0]))].reset_index(drop=True)

    def submissions(self) -> pd.DataFrame:
        """Give who sent what about the areas that this person may see, as Store.submissions."""
        found = self._store.submissions()
        if self.person.scope.whole:
            return found
        territory = self._territory()
        mine = [place in territory for place in zip(found["epoch"], found["code"], strict=True)]
        return found[pd.Series(mine, index=found.index, dtype=bool)].reset_index(drop=True)

    def _seen(self, tables: Tables) -> dict[str, pd.DataFrame]:
        if self._all:
            return dict(tables)
        return seen(tables, self.person.scope, self._territory())

    # --- writing

    def commit(
        self,
        changes: Changes,
        *,
        by: str = "",
        file_name: str = "",
        mended: Sequence[int] = (),
        aside: Sequence[SetAside] = (),
        **more: Any,
    ) -> Version:
        """Make the next version in this person's name, as Store.commit. Raises Forbidden outside role or area."""
        self.person.need("import" if file_name else "edit")
        self.quarantine.check(mended)
        return self._store.commit(
            changes,
            by=self.name(by),
            file_name=file_name,
            mended=mended,
            aside=aside,
            allowed=None if self._all else self._check,
            **more,
        )

    def rollback(self, to: int, *, by: str = "", note: str = "") -> Version:
        """Make a version that holds what an earlier one held, as Store.rollback. Raises Forbidden."""
        self.person.need("rollback")
        self._whole()
        return self._store.rollback(to, by=self.name(by), note=note)

    def carried_away(self, what: str, details: Mapping[str, Any]) -> None:
        """Note in the audit trail that a file was made of what is seen here. Raises Forbidden."""
        self.person.need("export")
        if self.person.name:
            self._store.trail.add(Entry(self.person.name, "export", what, details))

    def set(self, what: str, **details: Any) -> None:
        """Note in the audit trail that a setting of the installation was changed here."""
        if self.person.name:
            self._store.trail.add(Entry(self.person.name, "settings", what, details))

    def name(self, by: str) -> str:
        """Give the name that what is written carries: the account's, or at an open door the one that was typed."""
        return self.person.name or by

    def _whole(self) -> None:
        if not self._all:
            raise _outside("sổ của cả tỉnh")

    def _check(self, before: Tables, after: Tables) -> None:
        """Refuse a change that touches a row outside the area, as it stood or as it would stand."""
        if not self.person.scope.exact:
            raise _outside("vị trí chính xác")
        if self.person.scope.whole:
            return
        territory = self._territory()
        for kind, rows in after.items():
            ids = delta(before[kind], rows)
            old = before[kind].loc[ids.changed.append(ids.removed)]
            new = rows.loc[ids.changed.append(ids.added)]
            if kind == "sources":  # a new one hurts nobody; one that others cite is theirs too
                touched = list(old.index)
            elif kind in PLACE:
                touched = [row for part in (old, new) for row in part.index[~_own(kind, part, territory)]]
            else:
                touched = [*old.index, *new.index]
            if touched:
                shown = ", ".join(str(row) for row in list(dict.fromkeys(touched))[:3])
                raise _outside(f"{word(f'kind.{kind}')}: {shown}")


def _own(kind: str, rows: pd.DataFrame, territory: Territory) -> pd.Series:
    totals = rows["area_kind"].isin(("province", "border_communes")) if "area_kind" in rows else False
    return inside(kind, rows, territory) & ~pd.Series(totals, index=rows.index, dtype=bool)


class Decisions:
    """The store's remembered answers, given by whoever may import."""

    def __init__(self, desk: Desk, store: Store) -> None:
        self._desk, self._store = desk, store

    def names(self) -> pd.DataFrame:
        """As Decisions.names."""
        return self._store.decisions.names()

    def mapping(self, headings: Sequence[str]) -> dict[str, str] | None:
        """As Decisions.mapping."""
        return self._store.decisions.mapping(headings)

    def remember_name(
        self, name: str, unit_epoch: str, unit_code: str, *, district: str = "", epoch: str = "", by: str
    ) -> None:
        """As Decisions.remember_name. Raises Forbidden."""
        self._desk.person.need("import")
        by = self._desk.name(by)
        self._store.decisions.remember_name(name, unit_epoch, unit_code, district=district, epoch=epoch, by=by)

    def forget_name(self, name: str, *, district: str = "", epoch: str = "") -> None:
        """As Decisions.forget_name. Raises Forbidden."""
        self._desk.person.need("import")
        self._store.decisions.forget_name(name, district=district, epoch=epoch)

    def remember_mapping(self, headings: Sequence[str], mapping: Mapping[str, str], *, by: str) -> None:
        """As Decisions.remember_mapping. Raises Forbidden."""
        self._desk.person.need("import")
        self._store.decisions.remember_mapping(headings, mapping, by=self._desk.name(by))


class Quarantine:
    """The rows kept aside that a person may see: all, or of a limited scope only those they sent themselves."""

    def __init__(self, desk: Desk, store: Store) -> None:
        self._desk, self._store = desk, store

    @property
    def whose(self) -> str:
        """Whose rows these are, "" for everybody's: part of the key of what is cached of them."""
        return "" if self._desk.person.scope == EVERYTHING else f"of {self._desk.person.name}"

    def rows(self, *, closed: bool = False) -> pd.DataFrame:
        """As the store's own; their cells are as they came, with whatever points they hold."""
        found = self._store.quarantine.rows(closed=closed)
        if not self.whose:
            return found
        return found[(found["set_aside_by"] == self._desk.person.name) & bool(self._desk.person.name)].reset_index(
            drop=True
        )

    def add(self, rows: Sequence[SetAside], *, by: str, file_name: str, file_sha256: str = "") -> list[int]:
        """As Quarantine.add. Raises Forbidden."""
        self._desk.person.need("import")
        by = self._desk.name(by)
        return self._store.quarantine.add(rows, by=by, file_name=file_name, file_sha256=file_sha256)

    def drop(self, numbers: Sequence[int], *, by: str, note: str) -> None:
        """As Quarantine.drop. Raises Forbidden."""
        self._desk.person.need("edit")
        self.check(numbers)
        self._store.quarantine.drop(numbers, by=self._desk.name(by), note=note)

    def check(self, numbers: Sequence[int]) -> None:
        """Raise Forbidden when rows are named that this person does not see."""
        if numbers and not {*numbers} <= {*self.rows()["number"]}:
            raise _outside("dòng để riêng của người khác")


def _outside(what: str) -> Forbidden:
    return Forbidden(where=word("access.where"), came=what, expected=word("access.own_area"), todo=word("access.ask"))
