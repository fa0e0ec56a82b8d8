"""Columns of names: what is certain is matched, what can mean several is asked, nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Problem
from geo.matching import Matched, Name, asked, districts_named, lines, match
from geo.units import EPOCHS, by_code


def one(text: str, district: str = "", epoch: str = "") -> Matched:
    return match([Name(text, district)], epoch)[0]


@pytest.mark.parametrize(
    ("text", "district", "epoch", "how", "unit", "today"),
    [
        ("Hưng Tân", "", "", "exact", ("2020", "18031"), ["xã Hưng Nguyên Nam"]),
        ("xã Hưng Tân, huyện Hưng Nguyên", "", "2013", "exact", ("2013", "18031"), ["xã Hưng Nguyên Nam"]),
        ("hung tan", "Hưng Nguyên", "2020", "unaccented", ("2020", "18031"), ["xã Hưng Nguyên Nam"]),
        ("18031", "", "", "code", ("2020", "18031"), ["xã Hưng Nguyên Nam"]),
        ("Kỳ Sơn", "", "", "exact", ("2024", "17314"), ["xã Tân Kỳ"]),  # of huyện Tân Kỳ; also the name of a district
        ("Quế Sơn", "", "2013", "exact", ("2013", "16763"), ["xã Quế Phong", "xã Tiền Phong"]),  # divided in 2020
        ("Quỳ Hợp", "", "", "today", None, ["xã Quỳ Hợp"]),  # a town then, a commune now that holds it
        ("Quỳ Hợp", "", "2025", "exact", ("2025", "17035"), ["xã Quỳ Hợp"]),
    ],
)
def test_found(text: str, district: str, epoch: str, how: str, unit: tuple[str, str] | None, today: list[str]) -> None:
    found = one(text, district, epoch)
    assert (found.how, found.fault) == (how, "")
    assert ((found.unit.epoch, found.unit.code) if found.unit else None) == unit
    assert [there.label for there in found.today] == today


@pytest.mark.parametrize(
    ("text", "district", "fault", "candidates"),
    [
        ("", "", "missing", []),
        ("\u200b", "", "missing", []),
        ("Nam Thanh", "", "ambiguous", ["xã Nam Thanh", "xã Nam Thành"]),
        ("99999", "", "unknown_code", []),
        ("Thanh Tường, Kỳ Sơn", "", "other_district", ["xã Thanh Tường"]),
        ("Hưng Tân", "Kỳ Sơn", "other_district", ["xã Hưng Tân"]),
        ("Hưng Tân", "Hà Đông", "unknown_district", ["xã Hưng Tân"]),
        ("huyện Anh Sơn", "", "district", []),
        ("Vinh", "", "district", []),
        ("=1+1", "", "unknown", []),
    ],
)
def test_not_found(text: str, district: str, fault: str, candidates: list[str]) -> None:
    found = one(text, district)
    assert (found.fault, found.how, found.unit, found.today) == (fault, "", None, ())
    assert [unit.label for unit in found.candidates] == candidates


@pytest.mark.parametrize("epoch", EPOCHS)
def test_every_unit_is_found_by_its_own_label_and_district(epoch: str) -> None:
    units = list(by_code(epoch).values())
    beside = match([Name(unit.label, unit.district) for unit in units], epoch)
    within = match([Name(f"{unit.label}, {unit.district}") for unit in units], epoch)
    assert [found.unit for found in beside] == units
    assert [found.unit for found in within] == units


@pytest.mark.parametrize("epoch", EPOCHS)
def test_without_an_epoch_a_label_never_means_another_unit_of_today(epoch: str) -> None:
    units = list(by_code(epoch).values())
    for unit, found in zip(units, match([Name(unit.label, unit.district) for unit in units]), strict=True):
        there = match([Name(unit.label, unit.district)], epoch)[0].today
        assert found.fault == "ambiguous" or found.today == there, unit


def test_an_answer_holds_for_all_alike_and_is_no_longer_asked() -> None:
    names = [Name("Nam Thanh"), Name("Hưng Tân"), Name("nam  thanh")]
    questions = asked(match(names))
    assert list(questions) == [("nam thanh", "")]
    unit = questions["nam thanh", ""].candidates[1]
    answered = match(names, answers={("nam thanh", ""): (unit.epoch, unit.code)})
    assert [found.how for found in answered] == ["answered", "exact", "answered"]
    assert [found.name for found in answered] == names
    assert asked(answered) == {}


def test_a_pasted_column() -> None:
    assert lines("Hưng Tân\r\n\r\n xã Nam Thanh\tNam Đàn \n") == [Name("Hưng Tân"), Name("xã Nam Thanh", "Nam Đàn")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("huyện Kỳ Sơn", ["417"]),
        ("ky son", ["417"]),
        ("TX. Cửa Lò", ["413"]),
        ("Quỳ Hợp", ["420"]),
        ("Hưng Tân", []),
        ("", []),
    ],
)
def test_districts(text: str, codes: list[str]) -> None:
    assert [code for _, code in districts_named(text)] == codes


def test_unknown_epochs_and_answers_are_refused() -> None:
    with pytest.raises(Problem):
        match([Name("Hưng Tân")], "1999")
    with pytest.raises(Problem):
        match([Name("Hưng Tân")], answers={("hưng tân", ""): ("2025", "00000")})


@given(st.lists(st.text(max_size=60), max_size=5), st.sampled_from(["", *EPOCHS]))
def test_any_text_keeps_its_row_and_is_matched_or_explained(texts: list[str], epoch: str) -> None:
    found = match([Name(text) for text in texts], epoch)
    assert [row.name.text for row in found] == texts
    for row in found:
        assert bool(row.fault) != bool(row.today)
        assert (row.unit is None) == (row.how in ("", "today"))
