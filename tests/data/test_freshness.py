"""Who is late: every case is a history of sendings and what is owed on a day."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import freshness
from data.freshness import begun, due_after, duties, first_due, last_sent, local_day, standing
from data.reporting_calendar import EVERY

SITES = {"entry": "sites", "kind": "sites", "subject": "", "every": "quarter", "opens_days": 15, "due_days": 15}
DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2030, 12, 31)).map(datetime.date.isoformat)


def entries(*changed: dict[str, object]) -> pd.DataFrame:
    """Give duties like SITES, with some cells changed in each."""
    return pd.DataFrame([{**SITES, "starts": "", "everyone": True, **one} for one in changed or ({},)])


def sent(*rows: tuple[str, str], kind: str = "sites", subject: str = "camera_an_ninh") -> pd.DataFrame:
    """Give what was sent from (commune, day) pairs."""
    columns = ["code", "kind", "subject", "day", "version", "row_count"]
    told = [(code, kind, subject, day, place, 1) for place, (code, day) in enumerate(rows, start=2)]
    return pd.DataFrame(told, columns=columns)


def submissions(*rows: tuple[int, str, str, str, int]) -> pd.DataFrame:
    """Give Store.submissions() from (version, created_at, commune, model, rows)."""
    columns = ["version", "created_at", "code", "subject", "row_count"]
    return pd.DataFrame(rows, columns=columns).assign(kind="sites", epoch="2025")


def one(
    rows: pd.DataFrame, duty: pd.DataFrame, as_of: str, first: str = "2026-01-05", code: str = "17866"
) -> dict[str, object]:
    """Give the standing of one commune."""
    codes = pd.Series([code])
    found = duties(codes, rows, duty, as_of=as_of, first_sending=first)
    return standing(found, rows, codes).to_dict("records")[0]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-23T08:15:00Z", "2026-11-23"),
        ("2026-11-23T17:00:00Z", "2026-11-24"),  # midnight in Việt Nam
        ("2026-11-23", "2026-11-23"),
    ],
)
def test_the_day_is_that_of_viet_nam(moment: str, day: str) -> None:
    assert local_day(moment) == day


@pytest.mark.parametrize(
    ("day", "every", "due"),
    [
        ("2026-10-08", "quarter", "2027-01-15"),  # after the third quarter: the fourth is next
        ("2026-12-15", "quarter", "2027-01-15"),  # the day before the fourth quarter's window
        ("2026-12-16", "quarter", "2027-04-15"),  # its first day
        ("2026-12-31", "quarter", "2027-04-15"),
        ("2028-01-15", "month", "2028-02-15"),  # late for December, so January is next
        ("2028-02-20", "month", "2028-04-15"),  # in the window of February
        ("2026-03-01", "half_year", "2026-07-15"),
        ("2026-03-01", "year", "2027-01-15"),
        ("2026-12-20", "year", "2028-01-15"),
    ],
)
def test_what_is_due_after_a_sending(day: str, every: str, due: str) -> None:
    assert due_after(day, every, opens_days=15, due_days=15) == due


@pytest.mark.parametrize(
    ("starts", "every", "due"),
    [
        ("2026-11-23", "quarter", "2027-01-15"),
        ("2026-02-01", "month", "2026-03-15"),
        ("2026-12-31", "year", "2027-01-15"),
    ],
)
def test_what_is_due_first(starts: str, every: str, due: str) -> None:
    assert first_due(starts, every, due_days=15) == due


@pytest.mark.parametrize(
    ("as_of", "late", "state"),
    [
        ("2026-07-15", 0, "on_time"),  # the day itself is in time
        ("2026-07-16", 1, "late_30"),
        ("2026-08-14", 30, "late_30"),
        ("2026-08-15", 31, "late_90"),
        ("2026-10-13", 90, "late_90"),
        ("2026-10-14", 91, "late_more"),
    ],
)
def test_the_days_late_after_the_last_sending(as_of: str, late: int, state: str) -> None:
    found = one(sent(("17866", "2026-04-10")), entries(), as_of)
    assert found == {"code": "17866", "sent": "2026-04-10", "due": "2026-07-15", "late": late, "state": state}


def test_a_late_sending_makes_up_for_every_period_before() -> None:
    found = one(sent(("17866", "2026-10-08")), entries(), "2026-11-23")
    assert (found["late"], found["due"], found["state"]) == (0, "2027-01-15", "on_time")


def test_who_never_sent_is_late_from_the_first_due_day_on() -> None:
    nothing = sent()
    before, after = one(nothing, entries(), "2026-04-15"), one(nothing, entries(), "2026-04-20")
    assert (before["sent"], before["late"], before["state"]) == ("", 0, "waiting")
    assert (after["sent"], after["late"], after["state"]) == ("", 5, "late_30")


def test_a_calendar_may_name_the_day_it_starts() -> None:
    found = one(sent(), entries({"starts": "2026-10-01"}), "2026-11-23")
    assert (found["due"], found["late"], found["state"]) == ("2027-01-15", 0, "waiting")


def test_before_the_first_sending_nothing_is_owed_and_nobody_is_late() -> None:
    found = one(sent(), entries({"starts": "2020-01-01"}), "2026-11-23", first="")
    assert (found["due"], found["state"]) == ("", "no_data")
    assert np.isnan(found["late"])  # unknown, not 0


def test_where_a_duty_is_not_everyones_who_never_sent_owes_nothing_known() -> None:
    duty = entries({"everyone": False})
    assert one(sent(), duty, "2026-11-23")["state"] == "no_data"
    assert one(sent(("17866", "2026-04-10")), duty, "2026-11-23")["state"] == "late_more"


def test_the_duty_that_is_most_late_counts() -> None:
    yearly = {"entry": "statuses", "kind": "statuses", "every": "year"}
    rows = pd.concat([sent(("17866", "2026-10-08")), sent(("17866", "2024-12-20"), kind="statuses")])
    found = one(rows, entries({}, yearly), "2026-11-23")
    assert (found["sent"], found["due"], found["late"]) == ("2026-10-08", "2026-01-15", 312)


def test_a_duty_of_one_model_is_met_by_that_model_only() -> None:
    duty = entries({"subject": "tieng_keng_binh_yen"})
    assert one(sent(("17866", "2026-10-08")), duty, "2026-11-23")["late"] == 222
    bells = sent(("17866", "2026-10-08"), subject="tieng_keng_binh_yen")
    assert one(bells, duty, "2026-11-23")["late"] == 0


def test_only_the_last_sending_up_to_the_day_counts() -> None:
    rows = submissions(
        (2, "2026-04-10T03:00:00Z", "17866", "camera_an_ninh", 4),
        (3, "2026-07-09T03:00:00Z", "17866", "camera_an_ninh", 5),
        (3, "2026-07-09T03:00:00Z", "17866", "tieng_keng_binh_yen", 1),
        (4, "2026-10-31T17:00:00Z", "17866", "camera_an_ninh", 6),  # the first of November in Việt Nam
    )
    found = last_sent(rows, "2026-10-31").set_index("subject")
    assert found.loc["camera_an_ninh", ["day", "row_count"]].tolist() == ["2026-07-09", 5]
    assert last_sent(rows, "2026-11-01").set_index("subject").loc["camera_an_ninh", "row_count"] == 6
    assert last_sent(rows, "2026-04-09").empty
    assert (begun(rows, "2026-11-01"), begun(rows, "2026-04-09")) == ("2026-04-10", "")


@settings(deadline=None)
@given(DAYS, st.sampled_from(list(EVERY)), st.integers(0, 27), st.integers(0, 366), st.integers(0, 400))
def test_lateness_grows_by_a_day_each_day_and_a_sending_never_makes_it_worse(
    day: str, every: str, opens: int, due: int, later: int
) -> None:
    duty = entries({"every": every, "opens_days": opens, "due_days": due})
    then = datetime.date.fromisoformat(day) + datetime.timedelta(days=later)
    today, tomorrow = then.isoformat(), (then + datetime.timedelta(days=1)).isoformat()
    once = one(sent(("17866", day)), duty, today)
    grown = one(sent(("17866", day)), duty, tomorrow)["late"] - once["late"]
    assert grown in (0, 1)
    assert (grown == 1) == (tomorrow > once["due"])
    again = one(sent(("17866", day), ("17866", today)), duty, today)
    assert again["late"] == 0
    assert again["due"] >= once["due"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), DAYS), max_size=6), DAYS, DAYS)
def test_every_commune_stands_somewhere_and_in_one_class(rows: list[tuple[str, str]], as_of: str, first: str) -> None:
    codes = pd.Series(list("abcd"))
    known = sent(*[(code, day) for code, day in rows if day <= as_of])
    found = standing(duties(codes, known, entries(), as_of=as_of, first_sending=first), known, codes)
    assert list(found["code"]) == list("abcd")
    assert set(found["state"]) <= {*freshness.LATE, "on_time", "waiting"}
    assert ((found["late"] > 0) == found["state"].isin(freshness.LATE)).all()
