"""The reader's choice, kept in the page's address so that a link restores the view."""

from __future__ import annotations

import dataclasses

import streamlit as st

from data.choice import VIEW, Choice, Known
from data.errors import Problem
from data.wording import LANGUAGES
from ui import caches


def lang() -> str:
    """Give the interface language: "vi" unless the address says otherwise."""
    asked = st.query_params.get("lang", LANGUAGES[0])
    return asked if asked in LANGUAGES else LANGUAGES[0]


def read() -> tuple[Choice, list[Problem]]:
    """Give the choice in the address, and what of the address could not be understood."""
    return Choice.from_query(st.query_params.to_dict(), known())


def choice() -> Choice:
    """Give the choice in the address; the frame has already shown what could not be understood."""
    return read()[0]


def change(**values: object) -> None:
    """Put some fields of the choice into the address; a new epoch or district drops what no longer fits.

    Unit codes mean other territory in another epoch, so a district or commune never outlives its epoch; and a map
    that was moved by hand does not stay there when it is to show another place.
    """
    before = choice()
    if "epoch" in values and values["epoch"] != before.epoch:
        values = {"district": "", "commune": "", **values}
    elif "district" in values and values["district"] != before.district:
        values = {"commune": "", **values}
    write(dataclasses.replace(before, **values))  # type: ignore[arg-type]


def write(after: Choice) -> None:
    """Make the address say exactly this choice, in the same language; what the page added for itself stays."""
    before = choice()
    kept = {name: st.query_params[name] for name in VIEW if name in st.query_params}
    if (before.epoch, before.district) != (after.epoch, after.district):
        kept.pop("at", None)
    st.query_params.from_dict(query(after) | kept)


def query(after: Choice) -> dict[str, str]:
    """Give the address parameters of a choice and the language, as menu links need them."""
    return after.to_query() | ({} if lang() == LANGUAGES[0] else {"lang": lang()})


def known() -> Known:
    """Give what an address may name: epochs, units, models and statuses."""
    return caches.known()
