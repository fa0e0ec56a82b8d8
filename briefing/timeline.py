"""Reported figures over time: what may be joined is joined, and every change of base or criterion is a break."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from briefing.basis import Basis
from briefing.spec import Header, Mark, TimeSpec
from briefing.time_rows import COUNT, PERCENT, SHARE, Told, same_ground, told
from data import breaks, catalogue
from data.breaks import Break
from data.tables import read
from data.wording import day, number, word

POINTS = ["begin", "end", "date", "value", "text", "run", "base", "source", "source_url", "detail"]
TARGETS = ["day", "date", "value", "text", "base", "source", "source_url", "detail"]


def time_chart(basis: Basis, indicator_key: str, area: str = "", measure: str = "") -> TimeSpec:
    """Give one indicator's figures and targets over time, with those of the indicators it follows or is followed by.

    `area` is one of `time_rows.Told.areas`; without one it is the choice's own area where figures are stated for it,
    else the first of these. `measure` is "count" or "share" (% of the stated base; what has no base is left out and
    counted in a note); "" is the usual one. The choice's day leaves out what was stated later; its epoch, models and
    status change nothing. Raises Problem for an unknown indicator.
    """
    lang, found = basis.lang, told(basis, indicator_key)
    measure = measure or found.measures[0]
    shown = area if area in found.areas else found.default_area
    figures, targets = (frame[frame["area_name"] == shown] for frame in (found.figures, found.targets))
    baseless = int(_values(figures, measure).isna().sum())
    figures, targets = (_with_values(frame, measure, lang) for frame in (figures, targets))
    texts = [
        word("time.no_base", lang, n=number(baseless, lang)) if baseless else "",
        word("time.undated_targets", lang, n=number(found.undated, lang)) if found.undated else "",
        *_disputes(figures, lang),
        word("time.one_figure", lang) if len(figures) == 1 else "",
        _other_areas(found, shown),
        word("time.as_stated", lang),
    ]
    header = _header(basis, indicator_key, shown, figures, targets, tuple(text for text in texts if text))
    return TimeSpec(
        header=header,
        points=figures.assign(run=_runs(figures))[POINTS],
        targets=targets[TARGETS],
        marks=_marks(_breaks(figures, targets), lang),
        unit=word("time.share", lang) if measure == SHARE else _unit(indicator_key, lang),
        colour=_colour(indicator_key),
        no_data=word("time.no_figures", lang),
    )


def _values(rows: pd.DataFrame, measure: str) -> pd.Series:
    """The values to draw: of a share in % its number of units where units are counted, and the reverse."""
    percent = rows["unit"] == PERCENT
    if measure == SHARE:
        return rows["value"].where(percent, 100 * rows["value"] / rows["base_value"])
    needed = rows["needed"] if "needed" in rows else float("nan")
    return rows["value"].where(~percent, needed)


def _with_values(rows: pd.DataFrame, measure: str, lang: str) -> pd.DataFrame:
    """The rows that have a value, with the columns of the specification except run."""
    drawn = rows.assign(value=_values(rows, measure), units=_values(rows, COUNT))
    drawn = drawn[drawn["value"].notna()]
    records = drawn.to_dict("records")
    dates = "deadline" if "deadline" in drawn else "as_of"
    made = drawn.assign(
        text=[_text(row, measure, lang) for row in records],
        date=drawn[dates].map(day).astype("str"),
        source=drawn["publisher"].fillna("").astype("str"),
    )
    return made.assign(detail=[_detail(row, lang) for row in made.to_dict("records")])


def _text(row: dict[Hashable, Any], measure: str, lang: str) -> str:
    """The value with its base: "284/460", "61,7% (284/460)", "ít nhất 39/130"."""
    units, base = number(row["units"], lang), number(row["base_value"], lang)
    if measure == COUNT:
        text = word("time.out_of", lang, value=units, base=base) if base else units
    else:
        share = number(row["value"], lang)
        whole = word("time.share_of", lang, share=share, value=units, base=base)
        text = whole if base and units else word("time.percent", lang, value=share)
    return word(f"qualifier.{row['qualifier']}", lang, value=text)


def _detail(row: dict[Hashable, Any], lang: str) -> str:
    """What hovering a point says besides its value: what it counts, where, out of what, and by which plan."""
    indicator = row["indicator_en" if lang == "en" else "indicator"]
    aimed = [row[name] for name in ("plan", "body") if row.get(name)]
    return " · ".join(str(part) for part in (indicator, row["area_name"], row["base"], *aimed) if part)


def _breaks(figures: pd.DataFrame, targets: pd.DataFrame) -> list[Break]:
    """Every interruption between neighbours in time, each told once.

    A target is set against the last figure before its deadline, and only a new criterion or epoch tells them apart:
    its base is what is aimed at, in other words than that of a figure. Without a deadline it has no place in time.
    """
    rows = figures.to_dict("records")
    found = [broken for one, other in pairwise(rows) for broken in breaks.between(one, other, same_ground)]
    for target in targets[targets["day"] != ""].to_dict("records"):
        before = [row for row in rows if row["begin"] <= target["begin"]][-1:]
        ways = [broken for row in before for broken in breaks.between(row, target, same_ground)]
        found += [broken for broken in ways if broken.day]
    once = {(broken.kind, broken.day or broken.after, *broken.values.values()): broken for broken in found}
    return sorted(once.values(), key=_drawn_at)


def _runs(figures: pd.DataFrame) -> list[int]:
    """Number the runs of figures that may be joined: neighbours without a break, and no two of the same day."""
    rows = figures.to_dict("records")
    alone = figures["begin"].duplicated(keep=False).tolist()
    runs = [0] * len(rows)
    for place in range(1, len(rows)):
        broken = breaks.between(rows[place - 1], rows[place], same_ground)
        runs[place] = runs[place - 1] + int(bool(broken) or alone[place] or alone[place - 1])
    return runs


def _drawn_at(broken: Break) -> str:
    """The day a break is drawn at: its own, or half way between what it lies between."""
    if broken.day:
        return broken.day
    after, before = (datetime.date.fromisoformat(text) for text in (broken.after, broken.before))
    return (after + (before - after) / 2).isoformat()


def _marks(found: list[Break], lang: str) -> tuple[Mark, ...]:
    """The breaks in words; those of one day share its number."""
    days = list(dict.fromkeys(_drawn_at(broken) for broken in found))
    return tuple(_mark(days.index(_drawn_at(broken)) + 1, broken, lang) for broken in found)


def _mark(place: int, broken: Break, lang: str) -> Mark:
    values = broken.values
    if broken.kind == breaks.DECLARED:
        reason = values[f"reason_{lang}"]
    elif broken.kind == breaks.EPOCH:
        reason = word(f"time_why.epoch_{values['counted']}", lang, **values)
    else:
        reason = word(f"time_why.{broken.kind}", lang, **values)
    if broken.day:
        text = word("time.break_on", lang, n=place, date=day(broken.day), reason=reason)
    else:
        text = word(
            "time.break_within", lang, n=place, after=day(broken.after), before=day(broken.before), reason=reason
        )
    return Mark(place, _drawn_at(broken), text, broken.source_url)


def _disputes(figures: pd.DataFrame, lang: str) -> list[str]:
    twice = figures.loc[figures["begin"].duplicated(keep=False), "date"].drop_duplicates()
    return [word("time.disputed", lang, date=date) for date in twice]


def _other_areas(found: Told, shown: str) -> str:
    """Which other areas have figures, or that the choice's own area has none."""
    choice, lang = found.basis.choice, found.basis.lang
    asked = choice.commune or choice.district
    if asked and shown and not found.own_area:
        return word("time.not_for_area", lang, area=found.basis.names[asked], shown=shown)
    others = [name for name in found.areas if name != shown]
    return word("time.other_areas", lang, areas="; ".join(others)) if others else ""


def _header(
    basis: Basis, indicator_key: str, area: str, figures: pd.DataFrame, targets: pd.DataFrame, notes: tuple[str, ...]
) -> Header:
    lang, choice = basis.lang, basis.choice
    labels = catalogue.indicators().set_index("indicator_key")[f"label_{lang}"]
    first, *following = [labels[key] for key in breaks.chain(indicator_key)]
    following = [word("time.followed", lang, indicator=label) for label in following]
    publishers: Sequence[str] = list(dict.fromkeys([*figures["source"], *targets["source"]]))
    until = word("choice.as_of", lang, date=day(choice.as_of)) if choice.as_of else ""
    return Header(
        title=word("time.title", lang, indicator=first),
        filter_text=" · ".join(part for part in (area[:1].upper() + area[1:], *following, until) if part),
        epoch_text="",
        source=", ".join(name for name in publishers if name) or word("header.no_source", lang),
        date_text=_dates(list(dict.fromkeys(figures["date"])), lang),
        dataset=word(
            "footer.data",
            lang,
            name=basis.data_name,
            version=basis.record.version,
            date=day(basis.record.date),
        ),
        notes=notes,
        lang=lang,
    )


def _dates(dates: list[str], lang: str) -> str:
    if len(dates) == 1:
        return word("time.date", lang, date=dates[0])
    return word("time.dates", lang, first=dates[0], last=dates[-1]) if dates else ""


def _unit(indicator_key: str, lang: str) -> str:
    units = catalogue.indicators().set_index("indicator_key")[f"unit_{lang}"]
    return str(next((units[key] for key in breaks.chain(indicator_key) if units[key] != PERCENT), PERCENT))


def _colour(indicator_key: str) -> str:
    """The colour of the layer that the indicator's model lies in."""
    keys = catalogue.indicators().set_index("indicator_key")["model_key"]
    layer = catalogue.model(str(keys[indicator_key])).layer
    return str(read("legend").query("kind == 'layer'").set_index("key").loc[layer, "colour"])
