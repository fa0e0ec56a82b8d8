"""What a file does to the register, worked out cell by cell against the version its sender had seen.

A workbook exported at version 5 holds every row as it was at 5. Were its cells simply written over version
8, all that others did in 6, 7 and 8 would be undone. So only the cells that differ from version 5 count as
the sender's own; they are laid on version 8, and where somebody else changed the same cell the whole import
is refused and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from data.errors import Problem
from data.store.rows import canonical, differences
from data.store.schema import COLUMNS


@dataclass(frozen=True, eq=False)
class Changes:
    """The rows of one import.

    frames: kind → rows with the kind's id column and any of its columns, as text (numbers also as float).
        A column that is absent leaves the stored cells as they are; a blank cell makes the cell blank.
    removed: kind → ids of rows to end.
    models: with mode "replace", the models whose sites `frames["sites"]` holds completely; their other sites
        end with this version.
    """

    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    removed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    models: tuple[str, ...] = ()

    def kinds(self) -> list[str]:
        """Give the kinds of rows this touches."""
        return list(dict.fromkeys([*self.frames, *self.removed, *(["sites"] if self.models else [])]))

    def tidied(self) -> Changes:
        """Give the same with canonical frames. Raises Problem naming every cell that cannot be kept."""
        return replace(self, frames={kind: canonical(kind, frame) for kind, frame in self.frames.items()})


@dataclass(frozen=True, eq=False)
class Clash:
    """A cell (field "" = the whole row) that both the sender and somebody else changed."""

    kind: str
    row_id: str
    field: str


def merged(kind: str, changes: Changes, base: pd.DataFrame, current: pd.DataFrame) -> tuple[pd.DataFrame, list[Clash]]:
    """Give the canonical rows of the next version, and what clashes.

    changes: tidied; base: the rows as the sender saw them; current: the rows of the last version. All
    canonical. Raises Problem for rows of a model other than those the file replaces.
    """
    incoming = changes.frames.get(kind, base.iloc[:0])
    removed: pd.Index = pd.Index(list(changes.removed.get(kind, ())), dtype=object)
    clashes: list[Clash] = []
    if kind == "sites" and changes.models:
        _belongs(incoming, base, changes.models)
        clashes += _touched(base, current, changes.models)
        held = current.index[current["model_key"].isin(changes.models)]
        removed = removed.union(held.difference(incoming.index), sort=False)
    fresh = incoming.loc[~incoming.index.isin(base.index)]
    known = incoming.loc[incoming.index.isin(base.index)]
    target, edited = _edited(kind, known, base, current)
    added, doubled = _added(kind, fresh, current)
    clashes += [*edited, *doubled, *_lost(kind, removed, base, current)]
    target = target.loc[~target.index.isin(removed)]
    return pd.concat([target, added.loc[~added.index.isin(target.index)]]), clashes


def _edited(
    kind: str, known: pd.DataFrame, base: pd.DataFrame, current: pd.DataFrame
) -> tuple[pd.DataFrame, list[Clash]]:
    """Lay the cells of rows the sender had seen, where he changed them, on the current rows."""
    columns = list(known.columns)
    here = known.index[known.index.isin(current.index)]
    mine = known.loc[here].to_numpy(dtype=object)
    seen = base.loc[here, columns].to_numpy(dtype=object)
    now = current.loc[here, columns].to_numpy(dtype=object)
    clash = np.argwhere((mine != seen) & (now != seen) & (now != mine))
    clashes = [Clash(kind, here[row], columns[column]) for row, column in clash]
    target = current.copy()
    if len(here):
        target.loc[here, columns] = np.where(mine != seen, mine, now)
    away = known.index.difference(here, sort=False)
    changed = (known.loc[away].to_numpy(dtype=object) != base.loc[away, columns].to_numpy(dtype=object)).any(axis=1)
    # A row removed meanwhile and left alone by the sender stays removed.
    return target, clashes + [Clash(kind, row_id, "") for row_id in away[changed]]


def _added(kind: str, fresh: pd.DataFrame, current: pd.DataFrame) -> tuple[pd.DataFrame, list[Clash]]:
    """Give the rows that are new to the sender's version; one that somebody else added otherwise clashes."""
    rows = fresh.reindex(columns=list(COLUMNS[kind]), fill_value="")
    twice = rows.index[rows.index.isin(current.index)]
    columns = list(fresh.columns)
    mine, now = fresh.loc[twice].to_numpy(dtype=object), current.loc[twice, columns].to_numpy(dtype=object)
    return rows, [Clash(kind, row_id, "") for row_id in twice[(mine != now).any(axis=1)]]


def _lost(kind: str, removed: pd.Index[str], base: pd.DataFrame, current: pd.DataFrame) -> list[Clash]:
    """Give the rows to be removed that somebody else has changed since."""
    both = removed[removed.isin(base.index) & removed.isin(current.index)]
    touched = (base.loc[both].to_numpy(dtype=object) != current.loc[both].to_numpy(dtype=object)).any(axis=1)
    return [Clash(kind, row_id, "") for row_id in both[touched]]


def _touched(base: pd.DataFrame, current: pd.DataFrame, models: Sequence[str]) -> list[Clash]:
    """Give every cell of the models to be replaced that somebody else changed: the file cannot know of it."""
    of_models = base.index[base["model_key"].isin(models)].union(
        current.index[current["model_key"].isin(models)], sort=False
    )
    told = differences("sites", base, current)
    told = told[told["row_id"].isin(of_models)]
    return [
        Clash("sites", row_id, field if change == "changed" else "")
        for row_id, change, field in told[["row_id", "change", "field"]].itertuples(index=False, name=None)
        if change == "changed" or field == "site_id"
    ]


def _belongs(incoming: pd.DataFrame, base: pd.DataFrame, models: Sequence[str]) -> None:
    stated = (
        incoming["model_key"] if "model_key" in incoming else base["model_key"].reindex(incoming.index, fill_value="")
    )
    foreign = incoming.index[~stated.isin(models)]
    if len(foreign):
        raise Problem(
            where="Thay toàn bộ điểm của mô hình " + ", ".join(models),
            came=f"{len(foreign)} dòng thuộc mô hình khác: {', '.join(foreign[:5])}",
            expected="chỉ các dòng của mô hình được thay",
            todo="Bỏ các dòng này khỏi tệp, hoặc chọn cách «gộp theo mã». Sổ chưa thay đổi.",
        )
