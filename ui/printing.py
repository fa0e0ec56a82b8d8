"""A page on paper: its style sheet, and the button that opens the browser's own print window."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from data.wording import word
from ui import state

_STYLE = Path(__file__).parent / "web" / "print.css"
_BUTTON = """
export default ({ parentElement, data }) => {
  const button = parentElement.querySelector("button");
  button.textContent = data;
  button.onclick = () => window.print();
};
"""
_LOOK = """
button {
  font: inherit; color: var(--st-text-color); background: transparent; cursor: pointer;
  padding: 0.4rem 0.9rem; border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
}
button:is(:hover, :focus-visible) { color: var(--st-primary-color); border-color: var(--st-primary-color); }
@media print { button { display: none; } }
"""


def page() -> None:
    """Make the page fit for paper, and offer to print it; without a script "Ctrl+P" prints the same."""
    st.html(f"<style>{_STYLE.read_text('utf-8')}</style>")
    with st.container(key="screen-only", width="content"):
        _button()(data=word("area.print", state.lang()), key="print")


@cache
def _button():  # type: ignore[no-untyped-def]
    return st.components.v2.component("print_button", html="<button type='button'></button>", css=_LOOK, js=_BUTTON)
