"""What a page adds to the address for itself (an indicator, a second date …), so that its link restores it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from data.choice import VIEW


def one(name: str, allowed: Collection[str], default: str = "") -> str:
    """Give a parameter of the page's own, `default` when the address has none or one that is not allowed."""
    value = st.query_params.get(_known(name), default)
    return value if value in allowed else default


def several(name: str, allowed: Sequence[str], most: int) -> tuple[str, ...]:
    """Give a parameter that lists values joined by commas: those that are allowed, in their order, at most `most`."""
    values = dict.fromkeys(st.query_params.get(_known(name), "").split(","))
    return tuple(value for value in values if value in set(allowed))[:most]


def text(name: str, longest: int = 200) -> str:
    """Give a parameter that is free text, cut to a length that a page can bear."""
    return st.query_params.get(_known(name), "")[:longest]


def put(name: str, value: str | Sequence[str]) -> None:
    """Write a parameter of the page's own into the address; nothing takes it out."""
    joined = value if isinstance(value, str) else ",".join(value)
    if joined:
        st.query_params[_known(name)] = joined
    else:
        st.query_params.pop(_known(name), None)


def _known(name: str) -> str:
    if name not in VIEW:
        raise ValueError(f"{name} is not among the parameters pages may add: {', '.join(VIEW)}")
    return name
