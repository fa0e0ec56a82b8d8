"""Where the rows of a sheet lie: the questions put to the locator, and its answers as findings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.checking.findings import Finding, finding
from data.checking.place_findings import point_text, told
from data.checking.places import Locator
from data.checking.typed_rows import Typed, column
from data.reading.register_columns import folded

UnitKey = tuple[str, str]  # (epoch, code)
_QUESTION = ["commune_text", "district_text", "unit_epoch", "unit_code", "day", "stated", "lon", "lat"]
_TEXTS = ("commune_text", "district_text", "unit_epoch", "unit_code", "day", "area_kind")
_PROVINCE = {"tinh nghe an", "nghe an", "toan tinh", "tinh"}
_BORDER = re.compile(r"\b(27 )?xa bien gioi\b")
_DISTRICT = re.compile(r"(huyen|thi xa|thanh pho|tp|tx)\b.*")
_COUNTRY = ("province", "border_communes")


@dataclass(frozen=True)
class NameKey:
    """What a decision on a name is about: the words of a file, folded, and the epoch it names ("" = none)."""

    name: str
    district: str = ""
    epoch: str = ""


@dataclass(frozen=True)
class Decisions:
    """What people decided: remembered or fresh answers on names, fresh ones on single rows."""

    remembered: Mapping[NameKey, UnitKey] = field(default_factory=dict)
    names: Mapping[NameKey, UnitKey] = field(default_factory=dict)
    rows: Mapping[tuple[str, int], UnitKey] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Placed:
    """Where the rows of one sheet lie.

    asked: what was asked of each row; answers: the locator's frame, with `area_kind` (commune | district |
    province | border_communes) and `label`; findings: what is wrong or worth knowing.
    """

    asked: pd.DataFrame
    answers: pd.DataFrame
    findings: list[Finding]


def name_key(commune: str, district: str = "", epoch: str = "") -> NameKey:
    """Give the key of a decision on a name as it stands in a file."""
    return NameKey(_plain(commune), _plain(district), epoch)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def placed(rows: Typed, locator: Locator, decisions: Decisions, before: Placed | None = None) -> Placed:
    """Place the rows of a sheet; of rows placed `before` only those that ask something else are asked again."""
    found: list[Finding] = []
    asked = _questions(rows, locator, found)
    asked = _decided(rows, asked, decisions)
    kinds = asked.pop("area_kind")
    answers = _answers(asked, kinds, locator, before)
    answers = _other_grid(rows, asked, answers, locator, found)
    _districts(asked, kinds, answers, locator)
    answers["area_kind"] = kinds
    answers["label"] = pd.Series(_labels(answers, locator), index=answers.index, dtype="str")
    found += told(rows, asked, answers)
    return Placed(asked, answers, found)


def _questions(rows: Typed, locator: Locator, found: list[Finding]) -> pd.DataFrame:
    kind = rows.entry.kind
    named = column(rows, "area" if kind == "figures" else "commune").str.strip()
    codes = column(rows, "unit_code").str.strip()
    # A cell that holds a code instead of a name.
    coded = named.str.fullmatch(r"\d{5}") & (codes == "")
    day = column(rows, "launched" if kind == "sites" else "as_of")
    if kind == "figures":
        day = day.where(day != "", column(rows, "deadline"))
    nothing = np.full(len(rows.rows), np.nan)
    return pd.DataFrame(
        {
            "commune_text": named.where(~coded, ""),
            "district_text": column(rows, "district").str.strip(),
            "unit_epoch": _epochs(rows, locator, found),
            "unit_code": codes.where(~coded, named),
            "day": day,
            "stated": kind != "sites",
            "lon": rows.rows.get("lon", nothing),
            "lat": rows.rows.get("lat", nothing),
            "area_kind": _area_kinds(rows, named),
        },
        index=rows.rows.index,
    ).astype(dict.fromkeys(_TEXTS, "str"))  # of no rows too


def _epochs(rows: Typed, locator: Locator, found: list[Finding]) -> pd.Series:
    texts = column(rows, "epoch").str.strip()
    known = {text: locator.epoch_of(text) if text else "" for text in texts.unique()}
    for row, text in texts[[bool(text) and not known[text] for text in texts]].items():
        allowed = ", ".join(locator.epochs)
        found.append(
            finding("epoch_unknown", rows.entry.place(int(str(row)), "epoch"), came=text[:40], allowed=allowed)
        )
    return texts.map(known)


def _area_kinds(rows: Typed, named: pd.Series) -> pd.Series:
    """Say what a row is about: as the register's own export states it, or by its words."""
    kinds = column(rows, "area_kind")
    if rows.entry.kind != "figures":
        return kinds.where(kinds != "", "commune")
    known = {text: _area_kind(text) for text in named.unique()}
    return kinds.where(kinds != "", named.map(known))


def _area_kind(text: str) -> str:
    words = folded(text)
    if words in _PROVINCE:
        return "province"
    if _BORDER.search(words):
        return "border_communes"
    return "district" if _DISTRICT.fullmatch(words) else "commune"


def _decided(rows: Typed, asked: pd.DataFrame, decisions: Decisions) -> pd.DataFrame:
    """Put the unit that a person chose in place of the words; `by` says who chose: remembered, chosen or ""."""
    asked["by"] = ""
    if not (decisions.remembered or decisions.names or decisions.rows):
        return asked
    for row, commune, district, epoch, code in asked[
        ["commune_text", "district_text", "unit_epoch", "unit_code"]
    ].itertuples(name=None):
        by, unit = "chosen", decisions.rows.get((rows.entry.sheet, row))
        if unit is None and code == "":
            unit = _answered(decisions.names, commune, district, epoch)
            if unit is None:
                by, unit = "remembered", _answered(decisions.remembered, commune, district, epoch)
        if unit is not None:
            asked.loc[row, ["commune_text", "district_text", "unit_epoch", "unit_code"]] = ["", "", *unit]
            asked.loc[row, "by"] = by
    return asked


def _answered(known: Mapping[NameKey, UnitKey], commune: str, district: str, epoch: str) -> UnitKey | None:
    """Give the unit that a name was said to mean; one said of the name alone does not overrule a stated epoch."""
    unit = known.get(name_key(commune, district, epoch))
    alone = known.get(name_key(commune, district)) if epoch and unit is None else None
    return alone if alone and alone[0] == epoch else unit


def _answers(asked: pd.DataFrame, kinds: pd.Series, locator: Locator, before: Placed | None) -> pd.DataFrame:
    """Ask about the communes; all other areas are of no point and of no commune."""
    answers = locator.locate(asked.iloc[:0]).reindex(asked.index)
    answers[["epoch", "code", "how", "fault"]] = ""
    answers[["outside", "loose"]] = False
    answers["candidates"] = pd.Series([()] * len(asked), index=asked.index, dtype=object)
    wanted = kinds == "commune"
    if before is not None and before.asked.index.equals(asked.index):
        same = (before.asked[_QUESTION].astype(object).fillna("") == asked[_QUESTION].astype(object).fillna("")).all(
            axis=1
        )
        kept = asked.index[same & wanted]
        answers.loc[kept] = before.answers.loc[kept, answers.columns]
        wanted &= ~same
    if wanted.any():
        answers.loc[wanted] = locator.locate(asked[wanted])
    texts = dict.fromkeys(("epoch", "code", "how", "fault"), "str")
    return answers.astype({**texts, "outside": bool, "loose": bool, "distance_m": float})


def _other_grid(
    rows: Typed, asked: pd.DataFrame, answers: pd.DataFrame, locator: Locator, found: list[Finding]
) -> pd.DataFrame:
    """Where VN-2000 metres put a point outside its commune in one grid and inside in the other, take the other."""
    if "other_lon" not in rows.rows:
        return answers
    away = (
        (answers["distance_m"].notna() | answers["outside"]) & rows.rows["other_lon"].notna() & (answers["code"] != "")
    )
    if not away.any():
        return answers
    other = asked[away].assign(lon=rows.rows["other_lon"], lat=rows.rows["other_lat"])
    again = locator.locate(other)
    better = again.index[again["distance_m"].isna() & ~again["outside"] & (again["code"] == answers.loc[away, "code"])]
    answers.loc[better] = again.loc[better]
    asked.loc[better, ["lon", "lat"]] = other.loc[better, ["lon", "lat"]]
    for row, one in other.loc[better].join(again.loc[better, ["epoch", "code"]]).to_dict("index").items():
        unit = locator.candidate(one["epoch"], one["code"])
        place = rows.entry.place(int(str(row)), "latitude")
        found.append(finding("other_grid", place, came=point_text(one), label=unit.label if unit else ""))
    return answers


def _districts(asked: pd.DataFrame, kinds: pd.Series, answers: pd.DataFrame, locator: Locator) -> None:
    """Fill in the areas that are no commune: the whole province, the border communes, a district."""
    for row in kinds.index[kinds != "commune"]:
        question = asked.loc[row]
        epoch = question["unit_epoch"] or locator.epoch_of(question["day"]) or locator.epochs[-1]
        if kinds[row] in _COUNTRY:
            answers.loc[row, ["epoch", "how"]] = [epoch, "name"]
            continue
        unit = locator.district(question["unit_code"] or question["commune_text"], epoch)
        if unit is None:
            answers.loc[row, "fault"] = "unknown"
        else:
            # A code that was given stays in the epoch it was given for: today's has the districts of the one before.
            at = question["unit_epoch"] if question["unit_code"] and question["unit_epoch"] else unit.epoch
            answers.loc[row, ["epoch", "code", "how"]] = [at, unit.code, "name"]


def _labels(answers: pd.DataFrame, locator: Locator) -> list[str]:
    known: dict[UnitKey, str] = {}
    labels = []
    for epoch, code in zip(answers["epoch"], answers["code"], strict=True):
        if (epoch, code) not in known:
            unit = (locator.candidate(epoch, code) or locator.district(code, epoch)) if code else None
            known[epoch, code] = unit.label if unit else ""
        labels.append(known[epoch, code])
    return labels
