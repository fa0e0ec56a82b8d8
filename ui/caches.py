"""What pages ask for, cached: keyed by register version and scope, epoch, choice and language, never by a frame.

`stamp()` is the part of a key that says of which version, and seen by whom: what is made of the register's rows is
cached under it, and is made from what `seen` gives of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from access import scope
from access.desk import Desk
from access.person import Person
from briefing import map_symbols
from briefing.basis import Basis, basis_of
from briefing.basis import names as all_names
from briefing.choropleth import choropleth
from briefing.compare_figures import against_previous
from briefing.spec import MapSpec
from data import catalogue
from data.choice import Choice, Known
from data.errors import Problem
from data.indicator import indicators
from data.record import Record
from data.store import Store, open_store
from data.wording import word
from geo import boundaries, neighbours, units
from geo.territory import territory
from ui import person

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
def _head() -> tuple[str, int]:
    """Give what tells the register's last version from every other, and its number."""
    last = store().version()
    return last.stamp, last.number


def head() -> tuple[Store, int]:
    """Give the register's store and the number of its last version, 1 while it cannot be read: nothing is seen then."""
    try:
        return store(), _head()[1]
    except Problem:
        return store(), 1


def stamp() -> str:
    """Give what tells the register's last version, as this reader may see it, from every other."""
    version, _ = _head()
    found = reader()
    told = scope.text(found.scope if found else scope.NOTHING)
    return f"{version} {told}" if told else version


stamp.clear = _head.clear  # type: ignore[attr-defined]


def seen(version: str) -> Desk:
    """Give the register as it is seen by whoever has this stamp, to read from."""
    return Desk(store(), Person("", "viewer", scope.read(version.partition(" ")[2])), territory)


def reader() -> Person | None:
    """Give who acts in this run, None where somebody has to sign in first."""
    return person.lately(lambda: person.current(*head()))


def desk() -> Desk:
    """Give the register as this reader may use it."""
    return Desk(store(), reader() or Person("", "", scope.NOTHING), territory)


def record() -> Record:
    """Give the register's last version."""
    return _record(stamp())


@st.cache_resource(show_spinner=False, max_entries=_VERSIONS)
def _record(version: str, /) -> Record:
    desk = seen(version)
    found, areas = desk.record(), desk.person.scope.areas
    # What is counted of a part of the province says so wherever the data set is named, on paper too.
    return dataclasses.replace(found, name=_of(areas, found.name, "vi"), name_en=_of(areas, found.name_en, "en"))


def _of(areas: tuple[str, ...], name: str, lang: str) -> str:
    """Give the name of the data set with the areas that are all of it."""
    told = [names(epoch, lang).get(code, code) for epoch, _, code in (area.partition(":") for area in areas)]
    return word("access.only", lang, name=name, areas=", ".join(told)) if told else name


def basis(choice: Choice, lang: str) -> Basis:
    """Give what every figure of a page is made from."""
    return _basis(stamp(), choice, lang)


def ready(choice: Choice, lang: str) -> None:
    """Make what every figure is made from for whoever sees everything, before anybody has come."""
    _basis(_head()[0], choice, lang)


@st.cache_resource(show_spinner=False, max_entries=_CHOICES)
def _basis(version: str, choice: Choice, lang: str, /) -> Basis:
    ground = _ground(version, choice.epoch, choice.as_of, lang)
    return ground.under(choice)


@st.cache_resource(show_spinner=False, max_entries=_GROUNDS)
def _ground(version: str, epoch: str, as_of: str, lang: str, /) -> Basis:
    """The part of a basis that a filter does not change, and the dearer one: where rows lie, what is known of areas."""
    return basis_of(_record(version), Choice(epoch=epoch, as_of=as_of), lang)


def figures_before(choice: Choice, lang: str) -> pd.DataFrame:
    """Give each reported figure against the one before, as `briefing.compare_figures.against_previous` tells it."""
    return _figures_before(stamp(), choice, lang)


@st.cache_resource(show_spinner=False, max_entries=_CHOICES)
def _figures_before(version: str, choice: Choice, lang: str, /) -> pd.DataFrame:
    return against_previous(_basis(version, choice, lang))


def layer_counts(choice: Choice, lang: str) -> dict[str, int]:
    """Give how much each layer of the map holds for a choice, as `briefing.map_symbols.layer_counts` counts it."""
    return _layer_counts(stamp(), choice, lang)


@st.cache_resource(show_spinner=False, max_entries=_CHOICES)
def _layer_counts(version: str, choice: Choice, lang: str, /) -> dict[str, int]:
    return map_symbols.layer_counts(_basis(version, choice, lang))


def site_map(choice: Choice, indicator: str, selected: str, lang: str) -> MapSpec:
    """Give the map of an indicator, on which the commune `selected` is emphasised.

    Sites are drawn only where the colours stand for a status: rings would hide the colours of numbers, and say the
    same.
    """
    return _site_map(stamp(), choice, indicator, selected, lang)


def site_map_of(someone: Person, choice: Choice, indicator: str, lang: str) -> MapSpec:
    """Give the same map for somebody whose request the server answers beside any run of a page."""
    told = scope.text(someone.scope)
    version = f"{_head()[0]} {told}" if told else _head()[0]
    return _site_map(version, dataclasses.replace(choice, commune=""), indicator, choice.commune, lang)


@st.cache_resource(show_spinner=False, max_entries=_CHOICES)
def _site_map(version: str, choice: Choice, indicator: str, selected: str, lang: str, /) -> MapSpec:
    basis = _basis(version, choice, lang)
    if selected:  # everything else of it is there already, or will be wanted when nothing is selected any more
        plain = _site_map(version, choice, indicator, "", lang)
        return plain.emphasising(selected, word("map.selected", lang, name=basis.names[selected]))
    points = inner_points(choice.epoch) if with_sites(indicator) else None
    return choropleth(basis, indicator, "", loose(choice.epoch), points)


def with_sites(indicator: str) -> bool:
    """Say whether the map of an indicator shows the sites too."""
    return indicators()[indicator].measure == "status"


@st.cache_resource(show_spinner=False)
def names(epoch: str, lang: str) -> Mapping[str, str]:
    """Give the labels of all codes and keys that a choice may hold; see `briefing.basis.names`."""
    return all_names(epoch, lang)


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
