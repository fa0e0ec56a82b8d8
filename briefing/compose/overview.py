"""The sections about everything at once: the summary and the map."""

from __future__ import annotations

from briefing import build
from briefing.basis import Basis
from briefing.cards import Card
from briefing.compose.request import PROVINCE, Area
from briefing.compose.scene import (
    FIGURES,
    Made,
    Scene,
    cited,
    figure,
    place_name,
    sites_cited,
    status_figure,
    statuses_cited,
)
from briefing.compose.sentences import say
from briefing.document import Picture
from briefing.drug_free import status_facts
from briefing.places import communes_with
from data import count, status
from data.wording import number, word

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
    shown = [card for card in scene.cards if card.value][:_CARDS] if scene.area.kind == "province" else []
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
