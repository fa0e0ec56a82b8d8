"""Sending a file to the register: check it, answer what it asks, see where its places lie, import it."""

from __future__ import annotations

import hashlib

import pandas as pd
import streamlit as st

from briefing.basis import basis_of
from briefing.build import site_map
from data import imports
from data.checking import findings
from data.checking.answers import Answers, accept
from data.checking.check import KINDS, Checked, Options
from data.checking.findings import suggestion
from data.checking.intake import Reading
from data.checking.places import Candidate
from data.checking.placing import NameKey, UnitKey, name_key
from data.choice import Choice
from data.errors import Problem
from data.reading.register_columns import fields
from data.record import Record, assemble
from data.wording import number, word
from data.workbook_return import returned
from data.workbook_template import template
from geo.locating import Gazetteer
from geo.spatial_sheets import sheets
from ui import caches, faults, map_view, state
from ui.text import plain

TYPES = ["xlsx", "xls", "ods", "csv", "txt", "geojson", "json", "gpkg", "kml", "zip"]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LEVELS = {"error": ":material/error:", "warning": ":material/warning:", "note": ":material/info:"}


def show() -> None:
    """Draw the whole way of a file, from the empty template to the version it made."""
    lang = state.lang()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.text_input(word("sending.by", lang), key="sending-by", max_chars=80, width=280)
        note = st.text_input(word("sending.note", lang), key="sending-note", max_chars=200, width=360)
        st.download_button(
            word("sending.template", lang),
            template,
            "mau-so-dang-ky.xlsx",
            _XLSX,
            on_click="ignore",
            icon=":material/table:",
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        replace = st.toggle(word("sending.replace", lang), help=word("sending.replace_help", lang))
        whole = st.toggle(word("sending.whole", lang), help=word("sending.whole_help", lang))
    sent = st.file_uploader(word("sending.file", lang), type=TYPES, key="sending-file")
    if sent is None:
        st.caption(plain(word("sending.start", lang)))
        return
    flow(sent.getvalue(), sent.name, Options(mode="replace" if replace else "merge", all_or_nothing=whole), by, note)


def flow(data: bytes, name: str, options: Options, by: str, note: str) -> None:
    """Draw everything between a file and the version it makes."""
    try:
        with st.spinner(word("sending.checking", state.lang()), show_time=True):
            checked = _checked(data, name, options)
    except Problem as problem:
        faults.explain(problem)
        return
    _result(checked)
    _columns(checked, by)
    _answers(checked, by)
    _findings(checked, data)
    _preview(checked)
    _import(checked, data, by, note)


def _checked(data: bytes, name: str, options: Options) -> Checked:
    """Check a file once for its contents, options, readings and register version; cells mended here come on top."""
    readings: dict[str, Reading] = st.session_state.setdefault("sending-readings", {})
    asked = (hashlib.sha256(data).hexdigest(), name, options.mode, options.all_or_nothing, repr(readings))
    key = (*asked, caches.stamp(), st.session_state.get("sending-answers", 0))
    held = st.session_state.get("sending-checked")
    if held is None or held[0] != key:
        result = imports.checked(
            data, name, caches.store(), _gazetteer(), options=options, readings=readings, spatial=sheets
        )
        held = st.session_state["sending-checked"] = (key, result)
    mended = st.session_state.get(f"sending-cells-{asked[0]}", {})
    return accept(held[1], Answers(cells=mended), _gazetteer()) if mended else held[1]


@st.cache_resource(show_spinner=False)
def _gazetteer() -> Gazetteer:
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


def _columns(checked: Checked, by: str) -> None:
    """Let a person say which column means what; the answer is remembered for every sheet with these headings."""
    lang = state.lang()
    unclear = [s for s, m in checked.intake.mappings.items() if m.missing_required or m.ambiguous or m.unknown]
    with st.expander(word("sending.columns", lang), icon=":material/view_column:", expanded=bool(unclear)):
        for sheet, mapping in checked.intake.mappings.items():
            if not mapping.headings:
                continue
            known = fields(mapping.sheet_kind)
            labels = {"": word("sending.unread", lang)} | {name: one.label_vi for name, one in known.items()}
            read = {index: name for name, index in mapping.columns.items()}
            missing = ", ".join(known[name].label_vi for name in mapping.missing_required)
            table = pd.DataFrame(
                {
                    "heading": mapping.headings,
                    "field": [labels[read.get(index, "")] for index in range(len(mapping.headings))],
                }
            )
            st.markdown(f"**{plain(sheet)}**")
            if missing:
                st.text(word("sending.missing", lang, names=missing))
            edited = st.data_editor(
                table,
                hide_index=True,
                key=f"sending-columns-{sheet}-{hash(tuple(mapping.headings))}",
                column_config={
                    "heading": st.column_config.TextColumn(word("sending.heading", lang), disabled=True),
                    "field": st.column_config.SelectboxColumn(
                        word("sending.field", lang), options=list(labels.values()), required=True
                    ),
                },
            )
            names = {label: name for name, label in labels.items()}
            changed = edited["field"] != table["field"]
            if changed.any() and st.button(word("sending.apply", lang), key=f"sending-apply-{sheet}"):
                answers = {
                    row["heading"]: names[row["field"]] for row in edited[changed].to_dict("records") if row["heading"]
                }
                before = st.session_state["sending-readings"].get(sheet, Reading())
                reading = Reading(kind=mapping.sheet_kind, answers={**before.answers, **answers})
                st.session_state["sending-readings"] = {**st.session_state["sending-readings"], sheet: reading}
                if by.strip():
                    caches.store().decisions.remember_mapping(mapping.headings, dict(reading.answers), by=by)
                st.rerun()


def _answers(checked: Checked, by: str) -> None:
    """Ask once about each commune name that may mean several places; a person's answer holds for all its rows."""
    lang = state.lang()
    asked = questions(checked)
    if not asked:
        return
    with st.container(border=True, key="sending-answers-box"):
        st.markdown(f"**{plain(word('sending.names', lang, n=len(asked)))}**")
        st.caption(plain(word("sending.names_help", lang)))
        picked: dict[NameKey, UnitKey] = {}
        for place, (key, candidates) in enumerate(asked.items()):
            label = ", ".join(part for part in (key.name, key.district, key.epoch) if part)
            options = {"": None} | {suggestion(one): one for one in candidates}
            answer = st.selectbox(
                plain(label),
                options,
                format_func=lambda text: text or word("sending.undecided", lang),
                key=f"sending-name-{place}-{label}",
            )
            chosen = options[answer]
            if chosen is not None:
                picked[key] = (chosen.epoch, chosen.code)
        if not by.strip():
            st.caption(word("sending.by_first", lang))
        if st.button(word("sending.accept", lang, n=len(picked)), disabled=not picked or not by.strip()):
            for key, (epoch, code) in picked.items():
                caches.store().decisions.remember_name(
                    key.name, epoch, code, district=key.district, epoch=key.epoch, by=by
                )
            st.session_state["sending-answers"] = st.session_state.get("sending-answers", 0) + 1
            st.rerun()


def questions(checked: Checked) -> dict[NameKey, tuple[Candidate, ...]]:
    """Give each name of a checked file that was not placed, with the units it may mean, in the order of the file."""
    asked: dict[NameKey, tuple[Candidate, ...]] = {}
    for placed in checked.placed:
        open_rows = placed.answers[(placed.answers["code"] == "") & placed.answers["candidates"].map(bool)]
        for row, candidates in open_rows["candidates"].items():
            question = placed.asked.loc[row]
            key = name_key(question["commune_text"], question["district_text"], question["unit_epoch"])
            asked.setdefault(key, tuple(candidates))
    return asked


def _findings(checked: Checked, data: bytes) -> None:
    lang = state.lang()
    if not checked.findings:
        return
    table = findings.frame(checked.findings)
    st.markdown(f"**{plain(word('sending.findings', lang, n=number(len(table), lang)))}**")
    counted = findings.counts(checked.findings)
    levels = st.pills(
        word("sending.levels", lang),
        [level for level, n in counted.items() if n],
        selection_mode="multi",
        default=[level for level in ("error", "warning") if counted[level]],
        format_func=lambda level: f"{_LEVELS[level]} {word(f'finding.{level}', lang)} ({counted[level]})",
        label_visibility="collapsed",
    )
    shown = table[table["severity"].isin(levels)] if levels else table
    _mend(shown, hashlib.sha256(data).hexdigest())
    st.download_button(
        word("sending.returned", lang),
        lambda: returned(data, checked),
        "ket-qua-kiem-tra.xlsx",
        _XLSX,
        on_click="ignore",
        icon=":material/download:",
        help=word("sending.returned_help", lang),
    )


def _mend(shown: pd.DataFrame, sha256: str) -> None:
    """Show findings with a column to write the right value into; the rows are checked again with it."""
    lang = state.lang()
    columns = ["title", "sheet", "row", "column", "heading", "came", "mended", "expected", "todo", "suggestions"]
    config = {
        name: st.column_config.TextColumn(word(f"finding.{name}", lang), disabled=name != "mended") for name in columns
    }
    table = shown.assign(mended="", row=shown["row"].astype(str))
    edited = st.data_editor(
        table[columns], hide_index=True, column_config=config, key=f"sending-mend-{sha256}-{len(table)}"
    )
    written = edited["mended"].fillna("").str.strip() != ""
    if written.any() and st.button(word("sending.mend", lang, n=int(written.sum()))):
        rows = shown[written].assign(text=edited.loc[written, "mended"])
        cells = {(row["sheet"], int(row["row"]), row["field"]): row["text"] for row in rows.to_dict("records")}
        st.session_state[f"sending-cells-{sha256}"] = st.session_state.get(f"sending-cells-{sha256}", {}) | cells
        st.rerun()


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


def _import(checked: Checked, data: bytes, by: str, note: str) -> None:
    """Write what is accepted; what came of it stays on the page until another file is sent."""
    lang = state.lang()
    done_key = f"sending-done-{hashlib.sha256(data).hexdigest()}"
    if done_key in st.session_state:
        st.success(st.session_state[done_key], icon=":material/check:")
        return
    if not by.strip():
        st.caption(word("sending.by_first", lang))
    ready = bool(by.strip()) and checked.rows > 0
    label = word("sending.import", lang, n=number(checked.accepted, lang) or "0")
    if st.button(label, type="primary", disabled=not ready, icon=":material/save:"):
        try:
            with st.spinner(word("sending.importing", lang), show_time=True):
                made = imports.committed(checked, data, caches.store(), by=by, note=note)
        except Problem as problem:
            faults.explain(problem)
            return
        caches.stamp.clear()
        st.session_state[done_key] = _done(made, len(checked.rejected), lang)
        st.rerun()


def _done(made: imports.Imported, aside: int, lang: str) -> str:
    if made.version is None:
        return word("sending.nothing", lang, aside=aside)
    told = [made.version.counts.get(kind, {}) for kind in KINDS]  # not the sources that came with the rows
    counts = {
        what: number(sum(one.get(what, 0) for one in told), lang) or "0" for what in ("added", "changed", "removed")
    }
    return word("sending.done", lang, version=made.version.number, aside=aside, **counts)
