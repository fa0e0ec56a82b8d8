"""What the store knows of its own rows, cached: who sent what, how old each site is, what is kept aside."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from access.desk import Quarantine
from briefing.quality import sites
from data import freshness, reporting_calendar
from data.choice import Choice
from data.errors import Problem
from data.reporting_calendar import Calendar
from ui import caches, faults

_VERSIONS = 4
_CHOICES = 16
_FRESH_S = 2  # rows kept aside come and go without a new version


def submissions() -> pd.DataFrame:
    """Give what was sent, as Store.submissions()."""
    return _submissions(caches.stamp())


@st.cache_resource(show_spinner=False, max_entries=_VERSIONS)
def _submissions(version: str, /) -> pd.DataFrame:
    return caches.seen(version).submissions()


def aged(choice: Choice, lang: str, as_of: str) -> pd.DataFrame:
    """Give the sites of a choice with the age of what they say, as briefing.quality.sites.aged."""
    return _aged(caches.stamp(), choice, lang, as_of)


@st.cache_resource(show_spinner=False, max_entries=_CHOICES)
def _aged(version: str, choice: Choice, lang: str, as_of: str, /) -> pd.DataFrame:
    return sites.aged(caches.basis(choice, lang), _written(version), as_of)


@st.cache_resource(show_spinner=False, max_entries=_VERSIONS)
def _written(version: str, /) -> pd.DataFrame:
    return caches.seen(version).last_changed("sites")


def aside() -> pd.DataFrame:
    """Give the rows kept aside and not settled yet that this reader may see, as Quarantine.rows()."""
    return _aside(caches.desk().quarantine)


@st.cache_resource(show_spinner=False, ttl=_FRESH_S, hash_funcs={Quarantine: lambda own: own.whose})
def _aside(own: Quarantine, /) -> pd.DataFrame:
    return own.rows()


def calendar() -> Calendar:
    """Give the reporting calendar; a faulty file of the office is explained, and the default used meanwhile."""
    try:
        return reporting_calendar.calendar()
    except Problem as problem:
        faults.explain(problem)
        return reporting_calendar.default()


def day_of(as_of: str) -> str:
    """Give the day the page reckons on: that of the filter, but never one that has not come."""
    today = freshness.today()
    return min(as_of, today) if as_of else today
