"""Counting for a choice: every count says how many, how many are missing from it, and why.

All functions are pure and take frames that already carry where their rows lie in the asked epoch
(`epoch_code`, "" = cannot be placed there) and what is known of each commune. A site counts from the day its
stated launch period begins, or, when no launch is stated, from the date of its source; with neither, it has
no known day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.choice import Choice
from data.period import first_day

# What became of a row under a choice, the first that applies. UNDATED and UNPLACED rows might belong to it.
OTHER_MODEL, LATER, UNDATED = "other_model", "later", "undated"
UNPLACED, ELSEWHERE, SHOWN = "unplaced", "elsewhere", "shown"
_FATES = (OTHER_MODEL, LATER, ELSEWHERE, UNDATED, UNPLACED, SHOWN)


Places = npt.NDArray[np.intp]  # of rows in a frame
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Counted:
    """The rows a choice shows, and those that might belong to it but cannot be shown.

    `sites` is the counted frame; the others are places of its rows, in its order: `at_undated` (no known day, while the
    choice names one), `at_unplaced` (no unit in the asked epoch). n is what is shown; total = n + missing. The rows
    themselves are taken when they are asked for: of a million, most of that time is spent on columns nobody reads.
    """

    sites: pd.DataFrame
    at: Places
    at_undated: Places
    at_unplaced: Places
    _known: dict[str, pd.Series] = field(default_factory=dict, init=False)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows that are shown."""
        return _taken(self.sites, self.at)

    @cached_property
    def undated(self) -> pd.DataFrame:
        """The rows without a known day."""
        return _taken(self.sites, self.at_undated)

    @cached_property
    def unplaced(self) -> pd.DataFrame:
        """The rows without a unit."""
        return _taken(self.sites, self.at_unplaced)

    def only(self, *columns: str) -> pd.DataFrame:
        """Give some columns of the rows that are shown."""
        missing = [name for name in columns if name not in self._known]
        if missing:
            self._known.update(_taken(self.sites[missing], self.at))
        return pd.DataFrame({name: self._known[name] for name in columns}, copy=False)

    @property
    def n(self) -> int:
        """How many rows are shown."""
        return len(self.at)

    @property
    def missing(self) -> int:
        """How many rows might belong to the choice and are not shown."""
        return len(self.at_undated) + len(self.at_unplaced)

    @property
    def why(self) -> dict[str, int]:
        """The missing rows by reason; reasons without rows are left out."""
        reasons = {UNDATED: len(self.at_undated), UNPLACED: len(self.at_unplaced)}
        return {reason: n for reason, n in reasons.items() if n}


def together(several: Sequence[Counted]) -> Counted:
    """Give what several choices show of the same frame, each row once."""
    parts = ([getattr(one, name) for one in several] for name in ("at", "at_undated", "at_unplaced"))
    return Counted(several[0].sites, *(np.unique(np.concatenate(part)) for part in parts))


def by_place(sites: pd.DataFrame) -> dict[str, Places]:
    """Give the places of the rows in each commune of the frame's epoch, "" for those in none."""
    return dict(sites.groupby("epoch_code", sort=False).indices)  # type: ignore[arg-type]


def sites_for(
    sites: pd.DataFrame, choice: Choice, areas: pd.DataFrame, where: Mapping[str, Places] | None = None
) -> Counted:
    """Give the sites a choice shows.

    `sites` has epoch_code beside the columns of Record.sites; `areas` are the communes of the choice's epoch,
    with the columns `areas_for` needs; `where` is `by_place(sites)`, where that is known.
    """
    where = by_place(sites) if where is None else where
    lost = where.get("", np.empty(0, np.intp))
    # What lies elsewhere is left out first: of a million rows only those of a district are looked at.
    inside = [where[code] for code in areas_for(areas, choice)["code"] if code in where]
    at = np.sort(np.concatenate([*inside, lost]))
    placed = np.ones(len(at), bool)
    placed[np.searchsorted(at, lost)] = False
    asked = ["launched", "source_date"] if choice.as_of else []
    asked += ["model_key"] if choice.models else []
    found = _fates(_taken(sites[asked], at), choice, placed, placed)
    return Counted(sites, *(at[found == _FATES.index(kept)] for kept in (SHOWN, UNDATED, UNPLACED)))


def _taken(sites: pd.DataFrame, at: Places) -> pd.DataFrame:
    """The rows at some places; all of them are not copied."""
    return sites if len(at) == len(sites) else sites.iloc[at]


def fate(sites: pd.DataFrame, choice: Choice, areas: pd.DataFrame) -> pd.Series:
    """Say of each site why it is shown or not: other_model, later, elsewhere, undated, unplaced or shown."""
    placed = (sites["epoch_code"] != "").to_numpy(bool)
    inside = sites["epoch_code"].isin(areas_for(areas, choice)["code"]).to_numpy(bool)
    found = np.array(_FATES, dtype=object)[_fates(sites, choice, placed, inside)]
    return pd.Series(found, index=sites.index, dtype="str")


def _fates(sites: pd.DataFrame, choice: Choice, placed: Flags, inside: Flags) -> npt.NDArray[np.int8]:
    """The place in _FATES of what became of each site: numbers, as there may be a million of them.

    `placed` and `inside` say whether it lies in a commune, and in one of the choice. Of `sites` only what a choice of a
    day or of models asks for is read.
    """
    found = np.full(len(placed), _FATES.index(SHOWN), np.int8)
    # The first of _FATES that applies is set last.
    found[~placed] = _FATES.index(UNPLACED)
    if choice.as_of:
        since = _since(sites)
        found[(since == "").to_numpy(bool)] = _FATES.index(UNDATED)
    # Before the day it lacks: what lies elsewhere cannot belong to the choice.
    found[placed & ~inside] = _FATES.index(ELSEWHERE)
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
    table = _per(keys, counted.only("model_key")["model_key"])
    table["undated"] = _times(keys, counted.undated["model_key"])
    table["unplaced"] = _times(keys, counted.unplaced["model_key"])
    return table


def by_district(counted: Counted, areas: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    """Count the shown rows by district: district_code, n, value (NaN instead of 0).

    `districts` has code (in the epoch 2025 the former districts); the sum of n is counted.n.
    """
    parents = areas.set_index("code")["district_code"]
    keys = districts["code"].rename("district_code")
    return _per(keys, counted.only("epoch_code")["epoch_code"].map(parents))


def by_commune(counted: Counted) -> pd.DataFrame:
    """Count the shown rows by commune and model, where there are any: code, model_key, n."""
    groups = counted.only("epoch_code", "model_key").groupby(["epoch_code", "model_key"], sort=True).size()
    return groups.rename("n").reset_index().rename(columns={"epoch_code": "code"})


def _per(keys: pd.Series, values: pd.Series) -> pd.DataFrame:
    n = _times(keys, values)
    return pd.DataFrame({keys.name: keys, "n": n, "value": n.astype(float).where(n > 0)}).reset_index(drop=True)


def _times(keys: pd.Series, values: pd.Series) -> pd.Series:
    return keys.map(values.value_counts()).fillna(0).astype(int)
