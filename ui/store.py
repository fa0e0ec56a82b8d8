"""What pages ask for, cached: every cache is keyed by epoch, choice and language, never by a frame."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from briefing.basis import Basis, basis_of
from data import catalogue
from data.choice import Choice, Known
from data.record import Record, public_record
from geo import boundaries, units

# Choices kept at the same time: far more than one meeting looks at, a few tens of megabytes at most.
_CHOICES = 64


@st.cache_resource(show_spinner=False)
def record() -> Record:
    """Give the data set the dashboard opens on."""
    return public_record()


@st.cache_resource(show_spinner=False)
def known() -> Known:
    """Give every epoch, unit, model and status that a choice may name."""
    return Known(
        epochs=units.EPOCHS,
        districts={epoch: tuple(units.districts(epoch)["code"]) for epoch in units.EPOCHS},
        communes={
            epoch: {code: unit.district_code for code, unit in units.by_code(epoch).items()} for epoch in units.EPOCHS
        },
        models=tuple(catalogue.models()["model_key"]),
    )


@st.cache_resource(show_spinner=False, max_entries=_CHOICES)
def basis(choice: Choice, lang: str) -> Basis:
    """Give what every figure of a page is made from."""
    return basis_of(record(), choice, lang)


@st.cache_resource(show_spinner=False)
def inner_points(epoch: str) -> pd.DataFrame:
    """Give a point inside each commune of an epoch: code, lon, lat."""
    return boundaries.inner_points(epoch)


@st.cache_resource(show_spinner=False)
def loose(epoch: str) -> frozenset[str]:
    """Give the communes of an epoch whose drawn boundaries leave out a partial move."""
    shapes = boundaries.load(epoch)
    return frozenset(shapes.loc[shapes["approximate"], "code"])
