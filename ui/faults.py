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
    """Show a fault where it happened, so that what stands around it stays."""
    try:
        yield
    except Exception as error:  # the last door before the screen
        show(error)


def show(error: Exception) -> bool:
    """Show a Problem as it explains itself, anything else as an incident whose number is in the log.

    Gives True: Streamlit need not show anything itself.
    """
    if isinstance(error, Problem):
        explain(error)
    else:
        incident = secrets.token_hex(4)
        log.error("unexpected fault on a page", exc_info=error, extra={"incident": incident})
        st.error(word("fault.unknown", incident=incident), icon=":material/error:")
    return True


def explain(problem: Problem) -> None:
    """Show one Problem: where, what came, what was expected, what to do. Its text may come from outside."""
    # Not what came: it may be text from a file.
    log.warning("%s; %s; %s", problem.where, problem.expected, problem.detail)
    said = f"{problem.where}: {word('fault.came')} {problem.came}; {word('fault.expected')} {problem.expected}."
    with st.container(border=True):
        st.badge(word("fault.title"), icon=":material/warning:", color="orange")
        st.text(said)
        if problem.todo:
            st.text(problem.todo)
