"""Where a row says it is: the question a file puts to the geography, and the answer it gets.

The geography lies on the floor above, so whoever checks a file is handed a `Locator`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

# What can keep a row from being placed.
FAULTS = ("", "missing", "unknown", "ambiguous", "unknown_district", "other_district", "unknown_code", "code_and_name")


@dataclass(frozen=True)
class Candidate:
    """A unit that a text may mean; `score` goes from 0 to 100 and only orders candidates."""

    epoch: str
    code: str
    label: str
    district: str
    score: float

    def as_dict(self) -> dict[str, Any]:
        """Give the candidate for JSON."""
        return dict(vars(self))


class Locator(Protocol):
    """What the geography must answer for a file to be checked."""

    @property
    def epochs(self) -> tuple[str, ...]:
        """The ids of the boundary epochs, oldest first."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the province and some way around it, degrees (EPSG:4326)."""

    def epoch_of(self, text: str) -> str:
        """Give the id of the boundary epoch that a text names ("2025", "2023-06-15"); "" when it names none."""

    def candidate(self, epoch: str, code: str) -> Candidate | None:
        """Give one unit by its key, None where there is no such unit."""

    def district(self, text: str, epoch: str) -> Candidate | None:
        """Give the district that a name or code means in an epoch, None where there is none.

        In the epoch without districts it is the former one, of the epoch before.
        """

    def locate(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Place rows, each in exactly one unit of one epoch, or say why not.

        rows: commune_text, district_text, unit_epoch (an epoch id or ""), unit_code, day (ISO, any precision
        or ""), stated (bool: the row states something of that day about that very unit; else it is a place,
        for which a commune that contains all the communes it may mean is true as well), lon, lat (degrees or
        NaN). Gives, with the index of `rows`: epoch, code ("" = not placed), how (code | name | unaccented |
        wider | point | name_and_point), fault (one of FAULTS), distance_m (from the boundary of the unit, NaN
        where the point lies in it or there is no point), outside (bool: the point is in no commune), loose
        (bool: the code was taken though the name is of another place), candidates (tuple of Candidate).
        """
