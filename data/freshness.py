"""When each commune last sent what, and how many days late that is against a reporting calendar.

A duty is owed for each of its periods (month, quarter …). What is sent from `opens_days` before the end of a period
counts for it; it is due `due_days` after the end, and late from the day after. Who sends later has made up for all
periods before: what counts is that the register is up to date. Nothing is owed before the calendar starts or, where
it names no day, before the first sending to the register.
"""

from __future__ import annotations

import calendar
import datetime
from functools import lru_cache

import numpy as np
import pandas as pd

from data.reporting_calendar import EVERY

_LOCAL = datetime.timezone(datetime.timedelta(hours=7))

ON_TIME, WAITING, NO_DATA = "on_time", "waiting", "no_data"
# Fixed classes: the most days late of each but the last; the same on every day and under every filter.
LATE = {"late_30": 30, "late_90": 90, "late_more": None}
_WHAT = ["epoch", "code", "kind", "subject"]


@lru_cache(maxsize=4096)
def local_day(moment: str) -> str:
    """Give the day in Việt Nam of a moment ("2026-11-23T18:15:00Z" → "2026-11-24"); a day stays as it is."""
    at = datetime.datetime.fromisoformat(moment)
    return (at.astimezone(_LOCAL) if at.tzinfo else at).date().isoformat()


def local_moment(moment: str) -> str:
    """Write a moment as the clocks of Việt Nam show it: "2026-11-23T18:15:00Z" → "24/11/2026 01:15"."""
    return f"{datetime.datetime.fromisoformat(moment).astimezone(_LOCAL):%d/%m/%Y %H:%M}"


def today() -> str:
    """Give the day of this moment in Việt Nam."""
    return datetime.datetime.now(_LOCAL).date().isoformat()


def last_sent(submissions: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Give what was last sent up to a day about each area: epoch, code, kind, subject, day, row_count, version.

    `submissions` is Store.submissions(); one row an area, kind and subject.
    """
    days = submissions["created_at"].map(local_day).astype("str")
    sent = submissions.assign(day=days)[days <= as_of].sort_values("version", kind="stable")
    return sent.drop_duplicates(_WHAT, keep="last")[[*_WHAT, "day", "row_count", "version"]].reset_index(drop=True)


def begun(submissions: pd.DataFrame, as_of: str) -> str:
    """Give the day of the first sending to the register, "" when there was none up to a day."""
    days = [day for day in submissions["created_at"].map(local_day) if day <= as_of]
    return min(days, default="")


def due_after(sent: str, every: str, opens_days: int, due_days: int) -> str:
    """Give the day by which the next sending is due, after one on the day `sent`."""
    end = _period_end(datetime.date.fromisoformat(sent), EVERY[every])
    if end - datetime.timedelta(days=opens_days) <= datetime.date.fromisoformat(sent):
        end = _period_end(end + datetime.timedelta(days=1), EVERY[every])
    return (end + datetime.timedelta(days=due_days)).isoformat()


def first_due(starts: str, every: str, due_days: int) -> str:
    """Give the day by which the first sending is due of a duty that starts on a day."""
    end = _period_end(datetime.date.fromisoformat(starts), EVERY[every])
    return (end + datetime.timedelta(days=due_days)).isoformat()


def _period_end(day: datetime.date, months: int) -> datetime.date:
    """The last day of the period of so many months that a day lies in; periods begin with the year."""
    month = (day.month - 1) // months * months + months
    return datetime.date(day.year, month, calendar.monthrange(day.year, month)[1])


def duties(
    codes: pd.Series, sent: pd.DataFrame, entries: pd.DataFrame, *, as_of: str, first_sending: str
) -> pd.DataFrame:
    """Give each commune's standing in each duty, one row a commune and entry, in the order of both.

    sent: code, kind, subject, day — the latest of each, up to `as_of`; entries: Calendar.entries with everyone (bool:
    owed by communes that never sent anything of it too). Gives code, entry, sent (day, "" = never), due (day, "" =
    nothing owed), late (days as float: 0 = in time; NaN = nothing owed). Nothing is owed while `first_sending` is "".
    """
    rows = []
    for entry in entries.to_dict("records"):
        about = sent[sent["kind"] == entry["kind"]]
        about = about[about["subject"] == entry["subject"]] if entry["subject"] else about
        last = about.groupby("code")["day"].max()
        starts = entry["starts"] or first_sending
        never = first_due(starts, entry["every"], entry["due_days"]) if first_sending and entry["everyone"] else ""
        for code in codes:
            day = str(last.get(code, ""))
            due = due_after(day, entry["every"], entry["opens_days"], entry["due_days"]) if day else never
            rows.append((code, entry["entry"], day, due, _days_late(due, as_of)))
    return pd.DataFrame(rows, columns=["code", "entry", "sent", "due", "late"]).astype({"late": float})


def _days_late(due: str, as_of: str) -> float:
    if not due:
        return np.nan
    return float(max((datetime.date.fromisoformat(as_of) - datetime.date.fromisoformat(due)).days, 0))


def standing(found: pd.DataFrame, sent: pd.DataFrame, codes: pd.Series) -> pd.DataFrame:
    """Give each of the communes `codes` once: code, sent (its last day of anything, "" = never), due, late, state.

    `found` is what `duties` gives, `sent` what it took. late is that of the duty that is most late, NaN where nothing
    is owed; due is the earliest day on which something is or was owed, "" = nothing. state: on_time, waiting (never
    sent, nothing due yet), late_30, late_90, late_more, no_data (never sent, nothing owed).
    """
    owed = found[found["due"] != ""].groupby("code").agg(due=("due", "min"), late=("late", "max"))
    table = pd.DataFrame({"code": codes.to_numpy()}).merge(owed, left_on="code", right_index=True, how="left")
    table["due"] = table["due"].fillna("")
    table["sent"] = table["code"].map(sent.groupby("code")["day"].max()).fillna("")
    table["state"] = [_state(late, day) for late, day in zip(table["late"], table["sent"], strict=True)]
    return table[["code", "sent", "due", "late", "state"]]


def _state(late: float, sent: str) -> str:
    if late > 0:
        return next(key for key, most in LATE.items() if most is None or late <= most)
    if sent:
        return ON_TIME
    return NO_DATA if np.isnan(late) else WAITING
