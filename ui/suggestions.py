"""Suggestions for names and words of a sent file, for a person to accept: for all rows alike, or one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

import streamlit as st

from data.checking.answers import Answers, remembered
from data.checking.check import Checked
from data.checking.findings import suggestion
from data.checking.places import Candidate
from data.checking.placing import NameKey, UnitKey, name_key
from data.reading.register_columns import SHEET_KINDS, fields
from data.wording import word
from ui import caches, state
from ui.text import plain

MOST_ASKED = 50  # names, and words, asked about at a time
_MOST_APART = 40  # rows that a person would answer one by one; more are mended in the workbook
Row = tuple[str, int]  # sheet, row number
Word = tuple[str, str]  # field, text that came


@dataclass
class Question:
    """A name that was not placed: what it may mean, and the rows that say it."""

    candidates: tuple[Candidate, ...]
    rows: list[Row] = field(default_factory=list)


def said(sha256: str) -> Answers:
    """Give what was accepted on this page for a file only: units of single rows, words of its lists."""
    held: Answers = st.session_state.get(_key(sha256), Answers())
    return held


def show(checked: Checked, sha256: str, by: str) -> None:
    """Ask once about each name that may mean several places, and each word that is not in its list."""
    lang = state.lang()
    _accepted(sha256)
    _remembered(checked)
    names, words = questions(checked), unknown_words(checked)
    if not names and not words:
        return
    with st.container(border=True, key="sending-answers-box"):
        if names:
            st.markdown(f"**{plain(word('sending.names', lang, n=len(names)))}**")
            st.caption(plain(word("sending.names_help", lang)))
        alike: dict[NameKey, UnitKey] = {}
        single: dict[Row, UnitKey] = {}
        for place, (key, question) in enumerate(islice(names.items(), MOST_ASKED)):
            _name(checked, place, key, question, alike, single)
        if words:
            st.markdown(f"**{plain(word('sending.words', lang, n=len(words)))}**")
        meant = {}
        for place, ((name, came), candidates) in enumerate(islice(words.items(), MOST_ASKED)):
            picked = _pick(f"{_labels()[name]}: {came}", candidates, f"sending-word-{place}-{name}-{came}")
            if picked:
                meant[name, came] = picked.label
        later = sum(max(len(asked) - MOST_ASKED, 0) for asked in (names, words))
        if later:
            st.caption(word("sending.asked_later", lang, n=later))
        if not by.strip():
            st.caption(word("sending.by_first", lang))
        n = len(alike) + len(single) + len(meant)
        if st.button(word("sending.accept", lang, n=n), disabled=not n or not by.strip()):
            _accept(sha256, alike, single, meant, by)
            st.rerun()


def questions(checked: Checked) -> dict[NameKey, Question]:
    """Give each name of a checked file that was not placed, in the order of the file."""
    asked: dict[NameKey, Question] = {}
    for typed, placed in zip(checked.typed, checked.placed, strict=True):
        open_rows = placed.answers[(placed.answers["code"] == "") & placed.answers["candidates"].map(bool)]
        for row, candidates in open_rows["candidates"].items():
            question = placed.asked.loc[row]
            key = name_key(question["commune_text"], question["district_text"], question["unit_epoch"])
            asked.setdefault(key, Question(tuple(candidates))).rows.append((typed.entry.sheet, int(str(row))))
    return asked


def unknown_words(checked: Checked) -> dict[Word, tuple[Candidate, ...]]:
    """Give each word of a checked file that is in no list, with the entries it is like."""
    entries = {typed.entry.sheet: typed.entry for typed in checked.typed}
    found: dict[Word, tuple[Candidate, ...]] = {}
    for one in checked.findings:
        if one.code in ("unknown_model", "unknown_indicator", "unknown_choice") and one.suggestions:
            came = entries[one.place.sheet].cell(one.place.field, one.place.row).text
            found.setdefault((one.place.field, came), one.suggestions)
    return found


def _labels() -> dict[str, str]:
    return {name: one.label_vi for kind in SHEET_KINDS for name, one in fields(kind).items()}


def _name(
    checked: Checked,
    place: int,
    key: NameKey,
    question: Question,
    alike: dict[NameKey, UnitKey],
    single: dict[Row, UnitKey],
) -> None:
    """Ask about one name, for all its rows or for each."""
    lang, n = state.lang(), len(question.rows)
    label = ", ".join(part for part in (key.name, key.district, key.epoch) if part)
    apart = 1 < n <= _MOST_APART and st.toggle(
        plain(word("sending.one_by_one", lang, name=label, n=n)), key=f"sending-apart-{place}-{label}"
    )
    if not apart:
        picked = _pick(label, question.candidates, f"sending-name-{place}-{label}")
        if picked:
            alike[key] = (picked.epoch, picked.code)
        return
    for sheet, row in question.rows:
        told = word("sending.row", lang, sheet=sheet, row=row, name=_named(checked, sheet, row) or label)
        picked = _pick(told, question.candidates, f"sending-row-{sheet}-{row}-{label}")
        if picked:
            single[sheet, row] = (picked.epoch, picked.code)


def _pick(label: str, candidates: tuple[Candidate, ...], key: str) -> Candidate | None:
    options: dict[str, Candidate | None] = {"": None} | {suggestion(one): one for one in candidates}
    undecided = word("sending.undecided", state.lang())
    return options[st.selectbox(plain(label), options, format_func=lambda text: text or undecided, key=key)]


def _named(checked: Checked, sheet: str, row: int) -> str:
    """Give the name of the place in a row, "" where the sheet has none."""
    for typed in checked.typed:
        if typed.entry.sheet == sheet and "site_name" in typed.rows:
            return str(typed.rows.loc[row, "site_name"])
    return ""


def _accept(
    sha256: str, alike: dict[NameKey, UnitKey], single: dict[Row, UnitKey], meant: dict[Word, str], by: str
) -> None:
    """Remember what names mean for this and later files; rows and words are of this file only."""
    for key, (epoch, code) in alike.items():
        caches.desk().decisions.remember_name(key.name, epoch, code, district=key.district, epoch=key.epoch, by=by)
    before = said(sha256)
    st.session_state[_key(sha256)] = Answers(rows={**before.rows, **single}, words={**before.words, **meant})
    check_again()


def check_again() -> None:
    """Have the file checked again: the answers of the register are others now."""
    st.session_state["sending-answers"] = st.session_state.get("sending-answers", 0) + 1


def _accepted(sha256: str) -> None:
    """Say what was accepted for this file only, and take it back."""
    lang, held = state.lang(), said(sha256)
    n = len(held.rows) + len(held.words)
    with st.container(horizontal=True, vertical_alignment="center"):
        if n:
            st.text(word("sending.said", lang, n=n))
            st.button(
                word("sending.unsaid", lang),
                icon=":material/undo:",
                type="tertiary",
                on_click=lambda: st.session_state.pop(_key(sha256), None),
            )


def _remembered(checked: Checked) -> None:
    """List the answers of earlier files that this one was read by; a wrong one is forgotten, and asked again."""
    lang, known = state.lang(), remembered(checked)
    if not known:
        return
    with st.expander(word("sending.known", lang, n=len(known)), icon=":material/history:"):
        for place, (key, label) in enumerate(known.items()):
            with st.container(horizontal=True, vertical_alignment="center"):
                name = ", ".join(part for part in (key.name, key.district, key.epoch) if part)
                st.text(word("sending.known_as", lang, name=name, label=label))
                st.button(
                    word("sending.forget", lang),
                    type="tertiary",
                    on_click=_forget,
                    args=(key,),
                    key=f"sending-forget-{place}-{name}",
                )


def _forget(key: NameKey) -> None:
    caches.desk().decisions.forget_name(key.name, district=key.district, epoch=key.epoch)
    check_again()


def _key(sha256: str) -> str:
    return f"sending-said-{sha256}"
