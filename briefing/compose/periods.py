"""The section about the period: the register at its end against the day before it, and newest figures."""

from __future__ import annotations

import dataclasses
import datetime

import pandas as pd

from briefing import compare
from briefing import compare_figures as reported
from briefing.basis import Basis
from briefing.compose.scene import FIGURES, Made, Scene, cited, frame_listing, sites_cited, typed
from briefing.compose.sentences import say
from briefing.document import Listing, Picture
from briefing.growth import known_places
from data.growth import known_from
from data.wording import day, number, word


def comparison(scene: Scene) -> Made:
    """Give the register at the end of the period against the day before it, and newest figures against older ones."""
    here, lang = scene.here, scene.lang
    first, last = period(scene)
    change = compare.between(here, first, last)
    dates = {"first": day(first), "last": day(last)}
    before, after = (int(change.models.iloc[:, place].sum()) for place in (1, 2))
    key = "no_data" if not before + after else "first" if not before else "same" if before == after else ""
    key = key or ("up" if after > before else "down")
    values: dict[str, str | int] = {**dates, "after": after, "before": before, "n": abs(after - before)}
    growth = known_places(here)
    some = change.models.iloc[:, [1, 2]].notna().any(axis=1)
    province = _reported(here, lang) if scene.area.kind == "province" else Made()
    title = change.bars.header.title
    return Made(
        figures=_figures(here, {first: before, last: after}),
        sentences=(say(f"so_sanh.{key}", lang, **values), *_undated(here), *province.sentences),
        items=(
            *((Picture(title, change.bars),) if before != after and not scene.selected else ()),
            *((Listing(title, change.bars.header, typed(change.models[some])),) if some.any() else ()),
            *((Picture(growth.header.title, growth),) if len(growth.points) else ()),
            *province.items,
        ),
        cites=(*sites_cited(here), *province.cites),
    )


def _figures(basis: Basis, on: dict[str, int]) -> tuple[tuple[str, str, str], ...]:
    """What is on record on each day, and the change where there was something on both."""
    lang = basis.lang
    found = [
        (number(n, lang), word("briefing.on_record_until", lang, date=day(date)), basis.data_name)
        for date, n in on.items()
        if n
    ]
    if len(found) == len(on):
        before, after = on.values()
        state = "up" if after > before else "down" if after < before else "same"
        told = word(f"comparison_state.{state}", lang, n=number(abs(after - before), lang))
        found.append((told, word("briefing.change", lang), basis.data_name))
    return tuple(found)


def _undated(basis: Basis) -> tuple[str, ...]:
    """How many sites are on neither day, for nobody knows since when they have been there."""
    timeless = basis.under(dataclasses.replace(basis.choice, as_of="")).counted.rows
    n = int((known_from(timeless) == "").sum())
    return (say("so_sanh.undated", basis.lang, n=n),) if n else ()


def period(scene: Scene) -> tuple[str, str]:
    """Give the two days compared: the one before the period and its last; without a period a year, as on the page."""
    last = scene.request.until or scene.ground.basis.record.date
    if scene.request.since:
        return (datetime.date.fromisoformat(scene.request.since) - datetime.timedelta(days=1)).isoformat(), last
    return f"{pd.Timestamp(last) - pd.DateOffset(months=12):%Y-%m-%d}", last


def _reported(basis: Basis, lang: str) -> Made:
    """The reported figures that have one before them; nothing is subtracted across a change of base."""
    table = reported.against_previous(basis)
    table = table[table["before"] != ""]
    if table.empty:
        return Made(sentences=(say("so_sanh.figure_none", lang),))
    labels = {name: word(f"comparison_col.{name}", lang) for name in table.columns if name != "link"}
    rows = table[list(labels)].rename(columns=labels)
    return Made(
        sentences=tuple(
            say("so_sanh.figure", lang, **{name: row[name] for name in ("indicator", "newest", "before", "change")})
            for row in table.to_dict("records")
        ),
        items=(frame_listing(rows, basis, word("comparison.figures", lang), (word("comparison.figures_lead", lang),)),),
        cites=cited(table["link"], FIGURES),
    )
