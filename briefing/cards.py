"""The models of the catalogue as cards: the reported figure with its base, source and date, and places on record."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from briefing.basis import Basis
from data import catalogue, count, reported, status
from data.wording import day, number, word

# The layer whose pieces are communes with a status, not places.
DRUG_FREE_LAYER = "drug_free"


@dataclass(frozen=True)
class Card:
    """One model's card: every field is finished text, except the model's key, layer and colour (#RRGGBB).

    `value` is "" when nothing was reported; `reported` then says so. The reported figures are the province's: where the
    choice names an area, `here` is what the record holds there with its noun (value "" = nothing on record), and stands
    first; without an area it is None. `places` is what the record holds under the
    choice, which is not what was reported: the record is not a full list. `also` are the other figures that the same
    source gives with it; `newer` names a later figure of the same kind, with its own base and date, or is "".
    """

    model_key: str
    layer: str
    colour: str
    label: str
    definition: str
    value: str
    unit: str
    reported: str
    source: str
    source_url: str
    also: tuple[str, ...]
    newer: str
    places: str
    here: tuple[str, str] | None = None


def cards(basis: Basis) -> list[Card]:
    """Give a card for each model of the choice, in catalogue order.

    The reported figures are the province's, whatever area the choice names; their text says so.
    """
    lang, choice = basis.lang, basis.choice
    models = catalogue.models()
    chosen = models[models["model_key"].isin(choice.models or models["model_key"])]
    figures = reported.headlines(basis.record.figures, chosen, choice.as_of).to_dict("records")
    newest = reported.latest(basis.record.figures, choice.as_of).set_index("figure_id", drop=False)
    places = count.by_model(basis.counted, chosen).set_index("model_key")["n"]
    made = []
    for figure in figures:
        model = catalogue.model(str(figure["model_key"]))
        has = figure["state"] == reported.REPORTED
        made.append(
            Card(
                model_key=model.model_key,
                layer=model.layer,
                colour=model.colour,
                label=model.label(lang),
                definition=model.definition_en if lang == "en" else model.definition_vi,
                value=word(f"qualifier.{figure['qualifier']}", lang, value=number(figure["value"], lang))
                if has
                else "",
                unit=figure["unit_en" if lang == "en" else "unit"] if has else "",
                reported=_reported(figure, lang),
                source=word("card.source", lang, publisher=figure["publisher"], date=day(figure["as_of"]))
                if has
                else "",
                source_url=figure["source_url"] if has else "",
                also=_also(figure, basis.record.figures, lang),
                newer=_newer(figure, newest, lang),
                places=_places(basis, model, int(places[model.model_key])),
                here=_here(basis, model, int(places[model.model_key])) if choice.district or choice.commune else None,
            )
        )
    return made


def _reported(figure: dict[Hashable, Any], lang: str) -> str:
    """What the card's number counts and out of what, or why there is none."""
    if figure["state"] != reported.REPORTED:
        return word(f"card.{figure['state']}", lang)
    indicator = figure["indicator_en" if lang == "en" else "indicator"]
    shared = word("card.shared", lang) if figure["counted_with"] else ""
    place = "" if figure["area_kind"] == "province" else figure["area_name"]
    return " · ".join(part for part in (indicator, place, figure["base"], shared) if part)


def _also(figure: dict[Hashable, Any], figures: pd.DataFrame, lang: str) -> tuple[str, ...]:
    """The other figures on the same model, area and day from the same source."""
    same = figures[figures["figure_id"] != figure["figure_id"]]
    for column in ("model_key", "area_name", "as_of", "source_url"):
        same = same[same[column] == figure[column]]
    indicator = "indicator_en" if lang == "en" else "indicator"
    return tuple(
        word("card.also", lang, value=number(row["value"], lang), indicator=row[indicator])
        for row in same.to_dict("records")
    )


def _newer(figure: dict[Hashable, Any], newest: pd.DataFrame, lang: str) -> str:
    """A later figure of the same indicator and area: the card's own is the one that was chosen to stand there."""
    same = newest[(newest["indicator_key"] == figure["indicator_key"]) & (newest["area_name"] == figure["area_name"])]
    if same.empty or same["figure_id"].iloc[0] == figure["figure_id"]:
        return ""
    later = same.iloc[0]
    value = word(f"qualifier.{later['qualifier']}", lang, value=number(later["value"], lang))
    return word("card.newer", lang, value=value, base=later["base"], date=day(later["as_of"]))


def _here(basis: Basis, model: catalogue.Model, n: int) -> tuple[str, str]:
    """What the record holds in the chosen area, as the card's first number."""
    lang = basis.lang
    if model.layer != DRUG_FREE_LAYER:
        return (number(n, lang) if n else "", word("unit.sites", lang))
    kept = count.areas_for(basis.areas, basis.choice)
    free = int((kept["drug_status"] == "drug_free").sum())
    return number(free, lang), word("card.free_of", lang, total=number(len(kept), lang))


def _places(basis: Basis, model: catalogue.Model, n: int) -> str:
    """What the record holds: places, or for the model whose pieces are communes, communes by status."""
    if model.layer == DRUG_FREE_LAYER:
        kept = count.areas_for(basis.areas, basis.choice)
        found = status.by_status(kept).set_index("drug_status")["n"]
        refused = found["not_drug_free"]  # that none is stated not to be does not mean that all are
        return word(
            "card.communes_refused" if refused else "card.communes",
            basis.lang,
            free=found["drug_free"],
            partly=found["partly"],
            refused=refused,
            unknown=found["no_data"],
            total=len(kept),
        )
    if n == 0:
        return word("card.no_places", basis.lang)
    return word("card.places", basis.lang, n=number(n, basis.lang))
