"""Pieces of the page of one area: what it was and became, its tables, the places around it, and where to begin."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from briefing.ancestry import Linked, Step
from briefing.area import AreaPage
from briefing.spec import Header
from data.choice import Choice
from data.wording import number, sort_key, word
from geo import units
from ui import downloads, state, widgets
from ui.text import link, plain


def facts(found: AreaPage) -> None:
    """Show what the area is, in short lines, and the way to the district a commune lies in."""
    choice = state.choice()
    with st.container(border=True, key="area-facts"):
        for fact in found.profile.facts:
            st.markdown(plain(fact))
        if choice.commune:
            label = units.districts(choice.epoch).set_index("code").loc[found.district, "label"]
            title = word("area.open_district", state.lang(), name=label)
            open_link(Linked(choice.epoch, found.district, "", title), "district")


def selected(code: str) -> None:
    """Open the commune clicked on the map; a second click on it opens its district."""
    choice = state.choice()
    if code:
        state.change(district="", commune=code)
    elif choice.commune:
        state.change(district=units.unit(choice.epoch, choice.commune).district_code, commune="")


def steps(found: Sequence[Step]) -> None:
    """Show the epochs of the area side by side, oldest first; every unit opens its own page."""
    lang = state.lang()
    widgets.title(word("area.steps", lang), level=2)
    for column, step in zip(st.columns(len(found)), found, strict=True):
        with column.container(border=True, height="stretch", key=f"step-{step.epoch}"):
            here = f" · :primary-badge[{plain(word('area.here', lang))}]" if step.here else ""
            st.markdown(f"**{plain(word('area.since', lang, since=step.since))}**{here}")
            if step.law or step.change:
                st.caption(link(step.law, step.law_url) if step.law else plain(step.change))
            with st.container(gap="xxsmall"):
                for one in step.units:
                    open_link(one, "step")


def open_link(one: Linked, place: str) -> None:
    """Show a commune or district as a button to its page at its own epoch; the rest of the filter stays.

    A button and not a link: a link to the page that is already open leaves the browser's address as it is. `place` is
    where on the page it stands. The epoch is one of the unit's own, so nothing is to be followed.
    """
    note = f" :small[({plain(one.note)})]" if one.note else ""
    key = "-".join(("open", place, one.epoch, one.district, one.commune))
    target = {"epoch": one.epoch, "district": one.district, "commune": one.commune}
    st.button(f":primary[{plain(one.label)}]{note}", type="tertiary", key=key, on_click=state.change, kwargs=target)


def communes(found: Sequence[Linked]) -> None:
    """Show the communes of a district as links side by side; nothing when there are none."""
    if found:
        lang = state.lang()
        widgets.title(word("area.communes", lang, n=number(len(found), lang)), level=2)
        _side_by_side(found, "inside")


def neighbours(found: Sequence[Linked]) -> None:
    """Show the communes or districts around the area as links."""
    lang = state.lang()
    widgets.title(word("area.neighbours", lang, n=number(len(found), lang)), level=2)
    _side_by_side(found, "around")
    st.caption(plain(word("area.neighbours_note", lang)))


def _side_by_side(found: Sequence[Linked], place: str) -> None:
    with st.container(horizontal=True, gap="medium"):
        for one in found:
            open_link(one, place)


def table(rows: pd.DataFrame, columns: Sequence[str], header: Header | None = None) -> None:
    """Show a table that can be printed; `columns` are shown in order, sources as links where they have an address.

    With a header it is offered as a file too.
    """
    lang = state.lang()
    names = {name: word(f"area.col_{name}", lang) for name in columns}
    shown = pd.DataFrame({name: rows[name].map(plain) for name in columns})
    if cited := next((name for name in ("title", "source") if name in columns), ""):
        pairs = zip(rows[cited], rows["source_url"], strict=True)
        shown[cited] = [link(text, address) if text else "" for text, address in pairs]
    st.table(shown.rename(columns=names).set_index(names[columns[0]]))
    if header:
        address = {"source_url": word("area.col_source_url", lang)}
        downloads.table(rows[[*columns, "source_url"]].rename(columns=names | address), header, key=columns[1])


def tables(found: AreaPage) -> None:
    """Show what is on record of the area: models, sites, reported figures, statements, each with its source."""
    lang = state.lang()
    sites = found.profile.sites
    header = found.header

    def titled(text: str) -> Header:
        widgets.title(text, level=2)
        return dataclasses.replace(header, title=f"{header.title}: {text}")

    titled(word("area.models", lang))
    if sites.empty:
        st.text(word("area.no_sites", lang))
    if not found.models.empty:
        table(found.models, ["model", "n"])
    if found.missing:
        st.caption(plain(word("area.missing", lang, names=found.missing)))
    if not sites.empty:
        head = titled(word("area.site_list", lang, n=number(len(sites), lang)))
        table(sites, ["model", "name", "where", "launched", "quantity", "source"], head)
    if not found.figures.empty:
        head = titled(word("area.figures", lang))
        table(found.figures, ["as_of", "indicator", "value", "area", "base", "source"], head)
        st.caption(plain(word("area.figures_note", lang)))
    head = titled(word("area.statements", lang))
    if found.statements.empty:
        st.text(word("area.statements_none", lang))
    else:
        table(found.statements, ["as_of", "statement", "area", "extent", "criterion", "source"], head)
    st.caption(plain(word("area.statements_rule", lang)))


def sources(found: AreaPage) -> None:
    """Show every source the page rests on."""
    widgets.title(word("area.sources", state.lang()), level=2)
    table(found.sources, ["publisher", "title", "date", "used_for"])


def start(choice: Choice) -> None:
    """Say how to pick an area, and list the districts of the epoch."""
    lang = state.lang()
    st.text(word("area.start", lang))
    districts = units.districts(choice.epoch).to_dict("records")
    districts.sort(key=lambda row: sort_key(row["name"]))
    counts = units.units(choice.epoch)["district_code"].value_counts()
    found = [
        Linked(
            choice.epoch,
            row["code"],
            "",
            row["label"][:1].upper() + row["label"][1:],
            word("area.units", lang, n=counts[row["code"]]),
        )
        for row in districts
    ]
    for column, part in zip(st.columns(3), (found[0::3], found[1::3], found[2::3]), strict=True):
        with column.container(gap="xxsmall"):
            for one in part:
                open_link(one, "start")
