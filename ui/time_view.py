"""A chart over time on the page: drawn, its breaks in words, downloads, sources and table twin."""

from __future__ import annotations

import streamlit as st

from briefing import screen_time
from briefing.spec import TimeSpec
from ui import downloads, widgets
from ui.text import link


def chart(spec: TimeSpec, key: str = "time") -> None:
    """Show a chart over time with all that belongs to it; `key` tells it from the page's other charts."""
    if spec.points.empty and spec.targets.empty:
        st.text(f"{spec.no_data[:1].upper()}{spec.no_data[1:]}.")
        return
    drawn = screen_time.over_time(spec, dark=st.context.theme.type == "dark")
    st.altair_chart(drawn, theme="streamlit", width="stretch", key=key, alt=_said(spec))
    if spec.marks:
        st.markdown("  \n".join(link(mark.text, mark.source_url) for mark in spec.marks))
    downloads.menu(spec, key)
    widgets.explain(spec.header)
    widgets.twin(spec, key)


def _said(spec: TimeSpec) -> str:
    """Say a chart in one sentence, for who cannot see it."""
    told = [f"{date}: {text}" for date, text in zip(spec.points["date"], spec.points["text"], strict=True) if text]
    return ". ".join([spec.header.title, *told])
