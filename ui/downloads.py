"""Files to carry into a briefing: pictures drawn from the specification, and tables, made when the reader asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from briefing import files, pictures, twin
from briefing.spec import Header
from data import table_files
from data.wording import word
from ui import copying, exports, state


def table(frame: pd.DataFrame, header: Header, key: str = "table") -> None:
    """Offer a table as a workbook and as CSV; the workbook says filter, source, dates, epoch and data set below it."""
    lang = state.lang()
    with st.container(horizontal=True):
        for kind, mime in table_files.MIME.items():
            st.download_button(
                word(f"download.{kind}", lang),
                data=exports.recorded(partial(_rows, frame, kind, header), "table", **_told(header, kind)),
                file_name=_name(header, kind),
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                type="tertiary",
                key=f"download-{key}-{files.file_name(header, kind)}",
            )


def about(header: Header) -> tuple[str, ...]:
    """Give the lines that explain a table on paper: filter, notes, source, dates, epoch and data set."""
    source = word("header.source", header.lang, names=header.source)
    lines = (header.filter_text, *header.notes, source, header.date_text, header.epoch_text, header.dataset)
    return tuple(line for line in lines if line)


@st.fragment
def menu(spec: twin.Spec, key: str) -> None:
    """Offer a picture or map and its numbers as files; the list of forms is made when it is opened.

    A file is made only when its form is clicked. `key` tells it from the page's other menus.
    """
    lang = state.lang()
    title, told = word("download.title", lang), word("download.help", lang)
    forms = st.popover(title, icon=":material/download:", help=told, key=f"menu-{key}", on_change="rerun")
    if forms.open:
        _fill(forms, spec, key)


def _fill(menu: DeltaGenerator, spec: twin.Spec, key: str) -> None:
    lang = state.lang()
    with menu.container(gap="xsmall"):
        st.caption(word("download.picture", lang))
        copying.button(spec, key)
        for kind, form in files.KINDS.items():
            _file(spec.header, kind, form.mime, partial(_picture, spec, kind), key)
        st.caption(word("download.data", lang))
        for kind, mime in table_files.MIME.items():
            _file(spec.header, kind, mime, partial(_table, spec, kind), key)


def _file(header: Header, kind: str, mime: str, make: Callable[[str], bytes], key: str) -> None:
    st.download_button(
        word(f"download.{kind}", state.lang()),
        data=exports.recorded(make, "picture", **_told(header, kind)),
        file_name=_name(header, kind),
        mime=mime,
        on_click="ignore",
        key=f"download-{key}-{kind}",
        width="stretch",
    )


def _name(header: Header, kind: str) -> str:
    name = files.file_name(header, kind)
    return exports.named(name) if kind == "csv" else name  # its rows are all it holds


def _picture(spec: twin.Spec, kind: str, mark: str) -> bytes:
    return pictures.render(exports.marked(spec, mark), kind)


def _table(spec: twin.Spec, kind: str, mark: str) -> bytes:
    return _rows(twin.table(spec), kind, spec.header, mark)


def _rows(frame: pd.DataFrame, kind: str, header: Header, mark: str) -> bytes:
    return table_files.write(frame, kind, header.title, (*about(header), *([mark] if mark else [])))


def _told(header: Header, kind: str) -> dict[str, str]:
    """Give what the audit trail says of a file."""
    return {"form": kind, "title": header.title, "filter": header.filter_text}
