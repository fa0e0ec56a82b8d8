"""A finished table of the page on data quality, with what explains it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from briefing.basis import Basis
from briefing.build import header
from briefing.spec import Header
from data.wording import day, word


@dataclass(frozen=True, eq=False)
class Table:
    """A table in finished texts: `labels` gives the heading of each shown column of `rows`, in order.

    `empty` is what to say where there are no rows. A column `source_url` holds an address or "".
    """

    header: Header
    rows: pd.DataFrame
    labels: Mapping[str, str]
    empty: str


def head(basis: Basis, title: str, notes: tuple[str, ...] = (), as_of: str = "", source: str = "") -> Header:
    """Give what explains a table: notes, source, the day it is reckoned on, epoch, data set and its version.

    Without `source` it is that of the sites on record, with the dates of their sources.
    """
    made = header(basis, title)
    dates = "" if source else made.date_text
    return dataclasses.replace(
        made,
        notes=notes,
        source=source or made.source,
        date_text=word("quality.as_of", basis.lang, date=day(as_of)) if as_of else dates,
    )
