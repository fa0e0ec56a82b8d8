"""The sections about single layers: cameras, drug-free communes and flag roads, with what their pages show."""

from __future__ import annotations

import dataclasses

from briefing import cameras as camera_page
from briefing import drug_free as drug_page
from briefing import flag_roads as flag_page
from briefing.basis import Basis
from briefing.compose.scene import (
    FIGURES,
    Made,
    Scene,
    cited,
    figure,
    listing,
    sites_cited,
    status_figure,
    statuses_cited,
)
from briefing.compose.sentences import say
from briefing.document import Listing, Picture
from briefing.places import communes_with, places
from briefing.quality.table import Table
from briefing.spec import BarSpec
from briefing.timeline import time_chart
from briefing.told import Fact, amount, figures, total
from data import catalogue

_OWN = ("on_record", "without", "length", "flags")  # facts counted in the register; all others were reported


def cameras(scene: Scene) -> Made:
    """Give the places with cameras, and the cameras that their sources state."""
    here = scene.pinned((camera_page.MODEL,))
    facts = camera_page.facts(here)
    told = figures(here, camera_page.MODEL)
    bars = camera_page.by_area(scene.widened(here), selected=scene.selected)
    rows = here.counted.rows
    stated = camera_page.cameras(rows)
    sentences = [_on_record(scene, here)]
    if len(rows):
        n = amount(*total(stated, rows["quantity_qualifier"]), scene.lang)
        known = int(stated.notna().sum())
        key = "all" if known == len(rows) else "some" if known else "none"
        values: dict[str, str | int] = {"places": known, "n": n, "unstated": len(rows) - known} if known else {}
        sentences.append(say(f"camera.stated_{key}", scene.lang, **values))
    return Made(
        figures=_figures(facts, scene, len(rows)),
        sentences=(*_reported(facts, scene), *sentences),
        items=_named(camera_page.MODEL, (*_bars(bars), *listing(places(here)), *_near(told, scene)), scene.lang),
        cites=(*sites_cited(here), *_told_cited(told)),
    )


def flag_roads(scene: Scene) -> Made:
    """Give the flag roads, with the length and flags that their sources state."""
    here = scene.pinned((flag_page.MODEL,))
    facts = flag_page.facts(here)
    told = figures(here, flag_page.MODEL)
    bars = flag_page.by_area(scene.widened(here), scene.selected)
    rows = here.counted.rows
    sentences = [_on_record(scene, here)]
    if len(rows):
        length = flag_page.length_m(rows)
        n = amount(*total(length, rows["quantity_qualifier"]), scene.lang)
        known = int(length.notna().sum())
        key = "all" if known == len(rows) else "some" if known else "none"
        values: dict[str, str | int] = {"places": known, "n": n} if known else {}
        sentences.append(say(f"duong_co.length_{key}", scene.lang, **values))
    return Made(
        figures=_figures(facts, scene, len(rows)),
        sentences=(*_reported(facts, scene), *sentences),
        items=_named(flag_page.MODEL, (*_bars(bars), *listing(flag_page.sites(here)), *_near(told, scene)), scene.lang),
        cites=(*sites_cited(here), *_told_cited(told)),
    )


def drug_free(scene: Scene) -> Made:
    """Give the status of the communes; of the province also its targets, and the figures over time."""
    here, lang = scene.pinned((drug_page.MODEL,)), scene.lang
    facts = drug_page.status_facts(here)
    rule = drug_page.parts_rule(here)
    known, unknown = _stated(drug_page.status_table(here), here)
    province = _province(scene, here) if scene.area.kind == "province" else Made()
    rest = (say("xa_sach.rest", lang, n=unknown),) if unknown and len(known.rows) else ()
    if scene.selected:
        rule = ()
        rest = (say("tom_tat.drug_commune", lang, told=here.status_text(scene.selected)),)
    return Made(
        figures=(
            *(status_figure(scene) if scene.selected else (figure(one, lang) for one in facts)),
            *province.figures,
        ),
        sentences=(
            *province.sentences,
            *((say("xa_sach.rule", lang), *(f"{line}." for line in rule)) if rule else ()),
            *rest,
        ),
        items=(*province.items, *listing(known), *listing(drug_page.border_table(here))),
        cites=(*statuses_cited(here), *province.cites),
    )


def _province(scene: Scene, basis: Basis) -> Made:
    """What only the whole province has: targets, and the reported figures over time."""
    lang, aims = scene.lang, drug_page.targets(basis)
    chart = time_chart(basis, drug_page.INDICATOR)
    planned = [one for one in aims if one.plan]
    said = [_target(one, lang) for one in planned]
    if planned:
        first = planned[0]
        said.append(say("xa_sach.known", lang, known=first.known, base=first.base))
    told = figures(basis, drug_page.MODEL)
    bars = drug_page.target_bars(basis)
    return Made(
        figures=tuple(figure(one, lang) for one in drug_page.target_facts(basis)),
        sentences=tuple(said) or (say("xa_sach.no_target", lang),),
        items=(
            *((Picture(bars.header.title, bars),) if planned else ()),
            *listing(drug_page.target_table(basis)),
            *((Picture(chart.header.title, chart),) if len(chart.points) else ()),
            *_named(drug_page.MODEL, listing(told), lang),
        ),
        cites=(*cited((one.source_url for one in aims), FIGURES), *_told_cited(told)),
    )


def _target(one: drug_page.Target, lang: str) -> str:
    key = "unrecognised" if one.recognised is None else "short" if one.gap else "reached"
    values: dict[str, str | int] = {"plan": one.plan, "aim": one.aim, "needed": one.needed, "base": one.base}
    values |= {"deadline": one.deadline, "gap": one.gap, "recognised": one.recognised or 0}
    return say(f"xa_sach.target_{key}", lang, **values)


def _stated(table: Table, basis: Basis) -> tuple[Table, int]:
    """The rows of communes that something was declared of, and how many others there are."""
    known = basis.areas.loc[basis.areas["drug_status"] != "no_data", "code"]
    rows = table.rows[table.rows["code"].isin(known)]
    return dataclasses.replace(table, rows=rows), len(table.rows) - len(rows)


def _on_record(scene: Scene, basis: Basis) -> str:
    having, all_communes = communes_with(basis)
    if not basis.counted.n:
        return say("lop.none", scene.lang)
    if scene.selected:
        return say("lop.commune", scene.lang, n=basis.counted.n)
    return say("lop.some", scene.lang, n=basis.counted.n, communes=having, total=all_communes)


def _figures(facts: tuple[Fact, ...], scene: Scene, n: int) -> tuple[tuple[str, str, str], ...]:
    """The page's numbers: in the chapter of an area without those reported for others, and what there is nothing of."""
    if scene.area.kind == "province":
        return tuple(figure(one, scene.lang) for one in facts)
    own = [one for one in facts if not one.source and not (scene.selected and one.key == "without")]
    if not n:
        # Of no site there is nothing to say where it is and what its source names.
        own = [dataclasses.replace(one, lines=()) for one in own if one.key in ("on_record", "without")]
    return tuple(figure(one, scene.lang) for one in own)


def _reported(facts: tuple[Fact, ...], scene: Scene) -> tuple[str, ...]:
    """The reported figures among the facts, each with its area, base and source: in the province's chapter."""
    if scene.area.kind != "province":
        return ()
    return tuple(
        say("lop.reported", scene.lang, indicator=one.label, value=one.value, unit=one.unit, where=", ".join(one.lines),
            source=one.source)
        if one.source
        else say("lop.not_reported", scene.lang, indicator=one.label)
        for one in facts
        if one.key not in _OWN
    )  # fmt: skip


def _named(model: str, items: tuple[Picture | Listing, ...], lang: str) -> tuple[Picture | Listing, ...]:
    """Put the model into the captions: pages of several models call what they show the same."""
    label = str(catalogue.models().set_index("model_key").loc[model, f"label_{lang}"])
    captions = (f"{label}: {item.caption[:1].lower()}{item.caption[1:]}" for item in items)
    return tuple(dataclasses.replace(item, caption=caption) for item, caption in zip(items, captions, strict=True))


def _bars(spec: BarSpec) -> tuple[Picture, ...]:
    """A chart of areas, unless it would show nothing."""
    return (Picture(spec.header.title, spec),) if spec.bars["value"].notna().any() else ()


def _near(told: Table, scene: Scene) -> tuple[Listing, ...]:
    """All that was reported about a layer: in the chapter of the province, for it is about all areas."""
    return listing(told) if scene.area.kind == "province" else ()


def _told_cited(told: Table) -> tuple[tuple[str, str], ...]:
    return cited(told.rows["source_url"], FIGURES) if len(told.rows) else ()
