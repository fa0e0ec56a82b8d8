"""How complete the register is: against the reported figures, in its positions, in the age of what it says.

All functions are pure and take frames that already carry where their rows lie (`epoch_code`, `approximate`).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from data import catalogue
from data.columns import Schema, faults
from data.errors import Problem
from data.freshness import local_day
from data.period import first_day
from data.reported import REPORTED, headlines, latest
from data.tables import read

# How the number on record stands to a reported figure. Only PART and MORE count the same things in the same area.
PART, MORE = "part", "more"
OTHER_UNIT, OTHER_BASE, UNDECLARED, OTHER_AREA = "other_unit", "other_base", "undeclared", "other_area"
SHARED = "shared"
_PLACE = "place"
SCHEMA = Schema(
    key="indicator_key",
    one_of={"counts": (_PLACE, OTHER_UNIT, OTHER_BASE)},
    others=("why_vi", "why_en"),
)


@cache
def _rules() -> pd.DataFrame:
    table = read("coverage")
    known = set(catalogue.indicators()["indicator_key"])
    found = faults("coverage.csv", table, SCHEMA)
    found += [f"«{key}» không phải chỉ tiêu trong danh mục" for key in table["indicator_key"] if key not in known]
    if found:
        raise Problem(
            where="Bảng data/tables/coverage.csv",
            came=f"{len(found)} lỗi: " + "; ".join(found),
            expected="mỗi chỉ tiêu một dòng: đếm địa điểm (place), hay vì sao không so được",
            todo="Sửa các ô đã nêu.",
        )
    return table.set_index("indicator_key")


def rules() -> pd.DataFrame:
    """Give what each reported indicator counts, by indicator_key: counts, why_vi, why_en.

    counts is place (one counted piece is one row of the register), other_unit or other_base; the last two have a
    reason. Raises Problem listing every fault of data/tables/coverage.csv.
    """
    return _rules().copy()


def against_figures(
    figures: pd.DataFrame, here: pd.Series, models: pd.DataFrame, on_record: pd.Series, as_of: str = ""
) -> pd.DataFrame:
    """Set the number of sites on record beside the reported figure of each model, and say whether they compare.

    figures: Record.figures; here: for each of them (by index) whether it is about exactly the area that was counted;
    models: rows of the catalogue; on_record: number of sites by model_key, of every model, in that area.
    Gives a row a model, in the order of `models`: model_key, n, state, share (n of the figure, NaN unless part),
    and of the figure indicator_key, indicator, indicator_en, unit, unit_en, qualifier, value (NaN without one), base,
    area_name, as_of, publisher, source_url. The figure is the card's own or, where that is about another area, the
    newest of its indicator for the area counted; without any it is the card's own, and the state other_area. A figure
    that counts several models together stands in the row of the model that has it, with all of their sites; the
    others are `shared`.
    """
    cards = headlines(figures, models, as_of)
    near = latest(figures[here], as_of).drop(columns="headline").sort_values("as_of", kind="stable")
    about_here = set(figures.loc[here, "figure_id"])
    rows = []
    for card in cards.to_dict("records"):
        other = near[near["indicator_key"] == card["indicator_key"]].tail(1).to_dict("records")
        figure = card if card["figure_id"] in about_here or not other else other[0]
        n = int(on_record.get(card["model_key"], 0)) + _together(card["model_key"], on_record)
        state = _state(card, figure["figure_id"] in about_here, figure["value"], n)
        rows.append({**figure, "model_key": card["model_key"], "n": n, "state": state})
    table = pd.DataFrame(rows)
    table["share"] = (table["n"] / table["value"]).where(table["state"] == PART).astype(float)
    return table[[*_OWN, *_OF_FIGURE]]


_OWN = ["model_key", "n", "state", "share"]
_OF_FIGURE = [
    *("indicator_key", "indicator", "indicator_en", "unit", "unit_en", "qualifier", "value"),
    *("base", "area_name", "as_of", "publisher", "source_url"),
]


def compare(indicator_key: str, value: float, n: int) -> str:
    """Say how `n` sites on record stand to a figure of an indicator for the same area: one of the states."""
    found = rules()["counts"].get(indicator_key, UNDECLARED)
    if found != _PLACE:
        return str(found)
    return PART if n <= value else MORE


def _state(card: Mapping[Hashable, Any], is_here: bool, value: float, n: int) -> str:
    if card["counted_with"]:
        return SHARED
    if card["state"] != REPORTED:
        return str(card["state"])
    return compare(str(card["indicator_key"]), value, n) if is_here else OTHER_AREA


def _together(model_key: str, on_record: pd.Series) -> int:
    """The sites of the models whose reported figure is that of `model_key`."""
    models = catalogue.models()
    return int(sum(on_record.get(key, 0) for key in models.loc[models["counted_with"] == model_key, "model_key"]))


def known_since(sites: pd.DataFrame, written: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Add to sites when what they say was last known to be so, and how old that is.

    written: Store.last_changed("sites"). Adds known (date text of its own precision, "" = no date at all), known_by
    (register: sent or edited on that day; source: a row of the public record, version 1, that nobody has sent, with
    the day of its launch or of its source, whichever is later; "" = unknown) and months (whole months from then to
    `as_of` as float, NaN = unknown, never less than 0).
    """
    sent = written[written["version"] > 1].set_index("row_id")["created_at"].map(local_day)
    by_register = sites["site_id"].map(sent).fillna("").astype("str")
    begin = sites["launched"].map(first_day) > sites["source_date"].map(first_day)
    by_source = sites["launched"].where(begin, sites["source_date"])
    known = by_register.where(by_register != "", by_source)
    return sites.assign(
        known=known,
        known_by=np.select([by_register != "", known != ""], ["register", "source"], default=""),
        months=[_months(day, as_of) for day in known],
    )


def _months(day: str, as_of: str) -> float:
    if not day:
        return np.nan
    then, now = date.fromisoformat(first_day(day)), date.fromisoformat(as_of)
    passed = (now.year - then.year) * 12 + now.month - then.month - (now.day < then.day)
    return float(max(passed, 0))


def stale(sites: pd.DataFrame, months: int) -> pd.DataFrame:
    """Give the sites of which nothing was heard for so many months, oldest first, then those without any date."""
    return sites[~(sites["months"] < months)].sort_values("months", ascending=False, kind="stable")


def summary(sites: pd.DataFrame, by: str, keys: Sequence[str], months: int) -> pd.DataFrame:
    """Count sites and what they lack, one row for each of `keys` in the column `by`, in their order.

    sites: with what `known_since` adds. Gives the column `by`, n, exact (with a point), commune (known to the commune
    only), approximate (of these, in a unit that was divided), unplaced (in no unit of the epoch), stale (not heard of
    for `months`) and undated. exact + commune + unplaced = n.
    """
    placed = sites["epoch_code"] != ""
    exact = placed & (sites["precision"] == "exact")
    marks = pd.DataFrame(
        {
            by: sites[by],
            "n": True,
            "exact": exact,
            "commune": placed & ~exact,
            "approximate": placed & ~exact & sites["approximate"],
            "unplaced": ~placed,
            "stale": sites["months"] >= months,
            "undated": sites["months"].isna(),
        }
    )
    counted = marks.groupby(by).sum().reindex(list(keys), fill_value=0).astype(int)
    return counted.rename_axis(by).reset_index()
