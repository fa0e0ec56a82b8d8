"""One selected area on the whole page: a click on a bar or a row selects it everywhere, a second one clears it.

The selection is the choice's district or commune, so it lives in the address. A widget's key names what is selected:
after each change it starts anew without a memory of its own, and can never disagree with the address.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from briefing import screen
from briefing.spec import BarSpec
from geo import units
from ui import state

Field = Literal["district", "commune"]


def bars(spec: BarSpec, field: Field, key: str = "bars") -> None:
    """Show a bar chart whose rows select the district or commune that their `key` names."""
    selected = getattr(state.choice(), field)
    name = f"{key}-{selected}"

    def clicked() -> None:
        found = _state(name, screen.CLICKED)
        toggle(field, str(found[0]["key"]) if found else selected)

    st.altair_chart(
        screen.bars(spec, dark=st.context.theme.type == "dark"),
        theme="streamlit",
        width="stretch",
        key=name,
        on_select=clicked,
        selection_mode=screen.CLICKED,
        alt=spec.header.title,
    )


def table(frame: pd.DataFrame, codes: Sequence[str], field: Field, key: str, title: str, **settings: Any) -> None:
    """Show a table whose rows select the district or commune of the same place in `codes`.

    `title` says what it shows to who cannot see it.
    """
    selected = getattr(state.choice(), field)
    name = f"{key}-{selected}"
    places = list(codes)

    def clicked() -> None:
        rows = _state(name, "rows")
        toggle(field, places[rows[0]] if rows else selected)

    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        key=name,
        alt=title,
        on_select=clicked,
        selection_mode="single-row",
        selection_default={"selection": {"rows": [places.index(selected)] if selected in places else []}},
        **settings,
    )


def toggle(field: Field, code: str) -> None:
    """Select an area, or clear it when it is selected already; a commune of another district takes that along."""
    choice = state.choice()
    if code == getattr(choice, field):
        state.change(**{field: ""})
    elif field == "commune" and code and choice.district:
        state.change(district=units.unit(choice.epoch, code).district_code, commune=code)
    else:
        state.change(**{field: code})


def _state(name: str, part: str) -> Any:
    """What of a chart or table is selected in the browser."""
    return st.session_state[name]["selection"].get(part) or []
