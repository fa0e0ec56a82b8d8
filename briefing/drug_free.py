"""Xã sạch về ma túy: the status of every commune, the border communes, and how far the published targets are."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Collection

import pandas as pd

from briefing.basis import Basis
from briefing.build import DRUG_FREE, header, site_map
from briefing.drug_targets import SHARE, criterion_since
from briefing.drug_targets import Target as Target
from briefing.drug_targets import targets as targets
from briefing.legend import legend
from briefing.places import capital
from briefing.quality.table import Table
from briefing.spec import BarSpec, Header, MapSpec
from briefing.told import Fact
from data import count, status
from data.choice import TODAY, Choice
from data.period import first_day
from data.record import is_address
from data.wording import day, number, sort_key, word
from geo import epochs

MODEL = DRUG_FREE
INDICATOR = "xa_sach_ma_tuy"  # the one whose figures make the time chart
_BORDER = 27  # how many border communes the project has; the record names some of them
_STATUS = {
    "commune": "table.commune",
    "district": "table.district",
    "status": "table.status",
    "parts": "drug_col.parts",
    "since": "drug_col.since",
    "border": "drug_col.border",
    "publisher": "quality.col_source",
    "source_url": "quality.col_link",
}
_BORDER_COMMUNES = {
    "then": "drug_col.then",
    "commune": "drug_col.now",
    "status": "table.status",
    "criterion": "drug_col.criterion",
    "publisher": "quality.col_source",
    "source_url": "quality.col_link",
}


def target_facts(basis: Basis) -> tuple[Fact, ...]:
    """Give the targets that a plan of the province sets, as numbers: communes needed, and what is known of them."""
    return tuple(_target_fact(one, basis.lang) for one in targets(basis) if one.plan)


def target_bars(basis: Basis) -> BarSpec:
    """Give what is known beside what the plans need, in communes; where nothing was published there is no bar."""
    lang, every = basis.lang, targets(basis)
    rows: list[tuple[str, float, str, bool]] = []
    if every:
        recognised = math.nan if every[0].recognised is None else float(every[0].recognised)
        rows += [
            (word("drug.bar_recognised", lang), recognised, "recognised", True),
            (word("drug.bar_known", lang), float(every[0].known), "known", True),
        ]
    rows += [
        (word("drug.bar_needed", lang, aim=one.aim, deadline=one.deadline), float(one.needed), one.key, False)
        for one in every
        if one.plan
    ]
    return BarSpec(
        header=_province(basis, word("drug.targets", lang), _target_notes(basis)),
        bars=pd.DataFrame(rows, columns=["label", "value", "key", "highlight"]),
        unit=word("unit.communes", lang),
        colour=next(item.colour for item in legend("layer", lang) if item.key == "drug_free"),
        no_data=word("common.no_data", lang),
    )


def target_table(basis: Basis) -> Table:
    """Give every stated target as a row of finished texts: the fields of Target and its two gaps."""
    lang = basis.lang
    rows = [
        {
            "aim": one.aim,
            "needed": _of(one.needed, one.base, lang),
            "recognised": word("common.no_data", lang) if one.recognised is None else number(one.recognised, lang),
            "gap": number(one.gap, lang),
            "known": _of(one.known, one.base, lang),
            "gap_of_known": number(one.gap_of_known, lang),
            "deadline": one.deadline,
            "body": one.body or word("drug.unstated", lang),
            "plan": one.plan or word("drug.unstated", lang),
            "stated": one.stated,
            "publisher": one.publisher,
            "source_url": one.source_url,
        }
        for one in targets(basis)
    ]
    labels = {name: f"drug_col.{name}" for name in list(rows[0])[:10]} if rows else {}
    labels |= {"publisher": "quality.col_source", "source_url": "quality.col_link"}
    return Table(
        header=_province(basis, word("drug.targets_table", lang), _target_notes(basis)),
        rows=pd.DataFrame(rows),
        labels={name: word(key, lang) for name, key in labels.items()},
        empty=word("drug.no_targets", lang),
    )


def status_facts(basis: Basis) -> tuple[Fact, ...]:
    """Give how many communes of the choice have each status, each out of all of them; their sum is all of them."""
    lang = basis.lang
    inside = count.areas_for(basis.areas, basis.choice)
    found = status.by_status(inside).set_index("drug_status")["n"]
    labels = {item.key: item.label for item in legend("area", lang)}
    return tuple(
        Fact(
            key=key,
            label=labels[key],
            value=_of(n, len(inside), lang),
            unit=word("unit.communes", lang),
            lines=(word(f"drug_means.{key}", lang),),
        )
        for key, n in zip(found.index.astype(str), found, strict=True)
        # No source of the public record lists communes that are not free of drugs: none listed is not none.
        if n or key != "not_drug_free"
    )


def status_table(basis: Basis) -> Table:
    """Give what is known of each commune of the choice: those with news first, in Vietnamese order.

    Columns: code, commune, district, status, parts ("1/2": drug-free parts of all, where there are several), since,
    border, publisher, source_url (of the newest statement's sources, the first address).
    """
    lang = basis.lang
    labels = {item.key: item.label for item in legend("area", lang)}
    publishers = basis.record.sources.set_index("source_url")["publisher"]
    rows = count.areas_for(basis.areas, basis.choice)
    order = {key: place for place, key in enumerate(("partly", "not_drug_free", "drug_free", "no_data"))}
    rows = rows.sort_values("label", key=lambda names: names.map(sort_key), kind="stable")
    rows = rows.sort_values("drug_status", key=lambda keys: keys.map(order), kind="stable")
    several = (rows["parts_total"] > 1) & (rows["drug_status"] != "no_data")
    return Table(
        header=_stated_by(basis, word("drug.status_table", lang), rows),
        rows=pd.DataFrame(
            {
                "code": rows["code"],
                "commune": rows["label"].map(capital),
                "district": rows["district_label"],
                "status": rows["drug_status"].map(labels),
                "parts": (rows["parts_free"].astype(str) + "/" + rows["parts_total"].astype(str)).where(several, ""),
                "since": rows["since"].map(day),
                "border": rows["border27"].map({True: word("drug.yes", lang), False: ""}),
                "publisher": [", ".join(dict.fromkeys(publishers[url] for url in urls)) for urls in rows["sources"]],
                "source_url": [next((url for url in urls if is_address(url)), "") for urls in rows["sources"]],
            }
        ).reset_index(drop=True),
        labels={name: word(key, lang) for name, key in _STATUS.items()},
        empty=word("drug.no_communes", lang),
    )


def status_map(basis: Basis, inner_points: pd.DataFrame, selected: str = "", loose: Collection[str] = ()) -> MapSpec:
    """Give the map of the communes by status, with who stated them and when; the rest as briefing.build.site_map."""
    spec = site_map(basis, inner_points, selected, loose)
    inside = count.areas_for(basis.areas, basis.choice)
    told = _stated_by(basis, word("drug.map", basis.lang), inside)
    # What the map itself must say stays: its rule, and which boundaries are approximate.
    return dataclasses.replace(spec, header=dataclasses.replace(told, notes=spec.header.notes))


def parts_rule(basis: Basis) -> tuple[str, ...]:
    """Say of each commune of the choice where the "all parts" rule bites, what is known of its parts."""
    inside = count.areas_for(basis.areas, basis.choice)
    partly = inside[inside["drug_status"] == "partly"]
    partly = partly.sort_values("label", key=lambda labels: labels.map(sort_key), kind="stable")
    return tuple(f"{capital(basis.names[code])}: {basis.status_text(code)}" for code in partly["code"])


def border_table(basis: Basis) -> Table:
    """Give the border communes of the project that the record names: as they were, where they lie, and their status.

    Columns: code (of the epoch), then, commune, status, criterion, publisher, source_url.
    """
    lang = basis.lang
    labels = {item.key: item.label for item in legend("area", lang)}
    named = basis.record.statuses[basis.record.statuses["status_key"] == "border27"]
    rows = epochs.place(named, basis.choice.epoch)
    inside = count.areas_for(basis.areas, basis.choice)
    known = basis.areas.set_index("code")["drug_status"]
    rows = rows[rows["epoch_code"].isin(inside["code"])]
    note = word("drug.border_note", lang, named=len(named), all=_BORDER, rest=_BORDER - len(named))
    head = header(basis, word("drug.border", lang), (note,) if len(named) < _BORDER else ())
    return Table(
        header=dataclasses.replace(head, source=_names(rows["publisher"], lang), date_text="", notes=head.notes[-1:]),
        rows=pd.DataFrame(
            {
                "code": rows["epoch_code"],
                "then": rows["area_text"].map(capital),
                "commune": rows["epoch_code"].map(basis.names).map(capital),
                "status": rows["epoch_code"].map(known).map(labels),
                "criterion": rows["criterion"],
                "publisher": rows["publisher"],
                "source_url": rows["source_url"].where(rows["source_url"].map(is_address), ""),
            }
        ).reset_index(drop=True),
        labels={name: word(key, lang) for name, key in _BORDER_COMMUNES.items()},
        empty=word("drug.no_border", lang),
    )


def _target_fact(one: Target, lang: str) -> Fact:
    missing = one.gap_of_known
    return Fact(
        key=one.key,
        label=one.plan,
        value=_of(one.needed, one.base, lang),
        unit=word("unit.communes", lang),
        lines=(
            word("drug.target", lang, aim=one.aim, deadline=one.deadline, body=one.body),
            word("drug.none_recognised", lang, gap=number(one.gap, lang))
            if one.recognised is None
            else word("drug.recognised", lang, n=number(one.recognised, lang), gap=number(one.gap, lang)),
            word("drug.known_short" if missing else "drug.known_enough", lang, known=number(one.known, lang),
                 base=number(one.base, lang), date=day(criterion_since()), gap=number(missing, lang)),
        ),
        source=word("card.source", lang, publisher=one.publisher, date=one.stated),
        source_url=one.source_url,
    )  # fmt: skip


def _target_notes(basis: Basis) -> tuple[str, ...]:
    return (
        word("drug.criterion", basis.lang, date=day(criterion_since())),
        word("drug.province", basis.lang),
        word("map.status_rule", basis.lang),
    )


def _province(basis: Basis, title: str, notes: tuple[str, ...]) -> Header:
    """The header of what is about the whole province of today, whatever the choice names."""
    whole = Choice(epoch=TODAY, as_of=basis.choice.as_of)
    province = dataclasses.replace(basis, choice=whole)
    rows = basis.record.targets
    rows = rows[rows["indicator_key"] == SHARE]
    stated = _stated_by(province, title, basis.areas, rows["publisher"])
    return dataclasses.replace(stated, filter_text=whole.sentence(basis.names, basis.lang), notes=notes)


def _stated_by(basis: Basis, title: str, areas: pd.DataFrame, more: pd.Series | None = None) -> Header:
    """The header of statuses: who stated them and when, instead of the sources of sites."""
    lang = basis.lang
    publishers = basis.record.sources.set_index("source_url")["publisher"]
    named = pd.Series([publishers[url] for urls in areas["sources"] for url in urls], dtype="str")
    days = sorted((text for text in areas["since"] if text), key=first_day)
    return dataclasses.replace(
        header(basis, title),
        source=_names(named if more is None else pd.concat([named, more]), lang),
        date_text=word("told.dates", lang, first=day(days[0]), last=day(days[-1])) if days else "",
        notes=(word("map.status_rule", lang),),
    )


def _names(publishers: pd.Series, lang: str) -> str:
    return ", ".join(publishers.value_counts().index) or word("header.no_source", lang)


def _of(n: int, whole: int, lang: str) -> str:
    return f"{number(n, lang)}/{number(whole, lang)}"
