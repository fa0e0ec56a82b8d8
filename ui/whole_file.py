"""What holds for every row of a sent file that does not say it: its model, results or targets, epoch, grid."""

from __future__ import annotations

import streamlit as st

from data import catalogue
from data.checking.check import Checked
from data.reading.register_columns import fields
from data.reading.vn2000 import LABELS, System
from data.wording import word
from ui import state

_FIELDS = ("model", "kind", "epoch")
_ASKED = {"model", "kind"}  # a sheet cannot do without these


def values(sha256: str) -> dict[str, str]:
    """Give what a person said for all rows of a file: field → text."""
    said = {name: st.session_state.get(_key(name, sha256)) for name in _FIELDS}
    return {name: str(text) for name, text in said.items() if text}


def grid(sha256: str) -> System | None:
    """Give the grid that a person said the metres of a file are in, None where it is to be found out."""
    said: System | None = st.session_state.get(_key("grid", sha256))
    return said


def show(sha256: str, checked: Checked | None = None) -> None:
    """Ask about all rows at once; open where the file lacks what a row needs."""
    lang = state.lang()
    missing = checked is not None and any(_ASKED & {*entry.missing} for entry in checked.intake.entries)
    labels = catalogue.models()[f"label_{lang}"]
    choices = {
        "model": dict(zip(catalogue.models()["label_vi"], labels, strict=True)),
        "kind": {kind: kind for kind in fields("figures")["kind"].choices},
        "epoch": {epoch: epoch for epoch in fields("sites")["epoch"].choices},
        "grid": dict(LABELS),
    }
    with st.expander(word("whole.title", lang), icon=":material/rule:", expanded=missing or bool(values(sha256))):
        st.caption(word("whole.help", lang))
        with st.container(horizontal=True):
            for name, named in choices.items():
                st.selectbox(
                    word(f"whole.{name}", lang),
                    named,
                    index=None,
                    format_func=lambda value, named=named: named[value],
                    placeholder=word(f"whole.no_{name}", lang),
                    key=_key(name, sha256),
                    width=260,
                )


def _key(name: str, sha256: str) -> str:
    return f"whole-{name}-{sha256}"
