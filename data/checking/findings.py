"""What a check found on a cell, a row or a sheet: where, what came, what was expected, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from data.checking.places import Candidate
from data.reading.parsed import Fault
from data.tables import read

SEVERITIES = ("error", "warning", "note")
COLUMNS = [
    *("severity", "code", "title", "sheet", "row", "column", "heading", "field"),
    *("came", "expected", "todo", "suggestions"),
]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the sender's file: `row` from 1 (0: the whole sheet), `column` a letter ("": the whole row)."""

    sheet: str = ""
    row: int = 0
    column: str = ""
    heading: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `code` is its key in data/tables/findings.csv, the texts are Vietnamese.

    An error keeps its row out of the register, a warning or a note does not. `suggestions` are the units (or,
    with a blank epoch, the entries of a list) that may have been meant; none is ever taken by itself.
    """

    code: str
    severity: str
    place: Place
    came: str
    expected: str
    todo: str
    suggestions: tuple[Candidate, ...] = field(default=())

    @property
    def title(self) -> str:
        """Give the name of this kind of finding, in Vietnamese."""
        return _kinds()[self.code]["title_vi"]

    def as_dict(self) -> dict[str, Any]:
        """Give the finding for JSON."""
        return {
            "severity": self.severity,
            "code": self.code,
            "title": self.title,
            **asdict(self.place),
            "came": self.came,
            "expected": self.expected,
            "todo": self.todo,
            "suggestions": [one.as_dict() for one in self.suggestions],
        }


def finding(code: str, place: Place, suggestions: Iterable[Candidate] = (), **values: object) -> Finding:
    """Make a finding of a kind in data/tables/findings.csv, with {names} in its texts replaced by `values`."""
    kind = _kinds()[code]
    told = {"heading": place.heading, **values}
    return Finding(
        code,
        kind["severity"],
        place,
        kind["came_vi"].format(**told),
        kind["expected_vi"].format(**told),
        kind["todo_vi"].format(**told),
        tuple(suggestions),
    )


def unreadable(code: str, place: Place, fault: Fault) -> Finding:
    """Make a finding of a cell that could not be read, in the words of the reader."""
    todo = f"{fault.todo} Có phải là «{fault.suggestion}»?" if fault.suggestion else fault.todo
    return Finding(code, _kinds()[code]["severity"], place, fault.came, fault.expected, todo)


def frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Give findings as a table, errors first, then in the order of the file; columns as in COLUMNS.

    `suggestions` is text: "xã Hưng Tân (Hưng Nguyên, mốc 2020); …".
    """
    ordered = sorted(findings, key=lambda one: (SEVERITIES.index(one.severity), one.place.sheet, one.place.row))
    lines = [one.as_dict() | {"suggestions": "; ".join(map(suggestion, one.suggestions))} for one in ordered]
    return pd.DataFrame(lines, columns=COLUMNS)


def suggestion(one: Candidate) -> str:
    """Write a suggestion for reading: "xã Hưng Tân (Hưng Nguyên, mốc 2020)"."""
    if not one.epoch:
        return one.label
    return f"{one.label} ({one.district}, mốc {one.epoch})" if one.district else f"{one.label} (mốc {one.epoch})"


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Give how many findings there are of each severity."""
    found = Counter(one.severity for one in findings)
    return {severity: found[severity] for severity in SEVERITIES}


@cache
def _kinds() -> dict[str, dict[str, str]]:
    rows = read("findings").to_dict("records")
    return {str(row["key"]): {str(name): str(value) for name, value in row.items()} for row in rows}
