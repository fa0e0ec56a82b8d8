"""What of the register's tables a scope lets through: whole rows by area, and sensitive points by commune only.

Deny by default: a row without a place, or of an area that only partly lies in somebody's, is not theirs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import pandas as pd

from access.roles import open_models
from access.scope import EVERYTHING, Scope
from data.record import CITING

Tables = Mapping[str, pd.DataFrame]
Territory = Collection[tuple[str, str]]
# Which columns of a kind say where a row belongs.
PLACE = {
    "sites": ("unit_epoch", "unit_code"),
    "statuses": ("unit_epoch", "unit_code"),
    "figures": ("area_epoch", "area_code"),
    "targets": ("area_epoch", "area_code"),
}
# Of the province its totals are everybody's.
_TOTALS = ("province", "border_communes")
_EXACT = ("hamlet", "lon", "lat", "line")  # of a sensitive site only who may see its exact point sees these
_TOLD = ("model_name", "site_name", "commune_text", "district_text", "located_by", "evidence")
# Degrees of the province (18–20 N, 103–105 E) with three decimals, any degree sign, and metres of VN-2000.
_COORDINATE = re.compile(
    r"(?<!\d)(?:1[89]|20|10[345])[.,]\d{3,}|\d{1,3}(?:[.,]\d+)?\s*°(?:\s*\d+(?:[.,]\d+)?\s*['′](?:\s*[\d.,]+\s*[\"″])?)?"
    r"|(?<!\d)(?:2[012]\d{5}|[3-7]\d{5})(?:[.,]\d+)(?!\d)"
)
HIDDEN = "…"


def seen(tables: Tables, scope: Scope, territory: Territory) -> dict[str, pd.DataFrame]:
    """Give what a scope lets through of the register's tables (text, as of Store.tables), in their order.

    territory: every (epoch, code) of communes and districts that lies in the scope's areas. Sources come along where a
    row that is left cites them.
    """
    if scope == EVERYTHING:
        return dict(tables)
    kept = {kind: frame if scope.whole else frame[inside(kind, frame, territory)] for kind, frame in tables.items()}
    if not scope.exact:
        kept["sites"] = coarse(kept["sites"])
        for kind in (*CITING, "sources"):
            kept[kind] = kept[kind].assign(source_url=kept[kind]["source_url"].map(masked))
        kept["sources"] = kept["sources"].drop_duplicates("source_url")
    if not scope.whole:
        cited = {url for kind in CITING for url in kept[kind]["source_url"]}
        kept["sources"] = kept["sources"][kept["sources"]["source_url"].isin(cited)]
    return {kind: frame.reset_index(drop=True) for kind, frame in kept.items()}


def inside(kind: str, frame: pd.DataFrame, territory: Territory) -> pd.Series:
    """Say of each row of a kind whether it is one of a territory, or a total of the whole province."""
    if kind not in PLACE:
        return pd.Series(True, index=frame.index)
    places = zip(*(frame[name] for name in PLACE[kind]), strict=True)
    mine = pd.Series([place in territory for place in places], index=frame.index, dtype=bool)
    return mine | frame["area_kind"].isin(_TOTALS) if kind in ("figures", "targets") else mine


def coarse(sites: pd.DataFrame) -> pd.DataFrame:
    """Give sites with those of sensitive models known by commune only: no point, line or hamlet, nor one in words."""
    sensitive = ~sites["model_key"].isin(open_models())
    changed = sites.copy()
    changed.loc[sensitive, list(_EXACT)] = ""
    changed.loc[sensitive, "precision"] = "commune"
    for name in _TOLD:
        changed.loc[sensitive, name] = changed.loc[sensitive, name].map(masked)
    return changed


def masked(text: str) -> str:
    """Give a text with whatever looks like a coordinate left out."""
    return _COORDINATE.sub(HIDDEN, text)
