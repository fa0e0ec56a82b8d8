"""How the register's places became known over time, by the first day of their launch or of their source."""

from __future__ import annotations

import pandas as pd

from data.period import first_day


def known_from(sites: pd.DataFrame) -> pd.Series:
    """Give the day from which each site counts: of its stated launch, else of its source; "" when neither is known."""
    since = sites["launched"].where(sites["launched"] != "", sites["source_date"])
    return since.map(first_day).astype("str")


def by_day(sites: pd.DataFrame) -> pd.DataFrame:
    """Count sites by the day from which they count, oldest first: day, n, total (all up to that day).

    Sites without a known day are in no row: len(sites) − the last total is their number.
    """
    days = known_from(sites)
    n = days[days != ""].value_counts().sort_index()
    return pd.DataFrame({"day": n.index.astype("str"), "n": n.to_numpy(), "total": n.cumsum().to_numpy()})
