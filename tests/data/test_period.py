"""Dates of three precisions."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.period import first_day, is_period, last_day


@pytest.mark.parametrize(
    ("text", "first"),
    [("2023", "2023-01-01"), ("2023-06", "2023-06-01"), ("2023-06-15", "2023-06-15"), ("", "")],
)
def test_a_period_begins_on_its_first_day(text: str, first: str) -> None:
    assert first_day(text) == first


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2023", "2023-12-31"),
        ("2023-06", "2023-06-30"),
        ("2024-02", "2024-02-29"),
        ("2023-06-15", "2023-06-15"),
        ("", ""),
    ],
)
def test_a_period_ends_on_its_last_day(text: str, last: str) -> None:
    assert last_day(text) == last


@pytest.mark.parametrize("text", ["", "2023-13", "2023-02-30", "20230615", "15/06/2023", "2023-W01-1", "23", "abcd"])
def test_what_is_no_period(text: str) -> None:
    assert not is_period(text)


@settings(deadline=None)
@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_coarser_precision_never_begins_later(date: datetime.date) -> None:
    text = date.isoformat()
    assert first_day(text[:4]) <= first_day(text[:7]) <= first_day(text) == text
    assert last_day(text[:4]) >= last_day(text[:7]) >= last_day(text) == text
