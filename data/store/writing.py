"""How a version is written: its own line first, then the rows it ends, then the rows it begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from sqlalchemy import Connection

from data.store import queries
from data.store.merge import Changes
from data.store.queries import Version
from data.store.rows import Delta, canonical, checksum, delta, empty
from data.store.schema import KINDS

SYSTEM = "hệ thống"

Tables = Mapping[str, pd.DataFrame]
Places = Mapping[str, Mapping[str, int]]

# The columns of a kind that say what a row is about, and where.
_SUBJECT = {"sites": "model_key", "figures": "model_key", "targets": "model_key", "statuses": "status_key"}
_AREA = {
    "sites": ("unit_epoch", "unit_code"),
    "statuses": ("unit_epoch", "unit_code"),
    "figures": ("area_epoch", "area_code"),
    "targets": ("area_epoch", "area_code"),
}


def seeded(connection: Connection, seed: Tables, created_at: str = "") -> Version:
    """Write version 1: the tables of `seed`, on `created_at` or else on their own date."""
    about = seed["dataset"].iloc[0]
    note = f"{about['name_vi']}, bản {about['version']} ngày {about['date']}"
    version = Version(1, None, created_at or about["date"], SYSTEM, mode="seed", note=note)
    target = {kind: canonical(kind, seed[kind]) for kind in KINDS}
    return written(connection, version, {kind: empty(kind) for kind in KINDS}, target)


def written(
    connection: Connection,
    version: Version,
    current: Tables,
    target: Tables,
    *,
    places: Places | None = None,
    counts: Mapping[str, Mapping[str, int]] | None = None,
) -> Version:
    """Write `version`, which turns the canonical rows of `current` into those of `target`, and give it.

    Kinds that are not in `target` stay as they are. places: where rows that return stood in the order.
    counts: what to note of the version, by default the rows that differ.
    """
    changed = {kind: delta(current[kind], rows) for kind, rows in target.items()}
    before = [v for v in queries.history(connection) if v.number == version.parent]
    sums = dict(before[0].content_sha256) if before else {}
    sums |= {kind: checksum(rows) for kind, rows in target.items()}
    noted = counts or {kind: ids.counts() for kind, ids in changed.items()}
    version = replace(version, counts=noted, content_sha256=sums)
    queries.add_version(connection, version)
    for kind, ids in changed.items():
        _write_rows(connection, kind, version, ids, target[kind], (places or {}).get(kind, {}))
    return version


def _write_rows(
    connection: Connection,
    kind: str,
    version: Version,
    ids: Delta,
    rows: pd.DataFrame,
    places: Mapping[str, int],
) -> None:
    begun = rows.loc[ids.added.append(ids.changed)]
    stood = queries.positions(connection, kind, version.number - 1) | dict(places)
    arrived = begun.index[~begun.index.isin(list(stood))]
    stood |= {row: place for place, row in enumerate(arrived, queries.next_position(connection, kind))}
    queries.end(connection, kind, [*ids.changed, *ids.removed], version.number)
    queries.begin(connection, kind, begun, stood, version.number)


def sent(changes: Changes, target: Tables) -> Counter[tuple[str, str, str, str]]:
    """Count the rows of a file by (kind, subject, epoch, code), with what the register knows of them."""
    counter: Counter[tuple[str, str, str, str]] = Counter()
    for kind, frame in changes.frames.items():
        if kind in _SUBJECT:
            rows = target[kind].loc[target[kind].index.isin(frame.index)]
            named = rows[[_SUBJECT[kind], *_AREA[kind]]]
            counter.update((kind, *row) for row in named.itertuples(index=False, name=None))
    return counter


def file_counts(changes: Changes, current: Tables, target: Tables) -> dict[str, dict[str, int]]:
    """Count what a file did; "unchanged" are the rows of the file that already stood so."""
    counts = {}
    for kind in target:
        counts[kind] = delta(current[kind], target[kind]).counts()
        named = target[kind].index.isin(changes.frames[kind].index).sum() if kind in changes.frames else 0
        counts[kind]["unchanged"] = int(named) - counts[kind]["added"] - counts[kind]["changed"]
    return counts
