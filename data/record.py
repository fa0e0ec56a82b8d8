"""The data set on show: sites, reported figures, targets and commune statuses, every row with its source.

Today it is the public record in data/tables/; whoever gives such tables to `assemble` gets the same Record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data import catalogue
from data.columns import Schema, faults, typed
from data.errors import Problem
from data.tables import read

QUALIFIERS = ("exact", "over", "under", "about", "at_least")
AREA_KINDS = ("province", "district", "commune", "border_communes")
STATUS_KEYS = ("drug_free", "not_drug_free", "border27")

_FIGURE_FILLED = (
    "model_key",
    "indicator_key",
    "value",
    "area_epoch",
    "area_name",
    "base",
    "source_url",
    "evidence",
)
_FIGURE_LISTS = {"qualifier": QUALIFIERS, "area_kind": AREA_KINDS}

SCHEMAS = {
    "figures": Schema(
        key="figure_id",
        filled=(*_FIGURE_FILLED, "as_of"),
        dates=("as_of",),
        numbers=("value", "base_value"),
        flags=("headline",),
        one_of=_FIGURE_LISTS,
        others=("area_code",),
    ),
    "targets": Schema(
        key="target_id",
        filled=_FIGURE_FILLED,
        dates=("as_of", "deadline"),
        numbers=("value", "base_value"),
        one_of=_FIGURE_LISTS,
        others=("area_code", "body", "plan"),
    ),
    "sites": Schema(
        key="site_id",
        filled=(
            "model_key",
            "model_name",
            "site_name",
            "commune_text",
            "located_by",
            "source_url",
            "evidence",
        ),
        dates=("launched",),
        numbers=("quantity", "lon", "lat"),
        one_of={"precision": ("commune", "exact"), "quantity_qualifier": (*QUALIFIERS, "")},
        others=("hamlet", "district_text", "unit_epoch", "unit_code", "quantity_unit", "line"),
    ),
    "statuses": Schema(
        key="status_id",
        filled=("area_text", "criterion", "source_url", "evidence"),
        dates=("as_of",),
        one_of={"status_key": STATUS_KEYS, "area_kind": ("commune", "district")},
        others=("unit_epoch", "unit_code"),
    ),
    "sources": Schema(key="source_url", filled=("publisher", "title", "what_it_supports"), dates=("date",)),
    "dataset": Schema(key="key", filled=("name_vi", "name_en", "version", "date"), dates=("date",), others=("note",)),
}
CITING = ("figures", "targets", "sites", "statuses")


@dataclass(frozen=True, eq=False)
class Record:
    """One data set, checked.

    Dates are text of the precision that is known ("2023-06-15", "2023-06", "2023", "" = not stated);
    numbers are float with NaN for "not stated"; everything else is text.

    figures: one reported result a row — figure_id, model_key, indicator_key, indicator, indicator_en, unit,
        unit_en, qualifier (exact | over | under | about), value, area_kind (province | district | commune |
        border_communes), area_epoch, area_code ("" for the province and the 27 border communes), area_name,
        as_of, base (what the value is out of, in Vietnamese words, never empty), base_value (its number,
        given only where value / base_value is a share), headline (bool: may stand on the card of its
        model).
    targets: the same for what is aimed at — target_id; qualifier may be at_least; as_of is the day the
        target was stated, deadline when it is to be reached; body and plan say who set it and where, if
        known; no headline.
    sites: one named place a row — site_id, model_key, model_name (as the source calls it), site_name,
        hamlet, commune_text, district_text (as in the source), unit_epoch, unit_code (the unit of that
        date; "" when it could not be placed), located_by (why that unit), launched, quantity,
        quantity_qualifier, quantity_unit, precision (commune | exact), lon, lat (degrees, WGS 84), line (its
        course as WKT LINESTRING or MULTILINESTRING, WGS 84, longitude before latitude; "" = not known. Such a
        site also has lon and lat: the middle of its line, unless its source states another point).
    statuses: one statement about an area a row — status_id, status_key (drug_free | not_drug_free | border27),
        area_kind (commune | district: then "drug_free" holds for every commune of the district of that epoch, while
        "not_drug_free" only ends the district's own earlier "drug_free", for it says nothing of any one commune),
        unit_epoch, unit_code, area_text, as_of, criterion.
    sources: source_url (an address, or where the source has none its name: see `is_address`), publisher, title,
        date, what_it_supports.

    The first four also have source_url and evidence, and from `sources` publisher, source_title,
    source_date.
    """

    name: str
    name_en: str
    version: str
    date: str
    note: str
    figures: pd.DataFrame
    targets: pd.DataFrame
    sites: pd.DataFrame
    statuses: pd.DataFrame
    sources: pd.DataFrame

    def unplaced(self) -> pd.DataFrame:
        """Give the sites that have no unit at all: they are in every total, and on no map."""
        return self.sites[self.sites["unit_code"] == ""]


def is_address(source: str) -> bool:
    """Say whether a source is named by an address that can be opened; an imported row may cite a paper by its name."""
    return source.startswith(("https://", "http://"))


def public_record() -> Record:
    """Give the public record in data/tables/. Raises Problem listing every fault of its tables at once."""
    return assemble({table: read(table) for table in SCHEMAS})


def assemble(tables: Mapping[str, pd.DataFrame]) -> Record:
    """Make a Record of tables of texts with the names and columns in SCHEMAS; `dataset` has one row.

    Raises Problem listing every fault of every table at once.
    """
    found = [fault for table, schema in SCHEMAS.items() for fault in faults(f"{table}.csv", tables[table], schema)]
    # References can only be followed once every column is there.
    found = found or _reference_faults(tables)
    if found:
        raise Problem(
            where="Bộ số liệu",
            came=f"{len(found)} lỗi: " + "; ".join(found),
            expected="các bảng đúng như mô tả ở data/record.py",
            todo="Sửa các ô đã nêu rồi mở lại.",
        )
    frames = {table: typed(tables[table], schema) for table, schema in SCHEMAS.items()}
    for table in ("figures", "targets"):
        frames[table] = _with_indicator(frames[table])
    for table in CITING:
        frames[table] = _with_source(frames[table], frames["sources"])
    about = frames.pop("dataset").iloc[0]
    return Record(about["name_vi"], about["name_en"], about["version"], about["date"], about["note"], **frames)


def _reference_faults(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Give every key that points at nothing."""
    epochs = {*read("epochs")["epoch"]}
    known = {
        "source_url": {*tables["sources"]["source_url"]},
        "model_key": {*catalogue.models()["model_key"]},
        "indicator_key": {*catalogue.indicators()["indicator_key"]},
        "area_epoch": epochs,
        "unit_epoch": epochs | {""},
    }
    return [
        f"{table}.csv, dòng {number} ({row[SCHEMAS[table].key]}), cột {column}: «{row[column]}» chưa khai báo"
        for table in CITING
        for number, row in enumerate(tables[table].to_dict("records"), start=2)
        for column, values in known.items()
        if column in row and row[column] not in values
    ]


def _with_indicator(frame: pd.DataFrame) -> pd.DataFrame:
    names = catalogue.indicators().drop(columns="model_key")
    names = names.rename(columns={"label_vi": "indicator", "label_en": "indicator_en", "unit_vi": "unit"})
    return frame.merge(names, on="indicator_key", how="left", validate="m:1")


def _with_source(frame: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    cited = sources.rename(columns={"title": "source_title", "date": "source_date"})
    return frame.merge(cited.drop(columns="what_it_supports"), on="source_url", how="left", validate="m:1")
