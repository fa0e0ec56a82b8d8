"""What is known of each commune about drugs, from statements about communes and districts of any epoch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
import pandas as pd

from data.period import first_day

# No source lists communes that are not free of drugs, so there is no such value: the rest is no data.
DRUG_STATUSES = ("drug_free", "partly", "no_data")


def known_drug_free(
    statuses: pd.DataFrame, communes: Mapping[str, pd.DataFrame], as_of: str = ""
) -> dict[str, pd.DataFrame]:
    """List the communes stated to be free of drugs, or not to be, by the epoch in which they were stated.

    `statuses` is Record.statuses; `communes` gives for each epoch a frame with code and district_code: a
    statement about a district holds for each commune it had then. Each list has unit_epoch, unit_code, holds
    (bool) and since (the latest statement that is not after `as_of`), one row a commune: what
    geo.epochs.recode_status takes.
    """
    about = statuses["status_key"].isin(["drug_free", "not_drug_free"])
    stated = statuses[about & (statuses["unit_code"] != "")]
    days = stated["as_of"].map(first_day)
    stated = stated[(days <= as_of) & (days != "")] if as_of else stated
    lists = {}
    for epoch, rows in stated.groupby("unit_epoch"):
        whole = rows[rows["area_kind"] == "district"].merge(
            communes[str(epoch)][["code", "district_code"]], left_on="unit_code", right_on="district_code"
        )
        single = rows[rows["area_kind"] == "commune"].assign(code=lambda frame: frame["unit_code"])
        every = pd.concat([whole, single]).sort_values("as_of").drop_duplicates("code", keep="last")
        lists[str(epoch)] = pd.DataFrame(
            {
                "unit_epoch": epoch,
                "unit_code": every["code"],
                "holds": every["status_key"] == "drug_free",
                "since": every["as_of"],
            }
        ).sort_values("unit_code", ignore_index=True)
    return lists


def commune_status(areas: pd.DataFrame, recoded: Iterable[pd.DataFrame], border: Collection[str]) -> pd.DataFrame:
    """Add to the communes of an epoch what is known about drugs: drug_status and border27 (bool).

    `recoded` holds what geo.epochs.recode_status made of each list of `known_drug_free` (code, status: all,
    some, none or ""); `border` the codes of the communes that hold a border commune of the programme,
    whatever the day. drug_status is drug_free (every part is), partly (some parts are, nothing is known of
    others) or no_data. No source lists communes that are not free of drugs, so there is no such value.
    """
    recoded = list(recoded)
    every = {code for frame in recoded for code in frame.loc[frame["status"] == "all", "code"]}
    some = {code for frame in recoded for code in frame.loc[frame["status"] == "some", "code"]}
    status = np.select(
        [areas["code"].isin(every), areas["code"].isin(some)], ["drug_free", "partly"], default="no_data"
    )
    return areas.assign(
        drug_status=pd.Series(status, index=areas.index, dtype="str"),
        border27=areas["code"].isin(set(border)),
    )


def by_status(areas: pd.DataFrame) -> pd.DataFrame:
    """Count communes by what is known about drugs: drug_status, n; the sum of n is the number of communes."""
    n = areas["drug_status"].value_counts().reindex(list(DRUG_STATUSES), fill_value=0)
    return pd.DataFrame({"drug_status": DRUG_STATUSES, "n": n.to_numpy()})
