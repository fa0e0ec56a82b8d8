"""Which communes have to send what, how often and by when: the software's default, or the office's own file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data import catalogue
from data.columns import Schema, faults, typed
from data.errors import Problem
from data.reading.csv_text import decode, delimiter_of
from data.record import STATUS_KEYS
from data.settings import settings
from data.tables import read

FILE = "calendar.csv"
TABLE = "reporting_calendar"
EVERY = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}  # months of a period
_MOST_OPENS, _MOST_DUE = 27, 366  # a window of the shortest month must not reach into the one before
SCHEMA = Schema(
    key="entry",
    filled=("opens_days", "due_days"),
    dates=("starts",),
    numbers=("opens_days", "due_days"),
    one_of={"kind": ("sites", "statuses", "figures", "targets"), "every": tuple(EVERY)},
    others=("subject", "set_by", "note"),
)


@dataclass(frozen=True, eq=False)
class Calendar:
    """What every commune has to send.

    entries: one duty a row — entry (its name), kind (of the register's rows), subject (a model or status key, "" =
        any), every (month | quarter | half_year | year), opens_days (before the end of a period, from which a sending
        counts for it), due_days (after its end), starts (day, "" = with the first sending to the register), set_by,
        note. set_by: who set it, "" = the software's default, set by no office.
    """

    entries: pd.DataFrame
    set_by: str = ""


def default() -> Calendar:
    """Give the software's own calendar, which no office has set."""
    return Calendar(_checked(read(TABLE), f"data/tables/{TABLE}.csv"))


def calendar() -> Calendar:
    """Give the calendar in force: calendar.csv among the files of this installation, else the default.

    Raises Problem naming every fault of the file.
    """
    path = path_of_own()
    if not path.exists():
        return default()
    entries = _checked(_read(path), path.name)
    return Calendar(entries, ", ".join(dict.fromkeys(name for name in entries["set_by"] if name)) or path.name)


def path_of_own() -> Path:
    """Give the place of the office's own calendar: data/files, or the folder that NGHEAN_FILES names."""
    return settings().nghean_files / FILE


def example() -> bytes:
    """Give the default as a CSV file for an office to change; with a mark, so that Excel reads its accents."""
    return read(TABLE).to_csv(index=False).encode("utf-8-sig")


def _read(path: Path) -> pd.DataFrame:
    try:
        text = decode(path.read_bytes(), path.name).text
        table = pd.read_csv(io.StringIO(text), sep=delimiter_of(text), dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise _problem(path.name, "tệp không đọc được", str(error)) from error
    return pd.DataFrame({str(name).strip(): cells.str.strip() for name, cells in table.items()})


def _checked(table: pd.DataFrame, name: str) -> pd.DataFrame:
    found = faults(name, table, SCHEMA)
    found = found or [f"{name}, {fault}" for fault in _own_faults(table)]
    if found or table.empty:
        raise _problem(name, "; ".join(found) or "không có dòng nào")
    entries = typed(table, SCHEMA)
    return entries.astype({"opens_days": int, "due_days": int})


def _own_faults(table: pd.DataFrame) -> Iterator[str]:
    models = set(catalogue.models()["model_key"])
    for number, row in enumerate(table.to_dict("records"), start=2):
        known = set(STATUS_KEYS) if row["kind"] == "statuses" else models
        if row["subject"] and row["subject"] not in known:
            yield f"dòng {number}, cột subject: «{row['subject']}» không có trong danh mục"
        if row["starts"] and len(row["starts"]) != len("2026-01-01"):
            yield f"dòng {number}, cột starts: «{row['starts']}» cần đủ ngày, tháng, năm dạng 2026-01-01"
        for column, most in (("opens_days", _MOST_OPENS), ("due_days", _MOST_DUE)):
            if not row[column].isdigit() or int(row[column]) > most:
                yield f"dòng {number}, cột {column}: «{row[column]}» không phải số ngày từ 0 đến {most}"


def _problem(name: str, came: str, detail: str = "") -> Problem:
    return Problem(
        where=f"Lịch báo cáo {name}",
        came=came,
        expected="bảng CSV có các cột như lịch mẫu tải ở trang Chất lượng số liệu",
        todo="Sửa các chỗ đã nêu, hoặc xóa tệp để dùng lịch mặc định của phần mềm.",
        detail=detail,
    )
