"""A chart over time on the page: drawn, its breaks in words, downloads, sources and table twin."""

from __future__ import annotations

import streamlit as st

from briefing import screen_time
from briefing.spec import TimeSpec
from briefing.timeline import time_table
from data.wording import word
from ui import downloads, state, widgets
from ui.text import link


def chart(spec: TimeSpec, key: str = "time") -> None:
    """Show a chart over time with all that belongs to it; `key` tells it from the page's other charts."""
    lang = state.lang()
    if spec.points.empty and spec.targets.empty:
        st.text(f"{spec.no_data[:1].upper()}{spec.no_data[1:]}.")
        return
    st.altair_chart(screen_time.over_time(spec, dark=st.context.theme.type == "dark"), theme="streamlit", width="stretch", key=key, alt=_said(spec))
    if spec.marks:
        st.markdown("  \n".join(link(mark.text, mark.source_url) for mark in spec.marks))
    downloads.time(spec, key)
    widgets.explain(spec.header)
    with st.expander(word("table.show", lang), icon=":material/table:"):
        address = word("time_col.link", lang)
        st.dataframe(
            time_table(spec, lang),
            hide_index=True,
            width="stretch",
            column_config={address: st.column_config.LinkColumn(display_text=address)},
        )


def _said(spec: TimeSpec) -> str:
    """Say a chart in one sentence, for who cannot see it."""
    told = [f"{date}: {text}" for date, text in zip(spec.points["date"], spec.points["text"], strict=True) if text]
    return ". ".join([spec.header.title, *told])
