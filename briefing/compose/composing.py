"""A document composed from a record: a chapter for each area of the request, its sections as data/tables names them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pandas as pd

from briefing.basis import Basis, basis_of
from briefing.build import header
from briefing.compose import all_models, areas, lacks, layers, overview, periods
from briefing.compose.request import PROVINCE, Request, check
from briefing.compose.scene import Ground, Made, Scene, place_name
from briefing.document import Agency, Chapter, Document, Section
from briefing.legend import legend
from briefing.places import capital
from briefing.spec import Header
from data import catalogue
from data.count import together
from data.record import Record
from data.tables import read
from data.wording import day, word
from geo import boundaries, epochs

BUILDERS: dict[str, Callable[[Scene], Made]] = {
    "summary": overview.summary,
    "site_map": overview.site_map,
    "areas": areas.areas,
    "cameras": layers.cameras,
    "drug_free": layers.drug_free,
    "flag_roads": layers.flag_roads,
    "models": all_models.models,
    "comparison": periods.comparison,
    "missing": lacks.missing,
}
_COMPLETE = "day_du"  # the preset whose title and sections a request without any has
_SOURCES = ["publisher", "title", "date", "source_url", "used_for"]


def compose(record: Record, request: Request, agency: Agency, made: str, ground: Ground | None = None) -> Document:
    """Compose the briefing that a request asks for; `made` is the (ISO) day of making.

    Its numbers are those of the pages under the same filter. A `ground` of the same record, epoch, models, status,
    day and language may be given where many areas follow each other. Raises Problem for a request that names
    something there is not.
    """
    check(request)
    found = ground or ground_of(record, request)
    cites: dict[str, list[str]] = {}
    scenes = [Scene(request, found, area) for area in request.areas]
    chapters = tuple(_chapter(scene, cites) for scene in scenes)
    title = request.title or complete_title(request.lang)
    return Document(
        title=title,
        header=_header(request, _together(found.basis, scenes), title),
        chapters=chapters,
        definitions=_definitions(request, found, chapters),
        sources=_sources(record, request, cites),
        made=made,
        agency=agency,
    )


def ground_of(record: Record, request: Request) -> Ground:
    """Give what all areas of requests with this epoch, models, status, day and language share."""
    shapes = boundaries.load(request.epoch)
    return Ground(
        basis=basis_of(record, request.choice(PROVINCE), request.lang),
        inner_points=boundaries.inner_points(request.epoch),
        loose=frozenset(shapes.loc[shapes["approximate"], "code"]),
    )


def sections(request: Request) -> tuple[str, ...]:
    """Give the sections of a document in order: a section about a model not asked for is left out."""
    table = read("sections").set_index("key")
    asked = request.sections or tuple(table.index)
    return tuple(key for key in asked if not request.models or table.loc[key, "model"] in ("", *request.models))


def complete_title(lang: str) -> str:
    """Give the title of a briefing that nobody gave one."""
    return str(read("presets").set_index("key").loc[_COMPLETE, f"title_{lang}"])


def _chapter(scene: Scene, cites: dict[str, list[str]]) -> Chapter:
    """The chapter of an area; what it cites is added to `cites`, source by source."""
    table = read("sections").set_index("key")
    made = []
    for key in sections(scene.request):
        told = BUILDERS[str(table.loc[key, "builder"])](scene)
        heading = str(table.loc[key, f"heading_{scene.lang}"])
        made.append(Section(key, heading, told.figures, told.sentences, told.items))
        for url, use in told.cites:
            cites.setdefault(url, []).append(use)
    return Chapter(capital(scene.place), tuple(made))


def _together(basis: Basis, scenes: list[Scene]) -> Basis:
    """What is on record in all areas of a document, each site once: a commune may stand beside its district."""
    return dataclasses.replace(basis, counted=together([scene.here.counted for scene in scenes]))


def _header(request: Request, basis: Basis, title: str) -> Header:
    """The header of the whole: its areas instead of one, and its period."""
    lang = request.lang
    first = header(basis, title)
    whole, *rest = first.filter_text.split(" · ")
    named = "; ".join(capital(place_name(request.epoch, area, lang)) for area in request.areas)
    period = word("briefing.period", lang, first=day(request.since), last=day(request.until)) if request.since else ""
    named = whole if request.areas == (PROVINCE,) else named
    return dataclasses.replace(first, filter_text=" · ".join(part for part in (named, *rest, period) if part))


def _definitions(request: Request, ground: Ground, chapters: tuple[Chapter, ...]) -> tuple[tuple[str, str], ...]:
    """The words a reader may not know: the register's own, statuses where they occur, and the models on record."""
    lang = request.lang
    terms = read("glossary")
    found = [(row[f"term_{lang}"], row[f"meaning_{lang}"]) for row in terms.to_dict("records")]
    if any(section.key == "xa_sach" for chapter in chapters for section in chapter.sections):
        used = set(ground.basis.areas["drug_status"])
        found += [
            (item.label, capital(word(f"drug_means.{item.key}", lang)))
            for item in legend("area", lang)
            if item.key in used
        ]
    models = catalogue.models()
    there = request.models or tuple(ground.basis.counted.rows["model_key"].unique())
    rows = models[models["model_key"].isin(there)].to_dict("records")
    return (*found, *((str(row[f"label_{lang}"]), str(row[f"definition_{lang}"])) for row in rows))


def _sources(record: Record, request: Request, cites: dict[str, list[str]]) -> pd.DataFrame:
    """Every source cited with what for, and the law of the boundaries."""
    lang = request.lang
    rows = record.sources[record.sources["source_url"].isin(list(cites))]
    used = [
        ", ".join(dict.fromkeys(word(f"area.used_{use}", lang) for use in cites[url])) for url in rows["source_url"]
    ]
    told = rows.assign(used_for=used, date=rows["date"].map(day))[_SOURCES]
    law = epochs.epochs().set_index("epoch").loc[request.epoch]
    legal = {
        "publisher": law["law"],
        "title": law["title"],
        "date": day(str(law["law_date"])),
        "source_url": law["source_url"],
        "used_for": word("area.used_lineage", lang),
    }
    return pd.concat([told, pd.DataFrame([legal])], ignore_index=True)
