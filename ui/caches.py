"""What pages ask for, cached: keyed by register version, epoch, choice and language, never by a frame."""

from __future__ import annotations

import dataclasses

import pandas as pd
import streamlit as st

from briefing.basis import Basis, basis_of
from data import catalogue, count
from data.choice import Choice, Known
from data.record import Record
from data.store import Store, open_store
from geo import boundaries, neighbours, units

# Choices kept at the same time: far more than one meeting looks at, a few tens of megabytes at most.
_CHOICES = 64
_GROUNDS = 16  # days and epochs beside each other
_VERSIONS = 4
_FRESH_S = 2  # a new version is seen by every reader after this long; until then a rerun asks no database


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """Give the register's store; before the first import it reads as the public record."""
    return open_store()


@st.cache_data(show_spinner=False, ttl=_FRESH_S)
def stamp() -> str:
    """Give what tells the register's last version from every other."""
    return store().version().stamp


def record() -> Record:
    """Give the register's last version."""
    return _record(stamp())


@st.cache_resource(show_spinner=False, max_entries=_VERSIONS)
def _record(version: str, /) -> Record:
    return store().record()


def basis(choice: Choice, lang: str) -> Basis:
    """Give what every figure of a page is made from."""
    return _basis(stamp(), choice, lang)


@st.cache_resource(show_spinner=False, max_entries=_CHOICES)
def _basis(version: str, choice: Choice, lang: str, /) -> Basis:
    ground = _ground(version, choice.epoch, choice.as_of, lang)
    return dataclasses.replace(ground, choice=choice, counted=count.sites_for(ground.sites, choice, ground.areas))


@st.cache_resource(show_spinner=False, max_entries=_GROUNDS)
def _ground(version: str, epoch: str, as_of: str, lang: str, /) -> Basis:
    """The part of a basis that a filter does not change, and the dearer one: where rows lie, what is known of areas."""
    return basis_of(_record(version), Choice(epoch=epoch, as_of=as_of), lang)


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


@st.cache_resource(show_spinner=False)
def inner_points(epoch: str) -> pd.DataFrame:
    """Give a point inside each commune of an epoch: code, lon, lat."""
    return boundaries.inner_points(epoch)


@st.cache_resource(show_spinner=False)
def loose(epoch: str) -> frozenset[str]:
    """Give the communes of an epoch whose drawn boundaries leave out a partial move."""
    shapes = boundaries.load(epoch)
    return frozenset(shapes.loc[shapes["approximate"], "code"])


def around(choice: Choice) -> tuple[str, ...]:
    """Give the codes of the communes around the commune of a choice, else of the districts around its district."""
    return _neighbours(choice.epoch, bool(choice.commune)).get(choice.commune or choice.district, ())


@st.cache_resource(show_spinner=False)
def _neighbours(epoch: str, communes: bool, /) -> dict[str, tuple[str, ...]]:
    return neighbours.neighbours(epoch, "commune" if communes else "district")
