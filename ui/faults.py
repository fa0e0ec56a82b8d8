"""What a person sees when something fails: a sentence that helps, never a traceback."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data.errors import Problem
from data.wording import word

log = logging.getLogger("dashboard")


@contextmanager
def shown() -> Iterator[None]:
    """Show a Problem as it explains itself, anything else as an incident whose number is in the log."""
    try:
        yield
    except Problem as problem:
        log.warning("%s | %s", problem, problem.detail)
        explain(problem)
    except Exception:  # the last door before the screen
        incident = secrets.token_hex(4)
        log.exception("incident %s", incident)
        st.error(word("fault.unknown", incident=incident), icon=":material/error:")


def explain(problem: Problem) -> None:
    """Show one Problem: where, what came, what was expected, what to do. Its text may come from outside."""
    with st.container(border=True, key=f"fault-{abs(hash(str(problem)))}"):
        st.badge(word("fault.title"), icon=":material/warning:", color="orange")
        st.text(
            f"{problem.where}: {word('fault.came')} {problem.came}; {word('fault.expected')} {problem.expected}."
        )
        if problem.todo:
            st.text(problem.todo)
