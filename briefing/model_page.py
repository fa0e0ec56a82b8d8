"""Các mô hình: what the page of any model shows, from its row in the catalogue: nothing here knows a single model."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from briefing.basis import Basis
from briefing.build import missing_notes, site_map
from briefing.drug_free import status_map, status_table
from briefing.places import communes_with, places
from briefing.quality import against
from briefing.quality.table import Table
from briefing.spec import MapSpec
from briefing.told import Fact, fact, figures
from data import catalogue
from data.wording import day, number, word


@dataclass(frozen=True, eq=False)
class ModelPage:
    """One model in finished texts.

    source: who states the definition; source_url its address. facts: the number of the card and what is on record.
    missing: one sentence for each thing that the record lacks. figures, near (of single areas, against the record)
    and places are tables; the last has a column code. over_time: the indicators with figures
    of several days of one area.
    """

    model: catalogue.Model
    label: str
    definition: str
    source: str
    source_url: str
    facts: tuple[Fact, ...]
    missing: tuple[str, ...]
    figures: Table
    near: Table
    places: Table
    over_time: tuple[str, ...]


def model_page(basis: Basis) -> ModelPage:
    """Give the page of the one model that the basis' choice names."""
    (key,) = basis.choice.models
    lang, model = basis.lang, catalogue.model(key)
    communes = model.layer == "drug_free"
    told = _told(basis, model)
    return ModelPage(
        model=model,
        label=model.label(lang),
        definition=model.definition_en if lang == "en" else model.definition_vi,
        source=_cited(basis, model.source_url),
        source_url=model.source_url,
        facts=(*told, *(() if communes else (_on_record(basis),))),
        missing=(*(() if communes else _compared(basis)), *_lacks(basis, told)),
        figures=figures(basis, model.counted_with or key),
        near=against.by_area(basis),
        places=status_table(basis) if communes else places(basis),
        over_time=_over_time(basis, model.counted_with or key),
    )


def model_map(basis: Basis, inner_points: pd.DataFrame, selected: str = "", loose: Collection[str] = ()) -> MapSpec:
    """Give the map of the one model that the basis' choice names: its sites, or the status of the communes."""
    if catalogue.model(basis.choice.models[0]).layer == "drug_free":
        return status_map(basis, inner_points, selected, loose)
    spec = site_map(basis, inner_points, selected, loose)
    return dataclasses.replace(
        spec,
        header=dataclasses.replace(
            spec.header, title=word("models.map", basis.lang, model=basis.names[basis.choice.models[0]])
        ),
    )


def _over_time(basis: Basis, model_key: str) -> tuple[str, ...]:
    """One indicator for each story that figures of several days tell: a single figure is no chart."""
    rows = basis.record.figures
    days = rows[rows["model_key"] == model_key].groupby(["indicator_key", "area_name"])["as_of"].nunique()
    several = set(days[days > 1].index.get_level_values("indicator_key"))
    order = catalogue.indicators()["indicator_key"]
    return tuple(order[order.isin(several)])


def _told(basis: Basis, model: catalogue.Model) -> tuple[Fact, ...]:
    """The figure of the model's card, or of the model it is counted together with; none where nothing was reported."""
    rows = basis.record.figures
    marked = rows[rows["headline"] & (rows["model_key"] == (model.counted_with or model.model_key))]
    return tuple(fact(basis, key) for key in dict.fromkeys(marked["indicator_key"]))


def _compared(basis: Basis) -> tuple[str, ...]:
    """How the record stands to the reported figure, in a sentence; nothing where nothing was reported."""
    rows = against.by_model(basis).rows
    told = rows.loc[rows["reported"] != "", "told"]
    return tuple(word("models.against", basis.lang, told=text) for text in told)


def _on_record(basis: Basis) -> Fact:
    lang, n = basis.lang, basis.counted.n
    having, all_communes = communes_with(basis)
    where = word("cameras.communes", lang, n=number(having, lang), total=number(all_communes, lang))
    return Fact(
        "on_record",
        word("places.title", lang),
        number(n, lang) if n else "",
        word("unit.sites", lang),
        (where if n else word("card.no_places", lang), word("bars.note", lang)),
    )


def _lacks(basis: Basis, told: tuple[Fact, ...]) -> tuple[str, ...]:
    """What of the model is not known: no figure, sites that are not shown, without a point, or in divided communes."""
    lang, rows = basis.lang, basis.counted.rows
    points = int((rows["precision"] != "exact").sum())
    lacks = [
        "" if told else word("card.none", lang) + ".",
        word("models.no_point", lang, n=number(points, lang), total=number(len(rows), lang)) if points else "",
        *missing_notes(basis),
    ]
    return tuple(text for text in lacks if text)


def _cited(basis: Basis, source_url: str) -> str:
    """Publisher, title and date of a source of the record; the bare address where it is not among them."""
    found = basis.record.sources[basis.record.sources["source_url"] == source_url]
    if found.empty:
        return source_url
    one = found.iloc[0]
    return ", ".join(part for part in (one["publisher"], f"«{one['title']}»", day(one["date"])) if part)
