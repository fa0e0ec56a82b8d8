"""Dates that are known to the day, the month or only the year, kept as ISO text of that precision."""

from __future__ import annotations

import calendar
import datetime


def first_day(text: str) -> str:
    """Give the first day of a stated period: "2023" → "2023-01-01", "2023-06" → "2023-06-01", "" → "".

    Days of this form compare as text. Raises ValueError for a text that is not YYYY, YYYY-MM or YYYY-MM-DD.
    """
    if not text:
        return ""
    full = text + "-01-01"[len(text) - 4 :] if len(text) in (4, 7) else text
    day = datetime.date.fromisoformat(full)
    if day.isoformat() != full:  # fromisoformat also takes "20230615" and week dates
        raise ValueError(f"not an ISO date: {text!r}")
    return full


def last_day(text: str) -> str:
    """Give the last day of a stated period: "2023" → "2023-12-31", "2023-06" → "2023-06-30", "" → "".

    Of two periods one is surely the earlier only when its last day lies before the first day of the other.
    Raises ValueError as `first_day` does.
    """
    first = first_day(text)
    if len(text) not in (4, 7):
        return first
    year, month = int(first[:4]), int(text[5:] or 12)
    return f"{first[:4]}-{month:02}-{calendar.monthrange(year, month)[1]}"


def is_period(text: str) -> bool:
    """Say whether a text is a date of day, month or year precision ("" is none)."""
    try:
        return bool(first_day(text))
    except ValueError:
        return False
