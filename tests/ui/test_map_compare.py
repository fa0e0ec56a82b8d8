"""What the second map shows: the same place in another epoch, or the same filter on another day."""

from __future__ import annotations

import pytest

from data.choice import Choice
from ui.map_compare import beside


def test_another_epoch_keeps_the_filter_and_the_district() -> None:
    choice = Choice(district="417", models=("camera_an_ninh",), as_of="2024-01-01")
    assert beside(choice, "2020") == Choice("2020", "417", "", ("camera_an_ninh",), "", "2024-01-01")


def test_a_commune_is_followed_to_where_its_land_lay() -> None:
    # Phường Trung Đô of 2024 went whole into phường Trường Vinh, which had other parts as well.
    assert beside(Choice("2024", commune="16699"), "2025") == Choice("2025", commune="16690")
    assert beside(Choice(commune="16690"), "2024") == Choice("2024")


def test_a_district_that_was_given_up_is_looked_for_where_it_went() -> None:
    # Thị xã Cửa Lò, part of thành phố Vinh since December 2024.
    assert beside(Choice("2020", district="413"), "2025") == Choice("2025", district="412")


def test_another_day_keeps_everything_else() -> None:
    choice = Choice(district="417", commune="16813")
    assert beside(choice, "2023-06-15") == Choice(district="417", commune="16813", as_of="2023-06-15")


@pytest.mark.parametrize(
    "asked", ["", "2025", "2099", "2023-06", "2023", "1999-01-01", "2023-02-30", "x" * 10, "../../etc"]
)
def test_what_is_no_other_epoch_and_no_day_is_no_second_map(asked: str) -> None:
    assert beside(Choice(), asked) is None


def test_the_day_that_is_shown_already_is_no_second_map() -> None:
    assert beside(Choice(as_of="2023-06-15"), "2023-06-15") is None
