"""One selected area on the whole page: a second click clears it, and a commune never stands in another district."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def clicked(field: str, code: str, **query: str) -> dict[str, str]:
    """Give the address after a click on an area."""

    def script(field: str, code: str) -> None:
        import streamlit as st

        from ui import selection

        st.button("Chọn", key="row", on_click=selection.toggle, args=(field, code))

    app = AppTest.from_function(script, args=(field, code), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.button(key="row").click().run()
    assert not app.exception
    return {name: "".join(app.query_params[name]) for name in app.query_params}


@pytest.mark.parametrize(
    ("field", "code", "before", "after"),
    [
        ("commune", "18028", {}, {"commune": "18028"}),
        ("commune", "18028", {"commune": "18028"}, {}),
        ("commune", "18028", {"district": "431"}, {"district": "431", "commune": "18028"}),
        ("commune", "18028", {"district": "417", "commune": "16870"}, {"district": "431", "commune": "18028"}),
        ("district", "431", {"district": "417", "commune": "16870"}, {"district": "431"}),
        ("district", "431", {"district": "431"}, {}),
        ("commune", "", {"district": "417", "commune": "16870"}, {"district": "417"}),  # a row that is no area
    ],
)
def test_a_click_selects_moves_and_clears(field: str, code: str, before: dict[str, str], after: dict[str, str]) -> None:
    assert clicked(field, code, **before) == after
