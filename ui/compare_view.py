"""Pieces of the page of comparisons: small charts in a grid, and reported figures with the ones before."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from briefing.compare import Side
from briefing.spec import BarSpec
from data.record import is_address
from data.wording import word
from ui import device, downloads, selection, widgets

_BESIDE = 3  # small charts in a row of a laptop


def table(side: Side, field: selection.Field) -> None:
    """Show the table of areas side by side, sorted by a click on a heading; a click on a row selects the area."""
    # In the reader's own way of writing numbers: sorting needs them to stay numbers.
    numbers = {
        name: st.column_config.NumberColumn(format="localized") for name in side.table.select_dtypes("number").columns
    }
    title = side.ranking.header.title
    selection.table(side.table, side.codes, field, "compare-table", title, placeholder="", column_config=numbers)


def small(specs: Sequence[BarSpec], field: selection.Field) -> None:
    """Show one small chart a model, with its own picture; a click on a bar selects the area."""
    beside = 1 if device.phone() else _BESIDE
    for first in range(0, len(specs), beside):
        for column, spec in zip(st.columns(beside), specs[first : first + beside], strict=False):
            place = f"compare-small-{specs.index(spec)}"
            with column:
                widgets.title(spec.header.title, level=4)
                selection.bars(spec, field, key=place)
                downloads.menu(spec, place)


def figures(table: pd.DataFrame, lang: str) -> None:
    """Show reported figures with the ones before them; `table` is what briefing.compare_figures gives."""
    shown = table.assign(link=table["link"].where(table["link"].map(is_address), ""))
    labels = {name: word(f"comparison_col.{name}", lang) for name in table.columns}
    st.dataframe(
        shown.rename(columns=labels),
        hide_index=True,
        width="stretch",
        column_config={labels["link"]: st.column_config.LinkColumn(display_text=labels["link"])},
        alt=word("comparison.figures", lang),
    )
