"""Which reported figures and targets one story over time is told from, and about which area."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from briefing.basis import Basis
from briefing.quality.ground import communes_of
from data import breaks, catalogue, reported
from data.breaks import Row
from data.period import first_day, last_day
from data.wording import sort_key

COUNT, SHARE = "count", "share"
PERCENT = "%"


@dataclass(frozen=True, eq=False)
class Told:
    """The figures and targets of a chain of indicators under a choice, oldest first.

    Columns as in Record, with begin and end (ISO days of the period; of a target of its deadline), area_text (with
    its epoch), and of targets also day (the last day of the deadline) and needed. `undated` is how many targets are
    left out because they do not say when they were stated, while the choice names a day.
    """

    basis: Basis
    figures: pd.DataFrame
    targets: pd.DataFrame
    undated: int

    @property
    def areas(self) -> tuple[str, ...]:
        """The names of the areas told of: the province first, then the others in Vietnamese order."""
        rows = pd.concat([frame[["area_kind", "area_name"]] for frame in (self.figures, self.targets)])
        names = sorted(
            {(kind, str(name)) for kind, name in zip(rows["area_kind"], rows["area_name"], strict=True)},
            key=lambda area: (area[0] != "province", sort_key(area[1])),
        )
        return tuple(dict.fromkeys(name for _, name in names))

    @property
    def measures(self) -> tuple[str, ...]:
        """Whether it can be shown as a count, as a share of its base, or as both; the first is the usual one."""
        rows = pd.concat([frame[["unit", "base_value"]] for frame in (self.figures, self.targets)])
        counts = rows["unit"] != PERCENT
        shares = ~counts | rows["base_value"].notna()
        return tuple(name for name, there in ((COUNT, counts), (SHARE, shares)) if there.any()) or (COUNT,)

    @property
    def own_area(self) -> str:
        """The area_name of figures about exactly the choice's district or commune, or ""."""
        choice, areas = self.basis.choice, self.basis.areas
        if not (choice.district or choice.commune):
            return ""
        inside = areas["code" if choice.commune else "district_code"] == (choice.commune or choice.district)
        wanted = frozenset(areas.loc[inside, "code"])
        for row in pd.concat([self.figures, self.targets]).to_dict("records"):
            if communes_of(row["area_epoch"], row["area_kind"], row["area_code"], choice.epoch) == wanted:
                return str(row["area_name"])
        return ""

    @property
    def default_area(self) -> str:
        """The choice's own area where something is stated for exactly it, else the first of `areas`, or ""."""
        return self.own_area or next(iter(self.areas), "")


def told(basis: Basis, indicator_key: str) -> Told:
    """Give what is told of an indicator and of those that it follows or is followed by, up to the choice's day."""
    keys = breaks.chain(indicator_key)
    record, as_of = basis.record, basis.choice.as_of
    figures = record.figures[record.figures["indicator_key"].isin(keys)]
    targets = record.targets[record.targets["indicator_key"].isin(keys)]
    undated = targets["as_of"] == ""
    if as_of:
        figures = figures[figures["as_of"].map(first_day) <= as_of]
        targets = targets[~undated & (targets["as_of"].map(first_day) <= as_of)]
    targets = reported.needed(_dated(targets, targets["deadline"]))
    return Told(
        basis,
        _dated(figures, figures["as_of"]),
        targets.assign(day=targets["end"]),
        int(undated.sum()) if as_of else 0,
    )


def told_indicators(basis: Basis) -> tuple[str, ...]:
    """Give the indicators with figures or targets of the choice's models, in the catalogue's order of models."""
    models = catalogue.models()["model_key"].tolist()
    keys = catalogue.indicators()
    chosen = keys[keys["model_key"].isin(basis.choice.models or models)]
    ordered = chosen.sort_values("model_key", key=lambda column: column.map(models.index), kind="stable")
    record = basis.record
    there = {*record.figures["indicator_key"], *record.targets["indicator_key"]}
    return tuple(key for key in ordered["indicator_key"] if key in there)


def same_ground(one: Row, other: Row) -> bool:
    """Say whether two figures of one area name are about the same territory."""
    here, there = one["area_epoch"], other["area_epoch"]
    if not (one["area_code"] and other["area_code"]) or (one["area_code"], here) == (other["area_code"], there):
        return True
    found = communes_of(here, one["area_kind"], one["area_code"], there)
    return bool(found) and found == communes_of(there, other["area_kind"], other["area_code"], there)


def _dated(rows: pd.DataFrame, dates: pd.Series) -> pd.DataFrame:
    rows = rows.assign(
        begin=dates.map(first_day).astype("str"),
        end=dates.map(last_day).astype("str"),
        area_text=rows["area_name"].astype("str") + ", " + rows["area_epoch"].astype("str"),
    )
    return rows.sort_values(["begin", "end"], kind="stable")
