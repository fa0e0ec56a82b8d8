"""What is to be said of where the rows of a sheet lie, as findings on their cells."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from data.checking.findings import Finding, Place, finding, suggestion
from data.checking.typed_rows import Typed, column
from data.wording import number

NEAR_M = 500.0  # boundaries are drawn no better: a point so near outside its commune is accepted with a warning
_HOW = {
    "unaccented": "commune_unaccented",
    "wider": "commune_wider",
    "point": "placed_by_point",
    "name_and_point": "chosen_by_point",
}
_FAULTS = {
    "missing": "commune_missing",
    "unknown": "commune_unknown",
    "ambiguous": "commune_ambiguous",
    "unknown_district": "district_unknown",
    "other_district": "commune_other_district",
    "unknown_code": "code_unknown",
    "code_and_name": "code_and_name",
}
_UNREAD = ("point_outside", "bad_coordinates", "half_coordinates")  # told of already
Record = Mapping[Any, Any]


def told(rows: Typed, asked: pd.DataFrame, answers: pd.DataFrame) -> Iterator[Finding]:
    """Give a finding for each answer that is not plain; `asked` and `answers` as in data.checking.placing.Placed."""
    plain = (
        answers["how"].isin(["name", "code"])
        & (answers["fault"] == "")
        & answers["distance_m"].isna()
        & ~answers["outside"]
        & ~answers["loose"]
        & (asked["by"] == "")
    )
    named = column(rows, _field(rows))[~plain]
    unread = {one.place.row for one in rows.findings if one.code in _UNREAD}
    failed = (one.place for one in rows.findings if one.code == "formula_error")
    nameless = unread | {place.row for place in failed if place.field == _field(rows)}
    questions, replies = asked[~plain].to_dict("records"), answers[~plain].to_dict("records")
    for row, came, question, answer in zip(named.index, named, questions, replies, strict=True):
        if answer["fault"] != "missing" or row not in nameless:
            yield from _on_name(rows, row, came[:80], question, answer)
        if row not in unread:
            yield from _on_point(rows, row, question, answer)


def distance(metres: float) -> str:
    """Write a distance for reading: "320 m", "12,4 km"."""
    return f"{number(round(metres), digits=0)} m" if metres < 1000 else f"{number(metres / 1000)} km"


def point_text(question: Any) -> str:
    """Write the point of a question for reading: "18,6796; 105,6813"."""
    return f"{number(question['lat'], digits=5)}; {number(question['lon'], digits=5)}"


def _field(rows: Typed) -> str:
    return "area" if rows.entry.kind == "figures" else "commune"


def _on_name(rows: Typed, row: int, came: str, question: Record, answer: Record) -> Iterator[Finding]:
    place = rows.entry.place(row, _field(rows))
    if answer["fault"]:
        yield _fault(rows, place, came, question, answer)
        return
    codes = {"chosen": "commune_chosen", "remembered": "remembered_name"}
    loose = "name_not_of_code" if answer["loose"] else ""
    for code in (codes.get(question["by"], ""), _HOW.get(answer["how"], ""), loose):
        if code:
            yield finding(code, place, came=came, label=answer["label"], epoch=answer["epoch"])


def _fault(rows: Typed, place: Place, came: str, question: Record, answer: Record) -> Finding:
    candidates = answer["candidates"]
    if rows.entry.kind == "figures" and answer["fault"] in ("unknown", "missing"):
        return finding("area_unknown", place, candidates, came=came)
    code = _FAULTS[answer["fault"]]
    district = question["district_text"][:80]
    if code == "district_unknown" and "district" in rows.entry.cells:
        return finding(code, rows.entry.place(place.row, "district"), candidates, came=district)
    return finding(
        code,
        place,
        candidates,
        came=question["unit_code"][:20] if code.startswith("code_") else came,
        name=came,
        district=district,
        places="; ".join(map(suggestion, candidates)),
    )


def _on_point(rows: Typed, row: int, question: Record, answer: Record) -> Iterator[Finding]:
    metres = answer["distance_m"]
    if math.isnan(metres) and not answer["outside"]:
        return
    name = next((name for name in ("latitude", "coordinates", "longitude") if name in rows.entry.cells), "latitude")
    place = rows.entry.place(row, name)
    if answer["outside"] and not metres <= NEAR_M:
        yield finding("point_outside", place, came=point_text(question))
    elif not math.isnan(metres):
        code = "name_point_near" if metres <= NEAR_M else "name_point_disagree"
        yield finding(code, place, answer["candidates"], label=answer["label"], distance=distance(metres))
