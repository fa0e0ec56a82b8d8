"""The register over time: how many of its places were known on each day, and the days on which something changes."""

from __future__ import annotations

import dataclasses

import pandas as pd

from briefing.basis import Basis
from briefing.build import header
from briefing.spec import TimeSpec
from briefing.timeline import POINTS, TARGETS
from data import growth
from data.choice import EARLIEST, LATEST
from data.period import first_day
from data.tables import read
from data.wording import day, number, word

_NAMED = 3  # places named when a day is hovered


def known_places(basis: Basis) -> TimeSpec:
    """Give the number of places known on each day under the choice; those without a known day are told in a note."""
    lang, rows = basis.lang, basis.counted.rows
    counted = growth.by_day(rows)
    undated = len(rows) - int(counted["n"].sum())
    points = pd.DataFrame(
        {
            "begin": counted["day"],
            "end": counted["day"],
            "date": counted["day"].map(day).astype("str"),
            "value": counted["total"].astype(float),
            # Only the last one is written out: the steps between are read from the axis or by hovering.
            "text": [""] * (len(counted) - 1) + [number(counted["total"].iloc[-1], lang)] if len(counted) else [],
            "run": 0,
            "base": "",
            "source": "",
            "source_url": "",
            "detail": _details(rows, counted, lang),
        },
        columns=POINTS,
    )
    notes = [word("growth.note", lang), word("bars.note", lang)]
    if undated:
        notes.insert(0, word("growth.undated", lang, n=number(undated, lang)))
    layers = read("legend").set_index("key")
    return TimeSpec(
        header=header(basis, word("growth.title", lang), tuple(notes)),
        points=points,
        targets=pd.DataFrame(columns=TARGETS),
        marks=(),
        unit=word("unit.sites", lang),
        colour=str(layers.loc["camera", "colour"]),
        no_data=word("common.none_on_record", lang),
        stepped=True,
    )


def days_of_change(basis: Basis) -> tuple[str, ...]:
    """Give the days on which the map of the choice changes, oldest first: a place begins, or a status was stated.

    The choice's own day is among them, whether or not anything changes then.
    """
    timeless = dataclasses.replace(basis.choice, as_of="")
    sites = basis.under(timeless).counted.rows
    stated = basis.record.statuses["as_of"].map(first_day)
    found = {*growth.known_from(sites), *stated, basis.choice.as_of} - {""}
    return tuple(sorted(day for day in found if EARLIEST <= day <= LATEST))


def _details(rows: pd.DataFrame, counted: pd.DataFrame, lang: str) -> list[str]:
    """What begins on each day: its places, the first few by name."""
    begun = rows.groupby(growth.known_from(rows))["site_name"].agg(list).to_dict()
    details = []
    for date in counted["day"]:
        names = begun[date]
        more = len(names) - _NAMED
        text = "; ".join(names[:_NAMED])
        details.append(text + (word("growth.more", lang, n=number(more, lang)) if more > 0 else ""))
    return details
