"""What a name of a commune or district means: each place it was, what it is today, and a whole list as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from briefing.ancestry import Linked, Step, commune_steps, communes_today, district_steps
from briefing.spec import Header
from data.record import Record
from data.wording import day, number, word
from geo import epochs, names, units
from geo.matching import Matched, districts_named
from geo.meaning import territory
from geo.spelling import tidy
from geo.units import EPOCHS, TODAY, Unit

_FOUND = 60  # above the number of units that any one name can mean in all epochs
SHOWN = 12


@dataclass(frozen=True)
class Meaning:
    """One place that a name may mean: its title, when it was called so, what it is today, its steps, its page.

    `sure` is False for a mere suggestion.
    """

    title: str
    when: str
    today: str
    steps: tuple[Step, ...]
    page: Linked
    sure: bool


def meanings(text: str, lang: str) -> tuple[Meaning, ...]:
    """Give every place that a text may name, communes before districts; only suggestions when it names none.

    A text without any letter or digit gives nothing.
    """
    if not tidy(text):
        return ()
    matches = names.find(text, limit=_FOUND)
    sure = [one.unit for one in matches if one.match != "fuzzy"]
    found = _communes(sure, lang, True)
    found += [_district(epoch, code, lang) for epoch, code in districts_named(text)]
    if not found:
        found = _communes([one.unit for one in matches], lang, False)
    return tuple(found[:SHOWN])


def _communes(found: Sequence[Unit], lang: str, sure: bool) -> list[Meaning]:
    """Give the communes, of one territory only the latest unit that bears the name."""
    places: dict[tuple[str, str], list[Unit]] = {}
    for one in found:
        places.setdefault(territory(one), []).append(one)
    made = []
    for units_there in places.values():
        latest = max(units_there, key=lambda one: EPOCHS.index(one.epoch))
        district = units.districts(latest.epoch).set_index("code").loc[latest.district_code, "label"]
        title = word("lookup.title", lang, label=_capital(latest.label), district=district)
        page = Linked(latest.epoch, "", latest.code, _capital(latest.label))
        when = _when([one.epoch for one in units_there], lang)
        steps = commune_steps(latest.epoch, latest.code, lang)
        made.append(Meaning(title, when, _today(steps, lang), steps, page, sure))
    return made


def _district(epoch: str, code: str, lang: str) -> Meaning:
    label = _capital(str(units.districts(epoch).set_index("code").loc[code, "label"]))
    steps = district_steps(epoch, code, lang)
    with_it = [at for at in EPOCHS[:-1] if code in set(units.districts(at)["code"])]
    names_now = ", ".join(one.label for one in communes_today(epoch, code))
    today = word("lookup.today_district", lang, names=names_now)
    return Meaning(label, _when(with_it, lang), today, steps, Linked(epoch, code, "", label), True)


def _when(at: Sequence[str], lang: str) -> str:
    """Say under which boundaries a place had its name: since when, and until when unless that is today."""
    first, last = min(at, key=EPOCHS.index), max(at, key=EPOCHS.index)
    if last == TODAY:
        return word("lookup.since", lang, since=_starts()[first])
    return word("lookup.until", lang, since=_starts()[first], until=_starts()[_next(last)])


def _next(epoch: str) -> str:
    return EPOCHS[EPOCHS.index(epoch) + 1]


def _today(steps: Sequence[Step], lang: str) -> str:
    now = steps[-1].units
    named = ", ".join(f"{one.label} ({one.note})" if one.note else one.label for one in now)
    return word("lookup.today", lang, names=named)


COLUMNS = (
    "given",
    "given_district",
    "match",
    "code",
    "epoch",
    "district",
    "district_code",
    "today",
    "today_code",
    "certainty",
    "note",
)


def table(matched: Sequence[Matched], lang: str) -> pd.DataFrame:
    """Give a row for each matched name, in order: the columns of COLUMNS, texts, "" where nothing is known.

    `match`, `code`, `epoch` and `district` are those of the unit the name means, at its epoch; `today` the one it lies
    in now, of a divided one the main one.
    """
    rows = []
    for one in matched:
        then, now = one.unit, one.today[0] if one.today else None
        rows.append(
            (
                one.name.text,
                one.name.district,
                then.label if then else "",
                then.code if then else "",
                word("area.since", lang, since=_starts()[then.epoch]) if then else "",
                then.district if then else "",
                then.district_code if then else "",
                now.label if now else "",
                now.code if now else "",
                word(f"lookup.how_{one.how or 'none'}", lang),
                _note(one, lang),
            )
        )
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def _note(one: Matched, lang: str) -> str:
    """Say what a person should know of a row: why it was not matched, or what is special about what was."""
    notes = [word(f"lookup.fault_{one.fault}", lang)] if one.fault else []
    if one.fault and one.candidates:
        told = "; ".join(candidate(unit, lang) for unit in one.candidates)
        notes.append(word("lookup.maybe", lang, names=told))
    if len(one.today) > 1:
        others = ", ".join(unit.label for unit in one.today[1:])
        notes.append(word("lookup.divided", lang, names=others))
    if one.unit and one.how != "code" and districts_named(one.name.text):
        notes.append(word("lookup.district_too", lang))
    return " ".join(notes)


def candidate(unit: Unit, lang: str) -> str:
    """Name a unit so that it can be told from every other: label, district, and since when its boundaries."""
    return word("lookup.candidate", lang, label=unit.label, district=unit.district, since=_starts()[unit.epoch])


@cache
def _starts() -> dict[str, str]:
    """Return the first day of each epoch, for reading."""
    rows = epochs.epochs()
    return {str(epoch): day(str(since)) for epoch, since in zip(rows["epoch"], rows["in_force"], strict=True)}


def header(matched: Sequence[Matched], epoch: str, record: Record, lang: str) -> Header:
    """Give what explains the table of a list on paper: which names, which boundaries, by which laws."""
    about = epochs.epochs().set_index("epoch")
    return Header(
        title=word("lookup.list_title", lang),
        filter_text=word("lookup.list_count", lang, n=number(len(matched), lang)),
        epoch_text=word("lookup.list_epoch", lang, since=_starts()[epoch])
        if epoch
        else word("lookup.list_any_epoch", lang),
        source=", ".join(about["law"]),
        date_text="",
        dataset=word(
            "footer.data",
            lang,
            name=record.name_en if lang == "en" else record.name,
            version=record.version,
            date=day(record.date),
        ),
        lang=lang,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
