"""What was sent to the register, by the commune it is about: of any epoch asked for, and about the models chosen."""

from __future__ import annotations

import pandas as pd

from briefing.build import DRUG_FREE
from geo import epochs, units

_DISTRICT_DIGITS = 3  # a commune's code has five


def of_models(sent: pd.DataFrame, models: tuple[str, ...]) -> pd.DataFrame:
    """Give what was sent about some models (none named: about all); statuses are about the drug-free model."""
    if not models:
        return sent
    status = sent["kind"] == "statuses"
    return sent[(status & (DRUG_FREE in models)) | (~status & sent["subject"].isin(models))]


def placed(sent: pd.DataFrame, epoch: str) -> pd.DataFrame:
    """Give what was sent (freshness.last_sent) by commune of an epoch: code, kind, subject, day, version, row_count.

    What is said of a district's status holds for each of its communes; any other figure of a district, and what names
    no unit, was sent about no commune. Of several rows that come to lie in one commune the latest counts.
    """
    rows = [
        {**row, "code": code}
        for row in sent.to_dict("records")
        for code in _communes(str(row["epoch"]), str(row["code"]), str(row["kind"]), epoch)
    ]
    there = pd.DataFrame(rows, columns=sent.columns).drop(columns="epoch")
    groups = there.sort_values("version", kind="stable").groupby(["code", "kind", "subject"], sort=False)
    latest = groups["version"].transform("max") == there["version"]
    same = ["code", "kind", "subject", "day", "version"]
    return there[latest].groupby(same, sort=False)["row_count"].sum().reset_index()


def _communes(at: str, code: str, kind: str, epoch: str) -> list[str]:
    """The communes of `epoch` that a sending about one unit is about."""
    if len(code) == _DISTRICT_DIGITS and kind == "statuses":
        inside = units.units(at)
        parts = inside.loc[inside["district_code"] == code, "code"]
        return sorted({there for part in parts for there in _communes(at, part, kind, epoch)})
    if len(code) <= _DISTRICT_DIGITS:
        return []
    if units.EPOCHS.index(at) > units.EPOCHS.index(epoch):
        return [move.code for move in epochs.predecessors(at, code, epoch)]
    return [epochs.successors(at, code, epoch)[0].code]  # the main part first, as everywhere
