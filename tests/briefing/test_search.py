"""The search box finds communes of every epoch, districts, models and sites, with accents or without."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.basis import Basis, basis_of
from briefing.search import AREA, EACH, MAP, MODELS, search
from data.choice import Choice
from data.record import public_record
from data.wording import LANGUAGES
from geo import units


@pytest.fixture(scope="module")
def basis() -> Basis:
    return basis_of(public_record(), Choice(), "vi")


def told(text: str, basis: Basis, kind: str) -> list[tuple[str, str]]:
    return [(hit.label, hit.detail) for hit in search(text, basis).hits if hit.kind == kind]


def test_a_name_without_accents_offers_every_place_of_that_name(basis: Basis) -> None:
    assert told("xuan lam", basis, "commune") == [
        ("Xã Xuân Lâm", "hiện nay · địa bàn Thanh Chương cũ"),
        ("Xã Xuân Lam", "Hưng Nguyên, đến 01/07/2025 · nay thuộc xã Hưng Nguyên Nam"),
        ("Xã Xuân Lâm", "Nam Đàn, đến 01/12/2024 · nay thuộc xã Kim Liên"),
    ]


def test_the_very_accents_typed_come_first(basis: Basis) -> None:
    assert [label for label, _ in told("nậm càn", basis, "commune")] == ["Xã Nậm Càn", "Xã Nậm Cắn"]
    assert [label for label, _ in told("Nậm Cắn", basis, "commune")] == ["Xã Nậm Cắn", "Xã Nậm Càn"]


def test_a_hit_opens_where_it_is_shown(basis: Basis) -> None:
    by_kind = {hit.kind: hit for hit in search("hung tan", basis).hits}
    assert (by_kind["commune"].script, by_kind["commune"].query) == (AREA, {"epoch": "2020", "commune": "18031"})
    assert (by_kind["site"].script, by_kind["site"].query) == (MAP, {"commune": "18028"})
    district = search("thành phố Vinh", basis).hits[0]
    assert (district.kind, district.script, district.query) == ("district", AREA, {"district": "412"})
    model = search("tieng keng", basis).hits[0]
    assert (model.kind, model.script, model.query) == ("model", MODELS, {"model": "tieng_keng_binh_yen"})


def test_a_district_that_was_joined_says_until_when_it_was(basis: Basis) -> None:
    assert told("thi xa cua lo", basis, "district") == [("Thị xã Cửa Lò", "đến 01/12/2024")]


def test_a_misspelt_name_is_a_suggestion_that_says_so(basis: Basis) -> None:
    first = told("Hưg Tân", basis, "commune")[0]
    assert first[0] == "Xã Hưng Tân"
    assert first[1].endswith("gần giống tên đã gõ")


def test_many_hits_are_counted_and_not_all_shown(basis: Basis) -> None:
    found = search("hung", basis)
    assert sum(hit.kind == "commune" for hit in found.hits) == EACH
    assert found.more["commune"] > 40


@pytest.mark.parametrize("text", ["", "   ", "***", "zzz", "x" * 5000, "<script>", "' OR 1=1"])
def test_garbage_finds_nothing(text: str, basis: Basis) -> None:
    assert search(text, basis).hits == ()


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_borne(lang: str, text: str) -> None:
    search(text, _BASES[lang])


_BASES = {lang: basis_of(public_record(), Choice(), lang) for lang in LANGUAGES}


@settings(deadline=None)
@given(st.sampled_from([one for epoch in units.EPOCHS for one in units.by_code(epoch).values()]))
def test_every_commune_is_found_by_its_label_and_district(one: units.Unit) -> None:
    """Of two epochs with the same name in the same district the later one is offered."""
    hits = search(f"{one.label} {one.district}", _BASES["vi"]).hits
    assert any(hit.label.casefold() == one.label.casefold() for hit in hits if hit.kind == "commune")
