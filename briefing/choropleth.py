"""Maps whose communes are coloured by an indicator; its classes are fixed, so that a colour always means the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

import pandas as pd

from briefing import map_symbols
from briefing.basis import Basis
from briefing.build import header, map_notes, missing_notes, site_map
from briefing.legend import legend
from briefing.spec import LegendItem, MapSpec
from data import count
from data.indicator import NO_DATA, NONE_ON_RECORD, Indicator, indicators, measured
from data.wording import number, word

_OUTSIDE = "outside"
_NO_POINTS = pd.DataFrame(
    {"code": pd.Series(dtype="str"), "lon": pd.Series(dtype=float), "lat": pd.Series(dtype=float)}
)


def choropleth(
    basis: Basis,
    indicator_key: str,
    selected: str = "",
    loose: Collection[str] = (),
    inner_points: pd.DataFrame | None = None,
) -> MapSpec:
    """Give the map of an indicator of data/tables/map_indicators.csv for what the choice keeps.

    With `inner_points` (code, lon, lat: a point inside each commune) the sites are drawn on it too. The commune
    `selected` is emphasised; the communes `loose` are said to have approximate boundaries. A number of a district
    colours all of its communes. Raises KeyError for an unknown indicator.
    """
    indicator = indicators()[indicator_key]
    points = _NO_POINTS if inner_points is None else inner_points
    if indicator.measure == "status":
        return site_map(basis, points, selected, loose)
    lang = basis.lang
    counted = _counted(basis, indicator)
    areas = _areas(counted, indicator, loose)
    symbols, lines = map_symbols.symbols(basis, points), map_symbols.lines(basis)
    own = () if counted is basis else (_own_model(counted, indicator), *missing_notes(counted))
    notes = (*own, indicator.notes[lang], *map_notes(basis, selected, loose))
    return MapSpec(
        header=header(basis, indicator.labels[lang], notes),
        epoch=basis.choice.epoch,
        areas=areas,
        classes=_classes(indicator, set(areas["class_key"]), lang),
        symbols=symbols,
        layers=map_symbols.layers(symbols, lines, lang),
        lines=lines,
        selected=selected,
        district=basis.choice.district,
        measure=indicator.shorts[lang],
        captions={"legend": indicator.shorts[lang]},
    )


def _counted(basis: Basis, indicator: Indicator) -> Basis:
    """The basis whose sites the indicator counts: its own model's, also when the choice leaves that model out."""
    if not indicator.model_key or basis.choice.models == (indicator.model_key,):
        return basis
    choice = dataclasses.replace(basis.choice, models=(indicator.model_key,))
    return basis.under(choice)


def _own_model(basis: Basis, indicator: Indicator) -> str:
    return word("choropleth.own_model", basis.lang, model=basis.names[indicator.model_key])


def _areas(basis: Basis, indicator: Indicator, loose: Collection[str]) -> pd.DataFrame:
    """MapSpec.areas: every commune with its class, number and what is said of it."""
    choice, lang, areas = basis.choice, basis.lang, basis.areas
    inside = count.areas_for(areas, choice)
    # Of how many communes a share is one: those of the district, not those left over by a filter of status.
    based = inside if indicator.measure != "share" else areas[areas["district_code"].isin(inside["district_code"])]
    found = measured(indicator, basis.counted.rows, based).set_index("code")
    home = areas["code"] if indicator.level == "commune" else areas["district_code"]
    rows = areas.assign(
        district=areas["district_label"],
        class_key=home.map(_class_keys(found, indicator)).fillna(_OUTSIDE),
        value=home.map(found["value"]),
        value_text=home.map(_texts(found, indicator, lang)).fillna(""),
        said=home.map(_sentences(found, indicator, lang)).fillna(""),
    )
    approximate = rows["code"].isin(list(loose)).map({True: "\n" + word("area.loose", lang), False: ""})
    rows["detail"] = rows["district"] + "\n" + rows["said"] + approximate
    outside = ~rows["code"].isin(inside["code"])
    rows.loc[outside, ["class_key", "detail", "value_text"]] = [_OUTSIDE, "", ""]
    rows.loc[outside, "value"] = float("nan")
    return rows[["code", "label", "district", "class_key", "detail", "value", "value_text"]]


def _class_keys(found: pd.DataFrame, indicator: Indicator) -> pd.Series:
    """The class of each code: c0, c1 …, or why it has no number."""
    keys = [why or f"c{indicator.class_of(value)}" for value, why in zip(found["value"], found["why"], strict=True)]
    return pd.Series(keys, index=found.index, dtype="str")


def _texts(found: pd.DataFrame, indicator: Indicator, lang: str) -> pd.Series:
    """The number of each code as it is read: "gần 10", "0,8", "chưa có trong sổ"."""
    reasons = {NO_DATA: word("common.no_data", lang), NONE_ON_RECORD: word("common.none_on_record", lang)}

    def text(value: float, why: str, qualifier: str) -> str:
        if why:
            return reasons[why]
        plain = number(value, lang, indicator.digits)
        return word(f"qualifier.{qualifier}", lang, value=plain) if qualifier else plain

    texts = [text(*row) for row in zip(found["value"], found["why"], found["qualifier"], strict=True)]
    return pd.Series(texts, index=found.index, dtype="str")


def _sentences(found: pd.DataFrame, indicator: Indicator, lang: str) -> pd.Series:
    """What hovering says: the number with its unit and what it was counted from."""
    texts = _texts(found, indicator, lang)
    name, unit = indicator.shorts[lang], indicator.units[lang]

    def sentence(text: str, why: str, n: int, base: float) -> str:
        key = "none" if why else indicator.measure
        shown = {"n": number(n, lang), "base": number(base, lang)}
        return word(f"measure.{key}", lang, name=name, value=text, unit=unit, **shown)

    said = [sentence(*row) for row in zip(texts, found["why"], found["n"], found["base"], strict=True)]
    return pd.Series(said, index=found.index, dtype="str")


def _classes(indicator: Indicator, used: set[str], lang: str) -> tuple[LegendItem, ...]:
    """Every class of the indicator, used or not, then what is used of the rest."""
    last = len(indicator.breaks) - 1
    classes = [
        LegendItem(f"c{place}", _range(indicator, place, last, lang), colour)
        for place, colour in enumerate(indicator.colours)
    ]
    return (*classes, *(item for item in legend("area", lang) if item.key in used))


def _range(indicator: Indicator, place: int, last: int, lang: str) -> str:
    """A class in words: "2", "3 – 4", "từ 10" for whole numbers; "dưới 0,5", "0,5 – dưới 1" for others."""
    low = indicator.breaks[place]
    high = indicator.breaks[place + 1] if place < last else 0.0
    texts = {"low": number(low, lang, 2), "high": number(high, lang, 2)}
    if place == last:
        return word("range.from", lang, **texts)
    if not indicator.counts:
        return word("range.between" if low else "range.under", lang, **texts)
    if high == low + 1:
        return word("range.one", lang, **texts)
    return word("range.whole", lang, **(texts | {"high": number(high - 1, lang)}))
