"""What a map can colour areas by: each indicator is a row of data/tables/map_indicators.csv, counted here.

The record is not a full list, so an area without a site on record has no number, which is not the number 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from data.columns import Schema, faults
from data.errors import Problem
from data.tables import read

MEASURES = ("status", "sites", "quantity", "per_area", "per_commune", "share")
LEVELS = ("commune", "district")
# Why an area has no number: no site of it is on record; or something is, but not the number asked for.
NONE_ON_RECORD, NO_DATA = "none_on_record", "no_data"
_PER_KM2 = 100.0  # sites are counted on 100 km², which are 10,000 ha
_DRUG_FREE = "drug_free"

SCHEMA = Schema(
    key="key",
    filled=("label_vi", "label_en", "short_vi", "short_en", "unit_vi", "unit_en"),
    numbers=("digits",),
    one_of={"measure": MEASURES, "level": LEVELS},
    others=("model_key", "quantity_unit", "breaks", "colours", "note_vi", "note_en"),
)


@dataclass(frozen=True)
class Indicator:
    """One thing that a map can colour areas by.

    `measure` and `level` are among MEASURES and LEVELS; `model_key` is the model that is counted, "" for the models
    of the choice; `quantity_unit` is the unit of the stated quantities that a sum takes. `breaks` are the lower
    bounds of the classes, in order, and `colours` (#RRGGBB) their colours; both are empty for what has no number.
    `digits` is how many decimals are worth showing.
    """

    key: str
    labels: dict[str, str]
    shorts: dict[str, str]
    notes: dict[str, str]
    units: dict[str, str]
    measure: str
    model_key: str
    level: str
    quantity_unit: str
    breaks: tuple[float, ...]
    colours: tuple[str, ...]
    digits: int

    @property
    def counts(self) -> bool:
        """Whether its numbers are whole."""
        return self.measure in ("sites", "quantity")

    def class_of(self, value: float) -> int:
        """Give the place of the class a number falls in; one below the first bound falls in the first class."""
        return max(0, int(np.searchsorted(self.breaks, value, side="right")) - 1)


@cache
def indicators() -> dict[str, Indicator]:
    """Give every indicator by its key, in the order of the table; raises Problem listing every fault of the table."""
    table = read("map_indicators")
    found = faults("map_indicators.csv", table, SCHEMA)
    if found:
        raise Problem(
            where="Bảng data/tables/map_indicators.csv",
            came=f"{len(found)} lỗi: " + "; ".join(found),
            expected="bảng đúng như mô tả ở data/indicator.py",
            todo="Sửa các ô đã nêu.",
        )
    return {row["key"]: _indicator({str(name): cell for name, cell in row.items()}) for row in table.to_dict("records")}


def _indicator(row: dict[str, str]) -> Indicator:
    def both(name: str) -> dict[str, str]:
        return {lang: row[f"{name}_{lang}"] for lang in ("vi", "en")}

    return Indicator(
        key=row["key"],
        labels=both("label"),
        shorts=both("short"),
        notes=both("note"),
        units=both("unit"),
        measure=row["measure"],
        model_key=row["model_key"],
        level=row["level"],
        quantity_unit=row["quantity_unit"],
        breaks=tuple(float(part) for part in row["breaks"].split(";") if part),
        colours=tuple(part for part in row["colours"].split(";") if part),
        digits=int(row["digits"]),
    )


def measured(indicator: Indicator, sites: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Count an indicator that has numbers, for each of `areas` or for each district among them.

    `sites` are rows on record with epoch_code, quantity (float), quantity_qualifier and quantity_unit; `areas` are
    communes with code, district_code, area_km2 (float, NaN = not stated) and drug_status. Columns, one row for each
    commune or district code: code; value (float, NaN = no number); why (none_on_record or no_data, "" where there is
    a number); n (int: sites; for a share the communes that count); base (float: the sites with a stated quantity, the
    km² or the communes behind it, NaN = not stated); qualifier (how exact a stated quantity is: exact, over, under,
    about, at_least, "" where there is none). Raises ValueError for an indicator without numbers.
    """
    if indicator.measure not in _COUNTED:
        raise ValueError(f"{indicator.key} has no numbers")
    homes = areas["code" if indicator.level == "commune" else "district_code"]
    places = sites.assign(home=sites["epoch_code"].map(dict(zip(areas["code"], homes, strict=True))))
    table = pd.DataFrame({"code": homes.drop_duplicates().to_numpy()})
    table["n"] = table["code"].map(places["home"].value_counts()).fillna(0).astype(int)
    table = table.assign(base=np.nan, qualifier="")
    table = _COUNTED[indicator.measure](table, places, areas.assign(home=homes), indicator)
    nothing = (table["n"] == 0) & (indicator.measure != "share")
    why = np.select([table["value"].notna(), nothing], ["", NONE_ON_RECORD], default=NO_DATA)
    return table.assign(why=pd.Series(why, index=table.index, dtype="str"))


def _sites(table: pd.DataFrame, _: pd.DataFrame, __: pd.DataFrame, ___: Indicator) -> pd.DataFrame:
    return table.assign(value=table["n"].astype(float).where(table["n"] > 0))


def _quantity(table: pd.DataFrame, sites: pd.DataFrame, _: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The sum of what is stated; sites that state nothing are behind n, not behind base."""
    rows = sites[(sites["quantity_unit"] == indicator.quantity_unit) & sites["quantity"].notna()].groupby("home")
    return table.assign(
        value=table["code"].map(rows["quantity"].sum()).astype(float),
        base=table["code"].map(rows.size()).fillna(0).astype(float),
        qualifier=table["code"].map(rows["quantity_qualifier"].agg(_of_a_sum).astype("str")).fillna(""),
    )


def _per_area(table: pd.DataFrame, _: pd.DataFrame, areas: pd.DataFrame, __: Indicator) -> pd.DataFrame:
    base = table["code"].map(areas.groupby("home")["area_km2"].agg(lambda km2: km2.sum(skipna=False)))
    return table.assign(base=base, value=(_PER_KM2 * table["n"] / base).where(table["n"] > 0))


def _per_commune(table: pd.DataFrame, _: pd.DataFrame, areas: pd.DataFrame, __: Indicator) -> pd.DataFrame:
    base = table["code"].map(areas["home"].value_counts()).astype(float)
    return table.assign(base=base, value=(table["n"] / base).where(table["n"] > 0))


def _share(table: pd.DataFrame, _: pd.DataFrame, areas: pd.DataFrame, __: Indicator) -> pd.DataFrame:
    """Communes declared drug-free among all; where nothing is known of any there is no number."""
    base = table["code"].map(areas["home"].value_counts()).astype(float)
    free = table["code"].map((areas["drug_status"] == _DRUG_FREE).groupby(areas["home"]).sum()).astype(int)
    known = table["code"].map((areas["drug_status"] != NO_DATA).groupby(areas["home"]).any())
    return table.assign(base=base, n=free, value=(100.0 * free / base).where(known))


_Count = Callable[[pd.DataFrame, pd.DataFrame, pd.DataFrame, Indicator], pd.DataFrame]
_COUNTED: dict[str, _Count] = {
    "sites": _sites,
    "quantity": _quantity,
    "per_area": _per_area,
    "per_commune": _per_commune,
    "share": _share,
}


def _of_a_sum(qualifiers: pd.Series) -> str:
    """How exact a sum is: as exact as its parts, about right when they err in different directions."""
    vague = set(qualifiers) - {"exact", ""}
    if not vague:
        return "exact"
    return str(vague.pop()) if len(vague) == 1 else "about"
