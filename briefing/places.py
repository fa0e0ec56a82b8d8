"""Places on record as a table, and how many communes have some: what the pages of single layers share."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from briefing.basis import Basis
from briefing.build import header
from briefing.quality.table import Table
from briefing.told import amount
from data import count
from data.record import is_address
from data.wording import day, sort_key, word

_LABELS = {
    "site": "quality.col_site",
    "commune": "table.commune",
    "named": "places.named",
    "amount": "places.amount",
    "launched": "places.launched",
    "publisher": "quality.col_source",
    "published": "places.published",
    "source_url": "quality.col_link",
}


def places(basis: Basis, more: Mapping[str, pd.Series] | None = None, labels: Mapping[str, str] | None = None) -> Table:
    """Give the sites the choice shows, by commune: a row a site, with the code of its commune.

    Columns: code, site, commune (of the epoch, with its hamlet), named (as the source calls the model), amount ("500
    m", "" = not stated), launched, publisher, published, source_url. `more` are further columns of the same index as
    the sites, `labels` the columns that are shown and the keys of their headings.
    """
    lang, rows = basis.lang, basis.counted.rows
    rows = rows.sort_values("site_name", key=lambda names: names.map(sort_key), kind="stable")
    records = rows.to_dict("records")
    columns = {
        "code": rows["epoch_code"],
        "site": rows["site_name"],
        "commune": rows["epoch_code"].map(basis.names).map(capital),
        "named": rows["model_name"],
        "amount": [stated_amount(row, lang) for row in records],
        "launched": rows["launched"].map(day),
        "publisher": rows["publisher"],
        "published": rows["source_date"].map(day),
        "source_url": rows["source_url"].where(rows["source_url"].map(is_address), ""),
    }
    shown = pd.DataFrame({**columns, **{name: cells[rows.index] for name, cells in (more or {}).items()}})
    return Table(
        header=header(basis, word("places.title", lang), (word("bars.note", lang),)),
        rows=shown.reset_index(drop=True),
        labels={name: word(key, lang) for name, key in (labels or _LABELS).items()},
        empty=word("empty.why", lang),
    )


def stated_amount(row: Mapping[object, object], lang: str) -> str:
    """Write what a source says of a site in numbers: "hơn 30 camera"; "" where it says nothing."""
    text = amount(float(str(row["quantity"])), str(row["quantity_qualifier"]), lang)
    return f"{text} {row['quantity_unit']}".strip() if text else ""


def without(basis: Basis) -> Table:
    """Give the communes of the choice that have no site on record: code, commune, district."""
    lang = basis.lang
    inside = count.areas_for(basis.areas, basis.choice)
    rows = inside[~inside["code"].isin(basis.counted.rows["epoch_code"])]
    rows = rows.sort_values("label", key=lambda labels: labels.map(sort_key), kind="stable")
    return Table(
        header=header(basis, word("places.without", lang), (word("bars.note", lang),)),
        rows=pd.DataFrame(
            {
                "code": rows["code"],
                "commune": rows["label"].map(capital),
                "district": rows["district_label"],
                "state": word("common.none_on_record", lang),
            }
        ).reset_index(drop=True),
        labels={
            "commune": word("table.commune", lang),
            "district": word("table.district", lang),
            "state": word("table.sites", lang),
        },
        empty=word("places.all_have", lang),
    )


def communes_with(basis: Basis) -> tuple[int, int]:
    """Count the communes of the choice that have a site on record, and all of them."""
    inside = count.areas_for(basis.areas, basis.choice)["code"]
    return int(inside.isin(basis.counted.rows["epoch_code"]).sum()), len(inside)


def capital(text: str) -> str:
    """Begin a text with a capital letter: "xã Hưng Tân" → "Xã Hưng Tân"."""
    return text[:1].upper() + text[1:]
