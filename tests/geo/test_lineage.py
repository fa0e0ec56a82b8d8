"""Moves of territory over one step and over several."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest

from data.errors import Problem
from geo.lineage import Move, moves, origins, pieces, predecessors, successors
from geo.units import EPOCHS, by_code, unit

PAIRS = list(combinations_with_replacement(EPOCHS, 2))


def code(epoch: str, name: str, district: str = "") -> str:
    """The code of a unit by its name."""
    found = [one.code for one in by_code(epoch).values() if one.name == name and district in ("", one.district)]
    assert len(found) == 1
    return found[0]


def labels(epoch: str, ways: list[Move]) -> list[tuple[str, str]]:
    return [(unit(epoch, way.code).label, way.extent) for way in ways]


def test_hung_tan_over_two_laws() -> None:
    assert successors("2020", "18031", "2024") == [Move("18028", "whole", "joined", "1243/NQ-UBTVQH15", "2024-12-01")]
    assert successors("2020", "18031", "2025") == [
        Move("18028", "whole", "joined", "1243/NQ-UBTVQH15; 1678/NQ-UBTVQH15", "2024-12-01; 2025-07-01")
    ]


def test_a_code_may_stay_while_the_territory_changes() -> None:
    """18028 was Hưng Thông, then Thông Tân, and is Hưng Nguyên Nam."""
    assert [unit(epoch, "18028").name for epoch in EPOCHS] == [
        "Hưng Thông",
        "Hưng Thông",
        "Thông Tân",
        "Hưng Nguyên Nam",
    ]


def test_what_hung_nguyen_nam_is_made_of() -> None:
    made_of = labels("2020", predecessors("2025", "18028", "2020"))
    assert made_of == [
        ("xã Hưng Lĩnh", "whole"),
        ("xã Hưng Thông", "whole"),
        ("xã Hưng Tân", "whole"),
        ("xã Long Xá", "whole"),
        ("xã Xuân Lam", "whole"),
    ]


@pytest.mark.parametrize(
    ("at", "name", "to", "expected"),
    [
        ("2020", "Chi Khê", "2024", [("xã Chi Khê", "main"), ("thị trấn Trà Lân", "part")]),
        ("2020", "Chi Khê", "2025", [("xã Con Cuông", "whole")]),
        ("2020", "Quỳnh Bá", "2024", [("xã Bình Sơn", "main"), ("thị trấn Cầu Giát", "part")]),
        ("2020", "Quỳnh Hưng", "2025", [("xã Quỳnh Lưu", "whole")]),
        ("2013", "Nam Thượng", "2020", [("xã Thượng Tân Lộc", "main"), ("thị trấn Nam Đàn", "part")]),
        ("2013", "Nam Thượng", "2025", [("xã Vạn An", "whole")]),
        ("2013", "Mường Nọc", "2020", [("thị trấn Kim Sơn", "main"), ("xã Mường Nọc", "part")]),
        ("2013", "Mường Nọc", "2025", [("xã Quế Phong", "whole")]),
        ("2013", "Quế Sơn", "2025", [("xã Quế Phong", "main"), ("xã Tiền Phong", "part")]),
        ("2013", "Tiền Phong", "2025", [("xã Tiền Phong", "main"), ("xã Quế Phong", "part")]),
        ("2013", "Thạch Giám", "2025", [("xã Tương Dương", "main"), ("xã Tam Thái", "part")]),
    ],
)
def test_divided_units(at: str, name: str, to: str, expected: list[tuple[str, str]]) -> None:
    assert labels(to, successors(at, code(at, name), to)) == expected


def test_changes_without_joining() -> None:
    retyped = successors("2020", code("2020", "Nghi Đức"), "2024")
    assert [(way.change, way.law) for way in retyped] == [("retyped", "1243/NQ-UBTVQH15")]
    kept = successors("2013", code("2013", "Keng Đu"), "2025")
    assert [(way.extent, way.change, way.law, way.date) for way in kept] == [("whole", "kept", "", "")]


def test_only_three_small_parts_of_2013_lie_apart_today() -> None:
    """Of the 480, all but three lie whole in one unit of today; of the 460 and the 412, all."""
    apart = {unit("2013", key).name for key, ways in moves("2013", "2025").items() if len(ways) > 1}
    assert apart == {"Tiền Phong", "Quế Sơn", "Thạch Giám"}
    assert all(len(ways) == 1 for at in ("2020", "2024") for ways in moves(at, "2025").values())


@pytest.mark.parametrize(("first", "last"), PAIRS)
def test_moves_and_origins_are_the_same_facts(first: str, last: str) -> None:
    forth = {(old, way.code, way.extent) for old, ways in moves(first, last).items() for way in ways}
    back = {(way.code, new, way.extent) for new, ways in origins(first, last).items() for way in ways}
    assert forth == back
    assert set(moves(first, last)) == set(by_code(first))
    assert all(ways for ways in origins(first, last).values())
    for ways in moves(first, last).values():
        extents = [way.extent for way in ways]
        assert extents == ["whole"] or (extents[0] == "main" and set(extents[1:]) == {"part"})


@pytest.mark.parametrize("epoch", EPOCHS)
def test_in_its_own_epoch_a_unit_is_itself(epoch: str) -> None:
    for key in by_code(epoch):
        assert successors(epoch, key, epoch) == [Move(key, "whole", "kept", "", "")]
        assert predecessors(epoch, key, epoch) == [Move(key, "whole", "kept", "", "")]


def test_bad_questions() -> None:
    with pytest.raises(Problem):
        successors("2020", "00000", "2025")
    with pytest.raises(Problem):
        predecessors("2025", "18028", "1999")
    with pytest.raises(ValueError, match="later"):
        successors("2025", "18028", "2020")


def test_pieces_are_the_same_facts_as_moves() -> None:
    """Every move between two epochs is some piece, and every piece is one."""
    found = pieces()
    for first, last in PAIRS:
        told = {(old, way.code) for old, ways in moves(first, last).items() for way in ways}
        assert set(zip(found[first], found[last], strict=True)) == told


def test_most_pieces_are_a_whole_unit_of_the_first_epoch() -> None:
    assert not pieces().duplicated().any()
    assert pieces()["2013"].nunique() == 480
    divided = pieces()["2013"].value_counts().loc[lambda n: n > 1]
    assert len(pieces()) == 489
    assert {unit("2013", code).name for code in divided.index} >= {"Tiền Phong", "Quế Sơn", "Thạch Giám", "Mường Nọc"}
