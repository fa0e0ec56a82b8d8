"""Counting for a choice: every count says how many, how many are missing from it, and why.

All functions are pure and take frames that already carry where their rows lie in the asked epoch
(`epoch_code`, "" = cannot be placed there) and what is known of each commune. A site counts from the day its
stated launch period begins, or, when no launch is stated, from the date of its source; with neither, it has
no known day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.choice import Choice
from data.period import first_day

# What became of a row under a choice, the first that applies. UNDATED and UNPLACED rows might belong to it.
OTHER_MODEL, LATER, UNDATED = "other_model", "later", "undated"
UNPLACED, ELSEWHERE, SHOWN = "unplaced", "elsewhere", "shown"
_FATES = (OTHER_MODEL, LATER, ELSEWHERE, UNDATED, UNPLACED, SHOWN)


@dataclass(frozen=True, eq=False)
class Counted:
    """The rows a choice shows, and those that might belong to it but cannot be shown.

    `rows`, `undated` (no known day, while the choice names one) and `unplaced` (no unit in the asked epoch)
    have the columns of the counted frame. n is what is shown; total = n + missing.
    """

    rows: pd.DataFrame
    undated: pd.DataFrame
    unplaced: pd.DataFrame

    @property
    def n(self) -> int:
        """How many rows are shown."""
        return len(self.rows)

    @property
    def missing(self) -> int:
        """How many rows might belong to the choice and are not shown."""
        return len(self.undated) + len(self.unplaced)

    @property
    def why(self) -> dict[str, int]:
        """The missing rows by reason; reasons without rows are left out."""
        reasons = {UNDATED: len(self.undated), UNPLACED: len(self.unplaced)}
        return {reason: n for reason, n in reasons.items() if n}


def sites_for(sites: pd.DataFrame, choice: Choice, areas: pd.DataFrame) -> Counted:
    """Give the sites a choice shows.

    `sites` has epoch_code beside the columns of Record.sites; `areas` are the communes of the choice's epoch,
    with the columns `areas_for` needs.
    """
    # What lies elsewhere is left out first: one look at a million rows, and the rest at those of a district.
    inside = [*areas_for(areas, choice)["code"], ""]
    near = _rows(sites, sites["epoch_code"].isin(inside).to_numpy(bool))
    found = _fates(near, choice, areas)
    return Counted(*(_rows(near, found == _FATES.index(kept)) for kept in (SHOWN, UNDATED, UNPLACED)))


def _rows(sites: pd.DataFrame, kept: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """The rows that are kept; all of them are not copied."""
    return sites if kept.all() else sites.iloc[np.flatnonzero(kept)]


def fate(sites: pd.DataFrame, choice: Choice, areas: pd.DataFrame) -> pd.Series:
    """Say of each site why it is shown or not: other_model, later, elsewhere, undated, unplaced or shown."""
    found = np.array(_FATES, dtype=object)[_fates(sites, choice, areas)]
    return pd.Series(found, index=sites.index, dtype="str")


def _fates(sites: pd.DataFrame, choice: Choice, areas: pd.DataFrame) -> npt.NDArray[np.int8]:
    """The place in _FATES of what became of each site: numbers, as there may be a million of them."""
    codes = sites["epoch_code"]
    placed = (codes != "").to_numpy(bool)
    found = np.full(len(sites), _FATES.index(SHOWN), np.int8)
    # The first of _FATES that applies is set last.
    found[~placed] = _FATES.index(UNPLACED)
    if choice.as_of:
        since = _since(sites)
        found[(since == "").to_numpy(bool)] = _FATES.index(UNDATED)
    # Before the day it lacks: what lies elsewhere cannot belong to the choice.
    found[placed & ~codes.isin(areas_for(areas, choice)["code"]).to_numpy(bool)] = _FATES.index(ELSEWHERE)
    if choice.as_of:
        found[(since > choice.as_of).to_numpy(bool)] = _FATES.index(LATER)
    if choice.models:
        found[~sites["model_key"].isin(choice.models).to_numpy(bool)] = _FATES.index(OTHER_MODEL)
    return found


def _since(sites: pd.DataFrame) -> pd.Series:
    """The day from which each site counts, "" where none is known; many sites have few days."""
    stated = sites["launched"].where(sites["launched"] != "", sites["source_date"])
    return stated.map({period: first_day(period) for period in stated.unique()}).astype("str")


def areas_for(areas: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """Give the communes a choice keeps, by district, commune and status.

    `areas` has code, district_code, and for a choice of status also drug_status and border27
    (`data.status.of_communes`).
    """
    kept = pd.Series(True, index=areas.index)
    if choice.district:
        kept &= areas["district_code"] == choice.district
    if choice.commune:
        kept &= areas["code"] == choice.commune
    if choice.status == "border27":
        kept &= areas["border27"]
    elif choice.status:
        kept &= areas["drug_status"] == choice.status
    return areas[kept]


def by_model(counted: Counted, models: pd.DataFrame) -> pd.DataFrame:
    """Count by model, in catalogue order: model_key, n, value, undated, unplaced.

    n is the number of rows on record, `value` the same as a float with NaN instead of 0: the record is not a
    full list, so a model without rows has no number, not the number 0.
    """
    keys = models["model_key"]
    table = _per(keys, counted.rows["model_key"])
    table["undated"] = _times(keys, counted.undated["model_key"])
    table["unplaced"] = _times(keys, counted.unplaced["model_key"])
    return table


def by_district(counted: Counted, areas: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    """Count the shown rows by district: district_code, n, value (NaN instead of 0).

    `districts` has code (in the epoch 2025 the former districts); the sum of n is counted.n.
    """
    parents = areas.set_index("code")["district_code"]
    keys = districts["code"].rename("district_code")
    return _per(keys, counted.rows["epoch_code"].map(parents))


def by_commune(counted: Counted) -> pd.DataFrame:
    """Count the shown rows by commune and model, where there are any: code, model_key, n."""
    groups = counted.rows.groupby(["epoch_code", "model_key"], sort=True).size()
    return groups.rename("n").reset_index().rename(columns={"epoch_code": "code"})


def _per(keys: pd.Series, values: pd.Series) -> pd.DataFrame:
    n = _times(keys, values)
    return pd.DataFrame({keys.name: keys, "n": n, "value": n.astype(float).where(n > 0)}).reset_index(drop=True)


def _times(keys: pd.Series, values: pd.Series) -> pd.Series:
    return keys.map(values.value_counts()).fillna(0).astype(int)
