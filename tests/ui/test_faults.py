"""What a person sees when something fails, and what the log has of it."""

from __future__ import annotations

import logging
import re

import pytest
from streamlit.testing.v1 import AppTest

from data.wording import word


def _failing() -> None:
    from ui import faults

    with faults.shown():
        raise ValueError("SELECT name FROM /srv/secret")


def _problem() -> None:
    from data.errors import Problem
    from ui import faults

    with faults.shown():
        raise Problem("Sổ", "ông A", "một số", "Sửa lại.", "table sites")


def test_an_unknown_fault_shows_a_sentence_and_the_number_that_the_log_has(caplog: pytest.LogCaptureFixture) -> None:
    page = AppTest.from_function(_failing, default_timeout=60).run()
    (record,) = [record for record in caplog.records if record.name == "dashboard"]
    incident = record.__dict__["incident"]
    assert re.fullmatch("[0-9a-f]{8}", incident)
    assert [error.value for error in page.error] == [word("fault.unknown", incident=incident)]
    assert not page.exception
    assert record.exc_info and isinstance(record.exc_info[1], ValueError)


def test_a_problem_explains_itself_and_is_logged_without_what_came(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        page = AppTest.from_function(_problem, default_timeout=60).run()
    assert [text.value for text in page.text] == ["Sổ: gặp ông A; cần một số.", "Sửa lại."]
    assert [record.getMessage() for record in caplog.records if record.name == "dashboard"] == [
        "Sổ; một số; table sites"
    ]
