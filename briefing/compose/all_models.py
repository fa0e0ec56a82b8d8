"""The section about all models of the catalogue: what was reported of each, and what is on record."""

from __future__ import annotations

import pandas as pd

from briefing.cards import Card
from briefing.compose.scene import FIGURES, Made, Scene, cited, frame_listing, sites_cited
from briefing.compose.sentences import say
from briefing.document import Listing
from briefing.quality import against
from data import catalogue
from data.wording import number, word

_TOTALS = "tong_hop"  # the catalogue's row for figures about everything at once


def models(scene: Scene) -> Made:
    """Give every model of the request: the reported figures are the province's, and stand in its chapter only."""
    return _of_province(scene) if scene.area.kind == "province" else _of_area(scene)


def _of_province(scene: Scene) -> Made:
    basis, lang, shown = scene.here, scene.lang, scene.cards
    placed = _placed(scene)
    told = [card for card in shown if card.value]
    neither = [card.label for card in shown if not card.value and card.model_key not in placed.index]
    rows = {
        "quality.col_model": [card.label for card in shown],
        "quality.col_reported": [f"{card.value} {card.unit}" if card.value else "" for card in shown],
        "quality.col_base": [card.reported for card in shown],
        "quality.col_source": [card.source for card in shown],
        **_on_record(scene, shown, placed),
    }
    return Made(
        figures=(
            _figure(scene, len(told), len(shown), "briefing.models_reported"),
            _figure(scene, len(placed), len(shown), "briefing.models_placed"),
        ),
        sentences=(
            say("mo_hinh.counts", lang, told=len(told), total=len(shown), placed=len(placed)),
            say("mo_hinh.neither", lang, names="; ".join(neither)) if neither else say("mo_hinh.all_known", lang),
        ),
        items=_table(scene, rows),
        cites=(*sites_cited(basis), *cited((card.source_url for card in shown), FIGURES)),
    )


def _of_area(scene: Scene) -> Made:
    lang, placed = scene.lang, _placed(scene)
    table = catalogue.models()
    shown = table[table["model_key"].isin(scene.request.models or table["model_key"])]
    # Of the drug-free communes there are statements, of the totals figures: neither has sites.
    without = shown[(shown["layer"] != "drug_free") & ~shown["model_key"].isin([_TOTALS, *placed.index])]
    names = "; ".join(without[f"label_{lang}"])
    told = say("mo_hinh.placed", lang, placed=len(placed), total=len(shown))
    rows = {"quality.col_model": list(shown[f"label_{lang}"]), **_on_record(scene, list(shown["model_key"]), placed)}
    return Made(
        figures=(_figure(scene, len(placed), len(shown), "briefing.models_placed"),),
        sentences=(told, say("mo_hinh.without", lang, names=names)) if names else (told,),
        items=_table(scene, rows),
        cites=sites_cited(scene.here),
    )


def _placed(scene: Scene) -> pd.Series:
    """How many sites each model has that has any."""
    return scene.here.counted.rows["model_key"].value_counts()


def _on_record(scene: Scene, shown: list[Card] | list[str], placed: pd.Series) -> dict[str, object]:
    """What the register holds of each model, and how that stands to the reported figure."""
    keys = [one.model_key if isinstance(one, Card) else one for one in shown]
    return {
        "quality.col_n": pd.array([placed.get(key) for key in keys], dtype="Int64"),
        "quality.col_told": list(against.by_model(scene.here).rows["told"]),
    }


def _figure(scene: Scene, n: int, total: int, key: str) -> tuple[str, str, str]:
    lang = scene.lang
    return f"{number(n, lang)}/{number(total, lang)}", word(key, lang), scene.here.data_name


def _table(scene: Scene, columns: dict[str, object]) -> tuple[Listing, ...]:
    lang = scene.lang
    rows = pd.DataFrame({word(key, lang): column for key, column in columns.items()})
    return (frame_listing(rows, scene.here, word("page.models", lang), (word("bars.note", lang),)),)
