"""Rows of the register's own export that come back: what nobody touched stays as it is, to the letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from data.checking import naming
from data.checking.register_fields import field_of
from data.checking.register_rows import as_stated
from data.checking.typed_lines import LINE
from data.checking.typed_rows import Typed, column
from data.reading import line_text
from data.store.rows import number_text
from data.store.schema import COLUMNS, KEYS

_NAMED = ("commune", "district", "area", "epoch")  # what a person changes to say that a row lies elsewhere


def kind_of(rows: Typed) -> pd.Series:
    """Give the kind of each row: sites, statuses, figures or targets."""
    if rows.entry.kind != "figures":
        return pd.Series(rows.entry.kind, index=rows.rows.index, dtype="str")
    targets = column(rows, "kind").map(naming.kinds().key) == "targets"
    return pd.Series("figures", index=rows.rows.index, dtype="str").where(~targets, "targets")


def untouched(rows: Typed, tables: Mapping[str, pd.DataFrame]) -> set[int]:
    """Give the rows of a sheet of the own export that say what the register says; `tables` as of Store.tables."""
    found: set[int] = set()
    kinds = kind_of(rows)
    unread = {one.place.row for one in rows.findings if one.severity == "error"}
    for kind in kinds.unique() if rows.entry.verbatim else ():
        stated = as_stated(rows, kind)[kinds == kind]
        known = _known(stated[KEYS[kind]], tables[kind], kind)
        said = [name for name in COLUMNS[kind] if stated[name].notna().any()]
        same = (stated[said] == known[said]).all(axis=1) & known[KEYS[kind]].notna()
        found |= {int(str(row)) for row in stated.index[same]}
    return found - unread


def freed(rows: Typed, tables: Mapping[str, pd.DataFrame]) -> Typed:
    """Give the rows without their unit code where a person wrote another commune and left the old code."""
    if not rows.entry.verbatim or "unit_code" not in rows.rows:
        return rows
    table = rows.rows.copy()
    kinds = kind_of(rows)
    for kind in kinds.unique():
        stated = as_stated(rows, kind)[kinds == kind]
        known = _known(stated[KEYS[kind]], tables[kind], kind)
        code = next(name for name in COLUMNS[kind] if field_of(name) == "unit_code")
        names = [name for name in COLUMNS[kind] if field_of(name) in _NAMED and stated[name].notna().any()]
        moved = (stated[names] != known[names]).any(axis=1) & (stated[code] == known[code]) & (stated[code] != "")
        table.loc[stated.index[moved], [name for name in ("unit_code", "located_by") if name in table]] = ""
    return replace(rows, rows=table)


def recentred(rows: Typed, tables: Mapping[str, pd.DataFrame]) -> Typed:
    """Give the rows with the point moved along where a person drew a line anew and the old point was its middle."""
    if not rows.entry.verbatim or LINE not in rows.rows or "lon" not in rows.rows:
        return rows
    table = rows.rows.copy()
    stated = as_stated(rows, "sites")
    known = _known(stated["site_id"], tables["sites"], "sites")
    still = (stated["lon"] == known["lon"]) & (stated["lat"] == known["lat"])
    drawn = stated.index[still & (stated[LINE] != known[LINE]) & (stated[LINE] != "")]
    cells = [known.loc[drawn, name] for name in (LINE, "lon", "lat")]
    for row, old, *point in zip(drawn, *cells, strict=True):
        if [*map(number_text, line_text.middle_of(old))] == point:
            table.loc[row, "lon"], table.loc[row, "lat"] = line_text.middle_of(stated.loc[row, LINE])
    return replace(rows, rows=table)


def _known(ids: pd.Series, table: pd.DataFrame, kind: str) -> pd.DataFrame:
    known = table.drop_duplicates(KEYS[kind]).set_index(KEYS[kind], drop=False).reindex(ids)
    known.index = ids.index
    return known
