"""The table behind a picture: the same numbers in rows, for the page and for files."""

from __future__ import annotations

import pandas as pd

from briefing.spec import BarSpec, MapSpec, TimeSpec
from data.record import is_address
from data.wording import word

Spec = BarSpec | MapSpec | TimeSpec


def table(spec: Spec) -> pd.DataFrame:
    """Give the table behind a chart or map, its headings in words, numbers as numbers; what is not known is missing.

    A bar chart has a row a bar; a map a row a commune with what its colour and its symbols say; a chart over time a
    row a value, target and break, oldest first.
    """
    if isinstance(spec, BarSpec):
        return _bars(spec)
    if isinstance(spec, MapSpec):
        return _areas(spec)
    return _register(spec) if spec.stepped else _figures(spec)


def _bars(spec: BarSpec) -> pd.DataFrame:
    # Whole numbers stay whole beside a missing one.
    values = spec.bars["value"].round(spec.digits).convert_dtypes()
    return pd.DataFrame({spec.header.title: spec.bars["label"], spec.unit: values})


def _areas(spec: MapSpec) -> pd.DataFrame:
    lang = spec.header.lang
    classes = {item.key: item.label for item in spec.classes}
    counts = spec.symbols.groupby("code")["count"].sum() if len(spec.symbols) else pd.Series(dtype=int)
    shown = pd.DataFrame(
        {
            word("table.commune", lang): spec.areas["label"],
            word("table.district", lang): spec.areas["district"],
        }
    )
    if spec.measure:
        # Beside the number how it was stated, or why there is none: the number alone cannot say "nearly".
        shown[spec.measure] = spec.areas["value"]
        shown[word("table.stated", lang)] = spec.areas["value_text"]
    else:
        shown[word("table.status", lang)] = spec.areas["class_key"].map(classes)
    if len(spec.symbols) or not spec.measure:  # a map of numbers need not show sites at all
        shown[word("table.sites", lang)] = spec.areas["code"].map(counts).astype("Int64")
    return shown


def _register(spec: TimeSpec) -> pd.DataFrame:
    """What a register counted, and what each step added."""
    lang = spec.header.lang
    return pd.DataFrame(
        {
            word("time_col.date", lang): spec.points["date"],
            spec.unit: spec.points["value"].convert_dtypes(),
            word("time_col.added", lang): spec.points["detail"],
        }
    ).reset_index(drop=True)


def _figures(spec: TimeSpec) -> pd.DataFrame:
    """Figures with the number that is drawn, how it was stated and out of what; breaks have rows of their own."""
    lang = spec.header.lang
    names = {name: word(f"time_col.{name}", lang) for name in ("date", "kind", "value", "stated", "base")}
    names |= {name: word(f"time_col.{name}", lang) for name in ("source", "link")}
    names["value"] += f" ({spec.unit})"
    points = spec.points.assign(at=spec.points["begin"], kind=word("time.reported", lang))
    targets = spec.targets.assign(at=spec.targets["day"], kind=word("time.target_bare", lang))
    marks = pd.DataFrame(
        [
            {"at": mark.day, "kind": word("time.kind_break", lang), "base": mark.text, "source_url": mark.source_url}
            for mark in spec.marks
        ]
    )
    kept = [part for part in (points, targets, marks) if len(part)]
    if not kept:
        return pd.DataFrame(columns=list(names.values()))
    rows = pd.concat(kept).rename(columns={"text": "stated", "source_url": "link"})
    rows = rows.sort_values("at", kind="stable").reindex(columns=list(names)).reset_index(drop=True)
    texts = [name for name in names if name != "value"]
    rows[texts] = rows[texts].fillna("")
    rows["link"] = rows["link"].where(rows["link"].map(is_address), "")
    rows["value"] = rows["value"].astype(float).round(2).convert_dtypes()
    return rows.rename(columns=names)
