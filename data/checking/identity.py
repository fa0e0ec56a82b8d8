"""Which rows of a file are which rows of the register, and which rows are there twice."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence

import pandas as pd

from data.checking.findings import Finding, Place, finding
from data.store.schema import KEYS

# What makes two rows the same, whatever their ids.
NATURAL = {
    "sites": ("model_key", "unit_epoch", "unit_code", "site_name", "hamlet"),
    "statuses": ("status_key", "area_kind", "unit_epoch", "unit_code", "as_of"),
    "figures": ("indicator_key", "area_kind", "area_epoch", "area_code", "as_of"),
    "targets": ("indicator_key", "area_kind", "area_epoch", "area_code", "deadline"),
}
_AREAS = {"province": "nghe_an", "border_communes": "27_xa_bien_gioi"}
_OTHERS = 5
Places = Sequence[Place]


def identified(
    kind: str,
    rows: pd.DataFrame,
    register: pd.DataFrame,
    places: Places,
    written: Sequence[tuple[str, ...]],
    replacing: bool = False,
) -> tuple[pd.Series, list[Finding]]:
    """Give each row its id, and a finding for every row that is there twice.

    rows: the register's columns of `kind` as text, ids blank where the sender gave none; register: the rows
    on record; places: where each row stands in the file; written: its cells as they came. An id is the
    sender's own, else that of the one row on record with the same NATURAL columns, else made of these
    columns: so the same file gives the same ids.
    `replacing`: rows on record under another id are about to go.
    """
    keys = _keys(kind, rows)
    on_record = defaultdict(list)
    for key, row_id in zip(_keys(kind, register), register[KEYS[kind]], strict=True):
        on_record[key].append(str(row_id))
    given = list(rows[KEYS[kind]])
    findings: list[Finding] = []
    ids = []
    own_ids = set(given)
    records = rows[list(NATURAL[kind])].to_dict("records")
    for at, (own, key) in enumerate(zip(given, keys, strict=True)):
        known = on_record.get(key, [])
        if own:
            others = [one for one in known if one not in own_ids]
            if others and own not in known and not replacing:
                findings.append(finding("duplicate_in_register", places[at], other=others[0]))
            ids.append(own)
            continue
        made = made_id(kind, records[at])
        if len(known) > 1 and made not in known:
            listed = ", ".join(f"«{one}»" for one in known[:_OTHERS])
            findings.append(finding("several_in_register", places[at], others=listed))
        elif known and made not in known:
            findings.append(finding("matched_in_register", places[at], other=known[0]))
            made = known[0]
        ids.append(made)
    found = pd.Series(ids, index=rows.index, dtype="str")
    return found, findings + list(_twice(kind, rows, found, given, keys, places, written))


def made_id(kind: str, row: Mapping[Hashable, str]) -> str:
    """Make the id of a row that has none, of what makes it that row; letters keep their accents."""
    if kind == "sites":
        return "-".join(filter(None, map(_slug, (row["model_key"], row["unit_code"], row["site_name"], row["hamlet"]))))
    if kind == "statuses":
        parts = (row["status_key"], row["as_of"], row["area_kind"], row["unit_epoch"], row["unit_code"])
        return "-".join(parts)
    area = _AREAS.get(row["area_kind"]) or f"{row['area_epoch']}_{row['area_code']}"
    return "-".join(filter(None, (row["indicator_key"], area, row["deadline" if kind == "targets" else "as_of"])))


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "_", unicodedata.normalize("NFC", text).casefold()).strip("_")


def _keys(kind: str, rows: pd.DataFrame) -> list[tuple[str, ...]]:
    columns = [[" ".join(text.casefold().split()) for text in rows[name]] for name in NATURAL[kind]]
    return list(zip(*columns, strict=True))


def _twice(
    kind: str,
    rows: pd.DataFrame,
    ids: pd.Series,
    given: Sequence[str],
    keys: Sequence[tuple[str, ...]],
    places: Places,
    written: Sequence[tuple[str, ...]],
) -> Iterator[Finding]:
    """Find rows repeated word for word, ids given to several rows, and places named the same."""
    apart: set[int] = set()
    for group in _groups(written):
        for at in group[1:]:
            apart.add(at)
            yield finding("repeated_row", places[at], row=places[group[0]].row, sheet=places[group[0]].sheet)
    # Of a row without its model or its unit it cannot be said what it is; an id says it all the same.
    vague = {at for at, known in enumerate(_complete(kind, rows)) if not known}
    same = "duplicate_site" if kind == "sites" else "duplicate_entry"
    for group in _groups(list(ids), apart | {at for at in vague if not given[at]}):
        yield from _each("duplicate_id" if any(given[at] for at in group) else same, group, places, ids)
    for group in _groups(keys, apart | vague):
        if kind == "sites" and len({ids.iloc[at] for at in group}) == len(group):
            yield from _each("same_name_site", group, places, ids)


def _complete(kind: str, rows: pd.DataFrame) -> list[bool]:
    """Say of which rows it is known what they are about, and where."""
    subject, area = NATURAL[kind][0], "unit_code" if kind in ("sites", "statuses") else "area_code"
    placed = rows[area] != ""
    if "area_kind" in rows:
        placed |= rows["area_kind"].isin(list(_AREAS))
    return list((rows[subject] != "") & placed)


def _groups(labels: Sequence[object], without: set[int] | None = None) -> list[list[int]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for at, label in enumerate(labels):
        if at not in (without or ()):
            groups[label].append(at)
    return [group for group in groups.values() if len(group) > 1]


def _each(code: str, group: list[int], places: Places, ids: pd.Series) -> Iterator[Finding]:
    for at in group:
        others = [f"dòng {places[one].row} trang «{places[one].sheet}»" for one in group if one != at]
        more = f" và {len(others) - _OTHERS} dòng khác" if len(others) > _OTHERS else ""
        yield finding(code, places[at], came=ids.iloc[at], others=", ".join(others[:_OTHERS]) + more)
