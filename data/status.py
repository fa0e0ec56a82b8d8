"""What is known of each commune about drugs, from statements about communes and districts of any epoch.

The newest statement counts, piece of territory by piece of territory (`geo.lineage.pieces`): a commune that was
joined later keeps what was stated of its parts, until something newer is stated of them or of the whole.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd

from data.period import first_day, last_day

DRUG_STATUSES = ("drug_free", "partly", "not_drug_free", "no_data")
_STATEMENTS = ("drug_free", "not_drug_free")
_COLUMNS = ["unit_epoch", "unit_code", "free", "since", "first", "last", "source_url"]


def statements(statuses: pd.DataFrame, communes: Mapping[str, pd.DataFrame], as_of: str = "") -> pd.DataFrame:
    """Give every statement about drugs that says something of single communes, and is not after `as_of`.

    `statuses` is Record.statuses; `communes` gives for each epoch a frame with code and district_code. A district
    that is drug-free is so with each commune it had then; a district that is not does not say which of them are
    not, so it states nothing of any one, and only ends what was stated of the district before. Columns:
    unit_epoch, unit_code, free (bool), since (text as stated), first, last (its first and last day), source_url.
    """
    stated = statuses[statuses["status_key"].isin(_STATEMENTS) & (statuses["unit_code"] != "")]
    stated = stated.assign(
        free=stated["status_key"] == "drug_free",
        since=stated["as_of"],
        first=stated["as_of"].map(first_day).astype("str"),
        last=stated["as_of"].map(last_day).astype("str"),
    )
    if as_of:
        stated = stated[(stated["first"] <= as_of) & (stated["first"] != "")]
    single = stated[stated["area_kind"] == "commune"]
    # The three-digit code of a district means the same district at every epoch; that of a commune does not.
    whole = _newest(stated[stated["area_kind"] == "district"], "unit_code")
    whole = whole[whole.groupby("unit_code")["free"].transform("all").astype(bool)]
    inside = [
        rows.merge(communes[str(epoch)][["code", "district_code"]], left_on="unit_code", right_on="district_code")
        .drop(columns="unit_code")
        .rename(columns={"code": "unit_code"})
        for epoch, rows in whole.groupby("unit_epoch")
    ]
    return pd.concat([single, *inside], ignore_index=True)[_COLUMNS]


def of_communes(stated: pd.DataFrame, pieces: pd.DataFrame, epoch: str) -> pd.DataFrame:
    """Give what is known of each commune of an epoch about drugs, one row a commune, by code.

    `stated` is what `statements` gives; `pieces` has a column for each epoch, with the commune in which each piece
    of territory lies. Of every piece the newest statement counts; of several that may be of the same day the more
    cautious one. Columns:

    code; drug_status: drug_free (all of it is), partly (some of it is; the rest is not, or nothing is known),
    not_drug_free (some of it is stated not to be, nothing to be), no_data.
    parts_epoch, parts_total, parts_free, parts_not: of how many communes of which epoch it is made — the earliest
    one that was spoken of, itself when none was — and how many of these are stated to be drug-free, or not to be.
    since: the day of the newest statement that counts, as stated; sources: their source_url (tuple).
    approximate: it rests on a "no" about a larger unit, or on a part of which something lies in another commune.
    disputed: sources of the same day disagree.
    """
    lying = _lying(pieces.reset_index(drop=True), epoch)
    told = _newest(lying.merge(stated, on=["unit_epoch", "unit_code"]), "piece")
    told = told.assign(holds=told.groupby("piece")["free"].transform("all").astype(bool))
    deciding = told[told["free"] == told["holds"]].sort_values(["first", "since"])
    since = dict(zip(deciding["code"], deciding["since"], strict=True))  # the last one stays
    known = _counted(lying, told, epoch)
    status = np.select(
        [known["parts_free"] == known["parts_total"], known["some_free"], known["parts_not"] > 0],
        DRUG_STATUSES[:3],
        default=DRUG_STATUSES[3],
    )
    vague = deciding[~deciding["free"]].groupby(["code", "piece"])["beyond"].all()
    rough = set(vague[vague.astype(bool)].index.get_level_values("code"))
    return pd.DataFrame(
        {
            "code": known["code"],
            "drug_status": pd.Series(status, dtype="str"),
            **known[["parts_epoch", "parts_total", "parts_free", "parts_not"]],
            "since": known["code"].map(lambda code: since.get(code, "")).astype("str"),
            "sources": _sources(known["code"], told),
            "approximate": known["code"].isin(rough) | ((status == "partly") & known["divided"]),
            "disputed": known["code"].isin(told.loc[told["free"] != told["holds"], "code"]),
        }
    )


def by_status(areas: pd.DataFrame) -> pd.DataFrame:
    """Count communes by what is known about drugs: drug_status, n; the sum of n is the number of communes."""
    n = areas["drug_status"].value_counts().reindex(list(DRUG_STATUSES), fill_value=0)
    return pd.DataFrame({"drug_status": DRUG_STATUSES, "n": n.to_numpy()})


def _newest(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Keep the rows that no other row of the same `key` is surely newer than: "2025" may be after "2025-06"."""
    return rows[rows["last"] >= rows.groupby(key)["first"].transform("max")]


def _lying(pieces: pd.DataFrame, epoch: str) -> pd.DataFrame:
    """Give where each piece lay: piece, unit_epoch, unit_code, code (its commune of `epoch`), beyond (bool: so not all
    of that unit lies in this commune)."""
    rows = pieces.melt(var_name="unit_epoch", value_name="unit_code", ignore_index=False).reset_index(names="piece")
    rows["code"] = rows["piece"].map(pieces[epoch])
    return rows.assign(beyond=rows.groupby(["unit_epoch", "unit_code"])["code"].transform("nunique") > 1)


def _counted(lying: pd.DataFrame, told: pd.DataFrame, epoch: str) -> pd.DataFrame:
    """Count the parts of each commune: code, parts_epoch, parts_total, parts_free, parts_not; some_free (bool: a
    piece is, if not a part) and divided (bool: of a part something lies in another commune)."""
    earliest = told.groupby("code")["unit_epoch"].min().to_dict()
    rows = lying.assign(parts_epoch=lying["code"].map(lambda code: min(earliest.get(code, epoch), epoch)))
    rows = rows[rows["unit_epoch"] == rows["parts_epoch"]]
    rows = rows.assign(
        free=rows["piece"].isin(told.loc[told["holds"], "piece"]),
        refused=rows["piece"].isin(told.loc[~told["holds"], "piece"]),
    )
    parts = rows.groupby(["code", "parts_epoch", "unit_code"], as_index=False).agg(
        free=("free", "all"), some_free=("free", "any"), refused=("refused", "any"), divided=("beyond", "any")
    )
    return parts.groupby(["code", "parts_epoch"], as_index=False).agg(
        parts_total=("free", "size"),
        parts_free=("free", "sum"),
        parts_not=("refused", "sum"),
        some_free=("some_free", "any"),
        divided=("divided", "any"),
    )


def _sources(codes: pd.Series, told: pd.DataFrame) -> list[tuple[str, ...]]:
    found: dict[Hashable, set[str]] = {}
    for code, source in zip(told["code"], told["source_url"], strict=True):
        found.setdefault(code, set()).add(source)
    return [tuple(sorted(found.get(code, ()))) for code in codes]
