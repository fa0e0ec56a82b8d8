"""The log is lines of JSON in files that take turns, and holds nothing that could be data on persons."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from streamlit.logger import get_logger

from data import log
from data.errors import Problem
from data.store import Store


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("could not convert string to float: 'ông A'", "could not convert string to float: '…'"),
        ('Unable to parse string "bà B" at position 0', 'Unable to parse string "…" at position 0'),
        ("ô J4: gặp «0912 345 678»", "ô J4: gặp «…»"),
        ("gọi 0912.345.678 hoặc 084 912 345 678", "gọi … hoặc …"),
        ("căn cước 040099001234", "căn cước …"),
        ("viết cho can.bo@nghean.gov.vn", "viết cho …@…"),
        ("postgresql://so:bí-mật@máy/so refused", "postgresql://so:…@máy/so refused"),
        ("from 10.20.30.40 to 127.0.0.1", "from … to 127.0.0.1"),
        ("Tệp Danh sách ông A.xlsx: không mở được", "….xlsx: không mở được"),
        ("duplicate key\nDETAIL:  Key (site_name)=(ông A) already exists.", "duplicate key\nDETAIL: …"),
        ("viết a@xa.vn+b@huyen.vn.", "viết …@……@…."),
        ("gặp «ông A, không đóng", "gặp «…»"),
        ("it doesn't, it can't; 18502 rows in 2026-11-28", "it doesn't, it can't; 18502 rows in 2026-11-28"),
    ],
)
def test_what_could_be_data_on_persons_is_left_out(said: str, kept: str) -> None:
    assert log.masked(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("x", "x" * 2000 + "…"),
        (".", "." * 2000 + "…"),
        ("a@", "a@" * 1000 + "…"),
        ("://", "://" * 666 + ":/…"),
        ("«", "«…»"),
        ("a.xlsx ", "….xlsx "),
    ],
)
def test_a_line_of_any_length_is_masked_without_taking_its_square(said: str, kept: str) -> None:
    assert log.masked(said * 200_000) == kept  # days, if every sign were a new beginning


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Set the log of this process up to go to a file, and put everything back."""
    path = tmp_path / "app.jsonl"
    monkeypatch.setenv("NGHEAN_LOG_FILE", str(path))
    root = logging.getLogger()
    before, level, kind = root.handlers, root.level, logging.getLoggerClass()
    log.set_up()
    yield path
    logging.setLoggerClass(kind)
    root.handlers[0].close()
    root.handlers, root.level = before, level


def test_a_line_is_json_with_the_places_of_an_error_and_no_values(lines: Path) -> None:
    try:
        try:
            float("ông A")
        except ValueError as cause:
            raise Problem("Trang «Điểm»", "ông A", "một số", "Sửa lại.", "row 4") from cause
    except Problem as error:
        logging.getLogger("test").error("failed for %s", "«ông A»", exc_info=error, extra={"incident": "ab12"})
    (line,) = map(json.loads, lines.read_text("utf-8").splitlines())
    assert (line["level"], line["logger"], line["message"], line["incident"]) == (
        "ERROR",
        "test",
        "failed for «…»",
        "ab12",
    )
    assert line["error"]["kind"] == "data.errors.Problem"
    assert line["error"]["message"] == "Trang «…»; một số; row 4"
    assert line["error"]["cause"]["message"] == "could not convert string to float: '…'"
    assert "test_a_line_is_json" in line["error"]["places"][0]
    assert "ông A" not in lines.read_text("utf-8")


def test_files_take_turns(lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGHEAN_LOG_MB", "1")
    monkeypatch.setenv("NGHEAN_LOG_KEPT", "2")
    log.set_up()
    for _ in range(4000):
        logging.getLogger("test").info("x" * 1000)
    logging.getLogger().handlers[0].close()
    assert sorted(path.name for path in lines.parent.iterdir()) == ["app.jsonl", "app.jsonl.1", "app.jsonl.2"]
    assert all(path.stat().st_size <= 1_000_000 for path in lines.parent.iterdir())


def test_loggers_with_a_handler_of_their_own_write_the_same_lines(lines: Path) -> None:
    own = logging.getLogger("streamlit.of_a_test")
    own.propagate = False
    own.addHandler(logging.StreamHandler())
    log.set_up()
    own.warning("told")
    assert json.loads(lines.read_text("utf-8"))["logger"] == "streamlit.of_a_test"


def test_a_logger_that_a_library_makes_later_writes_them_too(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = get_logger("streamlit.made_later_by_a_test")  # with a handler to the terminal, and closed off
    later.warning("told later")
    assert json.loads(lines.read_text("utf-8"))["message"] == "told later"
    assert capsys.readouterr().err == ""


def test_a_log_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NGHEAN_LOG_FILE", str(tmp_path / "no such folder" / "app.jsonl"))
    log.set_up()
    logging.getLogger("test").error("gặp «ông A»")
    assert json.loads(capsys.readouterr().err)["message"] == "gặp «…»"


def test_the_database_tells_no_values(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(text("CREATE TABLE t (name TEXT UNIQUE)"))
        connection.execute(text("INSERT INTO t VALUES (:name)"), {"name": "ông A"})
        with pytest.raises(IntegrityError) as caught:
            connection.execute(text("INSERT INTO t VALUES (:name)"), {"name": "ông A"})
        assert "ông A" not in log.masked(str(caught.value))
        connection.rollback()
