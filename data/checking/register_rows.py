"""Rows of a sheet, typed and placed, as rows of the register.

What a sheet says nothing of stays as the register has it; a new row gets what follows from the rest of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from data.checking import naming
from data.checking.findings import Finding, Place, finding
from data.checking.placing import Placed
from data.checking.register_fields import field_of
from data.checking.typed_lines import LINE
from data.checking.typed_rows import POINTS, Typed, column
from data.reading.number_text import plain_number
from data.record import is_address
from data.store.rows import number_text
from data.store.schema import COLUMNS, KEYS, NUMBERS

_WORDS = {"model_key": naming.models, "indicator_key": naming.indicators, "status_key": naming.statuses}
Cells = Mapping[str, Any]
UNSAID = None  # of a cell about which the sheet says nothing
_HOW = {
    "code": "mã đơn vị trong tệp",
    "name": "tên xã, huyện, mốc địa giới trong tệp",
    "unaccented": "tên viết không dấu, chỉ một nơi có tên như vậy",
    "wider": "tên có ở nhiều mốc địa giới, đặt vào đơn vị rộng nhất",
    "point": "tọa độ trong tệp",
    "name_and_point": "tên và tọa độ trong tệp",
}
_BASES = {
    "province": "toàn tỉnh, không nêu mẫu số",
    "district": "toàn địa bàn cấp huyện, không nêu mẫu số",
    "commune": "toàn địa bàn cấp xã, không nêu mẫu số",
    "border_communes": "27 xã biên giới",
}
# A cell the sheet says nothing of is kept while this cell of the same row stays what it was.
_WHILE = {
    "model_name": "model_key",
    "located_by": "unit_code",
    "quantity_qualifier": "quantity",
    "qualifier": "value",
    "base_value": "base",
    "criterion": "status_key",
    "area_name": "area_code",
    "commune_text": "unit_code",
    "evidence": "source_url",
    "body": "source_url",
    "plan": "source_url",
    "as_of": "source_url",
}


def said(rows: Typed, where: Placed, kind: str, file_name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give what a sheet says of the register's columns (UNSAID where nothing), and what follows where it is new.

    kind: sites | statuses | figures | targets. Both frames have the index of `rows` and the columns of that
    kind, as text.
    """
    stated = as_stated(rows, kind)
    follows = _follows(rows, where, kind, file_name)
    for name in (
        "source_url",
        "evidence",
        "located_by",
        "model_name",
        "criterion",
        "base",
        "area_name",
        "commune_text",
    ):
        if name in stated:
            stated[name] = stated[name].where(stated[name] != "", UNSAID)
    for name in _derived(rows, kind):
        stated[name] = follows[name]
    if "lon" in rows.rows and rows.entry.cells.keys().isdisjoint(POINTS):
        # These points are the middles of lines: of the other rows the sheet says nothing.
        stated.loc[column(rows, LINE) == "", ["precision", "lon", "lat"]] = UNSAID
    if not rows.entry.verbatim:
        for name in ("model_name", "criterion", *(["as_of"] if kind == "targets" else [])):
            if name in stated:
                stated[name] = UNSAID
    return stated, follows


def as_stated(rows: Typed, kind: str) -> pd.DataFrame:
    """Give the register's columns of `kind` as the cells of a sheet state them, UNSAID where it has no column."""
    stated = pd.DataFrame(UNSAID, index=rows.rows.index, columns=list(COLUMNS[kind]), dtype=object)
    for name in COLUMNS[kind]:
        field = field_of(name)
        if field not in rows.rows and name in ("lon", "lat"):
            field = name
        if field in rows.rows:
            cells = rows.rows[field]
            words = _WORDS.get(name)
            stated[name] = _text(cells) if name in NUMBERS[kind] else cells.map(words().key) if words else cells
    return stated.astype(object)


def _derived(rows: Typed, kind: str) -> list[str]:
    """Name the columns that always come from the check, never straight from a cell."""
    fixed = {
        "sites": ["model_key", "unit_epoch", "unit_code"],
        "statuses": ["status_key", "area_kind", "unit_epoch", "unit_code"],
        "figures": ["model_key", "indicator_key", "area_kind", "area_epoch", "area_code", "as_of"],
        "targets": ["model_key", "indicator_key", "area_kind", "area_epoch", "area_code", "as_of", "deadline"],
    }[kind]
    if "lon" in rows.rows and kind == "sites":
        fixed += ["precision", "lon", "lat"]
    if not rows.entry.verbatim:
        fixed += {"statuses": ["area_text"], "figures": ["area_name"], "targets": ["area_name"]}.get(kind, [])
        fixed = [name for name in fixed if (kind, name) != ("targets", "as_of")]
    return fixed


def _follows(rows: Typed, where: Placed, kind: str, file_name: str) -> pd.DataFrame:
    frame = pd.DataFrame("", index=rows.rows.index, columns=list(COLUMNS[kind]), dtype=object)
    frame["source_url"] = f"Tệp {file_name}"
    frame["evidence"] = f"Tệp {file_name}, trang {rows.entry.sheet}"
    build = {"sites": _site, "statuses": _status, "figures": _figure, "targets": _figure}[kind]
    for name, cells in build(rows, where, kind).items():
        frame[name] = cells
    return frame


def _site(rows: Typed, where: Placed, kind: str) -> Cells:
    answers = where.answers
    numbered = column(rows, "quantity") != "" if "quantity" not in rows.rows else rows.rows["quantity"].notna()
    lon, lat = where.asked["lon"].astype(float), where.asked["lat"].astype(float)
    return {
        "model_key": column(rows, "model").map(naming.models().key),
        "model_name": column(rows, "model"),
        "site_name": _made_name(rows, answers["label"]),
        "commune_text": answers["label"],
        "unit_epoch": answers["epoch"],
        "unit_code": answers["code"],
        "located_by": answers["how"].map(_HOW).where(where.asked["by"] == "", "người nhập chọn đơn vị"),
        "quantity_qualifier": np.where(numbered, "exact", ""),
        "quantity_unit": column(rows, "quantity_written_unit"),
        "precision": np.where(lon.notna(), "exact", "commune"),
        "lon": _text(lon),
        "lat": _text(lat),
    }


def _made_name(rows: Typed, labels: pd.Series) -> pd.Series:
    """Name the sites of a sheet that has no column for their names: by model, hamlet and commune."""
    hamlet = column(rows, "hamlet")
    return column(rows, "model") + " " + hamlet.where(hamlet == "", hamlet + ", ") + labels


def _status(rows: Typed, where: Placed, kind: str) -> Cells:
    named, district = column(rows, "commune"), column(rows, "district")
    named = named.where(named != "", where.answers["label"])
    return {
        "status_key": column(rows, "status").map(naming.statuses().key),
        "criterion": column(rows, "status"),
        "area_kind": where.answers["area_kind"],
        "unit_epoch": where.answers["epoch"],
        "unit_code": where.answers["code"],
        "area_text": named + district.where(district == "", ", " + district),
    }


def _figure(rows: Typed, where: Placed, kind: str) -> Cells:
    indicator = column(rows, "indicator").map(naming.indicators().key)
    base, as_of = column(rows, "base"), column(rows, "as_of")
    cells: dict[str, Any] = {
        "indicator_key": indicator,
        "model_key": indicator.map(naming.model_of()).fillna(""),
        "qualifier": "exact",
        "area_kind": where.answers["area_kind"],
        "area_epoch": where.answers["epoch"],
        "area_code": where.answers["code"],
        "area_name": _area_name(rows, where),
        "base": base.where(base != "", where.answers["area_kind"].map(_BASES)),
        "base_value": base.map(_leading_number),
        "as_of": as_of,
    }
    if kind == "targets" and "deadline" not in rows.rows:
        # In the template a target has one date: when it is to be reached.
        cells |= {"deadline": as_of, "as_of": ""}
    elif kind == "targets":
        cells |= {"deadline": column(rows, "deadline")}
    return cells


def _area_name(rows: Typed, where: Placed) -> pd.Series:
    """Give areas the names the register uses; a commune keeps what the sender wrote, its district with it."""
    named = column(rows, "area")
    by_kind = {"province": "tỉnh Nghệ An", "border_communes": "27 xã biên giới"}
    kinds = where.answers["area_kind"]
    names = kinds.map(by_kind).where(kinds.isin(list(by_kind)), where.answers["label"])
    return names.where((kinds != "commune") | (named == ""), named)


def notes(rows: Typed, follows: pd.DataFrame) -> list[Finding]:
    """Say where the names of sites were made for want of a column; `follows` is that of all sites."""
    if rows.entry.kind != "sites" or "site_name" in rows.rows or not len(rows.rows):
        return []
    place = Place(rows.entry.sheet, 0, "", "Tên điểm", "site_name")
    return [finding("name_made", place, came=follows["site_name"].iloc[0])]


def _leading_number(text: str) -> str:
    """Give the number a base begins with: "130 xã, phường" → "130"; "" when it begins with none."""
    match = re.match(r"\d[\d.]*", text)
    read = plain_number(match[0].rstrip(".")) if match else None
    return number_text(read[0]) if read else ""


def _text(numbers: pd.Series) -> list[str]:
    return [number_text(value) for value in numbers]


def completed(stated: pd.DataFrame, follows: pd.DataFrame, register: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Fill what a sheet says nothing of: from the row on record with the same id, else with what follows.

    All frames are text; `stated` has its ids. register: the rows on record of that kind.
    """
    key = KEYS[kind]
    known = register.drop_duplicates(key).set_index(key, drop=False).reindex(stated[key])
    known.index = stated.index
    on_record = known[key].notna()
    rows = stated.copy()
    for name in COLUMNS[kind]:
        if name == key:
            continue
        keep = on_record & rows[name].isna()
        anchor = _WHILE.get(name)
        if anchor:
            same = rows[anchor].where(rows[anchor].notna(), known[anchor]) == known[anchor]
            keep &= same
        rows[name] = rows[name].where(~keep, known[name])
        rows[name] = rows[name].where(rows[name].notna(), follows[name])
    return rows.astype(str)


def sources(rows: pd.DataFrame, dates: Mapping[str, str], known: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of `sources` that these rows cite and the register does not have yet.

    rows: any rows with source_url; dates: source → its date, where the file states one.
    """
    cited = [one for one in rows["source_url"].unique() if one not in set(known["source_url"])]
    lines = [
        {
            "source_url": one,
            "publisher": (urlsplit(one).hostname or one) if is_address(one) else "Theo tệp gửi về",
            "title": one,
            "date": dates.get(one, ""),
            "what_it_supports": "số liệu nhập từ tệp",
        }
        for one in cited
    ]
    return pd.DataFrame(lines, columns=list(COLUMNS["sources"]), dtype="str")
