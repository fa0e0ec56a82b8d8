"""What pages ask for, cached: every cache is keyed by register version, epoch and choice, never by a frame."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import streamlit as st

from data import catalogue, count
from data.choice import STATUSES, Choice, Known
from data.record import Record, public_record
from geo import boundaries, epochs, units


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
        communes={epoch: tuple(units.units(epoch)["code"]) for epoch in units.EPOCHS},
        models=tuple(catalogue.models()["model_key"]),
        statuses=STATUSES,
    )
