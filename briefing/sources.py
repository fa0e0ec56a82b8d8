"""Where every figure comes from: each figure with its source, what each source supports, and where sources differ."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from briefing.spec import Header
from data.record import CITING, Record
from data.tables import read
from data.wording import day, number, word
from geo import epochs


@dataclass(frozen=True)
class Side:
    """What one source says in a conflict: a finished statement, its date in words, its publisher and address."""

    says: str
    date: str
    publisher: str
    source_url: str


@dataclass(frozen=True)
class Conflict:
    """Sources that differ, or seem to, side by side; `treatment` says what the product does about it."""

    title: str
    treatment: str
    sides: tuple[Side, ...]


def header(record: Record, title: str, lang: str) -> Header:
    """What explains a table about the whole record on paper: no filter and no epoch, the data set and its date."""
    name = record.name_en if lang == "en" else record.name
    dataset = word("footer.data", lang, name=name, version=record.version, date=day(record.date))
    return Header(title, "", "", word("sources.each", lang), day(record.date), dataset, lang=lang)


def figures(record: Record, lang: str) -> pd.DataFrame:
    """Give every reported figure and target, newest first, in finished texts.

    kind, indicator, value, area, base, date, deadline (of a target), source_url, publisher, evidence (what the
    source says).
    """
    rows = [_figure(row, "sources.result", lang) for row in record.figures.to_dict("records")]
    rows += [_figure(row, "sources.target", lang) for row in record.targets.to_dict("records")]
    ordered = pd.concat([record.figures["as_of"], record.targets["as_of"]], ignore_index=True)
    return pd.DataFrame(rows).iloc[ordered.argsort(kind="stable")[::-1]].reset_index(drop=True)


def sources(record: Record) -> pd.DataFrame:
    """Give every source with how many rows of the record cite it, most cited first.

    publisher, title, date, source_url, what_it_supports, figures, targets, sites, statuses (int).
    """
    table = record.sources.assign(date=record.sources["date"].map(day))
    for name in CITING:
        cited = getattr(record, name)["source_url"].value_counts()
        table[name] = table["source_url"].map(cited).fillna(0).astype(int)
    order = table[list(CITING)].sum(axis=1).sort_values(ascending=False, kind="stable").index
    kept = ["publisher", "title", "date", "source_url", "what_it_supports", *CITING]
    return table.loc[order, kept].reset_index(drop=True)


def laws() -> pd.DataFrame:
    """Give the law of each boundary epoch: in_force (in words), communes, districts, law, title, source_url."""
    table = epochs.epochs()
    kept = ["in_force", "communes", "districts", "law", "title", "source_url"]
    return table.assign(in_force=table["in_force"].map(day))[kept]


def conflicts(record: Record, lang: str) -> list[Conflict]:
    """Give the known conflicts whose sides the record holds; a side that it no longer holds is left out.

    The rows are data/tables/conflicts.csv and conflict_sides.csv; what a side says is read from the record, so that
    the two can never differ.
    """
    sides = read("conflict_sides")
    found = []
    for row in read("conflicts").to_dict("records"):
        own = sides[sides["conflict_key"] == row["conflict_key"]].itertuples()
        stated = tuple(side for one in own if (side := _side(record, str(one.kind), str(one.ref), lang)))
        if len(stated) > 1:
            found.append(Conflict(row[f"title_{lang}"], row[f"treatment_{lang}"], stated))
    return found


def _figure(row: dict[Hashable, Any], kind: str, lang: str) -> dict[str, str]:
    return {
        "kind": word(kind, lang),
        "indicator": _indicator(row, lang),
        "value": _value(row, lang),
        "area": row["area_name"],
        "base": row["base"],
        "date": day(row["as_of"]),
        "deadline": day(row.get("deadline", "")),
        "source_url": row["source_url"],
        "publisher": row["publisher"],
        "evidence": row["evidence"],
    }


def _side(record: Record, kind: str, ref: str, lang: str) -> Side | None:
    if kind == "epoch":
        law = epochs.epochs().set_index("epoch").loc[ref]
        says = word("sources.side_epoch", lang, communes=law["communes"])
        return Side(says, day(str(law["in_force"])), str(law["law"]), str(law["source_url"]))
    table, key = (record.figures, "figure_id") if kind == "figure" else (record.targets, "target_id")
    rows: list[dict[Hashable, Any]] = table[table[key] == ref].to_dict("records")
    if not rows:
        return None
    row = rows[0]
    says = word(
        "sources.side",
        lang,
        value=_value(row, lang),
        indicator=_indicator(row, lang),
        area=row["area_name"],
        base=row["base"],
    )
    return Side(says, day(row["as_of"]), row["publisher"], row["source_url"])


def _indicator(row: dict[Hashable, Any], lang: str) -> str:
    return str(row["indicator_en" if lang == "en" else "indicator"])


def _value(row: dict[Hashable, Any], lang: str) -> str:
    """The value with its qualifier and unit; per cent is written as a sign."""
    value = word(f"qualifier.{row['qualifier']}", lang, value=number(row["value"], lang))
    return f"{value} {row['unit_en' if lang == 'en' else 'unit']}".strip()
