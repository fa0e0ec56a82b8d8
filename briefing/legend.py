"""The lines of legends, from data/tables/legend.csv."""

from __future__ import annotations

from briefing.spec import LegendItem
from data.tables import read


def legend(kind: str, lang: str, shape: str = "area") -> list[LegendItem]:
    """Give the lines of one kind (area, layer, …) in the order of the table."""
    rows = read("legend").query("kind == @kind").to_dict("records")
    return [LegendItem(row["key"], row[f"label_{lang}"], row["colour"], shape, row["pattern"]) for row in rows]
