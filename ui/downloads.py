"""Files to carry into a briefing: pictures drawn from the specification, and tables, made when the reader asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from briefing import charts, charts_time, files, maps
from briefing.spec import BarSpec, Header, MapSpec, TimeSpec
from data import table_files
from data.wording import word
from geo import boundaries
from ui import state


def bar(spec: BarSpec, key: str = "bars") -> None:
    """Offer a bar chart as PNG, print PNG, SVG and PDF; `key` tells it from the page's other charts."""
    _offer(spec.header, lambda kind: files.render(charts.draw(spec), kind), key=key)


def time(spec: TimeSpec, key: str = "time") -> None:
    """Offer a chart over time as PNG, print PNG, SVG and PDF; `key` tells it from the page's other charts."""
    _offer(spec.header, lambda kind: files.render(charts_time.draw(spec), kind), key=key)


def map_picture(spec: MapSpec, key: str = "map") -> None:
    """Offer a map as PNG, print PNG, SVG and PDF; `key` tells it from the page's other maps."""
    _offer(spec.header, partial(_render_map, spec), key=key)


def table(frame: pd.DataFrame, header: Header, key: str = "table") -> None:
    """Offer a table as a workbook and as CSV; the workbook says filter, source, dates, epoch and data set below it."""
    lang = state.lang()
    with st.container(horizontal=True):
        for kind, mime in table_files.MIME.items():
            st.download_button(
                word(f"download.{kind}", lang),
                data=partial(table_files.write, frame, kind, header.title, about(header)),
                file_name=files.file_name(header, kind),
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


def _render_map(spec: MapSpec, kind: str) -> bytes:
    shapes = boundaries.load(spec.epoch)
    return files.render(maps.draw(spec, shapes, boundaries.districts(spec.epoch)), kind)


def _offer(header: Header, make: Callable[[str], bytes], key: str) -> None:
    """Show one button that opens the list of forms; a picture is made only when its form is clicked."""
    lang = state.lang()
    with st.popover(word("download.title", lang), icon=":material/download:", help=word("download.help", lang)):
        for kind in files.KINDS:
            st.download_button(
                word(f"download.{kind}", lang),
                data=partial(make, kind),
                file_name=files.file_name(header, kind),
                mime=files.MIME[kind],
                on_click="ignore",
                key=f"download-{key}-{kind}",
                width="stretch",
            )
