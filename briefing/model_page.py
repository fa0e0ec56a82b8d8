"""Các mô hình: what the page of any model shows, from its row in the catalogue: nothing here knows a single model."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.basis import Basis
from briefing.build import missing_notes
from briefing.drug_free import status_table
from briefing.places import communes_with, places
from briefing.quality import against
from briefing.quality.table import Table
from briefing.told import Fact, fact, figures
from data import catalogue
from data.wording import day, number, word


@dataclass(frozen=True, eq=False)
class ModelPage:
    """One model in finished texts.

    source: who states the definition; source_url its address. facts: the number of the card and what is on record.
    missing: one sentence for each thing that the record lacks. figures, near (of single areas, against the record)
    and places are tables; the last has a column code. indicators: keys with figures, in catalogue order.
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
    indicators: tuple[str, ...]


def model_page(basis: Basis) -> ModelPage:
    """Give the page of the one model that the basis' choice names."""
    (key,) = basis.choice.models
    lang, model = basis.lang, catalogue.model(key)
    compared = against.by_model(basis)
    communes = model.layer == "drug_free"
    told = _told(basis, model)
    return ModelPage(
        model=model,
        label=model.label(lang),
        definition=model.definition_en if lang == "en" else model.definition_vi,
        source=_cited(basis, model.source_url),
        source_url=model.source_url,
        facts=(*told, *(() if communes else (_on_record(basis),))),
        missing=(*(() if communes else tuple(compared.rows["told"])), *_lacks(basis, told)),
        figures=figures(basis, model.counted_with or key),
        near=against.by_area(basis),
        places=status_table(basis) if communes else places(basis),
        indicators=_indicators(basis, model.counted_with or key),
    )


def _indicators(basis: Basis, model_key: str) -> tuple[str, ...]:
    order = catalogue.indicators()["indicator_key"]
    told = basis.record.figures.query("model_key == @model_key")["indicator_key"]
    return tuple(order[order.isin(told)])


def _told(basis: Basis, model: catalogue.Model) -> tuple[Fact, ...]:
    """The figure of the model's card, or of the model it is counted together with; none where nothing was reported."""
    rows = basis.record.figures
    marked = rows[rows["headline"] & (rows["model_key"] == (model.counted_with or model.model_key))]
    return tuple(fact(basis, key) for key in dict.fromkeys(marked["indicator_key"]))


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
