"""Comparisons of the register: two days, and areas side by side, as finished tables and bar charts."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from briefing.basis import Basis
from briefing.build import header
from briefing.spec import BarSpec, Header
from data import catalogue, compare, growth
from data.choice import TODAY
from data.tables import read
from data.wording import day, number, sort_key, word

MOST_AREAS, MOST_MODELS = 6, 6
_DIGITS = {compare.COUNT: 0, compare.PER_COMMUNE: 2, compare.PER_100_KM2: 2}


@dataclass(frozen=True, eq=False)
class Change:
    """The register on two days: the sentence that says it, bars of what was added, and both tables (with `codes`)."""

    sentence: str
    bars: BarSpec
    areas: pd.DataFrame
    codes: tuple[str, ...]
    models: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Side:
    """Areas side by side: the ranking, one chart a model in the same order of areas, the table and its `codes`."""

    ranking: BarSpec
    models: tuple[BarSpec, ...]
    table: pd.DataFrame
    codes: tuple[str, ...]


def between(basis: Basis, first: str, last: str, selected: str = "") -> Change:
    """Compare the register up to two days within the epoch of the choice, by area and by model.

    By former district, or by commune when the choice names a district. Places without a known day are on neither
    side and told in a note; those that cannot be placed in the epoch have a line of their own, so that totals stay.
    """
    lang, choice = basis.lang, basis.choice
    sites = {at: _counted(basis, at) for at in (first, last)}
    keys = basis.areas["code"] if choice.district else basis.districts["code"]
    if choice.district:
        keys = keys[basis.areas["district_code"] == choice.district]
    codes = sorted(keys, key=lambda code: sort_key(basis.names[code]))
    parents = basis.areas.set_index("code")["district_code"].to_dict()
    here = basis.sites["epoch_code"].map(lambda code: code if choice.district else parents.get(code, ""))
    by_area = compare.difference(sites[first], sites[last], here, codes)
    models = list(catalogue.models()["model_key"])
    by_model = compare.difference(sites[first], sites[last], basis.sites["model_key"], models)
    dates = {"first": day(first), "last": day(last)}
    title = word("comparison.added", lang, **dates)
    head = header(basis, title, (word("comparison.exact", lang), *_undated(basis), word("bars.note", lang)))
    return Change(
        sentence=_sentence(by_area, dates, lang),
        bars=_added(basis, by_area, head, selected),
        areas=_changes(by_area, "quality.col_area", [_named(basis, code) for code in by_area["key"]], dates, lang),
        codes=tuple(by_area["key"]),
        models=_changes(by_model, "quality.col_model", [basis.names[key] for key in models], dates, lang),
    )


def side_by_side(basis: Basis, codes: Sequence[str], measure: str, selected: str = "") -> Side:
    """Compare areas (codes of districts or of communes) across models, as counts or per size.

    The areas stand in the order of the ranking everywhere. Charts are given for the six models with most places;
    the table has all models with any.
    """
    lang = basis.lang
    members = {code: _communes(basis, code) for code in codes}
    found = compare.by_area(basis.counted.rows, members, list(catalogue.models()["model_key"]))
    size = compare.sizes(basis.areas, members)
    total = compare.measured(found.sum(axis=1), size, measure)
    order = sorted(codes, key=lambda code: sort_key(basis.names[code]))
    order = list(total[order].sort_values(ascending=False, kind="stable", na_position="last").index)
    there = [model for model in found.columns if found[model].any()]
    most = list(found[there].sum().sort_values(ascending=False, kind="stable").index)[:MOST_MODELS]
    title = word(f"comparison_title.{measure}", lang)
    charts = [
        _bars(basis, f"{basis.names[model]}, {title[:1].lower()}{title[1:]}", found[model], size, measure, order)
        for model in most
    ]
    # On one scale, so that bars of different models compare.
    highest = max((float(chart.bars["value"].max()) for chart in charts), default=0.0)
    charts = [dataclasses.replace(chart, highest=highest) for chart in charts]
    return Side(
        ranking=_bars(basis, title, found.sum(axis=1), size, measure, order, selected),
        models=tuple(charts),
        table=_side_table(basis, found[there], size, order),
        codes=tuple(order),
    )


def _added(basis: Basis, table: pd.DataFrame, head: Header, selected: str) -> BarSpec:
    """The bars of what was added in each area, the most first; an area with nothing on either day has no number."""
    shown = table[table["key"] != compare.ELSEWHERE]
    bars = pd.DataFrame(
        {
            "label": [_named(basis, code) for code in shown["key"]],
            "value": shown["change"].astype(float).where(shown["state"] != compare.NO_DATA),
            "key": shown["key"],
            "highlight": shown["key"] == selected,
        }
    ).sort_values("value", ascending=False, kind="stable", na_position="last", ignore_index=True)
    unit = word("unit.sites", basis.lang)
    return BarSpec(head, bars, unit, _colour(), word("common.none_on_record", basis.lang))


def _counted(basis: Basis, as_of: str) -> pd.DataFrame:
    """The rows of the choice up to a day, those that cannot be placed in its epoch included."""
    found = basis.under(dataclasses.replace(basis.choice, as_of=as_of)).counted
    # Within a district an unplaced row may lie elsewhere.
    unplaced = [] if basis.choice.district or basis.choice.commune or basis.choice.status else [found.unplaced]
    return pd.concat([found.rows, *unplaced])


def _undated(basis: Basis) -> list[str]:
    timeless = basis.under(dataclasses.replace(basis.choice, as_of="")).counted.rows
    n = int((growth.known_from(timeless) == "").sum())
    return [word("comparison.undated", basis.lang, n=number(n, basis.lang))] if n else []


def _communes(basis: Basis, code: str) -> list[str]:
    inside = basis.areas["district_code"] == code
    return list(basis.areas.loc[inside, "code"]) if inside.any() else [code]


def _named(basis: Basis, code: str) -> str:
    label = basis.names[code] if code else word("comparison.unplaced", basis.lang)
    return label[:1].upper() + label[1:]


def _sentence(table: pd.DataFrame, dates: Mapping[str, str], lang: str) -> str:
    before, after = int(table["before"].sum()), int(table["after"].sum())
    state = compare.NO_DATA if before + after == 0 else compare.SAME
    state = compare.UP if after > before else compare.DOWN if after < before else state
    return word(
        "comparison.sentence",
        lang,
        before=number(before, lang),
        after=number(after, lang),
        change=_change(after - before, state, lang),
        **dates,
    )


def _change(change: int, state: str, lang: str) -> str:
    return word(f"comparison_state.{state}", lang, n=number(abs(change), lang))


def _changes(
    table: pd.DataFrame, first_column: str, labels: list[str], dates: Mapping[str, str], lang: str
) -> pd.DataFrame:
    """The table of a difference in finished words; what is not on record stays empty."""
    until = [word("comparison.until", lang, date=dates[name]) for name in ("first", "last")]
    return pd.DataFrame(
        {
            word(first_column, lang): labels,
            until[0]: table["before"].where(table["before"] > 0).astype("Int64"),
            until[1]: table["after"].where(table["after"] > 0).astype("Int64"),
            word("comparison.change", lang): [
                _change(change, state, lang) for change, state in zip(table["change"], table["state"], strict=True)
            ],
        }
    )


def _bars(
    basis: Basis,
    title: str,
    counts: pd.Series,
    size: pd.DataFrame,
    measure: str,
    order: list[str],
    selected: str = "",
) -> BarSpec:
    lang = basis.lang
    values = compare.measured(counts, size, measure)[order]
    bars = pd.DataFrame(
        {
            "label": [_named(basis, code) for code in order],
            "value": values.to_numpy(),
            "key": order,
            "highlight": [code == selected for code in order],
        }
    )
    # Where the size of an area is not known, no number says nothing of what is on record.
    unsized = measure == compare.PER_100_KM2 and size["area_km2"].isna().any()
    return BarSpec(
        header=_header(basis, title, measure),
        bars=bars,
        unit=word(f"comparison_unit.{measure}", lang),
        colour=_colour(),
        no_data=word("common.no_data" if unsized else "common.none_on_record", lang),
        digits=_DIGITS[measure],
    )


def _header(basis: Basis, title: str, measure: str) -> Header:
    lang = basis.lang
    notes = [word("bars.note", lang)]
    if measure == compare.PER_100_KM2 and basis.areas["area_km2"].isna().any():
        notes.insert(0, word("comparison.no_area", lang))
    if basis.choice.epoch == TODAY:
        notes.insert(0, word("comparison.former", lang))
    return header(basis, title, tuple(notes))


def _side_table(basis: Basis, counts: pd.DataFrame, size: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """One row an area: how large it is, its total as counted and per size, and each model."""
    lang = basis.lang
    sized = size.set_index("key").loc[order]
    total = counts.sum(axis=1)
    columns = {
        word("quality.col_area", lang): [_named(basis, code) for code in order],
        word("comparison.communes", lang): sized["communes"].to_numpy(),
        word("comparison.km2", lang): sized["area_km2"].round(1).to_numpy(),
    }
    for measure in compare.MEASURES:
        values = compare.measured(total, size, measure)[order]
        rounded = values.astype("Int64") if measure == compare.COUNT else values.round(2)
        heading = word(f"comparison_unit.{measure}", lang)
        columns[heading[:1].upper() + heading[1:]] = rounded.to_numpy()
    for model in counts.columns:
        columns[basis.names[model]] = counts.loc[order, model].where(lambda n: n > 0).astype("Int64").to_numpy()
    return pd.DataFrame(columns)


def _colour() -> str:
    return str(read("legend").set_index("key").loc["camera", "colour"])
