"""What was reported and aimed at: the newest figures, the one on each model's card, and targets in units."""

from __future__ import annotations

import math

import pandas as pd

from data.period import first_day

REPORTED, LATER, NONE = "reported", "later", "none"


def latest(figures: pd.DataFrame, as_of: str = "") -> pd.DataFrame:
    """Give the newest figure of each indicator and area whose period had begun on `as_of` ("" = of all).

    Same columns as Record.figures. Figures of different bases follow each other here: always show `base`
    with them.
    """
    begun = figures.assign(_day=figures["as_of"].map(first_day))
    begun = begun[begun["_day"] <= as_of] if as_of else begun
    newest = begun.sort_values("_day", kind="stable").drop_duplicates(
        ["indicator_key", "area_kind", "area_name"], keep="last"
    )
    return newest.drop(columns="_day").sort_index()


def headlines(figures: pd.DataFrame, models: pd.DataFrame, as_of: str = "") -> pd.DataFrame:
    """Give one row for each model, in catalogue order, with the figure for its card.

    model_key, state, counted_with, and the columns of Record.figures for the newest headline figure on
    `as_of`. state is reported, later (there is one, but after `as_of`) or none (nothing was reported);
    without a figure value is NaN and the texts are "". A model with counted_with shows the figure of that
    model, which includes it.
    """
    marked = figures[figures["headline"]]
    newest = latest(marked, as_of).sort_values("as_of").drop_duplicates("model_key", keep="last")
    cards = models[["model_key", "counted_with"]].copy()
    cards["of"] = cards["counted_with"].where(cards["counted_with"] != "", cards["model_key"])
    cards["state"] = [
        REPORTED if key in {*newest["model_key"]} else LATER if key in {*marked["model_key"]} else NONE
        for key in cards["of"]
    ]
    found = newest.rename(columns={"model_key": "of"}).drop(columns="headline")
    cards = cards.merge(found, on="of", how="left", validate="m:1").drop(columns="of")
    texts = cards.select_dtypes(exclude="number").columns
    cards[texts] = cards[texts].fillna("")
    return cards


def needed(targets: pd.DataFrame) -> pd.DataFrame:
    """Add to targets that are shares the number of units they come to: needed, rounded up (30 % of 130 → 39).

    NaN where the target is no share or its base has no number.
    """
    share = targets["unit"] == "%"
    # Rounded first, since 0.3 × 130 is a little more than 39 in binary fractions.
    units = (targets["value"] * targets["base_value"] / 100).round(6).map(math.ceil, na_action="ignore")
    return targets.assign(needed=units.where(share).astype(float))
