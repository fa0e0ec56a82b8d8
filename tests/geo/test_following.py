"""A reader who changes the boundaries stays at the same place, and learns when it is another or only a part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Problem
from geo.following import Place, follow
from geo.lineage import moves, origins
from geo.units import EPOCHS, by_code, districts


@pytest.mark.parametrize(
    ("epoch", "to_epoch", "district", "commune", "place"),
    [
        # xã Hưng Tân (18031), joined into xã Hưng Nguyên Nam in 2025
        ("2013", "2020", "431", "18031", Place("431", "18031", "same")),
        ("2020", "2025", "431", "18031", Place("431", "18028", "wider")),
        ("2020", "2025", "", "18031", Place("", "18028", "wider")),
        # xã Hưng Nguyên Nam came from several communes of Hưng Nguyên: their district
        ("2025", "2020", "", "18028", Place("431", "", "district")),
        # xã Chi Khê of 2020 gave a part away in 2024
        ("2020", "2024", "", "17251", Place("", "17251", "part")),
        # xã Quế Sơn of 2013 went to xã Quế Phong but for a part
        ("2013", "2025", "415", "16763", Place("415", "16738", "part")),
        # phường Vinh Lộc came from Vinh and Nghi Lộc: its own district
        ("2025", "2013", "", "16708", Place("412", "", "district")),
        # thị xã Cửa Lò went whole to Vinh in 2024; Vinh grew by it, Nghi Lộc shrank
        ("2020", "2025", "413", "", Place("412", "", "wider")),
        ("2020", "2024", "412", "", Place("412", "", "wider")),
        ("2020", "2024", "429", "", Place("429", "", "narrower")),
        ("2024", "2020", "429", "", Place("429", "", "wider")),
        ("2013", "2025", "417", "", Place("417", "", "same")),
        ("2025", "2020", "", "", Place("", "", "same")),
    ],
)
def test_real_places(epoch: str, to_epoch: str, district: str, commune: str, place: Place) -> None:
    assert follow(epoch, to_epoch, district, commune) == place


def test_a_new_name_of_the_same_land_is_told() -> None:
    renamed = [
        (one, by_code("2024")[follow("2020", "2024", "", one.code).commune])
        for one in by_code("2020").values()
        if follow("2020", "2024", "", one.code).change == "renamed"
    ]
    assert len(renamed) == 4
    assert all(before.label != after.label for before, after in renamed)


@given(st.sampled_from(EPOCHS), st.sampled_from(EPOCHS), st.data())
def test_what_is_followed_shares_land_and_stands_in_the_other_epoch(epoch: str, to: str, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(by_code(epoch))))
    place = follow(epoch, to, "", code)
    if place.commune:
        ways = moves(epoch, to)[code] if EPOCHS.index(epoch) <= EPOCHS.index(to) else origins(to, epoch)[code]
        assert place.commune in [way.code for way in ways]
    else:
        assert EPOCHS.index(epoch) > EPOCHS.index(to)
        assert place.district in set(districts(to)["code"])


@given(st.sampled_from(EPOCHS), st.sampled_from(EPOCHS), st.data())
def test_the_very_same_place_is_found_again_on_the_way_back(epoch: str, to: str, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(by_code(epoch))))
    there = follow(epoch, to, "", code)
    if there.change in ("same", "renamed"):
        assert follow(to, epoch, "", there.commune) == Place("", code, there.change)


def test_unknown_places_are_refused() -> None:
    with pytest.raises(Problem):
        follow("1999", "2025", "", "")
    with pytest.raises(Problem):
        follow("2020", "2025", "", "00000")
