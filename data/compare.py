"""Comparing counts of the register: two days in one epoch, and areas of different size.

All functions are pure. They take rows that already carry where they lie in the asked epoch (`epoch_code`, "" = cannot
be placed there), so that two days compare exactly whatever the boundaries of each were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

UP, DOWN, SAME, NO_DATA = "up", "down", "same", "no_data"
COUNT, PER_COMMUNE, PER_100_KM2 = "count", "per_commune", "per_100_km2"
MEASURES = (COUNT, PER_COMMUNE, PER_100_KM2)
ELSEWHERE = ""  # the key of rows that lie in none of the areas, so that totals stay


def difference(before: pd.DataFrame, after: pd.DataFrame, by: pd.Series, keys: Sequence[str]) -> pd.DataFrame:
    """Count two sets of rows by what `by` gives for each of their indices, and say what changed.

    Gives a row for each of `keys` in their order, and one with the key "" for all other rows where there are any:
    key, before, after, change (int), state: up, down, same, or no_data where neither has a row. The sums of before,
    after and change are those of all rows.
    """
    counts = [by.reindex(rows.index).where(lambda found: found.isin(keys), ELSEWHERE) for rows in (before, after)]
    order = [*keys, *([ELSEWHERE] if any((found == ELSEWHERE).any() for found in counts) else [])]
    one, other = (found.value_counts().reindex(order, fill_value=0).to_numpy().astype(int) for found in counts)
    change = other - one
    states = np.select([one + other == 0, change > 0, change < 0], [NO_DATA, UP, DOWN], default=SAME)
    table = pd.DataFrame({"key": order, "before": one, "after": other, "change": change})
    return table.assign(state=pd.Series(states, dtype="str"))


def sizes(areas: pd.DataFrame, members: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Give the size of each area: key, communes (int), area_km2 (NaN unless it is known of every commune).

    `areas` has code and area_km2; `members` the commune codes of each area.
    """
    ground = areas.set_index("code")["area_km2"]
    return pd.DataFrame(
        {
            "key": list(members),
            "communes": [len(codes) for codes in members.values()],
            "area_km2": [float(ground[list(codes)].sum(skipna=False)) for codes in members.values()],
        }
    )


def by_area(rows: pd.DataFrame, members: Mapping[str, Sequence[str]], models: Sequence[str]) -> pd.DataFrame:
    """Count rows by area and model: index of area keys, a column for each model, both in the order given (int)."""
    area_of = {code: key for key, codes in members.items() for code in codes}
    table = pd.crosstab(rows["epoch_code"].map(area_of), rows["model_key"])
    return table.reindex(index=list(members), columns=list(models), fill_value=0).fillna(0).astype(int)


def measured(counts: pd.Series, size: pd.DataFrame, measure: str) -> pd.Series:
    """Give counts by area as they are, per commune, or per 100 km²; NaN where nothing is on record or no size known.

    `counts` is indexed by area key; `size` is what `sizes` gives; `measure` one of MEASURES.
    """
    frame = size.set_index("key").reindex(counts.index)
    divisor = {
        COUNT: pd.Series(1.0, index=counts.index),
        PER_COMMUNE: frame["communes"].astype(float),
        PER_100_KM2: frame["area_km2"] / 100,
    }[measure]
    return (counts / divisor).where(counts > 0).astype(float)
