"""Camera an ninh: places on record and the cameras stated at them, by area, beside what was reported."""

from __future__ import annotations

import dataclasses

import pandas as pd

from briefing.basis import Basis
from briefing.build import area_bars, header
from briefing.places import communes_with
from briefing.quality.table import Table
from briefing.spec import BarSpec
from briefing.told import Fact, amount, fact, total
from data.wording import number, word

MODEL = "camera_an_ninh"
# What the bars of areas may show: places on record, or the cameras their sources state.
PLACES, CAMERAS = "places", "cameras"
MEASURES = (PLACES, CAMERAS)
_REPORTED = ("diem_camera_an_ninh", "camera_giam_sat")


def cameras(sites: pd.DataFrame) -> pd.Series:
    """Give how many cameras the source of each site states (float, NaN = it does not say)."""
    return sites["quantity"].where(sites["quantity_unit"].str.casefold().str.contains("camera", regex=False))


def facts(basis: Basis) -> tuple[Fact, ...]:
    """Give the numbers at the head of the page: what was reported, what is on record, and where nothing is."""
    lang, rows = basis.lang, basis.counted.rows
    having, all_communes = communes_with(basis)
    stated = cameras(rows)
    known = stated.notna()
    lines = [word("card.no_places", lang)]
    if len(rows):
        lines = [word("cameras.communes", lang, n=number(having, lang), total=number(all_communes, lang))]
    if known.any():
        value, qualifier = total(stated, rows["quantity_qualifier"])
        lines.append(word("cameras.stated", lang, n=amount(value, qualifier, lang), places=int(known.sum())))
    if not known.all():
        lines.append(word("cameras.unstated", lang, n=int((~known).sum())))
    return (
        *(fact(basis, key) for key in _REPORTED),
        Fact("on_record", word("places.title", lang), number(len(rows), lang) if len(rows) else "",
             word("unit.sites", lang), tuple(lines)),
        Fact("without", word("places.without", lang), number(all_communes - having, lang),
             word("unit.communes", lang),
             (word("cameras.of", lang, total=number(all_communes, lang)), word("cameras.not_none", lang))),
    )  # fmt: skip


def by_area(basis: Basis, measure: str = PLACES, selected: str = "") -> BarSpec:
    """Give places, or cameras stated at them, by former district, or by commune where the choice names a district."""
    spec = area_bars(basis, selected)
    if measure == PLACES:
        return spec
    lang = basis.lang
    sums = _sums(basis)
    values = spec.bars["key"].map(sums["value"]).astype(float)
    bars = spec.bars.assign(value=values).sort_values("value", ascending=False, kind="stable", na_position="last")
    title = word("cameras.bars_communes" if basis.choice.district else "cameras.bars_districts", lang)
    return dataclasses.replace(
        spec,
        header=header(basis, title, (word("cameras.sum_note", lang), word("bars.note", lang))),
        bars=bars.reset_index(drop=True),
        unit="camera",
        no_data=word("common.no_data", lang),
    )


def area_table(basis: Basis, measure: str = PLACES) -> Table:
    """Give a row for each area of `by_area`, in its order: code, area, n (Int64, NA = none), cameras, unstated.

    cameras is the sum of what the sources state, as exactly as they state it; unstated the places without such number.
    """
    lang = basis.lang
    bars, sums = by_area(basis, measure).bars, _sums(basis)
    unstated = bars["key"].map(sums["unstated"]).astype("Int64")
    rows = pd.DataFrame(
        {
            "code": bars["key"],
            "area": bars["label"],
            "n": bars["key"].map(sums["n"]).astype("Int64"),
            "cameras": bars["key"].map(sums["text"]).fillna(""),
            "unstated": unstated.where(unstated > 0),
        }
    )
    labels = {
        "area": "quality.col_area",
        "n": "quality.col_n",
        "cameras": "cameras.col",
        "unstated": "cameras.col_unstated",
    }
    return Table(
        header=header(basis, word("cameras.table", lang), (word("cameras.sum_note", lang), word("bars.note", lang))),
        rows=rows,
        labels={name: word(key, lang) for name, key in labels.items()},
        empty=word("empty.why", lang),
    )


def _sums(basis: Basis) -> pd.DataFrame:
    """The cameras stated in each area with any site: n, value, text, unstated, by the code of district or commune."""
    rows = basis.counted.rows
    codes = rows["epoch_code"]
    if not basis.choice.district:
        codes = codes.map(basis.areas.set_index("code")["district_code"])
    stated = cameras(rows)
    found = {}
    for code, index in rows.groupby(codes).groups.items():
        value, qualifier = total(stated[index], rows.loc[index, "quantity_qualifier"])
        found[code] = (len(index), value, amount(value, qualifier, basis.lang), int(stated[index].isna().sum()))
    return pd.DataFrame.from_dict(found, orient="index", columns=["n", "value", "text", "unstated"])
