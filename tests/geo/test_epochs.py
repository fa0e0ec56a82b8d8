"""Epochs by date, and the recoding of rows and statuses."""

from __future__ import annotations

from itertools import combinations, permutations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Problem
from geo.epochs import epoch_at, epochs, place, predecessors, successors
from geo.lineage import moves
from geo.units import EPOCHS, by_code, unit

KEYS = [(epoch, code) for epoch in EPOCHS for code in sorted(by_code(epoch))]
ROWS = st.lists(st.tuples(st.sampled_from([*KEYS, ("2020", ""), ("", "")]), st.integers(-5, 500)), max_size=60)


def register(rows: list[tuple[tuple[str, str], int]]) -> pd.DataFrame:
    return pd.DataFrame(
        [(epoch, code, value) for (epoch, code), value in rows], columns=["unit_epoch", "unit_code", "value"]
    )


def placed(epoch: str, code: str, to: str) -> tuple[str, bool]:
    row = place(register([((epoch, code), 1)]), to).iloc[0]
    return row["epoch_code"], bool(row["approximate"])


def code(epoch: str, name: str, district: str = "") -> str:
    found = [one.code for one in by_code(epoch).values() if one.name == name and district in ("", one.district)]
    assert len(found) == 1
    return found[0]


def test_epochs_table() -> None:
    table = epochs()
    assert list(table["epoch"]) == ["2013", "2020", "2024", "2025"]
    assert list(table["communes"]) == [480, 460, 412, 130]
    assert list(table["districts"]) == [21, 21, 20, 0]
    assert list(table["in_force"]) == ["2013-04-03", "2020-01-01", "2024-12-01", "2025-07-01"]
    assert list(table["law"]) == ["47/NQ-CP", "831/NQ-UBTVQH14", "1243/NQ-UBTVQH15", "1678/NQ-UBTVQH15"]
    assert table["source_url"].str.startswith("https://").all()


@pytest.mark.parametrize(
    ("period", "epoch"),
    [
        ("2013-04-03", "2013"),
        ("2014", "2013"),
        ("2019-12-31", "2013"),
        ("2020", "2020"),
        ("2020-01-01", "2020"),
        ("2023-06-15", "2020"),
        ("2023-06", "2020"),
        ("2024", "2020"),
        ("2024-11-30", "2020"),
        ("2024-12", "2024"),
        ("2025", "2024"),
        ("2025-06-30", "2024"),
        ("2025-07-01", "2025"),
        (" 2026-02 ", "2025"),
        ("2030-12-31", "2025"),
    ],
)
def test_epoch_at(period: str, epoch: str) -> None:
    assert epoch_at(period) == epoch


@pytest.mark.parametrize(
    "period", ["", "15/06/2023", "2023-13", "2023-02-30", "2023-6", "0000", "hôm qua", "2013", "1999-01-01"]
)
def test_epoch_at_refuses(period: str) -> None:
    with pytest.raises(Problem, match="Mốc địa giới của một ngày"):
        epoch_at(period)


@pytest.mark.parametrize(
    ("epoch", "name", "to", "name_there", "approximate"),
    [
        ("2020", "Hưng Tân", "2025", "Hưng Nguyên Nam", False),
        ("2020", "Chi Khê", "2024", "Chi Khê", True),
        ("2020", "Chi Khê", "2025", "Con Cuông", False),
        ("2020", "Quỳnh Hưng", "2024", "Bình Sơn", True),
        ("2020", "Quỳnh Hưng", "2025", "Quỳnh Lưu", False),
        ("2013", "Nam Thượng", "2020", "Thượng Tân Lộc", True),
        ("2013", "Nam Thượng", "2025", "Vạn An", False),
        ("2013", "Thạch Giám", "2025", "Tương Dương", True),
        ("2013", "Mường Nọc", "2020", "Kim Sơn", True),
        ("2024", "Chi Khê", "2020", "Chi Khê", False),
        ("2024", "Trà Lân", "2020", "", False),
        ("2025", "Keng Đu", "2013", "Keng Đu", False),
        ("2025", "Con Cuông", "2024", "", False),
        ("2020", "Xá Lượng", "2013", "", False),
    ],
)
def test_place_one(epoch: str, name: str, to: str, name_there: str, approximate: bool) -> None:
    there, loose = placed(epoch, code(epoch, name), to)
    assert (unit(to, there).name if there else "", loose) == (name_there, approximate)


def test_place_keeps_rows_index_and_columns() -> None:
    rows = register([(("2020", "18031"), 3), (("2025", "18028"), 4), (("", ""), 5)])
    rows.index = pd.Index([7, 7, 9])
    result = place(rows, "2025")
    assert list(result.columns) == ["unit_epoch", "unit_code", "value", "epoch_code", "approximate"]
    assert list(result.index) == [7, 7, 9]
    assert list(result["epoch_code"]) == ["18028", "18028", ""]
    assert result["approximate"].dtype == bool
    assert list(rows.columns) == ["unit_epoch", "unit_code", "value"]


def test_place_of_nothing() -> None:
    result = place(register([]), "2025")
    assert list(result.columns)[-2:] == ["epoch_code", "approximate"]
    assert result.empty


@pytest.mark.parametrize("key", [("2020", "99999"), ("1999", "18031"), ("2025", "18031x")])
def test_place_refuses_unknown_units(key: tuple[str, str]) -> None:
    with pytest.raises(Problem):
        place(register([(key, 1)]), "2025")
    with pytest.raises(Problem):
        place(register([]), "1999")


@settings(deadline=None)
@given(ROWS, st.sampled_from(EPOCHS))
def test_totals_never_change(rows: list[tuple[tuple[str, str], int]], epoch: str) -> None:
    result = place(register(rows), epoch)
    assert len(result) == len(rows)
    assert result.groupby("epoch_code")["value"].sum().sum() == sum(value for _, value in rows)
    assert set(result["epoch_code"]) <= {"", *by_code(epoch)}


@settings(deadline=None)
@given(ROWS, st.sampled_from(list(combinations(EPOCHS, 2))))
def test_forward_no_row_is_left_behind(rows: list[tuple[tuple[str, str], int]], pair: tuple[str, str]) -> None:
    old = register([row for row in rows if row[0][0] == pair[0] and row[0][1]])
    assert (place(old, pair[1])["epoch_code"] != "").all()


@pytest.mark.parametrize("three", list(combinations(EPOCHS, 3)))
def test_by_way_of_another_epoch_is_the_same(three: tuple[str, str, str]) -> None:
    first, middle, last = three
    direct = place(register([((first, one), 1) for one in by_code(first)]), last)
    half = place(direct[["unit_epoch", "unit_code"]], middle)
    onward = place(half.assign(unit_epoch=middle, unit_code=half["epoch_code"])[["unit_epoch", "unit_code"]], last)
    assert list(onward["epoch_code"]) == list(direct["epoch_code"])


@pytest.mark.parametrize("pair", list(permutations(EPOCHS, 2)))
def test_there_and_back(pair: tuple[str, str]) -> None:
    """A row placed back lies in a unit whose territory did go to where the row came from."""
    later, earlier = max(pair), min(pair)
    for one in by_code(later):
        there, loose = placed(later, one, earlier)
        made_of = [way.code for way in predecessors(later, one, earlier)]
        assert not loose
        assert there == (made_of[0] if len(made_of) == 1 else "")
        assert not there or one in [way.code for way in successors(earlier, there, later)]


@pytest.mark.parametrize("pair", list(combinations(EPOCHS, 2)))
def test_approximate_is_said_of_divided_units_only(pair: tuple[str, str]) -> None:
    rows = place(register([((pair[0], one), 1) for one in by_code(pair[0])]), pair[1])
    for row in rows.itertuples():
        assert row.approximate == (len(moves(pair[0], pair[1])[str(row.unit_code)]) > 1)
