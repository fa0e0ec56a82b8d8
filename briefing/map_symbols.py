"""The sites of a map: rings for those known to their commune only, dots for exact points, lines where one is known."""

from __future__ import annotations

import dataclasses

import pandas as pd

from briefing.basis import Basis
from briefing.legend import legend
from briefing.spec import LINES, SYMBOLS, LegendItem
from data import count
from data.choice import Choice
from data.wording import word
from geo import lines as courses

# The layer whose pieces are communes with a status, not places.
_DRUG_FREE = "drug_free"
_LINE = "_line"
_READ = ("epoch_code", "lon", "lat", "precision", "layer", "site_name", "model_label")  # of a site


def symbols(basis: Basis, inner_points: pd.DataFrame) -> pd.DataFrame:
    """Give MapSpec.symbols of the sites that the choice shows: one ring a commune and layer, one dot an exact point.

    `inner_points` has code, lon, lat: a point inside each commune; without one a ring is left out.
    """
    rows, lang = basis.counted.only(*_READ), basis.lang
    exact = rows[rows["precision"] == "exact"]
    dots = pd.DataFrame(
        {
            "code": exact["epoch_code"],
            "lon": exact["lon"],
            "lat": exact["lat"],
            "layer_key": exact["layer"],
            "label": exact["site_name"],
            "detail": exact["model_label"],
            "count": 1,
            "precision": "exact",
        }
    )
    known = rows[rows["precision"] != "exact"].groupby(["epoch_code", "layer"], sort=True)
    rings = known.agg(
        count=("layer", "size"),
        label=("model_label", lambda labels: ", ".join(dict.fromkeys(labels))),
        detail=("site_name", lambda names: "\n".join(names)),
    ).reset_index()
    rings = rings.rename(columns={"epoch_code": "code", "layer": "layer_key"}).merge(inner_points, on="code")
    rings["precision"] = "commune"
    rings["detail"] = rings["detail"] + "\n" + word("map.commune_level", lang)
    parts = [part[list(SYMBOLS)] for part in (rings, dots) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(SYMBOLS))


def lines(basis: Basis) -> pd.DataFrame:
    """Give MapSpec.lines: the courses of the sites that the choice shows, where the register has one."""
    if (basis.counted.only("line")["line"] == "").all():
        return pd.DataFrame(columns=list(LINES))
    rows = basis.counted.rows
    rows = rows[rows["line"] != ""]
    known = courses.read(rows)
    rows = rows.loc[known.index]
    return pd.DataFrame(
        {
            "code": rows["epoch_code"],
            "layer_key": rows["layer"] + _LINE,
            "label": rows["site_name"],
            "detail": rows["model_label"],
            "geometry": list(known.geometry),
        },
        columns=list(LINES),
    ).reset_index(drop=True)


def layers(shown: pd.DataFrame, drawn: pd.DataFrame, lang: str) -> tuple[LegendItem, ...]:
    """Give the legend of what `symbols` and `lines` gave: a layer's rings or dots, and its lines beside them."""
    found = []
    used, courses_used = set(shown["layer_key"].unique()), set(drawn["layer_key"].unique())
    for item in legend("layer", lang, "ring"):
        if item.key in used:
            found.append(item)
        if item.key + _LINE in courses_used:
            label = word("map.line", lang, layer=item.label)
            found.append(dataclasses.replace(item, key=item.key + _LINE, label=label, shape="line"))
    return tuple(found)


def layer_counts(basis: Basis) -> dict[str, int]:
    """Count for each layer what the choice would show with all of its models; layers without anything are left out.

    A layer counts its sites on record, that of drug-free communes the communes with this status.
    """
    choice: Choice = dataclasses.replace(basis.choice, models=())
    rows = basis.under(choice).counted.only("layer")
    inside = count.areas_for(basis.areas, choice)
    counts = {str(layer): int(n) for layer, n in rows["layer"].value_counts().items()}
    free = int((inside["drug_status"] == _DRUG_FREE).sum())
    return counts | ({_DRUG_FREE: free} if free else {})
