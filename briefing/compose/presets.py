"""Ready-made requests: the presets of data/tables/presets.csv, with the period they mean on a day."""

from __future__ import annotations

import calendar
import dataclasses
import datetime
from dataclasses import dataclass

from briefing.compose.request import Request
from data.errors import Problem
from data.tables import read

# Months of a period; every other preset is about the register as it is.
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Preset:
    """One preset: its key, its name in words, its title with {period} where it has one, and its sections in order."""

    key: str
    label: str
    title: str
    period: str
    sections: tuple[str, ...]


def presets(lang: str = "vi") -> dict[str, Preset]:
    """Give the presets by key, in the order of the table."""
    return {
        row["key"]: Preset(
            row["key"], row[f"label_{lang}"], row[f"title_{lang}"], row["period"], tuple(row["sections"].split())
        )
        for row in read("presets").to_dict("records")
    }


def applied(request: Request, key: str, today: str) -> Request:
    """Give a request with a preset's sections, title and period: the last one that had ended by `today` (ISO).

    A period that the request has stays. Raises Problem for an unknown preset.
    """
    found = presets(request.lang).get(key)
    if found is None:
        raise Problem("Mẫu báo cáo", f"«{key[:40]}»", "một trong " + ", ".join(presets()), "Chọn lại mẫu.")
    since, until = request.since, request.until
    if found.period and not (since or until):
        since, until = last_period(found.period, today)
    named = named_period(found.period, since, until) if found.period else ""
    title = found.title.format(period=named) if named else found.title
    return dataclasses.replace(request, sections=found.sections, title=request.title or title, since=since, until=until)


def last_period(period: str, today: str) -> tuple[str, str]:
    """Give the first and the last day of the last month, quarter or year that had ended by a day."""
    months = _MONTHS[period]
    day = datetime.date.fromisoformat(today) + datetime.timedelta(days=1)  # a period ends with its last day
    begin = day.year * 12 + (day.month - 1) // months * months - months
    first = datetime.date(begin // 12, begin % 12 + 1, 1)
    end = begin + months - 1
    last = datetime.date(end // 12, end % 12 + 1, calendar.monthrange(end // 12, end % 12 + 1)[1])
    return first.isoformat(), last.isoformat()


def named_period(period: str, since: str, until: str) -> str:
    """Name a period as titles do: "10/2026", "3/2026", "2026"; any other one by its days."""
    last = datetime.date.fromisoformat(until) if until else None
    if last is None or not since or last_period(period, until) != (since, until):
        return " – ".join(_written(text) for text in (since, until) if text)
    if period == "year":
        return str(last.year)
    return f"{last.month:02}/{last.year}" if period == "month" else f"{(last.month - 1) // 3 + 1}/{last.year}"


def _written(text: str) -> str:
    return f"{datetime.date.fromisoformat(text):%d/%m/%Y}"
