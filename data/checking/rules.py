"""The rules of the three sheets, held by pandera: what must be there, how long, how large, how early."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pandera.pandas as pa

from data import catalogue
from data.checking import naming
from data.checking.findings import Finding, finding
from data.checking.register_fields import label, required
from data.checking.typed_rows import NUMBERS, Typed, column
from data.period import first_day
from data.reading.register_columns import fields
from data.wording import day, number

LARGEST = {"quantity": 1_000_000.0, "value": 1e12, "base_value": 1e12}
# Dates of what has happened; a deadline, and the day of a target, lie ahead.
_PAST = ("launched", "source_date", "as_of")

_ADDRESS = re.compile(r"https?://\S+")
_PERSONAL = re.compile(r"(?<![\d.,/-])(?:(?:0|\+84[ .]?)[1-9](?:[ .]?\d){8}|\d{12})(?![\d/-])")

Vocabularies = dict[str, naming.Vocabulary]


def broken(rows: Typed, today: datetime.date) -> list[Finding]:
    """Give every rule that a row of a sheet breaks, all rules of all rows in one pass."""
    schema = pa.DataFrameSchema(dict(_columns(rows, today)), strict=False)
    found = list(_of_figures(rows)) if rows.entry.kind == "figures" else []
    found += _personal(rows)
    try:
        schema.validate(rows.rows, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.dropna(subset=["index"]).drop_duplicates(["column", "check", "index"])
        lines = cases[["column", "check", "index", "failure_case"]].itertuples(index=False, name=None)
        found += [_finding(rows, str(name), str(code), int(row), came, today) for name, code, row, came in lines]
    return found


def _of_figures(rows: Typed) -> Iterator[Finding]:
    """Hold the cells of a reported figure against each other: model, unit and base against its indicator."""
    names = naming.indicators()
    units = catalogue.indicators().set_index("indicator_key")["unit_vi"]
    share = _share(rows)
    stated = [column(rows, name) for name in ("indicator", "model", "unit", "base")]
    for row, indicator, model, unit, base, is_share in zip(rows.rows.index, *stated, share, strict=True):
        key, place = names.key(indicator), rows.entry.place
        if not key:
            continue
        stated_model = naming.models().key(model)
        if stated_model and stated_model != naming.model_of()[key]:
            yield finding("indicator_of_other_model", place(row, "indicator"), came=indicator, model=model)
        if (units[key] == "%") != is_share and (is_share or unit.strip()):
            yield finding("unit_of_indicator", place(row, "unit"), came=unit or "%", unit=units[key])
        if units[key] == "%" and not base.strip():
            yield finding("base_missing", place(row, "base"))


def _personal(rows: Typed) -> Iterator[Finding]:
    """Refuse telephone and identity numbers in free text; addresses of pages may hold any digits."""
    for name in ("site_name", "hamlet", "source", "note", "model_name"):
        if name in rows.rows:
            texts = rows.rows[name].str.replace(_ADDRESS, "", regex=True)
            for row in texts.index[texts.str.contains(_PERSONAL)]:
                came = "số điện thoại hoặc số căn cước"
                yield finding("personal_cell", rows.entry.place(int(str(row)), name), came=came)


def _columns(rows: Typed, today: datetime.date) -> Iterator[tuple[str, pa.Column]]:
    kind = rows.entry.kind
    for name in rows.rows.columns:
        if name in NUMBERS:
            yield name, pa.Column(float, list(_number_checks(rows, name)), nullable=True)
        elif name in {*fields(kind), *vocabularies(kind)}:
            yield name, pa.Column(str, list(_text_checks(rows, name, today)), nullable=False)


def _text_checks(rows: Typed, name: str, today: datetime.date) -> Iterator[pa.Check]:
    kind = rows.entry.kind
    if required(kind, name):
        yield pa.Check(_filled(rows, name), error="missing_cell")
    limit = fields(kind)[name].max_length if name in fields(kind) else 0
    if limit and not rows.entry.verbatim:
        yield pa.Check(lambda texts: texts.str.len() <= limit, error="too_long")
    words = vocabularies(kind).get(name)
    if words:
        code = {"model": "unknown_model", "indicator": "unknown_indicator"}.get(name, "unknown_choice")
        yield pa.Check(_each(lambda text: not text or bool(words.key(text))), error=code)
    if name in _PAST:
        targets = _targets(rows)
        latest = today.isoformat()
        yield pa.Check(lambda days: targets | days.map(lambda text: first_day(text) <= latest), error="future_date")


def _number_checks(rows: Typed, name: str) -> Iterator[pa.Check]:
    if required(rows.entry.kind, name):
        yield pa.Check(_filled(rows, name), ignore_na=False, error="missing_cell")
    yield pa.Check.ge(0, error="negative_number")
    yield pa.Check.le(LARGEST[name], error="huge_number")
    if name == "value":
        share = _share(rows)
        yield pa.Check(lambda values: ~share | (values <= 100), error="share_above_100")


def _filled(rows: Typed, name: str) -> Callable[[pd.Series], pd.Series]:
    """Say where something is filled in; a cell that could not be read is told of already."""
    told = {one.place.row for one in rows.findings if one.severity == "error" and one.place.field == name}
    known = rows.rows.index.isin(list(told))
    return lambda cells: (cells.notna() & (cells.astype(str) != "")) | known


def _each(holds: Callable[[str], bool]) -> Callable[[pd.Series], pd.Series]:
    def check(texts: pd.Series) -> pd.Series:
        answers = {text: holds(text) for text in texts.unique()}
        return texts.map(answers).astype(bool)

    return check


def _targets(rows: Typed) -> pd.Series:
    if rows.entry.kind != "figures" or "kind" not in rows.rows:
        return pd.Series(False, index=rows.rows.index)
    return rows.rows["kind"].map(naming.kinds().key) == "targets"


def _share(rows: Typed) -> pd.Series:
    """Say which values are percentages: by the unit behind the number, or in its own column."""
    own = rows.rows["unit"] if "unit" in rows.rows else pd.Series("", index=rows.rows.index)
    return (own.str.strip() == "%") | (rows.rows["value_written_unit"] == "%")


def vocabularies(kind: str) -> Vocabularies:
    """Give the fields of a sheet whose words are entries of a list."""
    if kind == "sites":
        return {"model": naming.models()}
    if kind == "statuses":
        return {"status": naming.statuses()}
    return {"model": naming.models(), "indicator": naming.indicators(), "kind": naming.kinds()}


def _finding(rows: Typed, name: str, code: str, row: int, came: Any, today: datetime.date) -> Finding:
    kind = rows.entry.kind
    place = rows.entry.place(row, name)
    words = vocabularies(kind).get(name)
    text = str(came) if isinstance(came, str) else ""
    if isinstance(came, float) and not math.isnan(came):
        text = number(came, digits=6)
    longest = fields(kind)[name].max_length if name in fields(kind) else 0
    return finding(
        code,
        place,
        words.suggestions(text) if words and code.startswith("unknown") else (),
        came=day(text) if code == "future_date" else text[:80],
        length=len(text),
        limit=number(LARGEST.get(name, longest)),
        allowed=", ".join(words.labels.values()) if words else "",
        today=day(today.isoformat()),
        heading=place.heading or label(kind, name),
    )
