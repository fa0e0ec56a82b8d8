"""What the sites on record lack: a place, an exact point, a date, fresh news."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from briefing.basis import Basis
from briefing.quality.table import Table, head
from data import catalogue, count, coverage
from data.freshness import local_day
from data.wording import day, sort_key, word

_COUNTS = {
    "n": "quality.col_n",
    "exact": "quality.col_exact",
    "commune": "quality.col_commune_level",
    "approximate": "quality.col_approximate",
    "unplaced": "quality.col_unplaced",
    "stale": "quality.col_stale",
    "undated": "quality.col_undated",
}
_SITE = {
    "site_name": "quality.col_site",
    "model_label": "quality.col_model",
    "commune_text": "quality.col_commune_text",
    "district_text": "quality.col_district_text",
}
_KNOWN_BY = {"register": "quality.by_register", "source": "quality.by_source", "": "quality.by_nothing"}


def aged(basis: Basis, written: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Give the sites of a choice, also those without a date or, for the whole province, a commune, with their age.

    `written` is Store.last_changed("sites"). Columns as in Basis.sites and coverage.known_since, and district_code.
    """
    counted, choice = basis.counted, basis.choice
    sites = pd.concat([counted.rows, counted.undated, counted.unplaced])
    if choice.district or choice.commune or choice.status:
        sites = sites[sites["epoch_code"].isin(count.areas_for(basis.areas, choice)["code"])]
    districts = basis.areas.set_index("code")["district_code"]
    aged = coverage.known_since(sites, written, as_of)
    return aged.assign(district_code=aged["epoch_code"].map(districts).fillna(""))


def by_model(basis: Basis, aged: pd.DataFrame, months: int, as_of: str) -> Table:
    """Give for each model with sites on record how well they are placed and dated; `aged` as given by that."""
    models = catalogue.models()
    labels = dict(zip(models["model_key"], models[f"label_{basis.lang}"], strict=True))
    return _counts(basis, aged, "model_key", labels, months, as_of)


def by_area(basis: Basis, aged: pd.DataFrame, months: int, as_of: str) -> Table:
    """Give the same by district or, when the choice names one, by commune."""
    inside = count.areas_for(basis.areas, basis.choice)
    if basis.choice.district or basis.choice.commune:
        column, keys = "epoch_code", list(inside["code"])
    else:
        column, keys = "district_code", list(basis.districts["code"])
    labels = {key: basis.names[key] for key in keys}
    ordered = dict(sorted(labels.items(), key=lambda item: sort_key(item[1])))
    return _counts(basis, aged, column, ordered, months, as_of)


def _counts(basis: Basis, aged: pd.DataFrame, column: str, labels: dict[str, str], months: int, as_of: str) -> Table:
    """Areas and models without any site are left out: the register is not a full list, so they have no number."""
    lang, models = basis.lang, column == "model_key"
    found = coverage.summary(aged, column, list(labels), months)
    found = found[found["n"] > 0]
    found["label"] = found[column].map(labels).map(_capital)
    title = word("quality.lacks_by_model" if models else "quality.lacks_by_area", lang)
    left = len(labels) - len(found)
    note = word("quality.left_models" if models else "quality.left_areas", lang, n=left)
    first = {"label": word("quality.col_model" if models else "quality.col_area", lang)}
    return Table(
        header=head(basis, title, (note,) if left else (), as_of),
        rows=found[["label", *_COUNTS]].reset_index(drop=True),
        labels=first | {name: word(key, lang, months=months) for name, key in _COUNTS.items()},
        empty=word("empty.why", lang),
    )


def stale(basis: Basis, aged: pd.DataFrame, months: int, as_of: str) -> Table:
    """Give the sites of which nothing was heard for so many months, the oldest first, then those without a date."""
    lang = basis.lang
    found = coverage.stale(aged, months)
    rows = _named(found).assign(
        known=[day(text) for text in found["known"]],
        months=found["months"].astype("Int64").reset_index(drop=True),
        known_by=[word(_KNOWN_BY[by], lang) for by in found["known_by"]],
        publisher=list(found["publisher"]),
    )
    labels = {
        **_SITE,
        "months": "quality.col_months",
        "known": "quality.col_known",
        "known_by": "quality.col_known_by",
        "publisher": "quality.col_source",
    }
    return Table(
        header=head(basis, word("quality.stale", lang, months=months), (word("quality.stale_note", lang),), as_of),
        rows=rows,
        labels={name: word(key, lang) for name, key in labels.items()},
        empty=word("quality.no_stale", lang, months=months),
    )


def unplaced(basis: Basis) -> Table:
    """Give the sites of the chosen models that lie in no commune of the epoch, and what to do about each."""
    lang = basis.lang
    found = basis.counted.unplaced
    todo = [_todo(bool(code), lang) for code in found["unit_code"]]
    labels = {**_SITE, "located_by": "quality.col_located_by", "todo": "quality.col_todo"}
    return Table(
        header=head(basis, word("quality.unplaced", lang)),
        rows=_named(found).assign(located_by=list(found["located_by"]), todo=todo),
        labels={name: word(key, lang) for name, key in labels.items()},
        empty=word("quality.no_unplaced", lang),
    )


def aside(basis: Basis, rows: pd.DataFrame) -> Table:
    """Give the rows of sent files that are kept aside; `rows` is Store.quarantine.rows()."""
    lang = basis.lang
    errors = [_errors(found) for found in rows["findings"]]
    shown = pd.DataFrame(
        {
            "file_name": list(rows["file_name"]),
            "sheet": list(rows["sheet"]),
            "row_label": list(rows["row_label"]),
            "kind": [word(f"kind.{kind}", lang) for kind in rows["kind"]],
            "fault": ["; ".join(f"{one['title']}: {one['came']}" for one in found) for found in errors],
            "todo": ["; ".join(dict.fromkeys(str(one["todo"]) for one in found)) for found in errors],
            "set_aside_at": [day(local_day(moment)) for moment in rows["set_aside_at"]],
            "set_aside_by": list(rows["set_aside_by"]),
        }
    )
    labels = {
        "file_name": "version.file_name",
        "sheet": "finding.sheet",
        "row_label": "finding.row",
        "kind": "finding.title",
        "fault": "quality.col_fault",
        "todo": "quality.col_todo",
        "set_aside_at": "quality.col_set_aside",
        "set_aside_by": "version.author",
    }
    return Table(
        header=head(
            basis,
            word("quality.aside", lang),
            (word("quality.aside_note", lang),),
            source=word("quality.aside_source", lang),
        ),
        rows=shown,
        labels={name: word(key, lang) for name, key in labels.items()},
        empty=word("quality.no_aside", lang),
    )


def _errors(findings: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    return [one for one in findings if one.get("severity") == "error"] or list(findings)


def _todo(has_unit: bool, lang: str) -> str:
    return word("quality.todo_epoch" if has_unit else "quality.todo_commune", lang)


def _named(sites: pd.DataFrame) -> pd.DataFrame:
    return sites[list(_SITE)].reset_index(drop=True)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
