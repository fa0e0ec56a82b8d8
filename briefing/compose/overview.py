"""The sections about everything at once: the summary, the map, and all models of the catalogue."""

from __future__ import annotations

import pandas as pd

from briefing import build
from briefing.basis import Basis
from briefing.cards import Card, cards
from briefing.compose.request import PROVINCE, Area
from briefing.compose.scene import (
    FIGURES,
    Made,
    Scene,
    cited,
    figure,
    frame_listing,
    place_name,
    sites_cited,
    status_figure,
    statuses_cited,
)
from briefing.compose.sentences import say
from briefing.document import Picture
from briefing.drug_free import status_facts
from briefing.places import communes_with
from briefing.quality import against
from data import catalogue, count, status
from data.wording import number, word

_TOTALS = "tong_hop"  # the catalogue's row for figures about everything at once
_OF_PROVINCE = ("quality.col_reported", "quality.col_base", "quality.col_source")
_CARDS = 4  # reported figures of a summary: with what is on record as many as one slide can bear


def summary(scene: Scene) -> Made:
    """Give the headline figures: what is on record, what is known on drugs, and what was reported for the province."""
    basis, lang = scene.here, scene.lang
    having, total = communes_with(basis)
    n, models = basis.counted.n, int(basis.counted.rows["model_key"].nunique())
    values: dict[str, str | int] = {"n": n, "models": models, "place": scene.place}
    if not n:
        told = say("tom_tat.sites_none", lang, place=scene.place)
    elif scene.selected:
        told = say("tom_tat.sites_commune", lang, **values)
    else:
        told = say("tom_tat.sites_some", lang, communes=having, total=total, **values)
    shown = [card for card in cards(basis) if card.value][:_CARDS] if scene.area.kind == "province" else []
    return Made(
        figures=(
            _on_record(n, models, basis),
            *((f"{card.value} {card.unit}", _counts(card), card.source) for card in shown),
            *(status_figure(scene) if scene.selected else _spread(having, total, basis)),
        ),
        sentences=(told, *_drugs(scene), *build.missing_notes(basis)),
        cites=(*sites_cited(basis), *statuses_cited(basis), *cited((card.source_url for card in shown), FIGURES)),
    )


def _on_record(n: int, models: int, basis: Basis) -> tuple[str, str, str]:
    lang = basis.lang
    if not n:
        return word("common.none_on_record", lang), word("places.title", lang), basis.data_name
    label = word("briefing.of_models", lang, n=number(models, lang))
    return f"{number(n, lang)} {word('unit.sites', lang)}", label, basis.data_name


def _spread(having: int, total: int, basis: Basis) -> tuple[tuple[str, str, str], ...]:
    """In how many communes there is something, and how many have each status."""
    lang = basis.lang
    where = f"{number(having, lang)}/{number(total, lang)}"
    statuses = (figure(one, lang) for one in status_facts(basis))
    return ((where, word("briefing.communes_with", lang), basis.data_name), *statuses)


def site_map(scene: Scene) -> Made:
    """Give the map of the area, a commune among the others of its district."""
    lang, ground = scene.lang, scene.ground
    spec = build.site_map(scene.around, ground.inner_points, scene.selected, ground.loose)
    rows = scene.around.counted.rows
    exact = int((rows["precision"] == "exact").sum())
    key = "none" if not len(rows) else "exact" if exact == len(rows) else "mixed" if exact else "commune_level"
    counts = {"n": len(rows), "exact": exact, "rings": len(rows) - exact} if len(rows) else {}
    told = say(f"ban_do.{key}", lang, place=_widest(scene), **counts)
    return Made(
        figures=((number(len(rows), lang), word("briefing.on_map", lang), scene.around.data_name),)
        if len(rows)
        else (),
        sentences=(told,),
        items=(Picture(f"{spec.header.title}, {_widest(scene)}", spec),),
        cites=(*sites_cited(scene.around), *statuses_cited(scene.around)),
    )


def _widest(scene: Scene) -> str:
    """What the map shows: of a commune its whole district."""
    choice = scene.around.choice
    area = Area("district", choice.district) if choice.district else PROVINCE
    return place_name(choice.epoch, area, scene.lang)


def models(scene: Scene) -> Made:
    """Give every model with what was reported of it and what is on record in the area."""
    basis, lang = scene.here, scene.lang
    shown = cards(basis)
    found = against.by_model(basis).rows
    placed = basis.counted.rows["model_key"].value_counts()
    columns = {
        "quality.col_model": [card.label for card in shown],
        "quality.col_reported": [f"{card.value} {card.unit}" if card.value else "" for card in shown],
        "quality.col_base": [card.reported for card in shown],
        "quality.col_source": [card.source for card in shown],
        "quality.col_n": pd.array([placed.get(card.model_key) for card in shown], dtype="Int64"),
        "quality.col_told": list(found["told"]),
    }
    province = scene.area.kind == "province"
    kept = [key for key in columns if province or key not in _OF_PROVINCE]
    rows = pd.DataFrame({word(key, lang): columns[key] for key in kept})
    told = sum(bool(card.value) for card in shown)
    figures = ((told, "briefing.models_reported"), (len(placed), "briefing.models_placed"))
    return Made(
        figures=tuple(
            (f"{number(n, lang)}/{number(len(shown), lang)}", word(key, lang), basis.data_name)
            for n, key in figures[0 if province else 1 :]
        ),
        sentences=_all_models(scene, shown, placed),
        items=(frame_listing(rows, basis, word("page.models", lang), (word("bars.note", lang),)),),
        cites=(*sites_cited(basis), *cited((card.source_url for card in shown if province), FIGURES)),
    )


def _all_models(scene: Scene, shown: list[Card], placed: pd.Series) -> tuple[str, ...]:
    """How many models there is something of; the reported figures are the province's and told in its chapter."""
    lang = scene.lang
    without = [card for card in shown if card.model_key not in placed.index]
    if scene.area.kind != "province":
        names = "; ".join(card.label for card in without if _placeable(card.model_key))
        told = say("mo_hinh.placed", lang, placed=len(placed), total=len(shown))
        return (told, say("mo_hinh.without", lang, names=names)) if names else (told,)
    neither = [card.label for card in without if not card.value]
    return (
        say("mo_hinh.counts", lang, told=sum(bool(card.value) for card in shown), total=len(shown), placed=len(placed)),
        say("mo_hinh.neither", lang, names="; ".join(neither)) if neither else say("mo_hinh.all_known", lang),
    )


def _placeable(model_key: str) -> bool:
    """Whether a model has sites: of the drug-free communes there are statements, of the totals figures."""
    return catalogue.model(model_key).layer != "drug_free" and model_key != _TOTALS


def _drugs(scene: Scene) -> tuple[str, ...]:
    basis, lang = scene.here, scene.lang
    if scene.selected:
        return (say("tom_tat.drug_commune", lang, told=basis.status_text(scene.selected)),)
    inside = count.areas_for(basis.areas, basis.choice)
    n = status.by_status(inside).set_index("drug_status")["n"].astype(int)
    if n["no_data"] == len(inside):
        return (say("tom_tat.drug_none", lang, total=len(inside)),)
    if n["drug_free"] == len(inside):
        return (say("tom_tat.drug_all", lang, total=len(inside)),)
    refused = {"refused": int(n["not_drug_free"])} if n["not_drug_free"] else {}
    key = "drug_refused" if refused else "drug_some"
    return (
        say(f"tom_tat.{key}", lang, total=len(inside), free=int(n["drug_free"]), partly=int(n["partly"]),
            unknown=int(n["no_data"]), **refused),
    )  # fmt: skip


def _counts(card: Card) -> str:
    """What a card's number counts and out of what, and the later figure where there is one."""
    return " · ".join(part for part in (f"{card.label}: {card.reported}", card.newer) if part)
