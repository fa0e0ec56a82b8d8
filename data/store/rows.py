"""Frames of register rows in one canonical form, and the difference between two of them, cell by cell.

The form: index = row id, columns = the kind's own in their order, every cell text. Numbers are the
shortest text that reads back as the same number. So equal rows are equal texts, whatever file or engine
they came through.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.errors import Problem
from data.store.schema import COLUMNS, KEYS, KINDS, NUMBERS

DIFF_COLUMNS = ["kind", "row_id", "change", "field", "before", "after"]

MAX_NUMBER = 1e12
DECIMALS = 9  # a tenth of a millimetre in degrees
MAX_TEXT = 32_767  # of a cell in a workbook: what is longer could not come out again
# Line breaks and tabs may stay; the rest can be written in no XML, hence in no workbook.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SHOWN = 10


def number_text(value: float | None) -> str:
    """Write a number as the shortest text that reads back the same: 62.0 → "62", NaN or None → ""."""
    if value is None or math.isnan(value):
        return ""
    text = repr(float(value) + 0.0)  # + 0.0 turns -0.0 into 0.0
    return text.removesuffix(".0")


def canonical(kind: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give the rows of `frame` in the canonical form.

    frame: the column that names the rows (KEYS[kind]) and any of COLUMNS[kind]; text, with numbers also as
    float. Text is trimmed and in NFC. Raises Problem naming every cell that cannot be kept.
    """
    _known_columns(kind, frame)
    key = KEYS[kind]
    faults: list[str] = []
    ids = [_text(value, faults, key) for value in frame[key].to_numpy(dtype=object)]
    faults += _id_faults(ids)
    cells: dict[str, list[str]] = {}
    for column in COLUMNS[kind]:
        if column in frame.columns:
            values = frame[column].to_numpy(dtype=object)
            read = _number if column in NUMBERS[kind] else _text
            cells[column] = [
                read(value, faults, f"{row}, cột {column}") for row, value in zip(ids, values, strict=True)
            ]
    if faults:
        more = f" và {len(faults) - _SHOWN} lỗi khác" if len(faults) > _SHOWN else ""
        raise Problem(
            where=f"Dữ liệu ghi vào sổ, bảng {kind}",
            came="; ".join(faults[:_SHOWN]) + more,
            expected="chữ không có ký tự điều khiển, số, và mã dòng không trùng",
            todo="Sửa các ô đã nêu rồi ghi lại. Sổ chưa thay đổi.",
        )
    return pd.DataFrame(cells, index=pd.Index(ids, name=key, dtype=object), dtype=object)


def _known_columns(kind: str, frame: pd.DataFrame) -> None:
    if kind not in KINDS:
        raise Problem("Ghi vào sổ", f"bảng «{kind}»", f"một trong {', '.join(KINDS)}", "Chọn lại bảng.")
    unknown = [str(column) for column in frame.columns if column not in COLUMNS[kind]]
    missing = [KEYS[kind]] if KEYS[kind] not in frame.columns else []
    if unknown or missing:
        raise Problem(
            where=f"Dữ liệu ghi vào sổ, bảng {kind}",
            came=f"cột lạ: {', '.join(unknown) or 'không'}; cột thiếu: {', '.join(missing) or 'không'}",
            expected=f"các cột {', '.join(COLUMNS[kind])}",
            todo="Đặt lại tên cột.",
        )


def _text(value: Any, faults: list[str], where: str) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{where}: {value!r} is no text; codes and dates are text everywhere")
    if not (value.isascii() and value.isprintable()):
        value = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
        if _UNWRITABLE.search(value):
            faults.append(f"{where}: có ký tự điều khiển")
    if len(value) > MAX_TEXT:
        faults.append(f"{where}: dài {len(value)} ký tự")
    return str(value.strip())


def _number(value: Any, faults: list[str], where: str) -> str:
    if isinstance(value, str):
        value = value.strip() or None
    if value is None or value is pd.NA:
        return ""
    try:
        number = float(value)
    except ValueError:
        number = math.inf
    if abs(number) > MAX_NUMBER:
        faults.append(f"{where}: «{value}» không phải số, hoặc quá lớn")
        return ""
    # What a workbook can hold: more digits would come back changed from every export.
    return number_text(float(f"{round(number, DECIMALS):.15g}"))


def _id_faults(ids: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for place, row_id in enumerate(ids, start=1):
        if not row_id:
            yield f"dòng thứ {place}: không có mã dòng"
        elif row_id in seen:
            yield f"{row_id}: mã dòng bị lặp"
        seen.add(row_id)


def empty(kind: str) -> pd.DataFrame:
    """Give the canonical frame of no rows."""
    return pd.DataFrame(columns=list(COLUMNS[kind]), index=pd.Index([], name=KEYS[kind]), dtype=object)


def differences(kind: str, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Give what turns `before` into `after` (canonical frames), one cell a row: DIFF_COLUMNS.

    An added or removed row is told by all its cells that are not empty.
    """
    ids = delta(before, after)
    lines = [
        _filled_cells(after.loc[ids.added], "added"),
        _changed_cells(before.loc[ids.changed], after.loc[ids.changed]),
        _filled_cells(before.loc[ids.removed], "removed"),
    ]
    told = pd.concat([line for line in lines if len(line)] or lines[:1], ignore_index=True)
    told.insert(0, "kind", kind)
    return told[DIFF_COLUMNS].astype("str")


def _filled_cells(rows: pd.DataFrame, change: str) -> pd.DataFrame:
    values = rows.to_numpy(dtype=object)
    row, column = np.nonzero(values != "")
    filled = values[row, column]
    nothing = np.full(len(filled), "", dtype=object)
    return pd.DataFrame(
        {
            "row_id": rows.index.to_numpy()[row],
            "change": change,
            "field": rows.columns.to_numpy()[column],
            "before": filled if change == "removed" else nothing,
            "after": filled if change == "added" else nothing,
        }
    )


def _changed_cells(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    old, new = before.to_numpy(dtype=object), after.to_numpy(dtype=object)
    row, column = np.nonzero(old != new)
    return pd.DataFrame(
        {
            "row_id": before.index.to_numpy()[row],
            "change": "changed",
            "field": before.columns.to_numpy()[column],
            "before": old[row, column],
            "after": new[row, column],
        }
    )


def checksum(frame: pd.DataFrame) -> str:
    """Give the SHA-256 of a canonical frame, whatever the order of its rows.

    Empty cells are left out, so that a column added later does not change what was kept before.
    """
    digest = hashlib.sha256()
    columns = list(frame.columns)
    for row in sorted(frame.itertuples(index=False, name=None)):
        cells = {column: value for column, value in zip(columns, row, strict=True) if value}
        digest.update(json.dumps(cells, ensure_ascii=False, sort_keys=True).encode())
        digest.update(b"\n")
    return digest.hexdigest()


@dataclass(frozen=True, eq=False)
class Delta:
    """The ids of rows that one canonical frame has added, changed, removed and kept against another."""

    added: pd.Index
    changed: pd.Index
    removed: pd.Index
    unchanged: pd.Index

    def counts(self) -> dict[str, int]:
        """Give how many rows there are of each."""
        return {name: len(ids) for name, ids in vars(self).items()}


def delta(before: pd.DataFrame, after: pd.DataFrame) -> Delta:
    """Give which rows differ between two canonical frames."""
    both = after.index.intersection(before.index, sort=False)
    differ = (before.loc[both].to_numpy(dtype=object) != after.loc[both].to_numpy(dtype=object)).any(axis=1)
    return Delta(
        added=after.index.difference(before.index, sort=False),
        changed=both[differ],
        removed=before.index.difference(after.index, sort=False),
        unchanged=both[~differ],
    )
