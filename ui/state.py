"""The reader's choice, kept in the page's address so that a link restores the view."""

from __future__ import annotations

import dataclasses

import streamlit as st

from data.choice import VIEW, Choice, Known
from data.errors import Problem
from data.wording import LANGUAGES, word
from geo.following import Change, follow
from ui import caches

_FOLLOWED = "followed"


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
    """Put some fields of the choice into the address; a new epoch takes the place along, a new district drops its own.

    Unit codes mean other territory in another epoch, so a district or commune never outlives its epoch: the same
    place is looked for there, unless `values` name one. A map that was moved by hand does not stay there when it is
    to show another place.
    """
    before = choice()
    after = dataclasses.replace(before, **values)  # type: ignore[arg-type]
    if after.epoch != before.epoch:
        if values.keys() & {"district", "commune"}:
            after = dataclasses.replace(after, **{"district": "", "commune": "", **values})  # type: ignore[arg-type]
        else:
            place = follow(before.epoch, after.epoch, before.district, before.commune)
            after = dataclasses.replace(after, district=place.district, commune=place.commune)
            st.session_state[_FOLLOWED] = (_where(after), _told(before, after, place.change))
    elif after.district != before.district:
        after = dataclasses.replace(after, commune=str(values.get("commune", "")))
    write(after)


def followed() -> str:
    """Say how the place on show stands to the one seen before the epoch was changed; "" when it is the very same."""
    where, told = st.session_state.get(_FOLLOWED, (None, ""))
    return str(told) if where == _where(choice()) else ""


def _where(chosen: Choice) -> tuple[str, str, str]:
    return chosen.epoch, chosen.district, chosen.commune


def _told(before: Choice, after: Choice, how: Change) -> str:
    left = caches.names(before.epoch, lang()).get(before.commune or before.district, "")
    found = caches.names(after.epoch, lang()).get(after.commune or after.district, "")
    if how == "same":
        return ""
    key = f"follow.{how}" if how in ("district", "lost") or left != found else f"follow.{how}_own"
    return word(key, lang(), left=left, found=found)


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
