"""The register against the reported figures, in sentences: "5 trong 32 điểm có trong sổ", or why they differ."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from briefing.basis import Basis
from briefing.quality.ground import communes_of
from briefing.quality.table import Table, head
from data import catalogue, count, coverage, reported
from data.record import is_address
from data.wording import day, number, word

_LABELS = {
    "model": "quality.col_model",
    "area": "quality.col_area",
    "told": "quality.col_told",
    "n": "quality.col_n",
    "reported": "quality.col_reported",
    "date": "quality.col_date",
    "base": "quality.col_base",
    "publisher": "quality.col_source",
    "source_url": "quality.col_link",
}
_STATES = {
    coverage.PART: "quality.part",
    coverage.MORE: "quality.more",
    coverage.OTHER_UNIT: "quality.other",
    coverage.OTHER_BASE: "quality.other",
    coverage.UNDECLARED: "quality.undeclared",
    coverage.OTHER_AREA: "quality.other_area",
    coverage.SHARED: "quality.shared",
    reported.NONE: "card.none",
    reported.LATER: "card.later",
}
_NO_GROUND = "no_ground"


def by_model(basis: Basis) -> Table:
    """Give each chosen model's number on record beside its reported figure.

    Columns as in _LABELS, without area; and share (of the figure, from 0 to 1, NaN where they do not compare).
    """
    choice, models = basis.choice, catalogue.models()
    chosen = models[models["model_key"].isin(choice.models or models["model_key"])]
    figures = basis.record.figures
    # A figure may count several models together, so all of them are counted whatever the choice names.
    all_models = dataclasses.replace(choice, models=())
    every = basis.under(all_models).counted if choice.models else basis.counted
    on_record = every.rows["model_key"].value_counts()
    found = coverage.against_figures(figures, _about_choice(basis), chosen, on_record, choice.as_of)
    return Table(
        header=head(
            basis,
            word("quality.coverage", basis.lang),
            (word("quality.coverage_note", basis.lang),),
            source=_source(basis),
        ),
        rows=_shown(found, basis).drop(columns="area"),
        labels=_labels(basis.lang, without="area"),
        empty=word("quality.no_figures", basis.lang),
    )


@dataclass(frozen=True)
class Share:
    """How much of one reported figure is on record: `share` from 0 to 1, and the sentence that says it."""

    share: float
    text: str


def shares(table: Table, lang: str) -> tuple[Share, ...]:
    """Give the rows of `by_model` that compare, as sentences with their date and source."""
    return tuple(
        Share(
            row["share"],
            word("quality.share", lang, **{name: row[name] for name in ("model", "told", "date", "publisher")}),
        )
        for row in table.rows.dropna(subset="share").to_dict("records")
    )


def by_area(basis: Basis) -> Table:
    """Give the newest reported figures of single districts and communes in the choice; columns as in _LABELS."""
    choice = basis.choice
    figures = reported.latest(basis.record.figures, choice.as_of)
    figures = figures[figures["area_kind"] != "province"]
    figures = figures[figures["model_key"].isin(choice.models)] if choice.models else figures
    kept = set(count.areas_for(basis.areas, choice)["code"])
    whole = len(kept) == len(basis.areas)
    grounds = {row["figure_id"]: _ground(row, choice.epoch) for row in figures.to_dict("records")}
    inside = [whole or bool(ground and ground <= kept) for ground in grounds.values()]
    rows = [_counted(row, grounds[row["figure_id"]], basis) for row in figures[inside].to_dict("records")]
    columns = [*figures.columns, "n", "state", "share"]
    found = pd.DataFrame(rows, columns=columns).sort_values(["area_name", "model_key"])
    return Table(
        header=head(
            basis,
            word("quality.area_figures", basis.lang),
            (word("quality.area_note", basis.lang),),
            source=_source(basis),
        ),
        rows=_shown(found, basis),
        labels=_labels(basis.lang),
        empty=word("quality.no_area_figures", basis.lang),
    )


def _ground(figure: Mapping[Any, Any], epoch: str) -> frozenset[str]:
    return communes_of(figure["area_epoch"], figure["area_kind"], figure["area_code"], epoch)


def _counted(figure: Mapping[Any, Any], ground: frozenset[str], basis: Basis) -> dict[Any, Any]:
    """One figure of an area with the sites of its model there."""
    inside = basis.counted.rows["epoch_code"].isin(ground) & (basis.counted.rows["model_key"] == figure["model_key"])
    n = int(inside.sum())
    state = coverage.compare(figure["indicator_key"], figure["value"], n) if ground else _NO_GROUND
    share = n / figure["value"] if state == coverage.PART else float("nan")
    return {**figure, "n": n if ground else 0, "state": state, "share": share}


def _about_choice(basis: Basis) -> pd.Series:
    """Whether each figure is about exactly the area of the choice."""
    choice, figures = basis.choice, basis.record.figures
    if choice.status:
        return pd.Series(False, index=figures.index)
    if not (choice.district or choice.commune):
        return figures["area_kind"] == "province"
    wanted = frozenset(count.areas_for(basis.areas, choice)["code"])
    here = [_ground(row, choice.epoch) == wanted for row in figures.to_dict("records")]
    return pd.Series(here, index=figures.index)


def _shown(found: pd.DataFrame, basis: Basis) -> pd.DataFrame:
    rows = found.to_dict("records")
    lang, models = basis.lang, basis.names
    has = found["value"].notna() & (found["state"] != coverage.SHARED)
    return pd.DataFrame(
        {
            "model": [models[key] for key in found["model_key"]],
            "area": list(found["area_name"]),
            "told": [sentence(row, lang) for row in rows],
            "share": list(found["share"]),
            # The register is not a full list: no row is no number, not the number 0.
            "n": pd.array(list(found["n"]), dtype="Int64"),
            "reported": [_reported(row, lang) if shown else "" for row, shown in zip(rows, has, strict=True)],
            "date": [day(row["as_of"]) if shown else "" for row, shown in zip(rows, has, strict=True)],
            "base": list(found["base"].where(has, "")),
            "publisher": list(found["publisher"].where(has, "")),
            "source_url": list(found["source_url"].where(has & found["source_url"].map(is_address), "")),
        }
    ).assign(n=lambda table: table["n"].where(table["n"] > 0))


def sentence(row: Mapping[Any, Any], lang: str) -> str:
    """Say how the register stands to one figure: a row of coverage.against_figures, or one like it."""
    state = row["state"]
    if state == _NO_GROUND:
        return word("quality.no_ground", lang)
    if state == coverage.PART and row["n"] == 0:
        return word("quality.part_none", lang, reported=_reported(row, lang))
    rules = coverage.rules()
    why = rules.loc[row["indicator_key"], f"why_{lang}"] if row["indicator_key"] in rules.index else ""
    return word(
        _STATES[state],
        lang,
        n=number(row["n"], lang),
        reported=_reported(row, lang),
        area=row["area_name"],
        why=why,
        model=_counted_with(row, lang),
    ) + _together(row, lang)


def _reported(row: Mapping[Any, Any], lang: str) -> str:
    """The figure as it was stated: "hơn 190 điểm"."""
    if pd.isna(row["value"]):
        return ""
    value = word(f"qualifier.{row['qualifier']}", lang, value=number(row["value"], lang))
    return f"{value} {row['unit_en' if lang == 'en' else 'unit']}"


def _counted_with(row: Mapping[Any, Any], lang: str) -> str:
    other = catalogue.model(row["model_key"]).counted_with
    return catalogue.model(other).label(lang) if other else ""


def _together(row: Mapping[Any, Any], lang: str) -> str:
    """Which other models a comparable figure counts as well, in brackets."""
    models = catalogue.models()
    others = models.loc[models["counted_with"] == row["model_key"], f"label_{lang}"]
    if others.empty or row["state"] not in (coverage.PART, coverage.MORE):
        return ""
    return " " + word("quality.together", lang, models=", ".join(others))


def _source(basis: Basis) -> str:
    return word("quality.row_source", basis.lang)


def _labels(lang: str, without: str = "") -> dict[str, str]:
    return {name: word(key, lang) for name, key in _LABELS.items() if name != without}
