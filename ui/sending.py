"""Sending a file to the register: check it, answer what it asks, see where its places lie, import it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from briefing.basis import basis_of
from briefing.build import site_map
from data import imports
from data.checking import findings
from data.checking.answers import Answers, accept
from data.checking.check import Checked, Options, Progress
from data.checking.intake import NotUnderstood
from data.choice import Choice
from data.errors import Problem
from data.reading.cells import Sheet
from data.record import Record, assemble
from data.wording import number, word
from data.workbook_template import template
from geo.locating import Gazetteer
from geo.spatial_sheets import sheets
from ui import (
    caches,
    column_answers,
    faults,
    map_view,
    mending,
    notice,
    signing,
    state,
    suggestions,
    unread_sheets,
    whole_file,
)
from ui.text import plain

TYPES = ["xlsx", "xls", "ods", "csv", "txt", "geojson", "json", "gpkg", "kml", "zip"]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show() -> None:
    """Draw the whole way of a file, from the empty template to the version it made."""
    lang = state.lang()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = signing.author("sending")
        note = signing.note("sending")
        st.download_button(
            word("sending.template", lang),
            template,
            "mau-so-dang-ky.xlsx",
            _XLSX,
            on_click="ignore",
            icon=":material/table:",
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        whole_model = st.toggle(word("sending.replace", lang), help=word("sending.replace_help", lang))
        whole = st.toggle(word("sending.whole", lang), help=word("sending.whole_help", lang))
    sent = st.file_uploader(word("sending.file", lang), type=TYPES, key="sending-file")
    if sent is None:
        st.caption(plain(word("sending.start", lang)))
        return
    data = sent.getvalue()
    part = f"sending-{hashlib.sha256(data).hexdigest()}"
    if notice.show(part):
        _next(part)
        return
    flow(data, sent.name, Options(mode="replace" if whole_model else "merge", all_or_nothing=whole), by, note, part)


def _next(part: str) -> None:
    """Offer what one does after an import."""
    lang = state.lang()
    with st.container(horizontal=True):
        if len(caches.desk().quarantine.rows()):
            _go("aside", word("sending.go_aside", lang), ":material/edit_note:")
        _go("versions", word("sending.go_versions", lang), ":material/difference:")
        st.button(word("sending.again", lang), icon=":material/refresh:", on_click=notice.forget, args=(part,))


def _go(part: str, label: str, icon: str) -> None:
    st.button(label, icon=icon, on_click=st.session_state.update, kwargs={"register-part": part})


def flow(data: bytes, name: str, options: Options, by: str, note: str, part: str) -> None:
    """Draw everything between a file and the version it makes; `part` of the page then says what was written."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        checked = _checked(data, name, replace(options, system=whole_file.grid(sha256)))
    except NotUnderstood as problem:
        faults.explain(problem)
        unread_sheets.show(problem.sheets, sha256, by, expanded=True)
        whole_file.show(sha256)
        return
    except Problem as problem:
        faults.explain(problem)
        return
    # Each in a place of its own: what comes or goes in one must not move the others while somebody clicks in them.
    with st.container():
        _result(checked)
    with st.container():
        whole_file.show(sha256, checked)
        column_answers.show(checked, sha256, by)
        unread_sheets.show(_unread(checked), sha256, by)
    with st.container():
        suggestions.show(checked, sha256, by)
    with st.container():
        mending.show(checked, data, sha256)
    with st.container():
        _preview(checked)
    _import(checked, data, by, note, part)


def _checked(data: bytes, name: str, options: Options) -> Checked:
    """Check a file once for its contents, options, readings and register version; cells mended here come on top."""
    sha256 = hashlib.sha256(data).hexdigest()
    readings = column_answers.readings(sha256, whole_file.values(sha256))
    asked = (sha256, name, options.mode, options.all_or_nothing, options.system, repr(readings))
    key = (*asked, caches.stamp(), st.session_state.get("sending-answers", 0))
    held = st.session_state.get("sending-checked")
    told = st.empty()  # always there: what stands below must keep its place, or it folds and forgets what was typed
    if held is None or held[0] != key:
        with _progress(told) as progress:
            result = imports.checked(
                data,
                name,
                caches.desk(),
                gazetteer(),
                options=options,
                readings=readings,
                spatial=sheets,
                progress=progress,
            )
        held = st.session_state["sending-checked"] = (key, result, Answers(), result)
    mended = replace(suggestions.said(sha256), cells=mending.cells(sha256))
    if mended != held[2]:
        with told, st.spinner(word("step.rules", state.lang())):
            again = accept(held[1], mended, gazetteer())
        held = st.session_state["sending-checked"] = (key, held[1], mended, again)
    checked: Checked = held[3]
    return checked


def _unread(checked: Checked) -> list[Sheet]:
    """Give the sheets of a file that were not read and may be meant to be: of hidden ones those like the register's."""
    read = {entry.sheet for entry in checked.intake.entries}
    hidden = {one.place.sheet for one in checked.findings if one.code == "sheet_hidden"}
    return [
        sheet
        for sheet in checked.intake.sheets
        if sheet.rows and sheet.name not in read and (not sheet.hidden or sheet.name in hidden)
    ]


@contextmanager
def _progress(place: DeltaGenerator) -> Iterator[Progress]:
    """Give what shows the steps of a check on a bar, which goes when the check is over."""

    def shown(step: str, share: float) -> None:
        place.progress(share, word(f"step.{step}", state.lang()))

    try:
        yield shown
    finally:
        place.empty()


@st.cache_resource(show_spinner=False)
def gazetteer() -> Gazetteer:
    """Give what knows the places; it is made once and serves everybody."""
    return Gazetteer()


def _result(checked: Checked) -> None:
    lang = state.lang()
    counted = findings.counts(checked.findings)
    for column, (key, value) in zip(
        st.columns(4),
        {
            "rows": checked.rows,
            "accepted": checked.accepted,
            "aside": len(checked.rejected),
            "warnings": counted["warning"],
        }.items(),
        strict=True,
    ):
        column.metric(word(f"sending.{key}", lang), number(value, lang) or "0", border=True)


def _preview(checked: Checked) -> None:
    """Show where the accepted places of the file would lie today."""
    sites = checked.frames.get("sites")
    if sites is None or sites.empty:
        return
    lang = state.lang()
    choice = Choice(models=tuple(sorted(set(sites["model_key"]))))
    with st.expander(word("sending.preview", lang, n=number(len(sites), lang)), icon=":material/map:", expanded=True):
        basis = basis_of(preview(checked), choice, lang)
        map_view.draw(site_map(basis, caches.inner_points(choice.epoch)), height=420, key="sending-map")


def preview(checked: Checked) -> Record:
    """Give the record as it stands, but of sites only those that the file brings."""
    held, came = checked.register.tables, checked.frames
    sources = pd.concat([held["sources"], came["sources"]]).drop_duplicates("source_url", keep="last")
    return assemble({**held, "sites": came["sites"], "sources": sources.reset_index(drop=True)})


def _import(checked: Checked, data: bytes, by: str, note: str, part: str) -> None:
    """Write what is accepted; what came of it is said in `part` of the page."""
    lang = state.lang()
    if not by.strip():
        st.caption(word("sending.by_first", lang))
    # Rows that are kept aside already gain nothing from being kept aside once more.
    ready = bool(by.strip()) and (checked.accepted or (checked.rows and part != "aside"))
    label = word("sending.import", lang, n=number(checked.accepted, lang) or "0")
    if not checked.accepted and part != "aside":
        label = word("sending.import_none", lang, n=len(checked.rejected))
    if st.button(label, type="primary", disabled=not ready, icon=":material/save:", key=f"{part}-import"):
        try:
            with st.spinner(word("sending.importing", lang), show_time=True):
                made = imports.committed(checked, data, caches.desk(), by=by, note=note)
        except Problem as problem:
            faults.explain(problem)
            return
        notice.leave(part, _done(made, len(checked.rejected), lang))
        st.rerun()


def _done(made: imports.Imported, aside: int, lang: str) -> str:
    if made.version is None:
        return word("sending.nothing", lang, aside=aside)
    counts = {what: number(made.version.total(what), lang) or "0" for what in ("added", "changed", "removed")}
    return word("sending.done", lang, version=made.version.number, aside=aside, **counts)
