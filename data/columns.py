"""What the columns of a table must hold: every fault in it is found in one pass, then its columns are typed."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.period import is_period


@dataclass(frozen=True)
class Schema:
    """The rules of one table.

    `key` is the column that names a row; `filled` columns may not be empty; `dates` hold ISO dates of day,
    month or year precision; `numbers` hold finite numbers and become float (empty → NaN); `flags` hold
    "yes" or nothing and become bool; `one_of` gives the allowed values of a column (with "" among them
    where the cell may be empty); the columns in `others` are free text.
    """

    key: str
    filled: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    one_of: Mapping[str, Collection[str]] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @property
    def columns(self) -> set[str]:
        """Every column the table must have."""
        return {self.key, *self.filled, *self.dates, *self.numbers, *self.flags, *self.one_of, *self.others}


def faults(table: str, frame: pd.DataFrame, schema: Schema) -> list[str]:
    """Give every fault of a table of texts, one Vietnamese sentence each, with the row and the column."""
    missing = sorted(schema.columns - set(frame.columns))
    if missing:
        return [f"{table}: thiếu cột {', '.join(missing)}"]
    return [f"{table}, {fault}" for fault in _cell_faults(frame, schema)]


def _cell_faults(frame: pd.DataFrame, schema: Schema) -> Iterator[str]:
    seen: set[str] = set()
    # Row 1 of the file is its header, so the first record is on row 2.
    for number, row in enumerate(frame.to_dict("records"), start=2):
        key = row[schema.key]
        where = f"dòng {number} ({key or 'không có khóa'})"
        if key in seen:
            yield f"{where}: khóa bị lặp"
        seen.add(key)
        for column in (schema.key, *schema.filled):
            if not row[column].strip():
                yield f"{where}, cột {column}: để trống"
        for column in schema.dates:
            if row[column] and not is_period(row[column]):
                yield f"{where}, cột {column}: «{row[column]}» không phải ngày dạng 2023-06-15"
        for column in schema.numbers:
            if row[column] and not _is_number(row[column]):
                yield f"{where}, cột {column}: «{row[column]}» không phải số"
        for column, allowed in {**dict.fromkeys(schema.flags, ("yes", "")), **schema.one_of}.items():
            if row[column] not in allowed:
                yield f"{where}, cột {column}: «{row[column]}» không có trong danh sách cho phép"


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def typed(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Give a faultless table with its numbers as float (NaN where not stated) and its flags as bool."""
    frame = frame.copy()
    for column in schema.numbers:
        frame[column] = pd.to_numeric(frame[column].replace("", None)).astype(float)
    for column in schema.flags:
        frame[column] = frame[column] == "yes"
    return frame
