"""The first look at the register's quality: four numbers, each with what to do next."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from briefing.basis import Basis
from briefing.quality.board import Board
from data.freshness import NO_DATA, ON_TIME, WAITING
from data.wording import number, word


@dataclass(frozen=True)
class Number:
    """One number in finished texts: `value` is "" where there is none, `todo` the next step, `key` names it."""

    key: str
    label: str
    value: str
    todo: str


def numbers(board: Board, basis: Basis, aged: pd.DataFrame, aside: int, months: int) -> tuple[Number, ...]:
    """Give the four numbers: who has sent, what waits for a decision, what is old, what has no exact point.

    aged: as given by briefing.quality.sites; aside: rows kept aside; months: from what age news is old.
    """
    lang, total = basis.lang, len(aged)
    # Not those whose commune is known and only cannot be taken apart into older ones.
    lost = int((basis.counted.unplaced["unit_code"] == "").sum())
    old, undated = int((aged["months"] >= months).sum()), int(aged["months"].isna().sum())
    exact = int(((aged["precision"] == "exact") & (aged["epoch_code"] != "")).sum())
    return (
        _sent(board, lang),
        Number(
            "waiting",
            word("quality.card_waiting", lang),
            _n(lost + aside, lang),
            word("quality.waiting_todo", lang, unplaced=_n(lost, lang), aside=_n(aside, lang))
            if lost + aside
            else word("quality.waiting_none", lang),
        ),
        Number(
            "stale",
            word("quality.card_stale", lang, months=months),
            _of(old, total, lang),
            word("quality.stale_todo", lang, undated=_n(undated, lang)) if old + undated else _fine(total, lang),
        ),
        Number(
            "exact",
            word("quality.card_exact", lang),
            _of(exact, total, lang),
            word("quality.exact_todo", lang, n=_n(total - exact, lang)) if exact < total else _fine(total, lang),
        ),
    )


def _sent(board: Board, lang: str) -> Number:
    """Who has sent in time; of a selected commune how it stands and what it sent."""
    if board.selected:
        only = board.rows.iloc[0]
        return Number("sent", str(only["commune"]), str(only["state"]), str(only["what"]))
    known = board.total - board.counts.get(NO_DATA, 0)
    value = _of(board.counts.get(ON_TIME, 0), known, lang) if board.begun else ""
    return Number("sent", word("quality.card_sent", lang), value, _sent_todo(board, lang))


def _sent_todo(board: Board, lang: str) -> str:
    if not board.begun:
        return word("quality.not_begun", lang)
    if board.late:
        return word("quality.sent_todo", lang, n=_n(board.late, lang))
    waiting = board.counts.get(WAITING, 0)
    return word("quality.sent_waiting", lang, n=_n(waiting, lang)) if waiting else word("quality.sent_all", lang)


def _fine(total: int, lang: str) -> str:
    return word("quality.fine" if total else "empty.why", lang)


def _of(part: int, total: int, lang: str) -> str:
    """A part of a whole: "12/51"; "" where there is nothing to be a part of."""
    return f"{_n(part, lang)}/{_n(total, lang)}" if total else ""


def _n(value: int, lang: str) -> str:
    return number(value, lang)
