"""The sheets of the register's own export: which cell of which row stands under which heading, and back.

Every column of the register is there, so nothing is lost on the way out and in again. What people know from
the template has the template's heading and words; what only the register itself notes comes after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import pandas as pd

from data.checking import naming
from data.checking.register_fields import field_of
from data.reading.cells import Sheet
from data.reading.register_columns import SHEET_KINDS, SheetKind, fields
from data.store.schema import COLUMNS, KEYS, NUMBERS
from data.tables import read
from data.wording import day

# A sheet's kind → the kinds of rows on it.
ROWS: Mapping[SheetKind, tuple[str, ...]] = {
    "sites": ("sites",),
    "statuses": ("statuses",),
    "figures": ("figures", "targets"),
}
ROW_ID = "row_id"
VERSION_SHEET, NUMBER_LABEL, STAMP_LABEL = "Phiên bản", "Phiên bản", "Dấu"
# Map files have lines as shapes, not as a column: a GeoPackage in a layer of their own, by site_id; GeoJSON as the
# shape of the site, beside which these two properties hold a point that is not the middle of the line.
LINE_LAYER = "sites_line"
POINT_LON, POINT_LAT = "point_lon", "point_lat"
_DATES = ("launched", "as_of", "deadline")
_Words = Callable[[], naming.Vocabulary]
_WORDS: Mapping[str, _Words] = {
    "model_key": naming.models,
    "indicator_key": naming.indicators,
    "status_key": naming.statuses,
    "kind": naming.kinds,
}


@cache
def columns(kind: SheetKind) -> dict[str, str]:
    """Give column → Vietnamese heading of a sheet, in its order: the template's columns first.

    The ids of figures and targets share one column, ROW_ID; "kind" tells the two apart.
    """
    labels = read("export_columns").set_index(["sheet_kind", "column"])["label_vi"].to_dict()
    names = [_column(kind, name) for rows in ROWS[kind] for name in COLUMNS[rows]]
    names += ["kind"] if kind == "figures" else []
    template = {name: one.label_vi for name, one in fields(kind).items()}
    order = {name: place for place, name in enumerate([ROW_ID, *template])}
    known = [name for name in dict.fromkeys(names) if (kind, name) not in labels]
    known.sort(key=lambda name: order[field_of(name)])
    rest = [name for name in dict.fromkeys(names) if (kind, name) in labels]
    rest.sort(key=lambda name: name != ROW_ID)
    headings = {name: template.get(field_of(name), "") for name in known}
    return headings | {name: labels[kind, name] for name in rest}


def own_fields(headings: Sequence[str]) -> tuple[SheetKind, dict[int, str]] | None:
    """Tell a sheet of the register's own export by its headings: its kind, and index → field; else None.

    Columns may be moved, and some may be missing. A filled-in template is none, not even with a column added:
    it has not most of the columns that only the register notes.
    """
    stated = {heading for heading in headings if heading}
    for kind in SHEET_KINDS:
        known = _known(kind)
        template = {one.label_vi for one in fields(kind).values()}
        own = len(set(columns(kind).values()) - template)
        if stated <= known.keys() and len(stated - template) * 2 > own:
            return kind, {at: known[heading] for at, heading in enumerate(headings) if heading}
    return None


@cache
def _known(kind: SheetKind) -> dict[str, str]:
    """Give heading → field; map files have the columns' own names for headings."""
    names = columns(kind)
    known = {heading: field_of(name) for name, heading in names.items()}
    known |= {name: field_of(name) for rows in ROWS[kind] for name in (*names, KEYS[rows])}
    return known


def exported_version(sheets: Sequence[Sheet]) -> tuple[int, str] | None:
    """Give the number and the stamp of the version that a workbook was exported from, None for other files.

    The number only counts while the store's version of that number has this stamp (see Version.stamp).
    """
    for one in sheets:
        if one.name == VERSION_SHEET:
            lines = {row.cell(0).text: row.cell(1).text for row in one.rows}
            if lines.get(NUMBER_LABEL, "").isdecimal() and STAMP_LABEL in lines:
                return int(lines[NUMBER_LABEL]), lines[STAMP_LABEL]
    return None


def sheet(kind: SheetKind, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Give the rows of a sheet: `columns(kind)`, text as in the register, numbers as float (NaN = not stated).

    tables: as of Store.tables. Dates are written the Vietnamese way, models and the like by their labels.
    """
    parts = []
    for rows in ROWS[kind]:
        part = tables[rows].rename(columns={name: _column(kind, name) for name in COLUMNS[rows]})
        parts.append(part.assign(kind=rows) if kind == "figures" else part)
    joined = pd.concat(parts, ignore_index=True).reindex(columns=list(columns(kind))).fillna("")
    return pd.DataFrame({name: _cells(name, joined[name]) for name in joined.columns})


def _column(kind: SheetKind, name: str) -> str:
    return ROW_ID if kind != "sites" and name in KEYS.values() and name != "source_url" else name


def _cells(name: str, texts: pd.Series) -> pd.Series:
    if any(name in numbers for numbers in NUMBERS.values()):
        return pd.to_numeric(texts.replace("", None)).astype(float)
    if name in _DATES:
        return texts.map(day)
    if name in _WORDS:
        vocabulary = _WORDS[name]()
        return texts.map(lambda key: _label(vocabulary, key))
    return texts


def _label(vocabulary: naming.Vocabulary, key: str) -> str:
    """Give the label of a key if it means that key again when read; else the key itself."""
    label = vocabulary.labels.get(key, "")
    return label if vocabulary.key(label) == key else key
