"""Dates that are known to the day, the month or only the year, kept as ISO text of that precision."""

from __future__ import annotations

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


def is_period(text: str) -> bool:
    """Say whether a text is a date of day, month or year precision ("" is none)."""
    try:
        return bool(first_day(text))
    except ValueError:
        return False
