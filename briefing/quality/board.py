"""The freshness board: every commune of the epoch, when it last sent what, and how many days late it is."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from briefing.basis import Basis
from briefing.build import DRUG_FREE, header
from briefing.quality.sendings import of_models, placed
from briefing.spec import Header, LegendItem, MapSpec
from data import count, freshness
from data.reporting_calendar import Calendar
from data.tables import read
from data.wording import day, number, sort_key, word

_EVERY = {
    "month": "quality.every_month",
    "quarter": "quality.every_quarter",
    "half_year": "quality.every_half_year",
    "year": "quality.every_year",
}


@dataclass(frozen=True, eq=False)
class Board:
    """The board in finished texts.

    spec: the map. rows: a row for each commune of the choice (the selected one alone, where there is one), the latest
    first — code, commune, district, late (Int64, NA = nothing owed), due and sent (datetime.date or None), what (what
    it sent, in words), state (label of its class). counts: these communes by class key. begun: whether anything was
    ever sent. calendar: its duties in words.
    """

    header: Header
    spec: MapSpec
    rows: pd.DataFrame
    counts: Mapping[str, int]
    begun: bool
    calendar: tuple[str, ...]

    @property
    def selected(self) -> tuple[str, ...]:
        """What hovering the selected commune says, line by line; nothing where none is selected."""
        details = self.spec.areas.loc[self.spec.areas["code"] == self.spec.selected, "detail"]
        return tuple(line for detail in details for line in detail.split("\n"))

    @property
    def total(self) -> int:
        """How many communes the choice has."""
        return len(self.rows)

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(self.counts.get(key, 0) for key in freshness.LATE)


def board(basis: Basis, submissions: pd.DataFrame, calendar: Calendar, as_of: str, selected: str = "") -> Board:
    """Give the board of a choice on the day `as_of`; `submissions` is Store.submissions().

    A unit of an older epoch counts for the unit of the asked epoch it lies in, one of a later epoch for all units it
    was made of. When the choice names models, only what was sent about them is shown, and of a commune that never
    sent any it is not known whether it has to.
    """
    first = freshness.begun(submissions, as_of)
    sent = placed(of_models(freshness.last_sent(submissions, as_of), basis.choice.models), basis.choice.epoch)
    entries = _entries(calendar, basis.choice.models)
    found = freshness.duties(basis.areas["code"], sent, entries, as_of=as_of, first_sending=first)
    stand = freshness.standing(found, sent, basis.areas["code"]).set_index("code")
    areas = basis.areas.set_index("code", drop=False).join(stand)
    kept = set(count.areas_for(basis.areas, basis.choice)["code"])
    listed = areas[areas["code"].isin({selected} if selected else kept)]
    head = _header(basis, calendar, as_of)
    classes = {item.key: item for item in _legend(basis.lang)}
    return Board(
        header=head,
        spec=_map(basis, areas, kept, classes, _details(areas, found, entries, basis.lang), head, selected),
        rows=_rows(listed, sent, classes, basis.lang),
        counts=Counter(listed["state"]),
        begun=bool(first),
        calendar=_in_words(entries, basis.lang),
    )


def _entries(calendar: Calendar, models: tuple[str, ...]) -> pd.DataFrame:
    """The duties that touch some models, and whether they are every commune's: a commune need not have each model."""
    entries = calendar.entries
    status = entries["kind"] == "statuses"
    named = entries["subject"] != ""
    about = (status & (DRUG_FREE in models)) | (~status & (~named | entries["subject"].isin(models)))
    return entries.assign(everyone=status | named | (not models))[about | (not models)]


def _rows(areas: pd.DataFrame, sent: pd.DataFrame, classes: Mapping[str, LegendItem], lang: str) -> pd.DataFrame:
    what = _what(sent, lang)
    order = {key: place for place, key in enumerate([*reversed(freshness.LATE), "waiting", "no_data", "on_time"])}
    areas = areas.sort_values("label", key=lambda texts: texts.map(sort_key))
    areas = areas.assign(_order=areas["state"].map(order), _never=areas["sent"] != "")
    areas = areas.sort_values(["late", "_order", "_never", "sent"], ascending=[False, True, True, True], kind="stable")
    return pd.DataFrame(
        {
            "code": areas["code"],
            "commune": areas["label"].str[:1].str.upper() + areas["label"].str[1:],
            "late": areas["late"].astype("Int64"),
            "sent": areas["sent"].map(_date),
            "due": areas["due"].map(_date),
            "what": areas["code"].map(what).fillna(word("quality.never", lang)),
            "state": areas["state"].map({key: item.label for key, item in classes.items()}),
            "district": areas["district_label"],
        }
    ).reset_index(drop=True)


def _what(sent: pd.DataFrame, lang: str) -> dict[str, str]:
    """What each commune last sent of each kind, the newest first: "Địa điểm 12/10/2026 (5 dòng)"."""
    newest = sent[sent["version"] == sent.groupby(["code", "kind"])["version"].transform("max")]
    told = newest.groupby(["code", "kind", "day"])["row_count"].sum().reset_index()
    texts: dict[str, list[str]] = {}
    for row in told.sort_values("day", ascending=False, kind="stable").to_dict("records"):
        kind, n = word(f"kind.{row['kind']}", lang), number(row["row_count"], lang)
        text = word("quality.sent", lang, what=kind, date=day(row["day"]), n=n)
        texts.setdefault(str(row["code"]), []).append(text)
    return {code: " · ".join(parts) for code, parts in texts.items()}


def _date(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _details(areas: pd.DataFrame, found: pd.DataFrame, entries: pd.DataFrame, lang: str) -> dict[str, str]:
    """What hovering a commune says: its district, and of each duty when it was last met and when it is due."""
    names = {entry["entry"]: _duty(entry, lang) for entry in entries.to_dict("records")}
    lines = {code: [district] for code, district in zip(areas["code"], areas["district_label"], strict=True)}
    for row in found.to_dict("records"):
        lines[row["code"]].append(f"{names[row['entry']]}: {_duty_state(row, lang)}")
    return {code: "\n".join(texts) for code, texts in lines.items()}


def _duty_state(row: Mapping[Any, Any], lang: str) -> str:
    parts = [word("quality.sent_on", lang, date=day(row["sent"])) if row["sent"] else word("quality.never", lang)]
    if row["late"] > 0:
        parts.append(word("quality.was_due", lang, date=day(row["due"]), n=number(row["late"], lang)))
    elif row["due"]:
        parts.append(word("quality.next_due", lang, date=day(row["due"])))
    return "; ".join(parts)


def _duty(entry: Mapping[Any, Any], lang: str) -> str:
    """What a duty asks for, in words; that of one model or status alone names it."""
    kind = word(f"kind.{entry['kind']}", lang)
    if not entry["subject"]:
        return kind
    models = read("models").set_index("model_key")[f"label_{lang}"]
    label = models.get(entry["subject"]) or word(f"status.{entry['subject']}", lang)
    return f"{kind}, {label}"


def _in_words(entries: pd.DataFrame, lang: str) -> tuple[str, ...]:
    lines = []
    for entry in entries.to_dict("records"):
        line = word(
            "quality.duty",
            lang,
            what=_duty(entry, lang),
            every=word(_EVERY[entry["every"]], lang),
            opens=entry["opens_days"],
            due=entry["due_days"],
        )
        starts = word("quality.duty_starts", lang, date=day(entry["starts"])) if entry["starts"] else ""
        lines.append(line + starts)
    return tuple(lines)


def _map(
    basis: Basis,
    areas: pd.DataFrame,
    kept: set[str],
    classes: Mapping[str, LegendItem],
    details: Mapping[str, str],
    head: Header,
    selected: str,
) -> MapSpec:
    shown = areas["state"].where(areas["code"].isin(kept), "outside")
    drawn = pd.DataFrame(
        {
            "code": areas["code"],
            "label": areas["label"],
            "district": areas["district_label"],
            "class_key": shown,
            "detail": areas["code"].map(details),
        }
    ).reset_index(drop=True)
    columns = ["code", "lon", "lat", "layer_key", "label", "detail", "count", "precision"]
    return MapSpec(
        header=head,
        epoch=basis.choice.epoch,
        areas=drawn,
        classes=_counted(classes.values(), Counter(shown), basis.lang),
        symbols=pd.DataFrame(columns=columns),
        layers=(),
        selected=selected,
        district=basis.choice.district,
        # Said on the picture in place of "no site": this map is not about sites.
        captions={"empty": word("quality.picture", basis.lang)},
    )


def _counted(classes: Iterable[LegendItem], counts: Mapping[str, int], lang: str) -> tuple[LegendItem, ...]:
    """The classes that occur, each with how many communes it has."""
    return tuple(
        dataclasses.replace(item, label=f"{item.label} ({number(counts[item.key], lang)})")
        for item in classes
        if item.key in counts
    )


def _header(basis: Basis, calendar: Calendar, as_of: str) -> Header:
    lang = basis.lang
    set_by = word("quality.calendar_of", lang, name=calendar.set_by) if calendar.set_by else ""
    notes = [word("quality.board_note", lang), set_by or word("quality.calendar_default", lang)]
    if basis.choice.models:
        notes.append(word("quality.board_models", lang))
    return dataclasses.replace(
        header(basis, word("quality.board", lang), ()),
        source=word("quality.board_source", lang),
        date_text=word("quality.as_of", lang, date=day(as_of)),
        notes=tuple(notes),
    )


def _legend(lang: str) -> list[LegendItem]:
    rows = read("legend").query("kind == 'freshness'").to_dict("records")
    return [LegendItem(row["key"], row[f"label_{lang}"], row["colour"], "area", row["pattern"]) for row in rows]
