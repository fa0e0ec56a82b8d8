"""Pictures to carry into a briefing: drawn from the specification when the reader asks, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from briefing import charts, files, maps
from briefing.spec import BarSpec, Header, MapSpec
from data.wording import word
from geo import boundaries
from ui import state


def bar(spec: BarSpec) -> None:
    """Offer a bar chart as PNG, print PNG, SVG and PDF."""
    _offer(spec.header, lambda kind: files.render(charts.draw(spec), kind), key="bars")


def map_picture(spec: MapSpec) -> None:
    """Offer a map as PNG, print PNG, SVG and PDF."""
    _offer(spec.header, partial(_render_map, spec), key="map")


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
