"""The published targets for drug-free communes: how many are needed, how many are known, and what is missing."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from briefing.basis import Basis, basis_of
from briefing.told import amount
from data import breaks, reported, status
from data.choice import TODAY, Choice
from data.period import first_day
from data.wording import day, word

SHARE = "ty_le_xa_khong_ma_tuy"  # the indicator of the targets


@dataclass(frozen=True)
class Target:
    """A published share of communes to be reached, in communes.

    needed of `base` communes; `recognised`: how many are stated to be drug-free by the criterion the target counts by
    (None = nothing was published by it); `known`: how many are stated to be so by any criterion, all of their parts.
    `aim` is the share in words, `plan` and `body` who set it and where ("" = not stated).
    """

    key: str
    aim: str
    needed: int
    base: int
    recognised: int | None
    known: int
    deadline: str
    plan: str
    body: str
    stated: str
    publisher: str
    source_url: str

    @property
    def gap(self) -> int:
        """How many more communes must be recognised by the target's own criterion."""
        return max(self.needed - (self.recognised or 0), 0)

    @property
    def gap_of_known(self) -> int:
        """How many would still be missing if every commune known to be drug-free were recognised by it."""
        return max(self.needed - self.known, 0)


def targets(basis: Basis) -> tuple[Target, ...]:
    """Give the targets stated by the day of the choice, by deadline, against the province's communes of today.

    They are the province's, whatever area, epoch and status the choice names.
    """
    as_of, lang = basis.choice.as_of, basis.lang
    rows = reported.needed(basis.record.targets[basis.record.targets["indicator_key"] == SHARE])
    rows = rows[rows["as_of"].map(first_day) <= as_of] if as_of else rows
    rows = rows.assign(_day=rows["deadline"].map(first_day)).sort_values(["_day", "as_of"], kind="stable")
    known, recognised = _free_today(basis, ""), _free_today(basis, criterion_since())
    return tuple(
        Target(
            key=row["target_id"],
            aim=word("drug.aim", lang, share=amount(row["value"], row["qualifier"], lang)),
            needed=int(row["needed"]),
            base=int(row["base_value"]),
            recognised=recognised,
            known=known or 0,
            deadline=day(row["deadline"]),
            plan=row["plan"],
            body=row["body"],
            stated=day(row["as_of"]),
            publisher=row["publisher"],
            source_url=row["source_url"],
        )
        for row in rows.dropna(subset="needed").to_dict("records")
    )


def criterion_since() -> str:
    """Give the day since which communes are recognised by the criterion that the targets count by."""
    table = breaks.declared()
    return str(table.loc[table["followed_by"] == SHARE, "from_date"].max())


def _free_today(basis: Basis, since: str) -> int | None:
    """How many communes of today are drug-free by what was stated from a day on; None where nothing was."""
    stated = basis.record.statuses
    kept = stated[stated["as_of"].map(first_day) >= since] if since else stated
    choice = Choice(epoch=TODAY, as_of=basis.choice.as_of)
    record = dataclasses.replace(basis.record, statuses=kept, sites=basis.record.sites.head(0))
    found = status.by_status(basis_of(record, choice, basis.lang).areas).set_index("drug_status")["n"]
    return int(found["drug_free"]) if found.drop("no_data").any() else None
