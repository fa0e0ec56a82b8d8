"""Pieces of the pages of single models: their numbers, tables that select, the map with what is selected beside it.

Each piece takes exactly one place on the page, whatever it shows: a map that changes its place is loaded anew.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import streamlit as st

from briefing import screen
from briefing.basis import Basis
from briefing.profile import profile
from briefing.quality.table import Table
from briefing.spec import BarSpec, MapSpec
from briefing.told import Fact
from data.choice import Choice
from data.wording import word
from ui import caches, downloads, map_view, selection, state, view, widgets
from ui.text import link, plain

_HEIGHT = 520  # pixels, of a map
_ROWS = 420  # pixels, of a long table
_FEW = 10  # rows that need no height of their own
_WIDTHS = {"base": 260, "indicator": 300, "told": 400, "criterion": 260, "site": 280}  # pixels


def pinned(choice: Choice, model_key: str, commune: bool = False) -> Choice:
    """Give the choice of a page that is about one model: its own in place of the filter's.

    Without `commune` the selected commune does not hide the others: it stands out among them.
    """
    return dataclasses.replace(choice, models=(model_key,), commune=choice.commune if commune else "")


def title(text: str, lead: str, model: str = "") -> None:
    """Show the page's heading and what it is about, and that the filter of models does not drive it."""
    with st.container():
        widgets.title(text, lead)
        if model and state.choice().models not in ((), (model,)):
            st.caption(plain(word("headline.pinned", state.lang())))


def facts(shown: Sequence[Fact]) -> None:
    """Show numbers side by side, each with what it counts, out of what, and who said so; none is said in words."""
    with st.container():
        columns = st.columns(len(shown)) if shown else []
        for column, one in zip(columns, shown, strict=True):
            with column.container(border=True, height="stretch", key=f"fact-{one.key}"):
                _fact(one)


def _fact(one: Fact) -> None:
    st.markdown(f"**{plain(one.label)}**")
    if one.value:
        st.markdown(f"## {plain(one.value)} :small[{plain(one.unit)}]")
    else:
        st.markdown(f"*{plain(word('common.no_data', state.lang()))}*")
    for line in one.lines:
        st.caption(plain(line))
    if one.source:
        st.caption(link(one.source, one.source_url))


def empty(basis: Basis) -> None:
    """Say why there are no sites, where there are none."""
    with st.container():
        if basis.counted.n == 0:
            widgets.nothing()


def pick(name: str, options: Mapping[str, str], label: str) -> str:
    """Let the reader pick one of some options, key → label; the address keeps it, the first is the usual."""
    key, first = f"pick-{name}", next(iter(options))
    st.session_state[key] = view.one(name, options, first)

    def changed() -> None:
        picked = st.session_state[key]
        view.put(name, "" if picked == first else picked)

    picked = st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        on_change=changed,
        required=True,
        label_visibility="collapsed",
    )
    return str(picked)


def choose(name: str, options: Mapping[str, str], label: str, every: str) -> None:
    """Let the reader choose one of many options, key → label, or none of them (`every`); the address keeps it."""
    key = f"choose-{name}"
    st.session_state[key] = view.one(name, options)
    labels = {"": every, **options}
    st.selectbox(
        label,
        list(labels),
        format_func=lambda option: labels.get(option, option),
        key=key,
        on_change=lambda: view.put(name, st.session_state[key]),
        width=420,
    )


def bars(spec: BarSpec, field: selection.Field | None = None, twin: bool = False) -> None:
    """Show bars with their title, download and explanation; they select an area where `field` says of which kind.

    `twin`: no table of the page says the same numbers, so theirs is offered.
    """
    with st.container():
        widgets.title(spec.header.title, level=2)
        if field:
            selection.bars(spec, field)
        else:
            drawn = screen.bars(spec, dark=st.context.theme.type == "dark")
            st.altair_chart(drawn, theme="streamlit", width="stretch", alt=spec.header.title)
        downloads.menu(spec, "bars")
        widgets.explain(spec.header)
        if twin:
            widgets.twin(spec, "bars")


def table(found: Table, field: selection.Field = "commune", folded: bool = False, level: int = 2) -> None:
    """Show a table with its title, download and what explains it; its rows select an area where it has their codes.

    Without rows it says why there are none. `folded`: it is opened on demand. Its sources are named in its rows, or by
    the chart that says the same; the file that is carried away says everything.
    """
    with st.container():
        widgets.title(found.header.title, level=level)
        if found.rows.empty:
            st.text(found.empty)
            return
        if folded:
            with st.expander(word("table.show", state.lang()), icon=":material/table:"):
                _rows(found, field)
        else:
            _rows(found, field)


def _rows(found: Table, field: selection.Field) -> None:
    shown = found.rows[list(found.labels)]
    height = _ROWS if len(shown) > _FEW else "auto"
    settings = {"height": height, "column_config": _columns(found), "placeholder": ""}
    key = f"rows-{found.header.title}"
    if "code" in found.rows:
        selection.table(shown, list(found.rows["code"]), field, key, found.header.title, **settings)
    else:
        st.dataframe(shown, hide_index=True, width="stretch", key=key, alt=found.header.title, **settings)
    downloads.table(shown.rename(columns=dict(found.labels)), found.header, key)
    for note in found.header.notes:
        st.caption(plain(note))


def _columns(found: Table) -> dict[str, object]:
    opened = word("headline.open", state.lang())
    return {
        name: st.column_config.LinkColumn(label, display_text=opened)
        if name == "source_url"
        else st.column_config.Column(label, width=_WIDTHS.get(name))
        for name, label in found.labels.items()
    }


def area_map(spec: MapSpec, basis: Basis, key: str) -> None:
    """Show the map with its title and explanation; beside it the selected commune, or what its colours stand for.

    `basis` is what the map was made from.
    """
    selected = state.choice().commune
    with st.container():
        widgets.title(spec.header.title, level=2)
        picture, beside = st.columns([3, 1])
        with picture:
            map_view.draw(spec, on_select=lambda code: state.change(commune=code), height=_HEIGHT, key=key)
            downloads.menu(spec, "map")
            widgets.explain(spec.header)
        with beside:
            if selected:
                widgets.profile(profile(basis, selected, caches.loose(basis.choice.epoch)))
            else:
                widgets.totals(spec)
        widgets.twin(spec, "map")


def lines(heading: str, said: Sequence[str], lead: str = "") -> None:
    """Show some sentences under a heading, nothing where there are none."""
    with st.container():
        if said:
            widgets.title(heading, lead, level=2)
            st.markdown("\n".join(f"- {plain(text)}" for text in said))
