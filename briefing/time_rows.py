"""Which reported figures and targets one story over time is told from, and about which area."""

from __future__ import annotations

import pandas as pd

from briefing.basis import Basis
from briefing.quality.ground import communes_of
from data import breaks, catalogue, reported
from data.breaks import Row
from data.period import first_day, last_day
from data.wording import sort_key

COUNT, SHARE = "count", "share"
PERCENT = "%"


def areas(basis: Basis, indicator_key: str) -> tuple[str, ...]:
    """Give the names of the areas that figures or targets of an indicator are about: the province first, then the
    others in Vietnamese order."""
    rows = pd.concat([frame[["area_kind", "area_name"]] for frame in stated(basis, indicator_key)[:2]])
    ordered = sorted(
        set(rows.itertuples(index=False, name=None)), key=lambda area: (area[0] != "province", sort_key(str(area[1])))
    )
    return tuple(dict.fromkeys(str(name) for _, name in ordered))


def measures(basis: Basis, indicator_key: str) -> tuple[str, ...]:
    """Say whether an indicator can be shown as a count, as a share of its base, or as both; the first is the usual."""
    figures, targets, _ = stated(basis, indicator_key)
    rows = pd.concat([figures, targets])
    counts = rows[rows["unit"] != PERCENT]
    shares = rows[(rows["unit"] == PERCENT) | rows["base_value"].notna()]
    return tuple(name for name, there in ((COUNT, counts), (SHARE, shares)) if len(there)) or (COUNT,)


def told_indicators(basis: Basis) -> tuple[str, ...]:
    """Give the indicators with figures or targets under the choice's models and day, in catalogue order."""
    models = catalogue.models()["model_key"].tolist()
    keys = catalogue.indicators()
    chosen = keys[keys["model_key"].isin(basis.choice.models or models)]
    ordered = chosen.sort_values("model_key", key=lambda column: column.map(models.index), kind="stable")
    record = basis.record
    told = {*record.figures["indicator_key"], *record.targets["indicator_key"]}
    return tuple(key for key in ordered["indicator_key"] if key in told)


def stated(basis: Basis, indicator_key: str) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Give the figures and targets of a chain of indicators, oldest first, and how many targets have no day of theirs.

    Adds begin and end (ISO days of the period; of a target of its deadline), area_text (with its epoch), and to
    targets day (the last day of the deadline) and needed. What was stated after the choice's day is left out; of a
    target that does not say when it was stated this is not known, so it is left out and counted.
    """
    keys = breaks.chain(indicator_key)
    record, as_of = basis.record, basis.choice.as_of
    figures = record.figures[record.figures["indicator_key"].isin(keys)]
    targets = record.targets[record.targets["indicator_key"].isin(keys)]
    undated = targets["as_of"] == ""
    if as_of:
        figures = figures[figures["as_of"].map(first_day) <= as_of]
        targets = targets[~undated & (targets["as_of"].map(first_day) <= as_of)]
    figures = _dated(figures, figures["as_of"])
    targets = reported.needed(_dated(targets, targets["deadline"]))
    return figures, targets.assign(day=targets["end"]), int(undated.sum()) if as_of else 0


def _dated(rows: pd.DataFrame, dates: pd.Series) -> pd.DataFrame:
    rows = rows.assign(
        begin=dates.map(first_day).astype("str"),
        end=dates.map(last_day).astype("str"),
        area_text=rows["area_name"].astype("str") + ", " + rows["area_epoch"].astype("str"),
    )
    return rows.sort_values(["begin", "end"], kind="stable")


def default_area(basis: Basis, indicator_key: str) -> str:
    """Give the choice's own area where something is stated for exactly it, else the first of `areas`."""
    named = areas(basis, indicator_key)
    return own_area(basis, indicator_key) or (named[0] if named else "")


def own_area(basis: Basis, indicator_key: str) -> str:
    """Give the area_name of figures about exactly the choice's district or commune, or ""."""
    choice = basis.choice
    if not (choice.district or choice.commune):
        return ""
    column = "code" if choice.commune else "district_code"
    inside = basis.areas[column] == (choice.commune or choice.district)
    wanted = frozenset(basis.areas.loc[inside, "code"])
    figures, targets, _ = stated(basis, indicator_key)
    for row in pd.concat([figures, targets]).to_dict("records"):
        if communes_of(row["area_epoch"], row["area_kind"], row["area_code"], choice.epoch) == wanted:
            return str(row["area_name"])
    return ""


def same_ground(one: Row, other: Row) -> bool:
    """Say whether two figures of one area name are about the same territory."""
    here, there = one["area_epoch"], other["area_epoch"]
    if not (one["area_code"] and other["area_code"]):
        return True
    if one["area_code"] == other["area_code"] and here == there:
        return True
    found = communes_of(here, one["area_kind"], one["area_code"], there)
    return bool(found) and found == communes_of(there, other["area_kind"], other["area_code"], there)
