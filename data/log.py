"""The server's log: one JSON object a line, in files that take turns, without data on persons.

The standard library's logging, because Streamlit, its web server, SQLAlchemy and Alembic all write through it: a
library of our own choice would still need this handler for theirs.

What comes out of a register is quoted in messages («…», '…', "…"), so quotations are left out of the log, and so are
long numbers, mail and network addresses, and passwords in addresses of databases. Of an exception the log keeps its
kind, the masked message and the places in the code it went through; never the values of variables.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import logging
import logging.handlers
import re
import sys
import traceback

from data.errors import Problem
from data.settings import settings

_LONGEST = 2000
_PLACES = 40
# The time each takes grows with the text, not with its square, as anybody may have a long line written: what stands
# before a sign that decides is bounded, or begins after a separator only; an open quotation goes to the end.
_MASKS = (
    (re.compile(r"(://[^\s:/@]*):[^\s@/]+@"), r"\1:…@"),
    (re.compile(r"[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+"), "…@…"),
    (re.compile(r"DETAIL:.*"), "DETAIL: …"),  # of PostgreSQL: the row that failed
    (re.compile(r"(?i)(?<![^/\n«»:;])[^/\n«»:;]*\.(xlsx|xlsm|xls|ods|csv|gpkg|geojson|kml|kmz|zip)\b"), r"….\1"),
    (re.compile(r"«[^»]*(»|\Z)"), "«…»"),
    (re.compile(r'"[^"]*"'), '"…"'),
    (re.compile(r"(?<!\w)'[^']*'"), "'…'"),
    (re.compile(r"(?<![\d.])(?!127\.)\d{1,3}(\.\d{1,3}){3}(?![\d.])"), "…"),
    (re.compile(r"\d([ .-]?\d){8,}"), "…"),
)


def masked(text: str) -> str:
    """Give a text without what could be data on persons: quotations, long numbers, addresses, passwords."""
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


class Lines(logging.Formatter):
    """Writes a record as a line of JSON: time, level, logger, message, incident where there is one, error."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line of a record, without its end."""
        line: dict[str, object] = {
            "time": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        if hasattr(record, "incident"):
            line["incident"] = record.incident
        if record.exc_info and record.exc_info[1]:
            line["error"] = _told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _told(error: BaseException) -> dict[str, object]:
    """Give the kind, message and places of an exception, and the same of the one that caused it."""
    frames = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    told: dict[str, object] = {
        "kind": f"{type(error).__module__}.{type(error).__qualname__}",
        "message": masked(_said(error)),
        "places": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told | ({"cause": _told(cause)} if cause else {})


def _said(error: BaseException) -> str:
    """Give what an exception says; of a Problem without what came, which stands unquoted in its text."""
    return f"{error.where}; {error.expected}; {error.detail}" if isinstance(error, Problem) else str(error)


class _File(logging.handlers.RotatingFileHandler):
    """Files that take turns; when the disk does not take a line, it goes to the terminal instead."""

    def handleError(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError, ValueError):  # the terminal may be a file on the same disk
            sys.stderr.write(self.format(record) + "\n")


def handler() -> logging.Handler:
    """Give where the log goes: NGHEAN_LOG_FILE and its older ones NGHEAN_LOG_FILE.1, .2, …, else the terminal."""
    asked = settings()
    made: logging.Handler = logging.StreamHandler()
    if asked.nghean_log_file:
        size = asked.nghean_log_mb * 1_000_000
        kept = asked.nghean_log_kept
        made = _File(asked.nghean_log_file, maxBytes=size, backupCount=kept, encoding="utf-8", delay=True)
    made.setFormatter(Lines())
    return made


class _Later(logging.Logger):
    """A logger made after `set_up`: handlers that a library gives it are left out, and its lines go where all do."""

    def addHandler(self, hdlr: logging.Handler) -> None:
        """Take none."""

    def callHandlers(self, record: logging.LogRecord) -> None:
        """Hand a record to the root's handlers, whatever was set for this logger."""
        self.propagate = True
        super().callHandlers(record)


def set_up() -> None:
    """Send everything that this process logs to `handler`, that of libraries with handlers of their own included."""
    logging.setLoggerClass(_Later)
    root = logging.getLogger()
    root.handlers = [handler()]
    root.setLevel(logging.INFO)
    for name in list(root.manager.loggerDict):
        logger = logging.getLogger(name)
        if logger.handlers:
            logger.handlers.clear()
            logger.propagate = True
