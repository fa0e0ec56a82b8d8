"""Finding units by name: what a clerk types, what is offered, and that nothing is decided silently."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Problem
from geo.lineage import predecessors
from geo.names import CLASSES, Match, find
from geo.spelling import bare_key
from geo.units import EPOCHS, TODAY, Unit, by_code

ALL = [one for epoch in EPOCHS for one in by_code(epoch).values()]
OLD_TONES = [("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("ỏa", "oả"), ("ùy", "uỳ"), ("úy", "uý")]
ABBREVIATED = {"xã": "X.", "phường": "P.", "thị trấn": "TT."}


def told(matches: list[Match]) -> list[tuple[str, str, str, str]]:
    return [(match.match, match.unit.epoch, match.unit.label, match.unit.district) for match in matches]


def bare(text: str) -> str:
    """The text as typed without any accent."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def test_xuan_lam_without_accents_offers_both() -> None:
    assert told(find("xuan lam")) == [
        ("unaccented", "2025", "xã Xuân Lâm", "Thanh Chương"),
        ("unaccented", "2024", "xã Xuân Lam", "Hưng Nguyên"),
        ("unaccented", "2020", "xã Xuân Lâm", "Nam Đàn"),
        ("unaccented", "2020", "xã Xuân Lam", "Hưng Nguyên"),
        ("unaccented", "2013", "xã Xuân Lâm", "Nam Đàn"),
    ]


def test_xuan_lam_with_accents_offers_exact_ones_only() -> None:
    assert told(find("Xuân Lâm")) == [
        ("exact", "2025", "xã Xuân Lâm", "Thanh Chương"),
        ("exact", "2020", "xã Xuân Lâm", "Nam Đàn"),
        ("exact", "2013", "xã Xuân Lâm", "Nam Đàn"),
    ]
    assert told(find("Xuân Lam")) == [
        ("exact", "2024", "xã Xuân Lam", "Hưng Nguyên"),
        ("exact", "2020", "xã Xuân Lam", "Hưng Nguyên"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "xã Xuân Lâm, huyện Nam Đàn",
        "XÃ XUÂN LÂM, HUYỆN NAM ĐÀN, TỈNH NGHỆ AN",
        "X. Xuân Lâm - Nam Đàn",
        "xã Xuân Lâm huyện Nam Đàn",
        "Xuân Lâm (H. Nam Đàn)",
        unicodedata.normalize("NFD", "xã Xuân Lâm, huyện Nam Đàn"),
    ],
)
def test_district_in_the_text_decides(text: str) -> None:
    assert told(find(text)) == [
        ("exact", "2020", "xã Xuân Lâm", "Nam Đàn"),
        ("exact", "2013", "xã Xuân Lâm", "Nam Đàn"),
    ]


def test_epoch_district_and_limit() -> None:
    assert told(find("Xuân Lâm", epoch="2020")) == [("exact", "2020", "xã Xuân Lâm", "Nam Đàn")]
    assert told(find("xuan lam", district="thanh chuong")) == [("unaccented", "2025", "xã Xuân Lâm", "Thanh Chương")]
    assert told(find("Đồng Văn", epoch="2024", district="423")) == [("exact", "2024", "xã Đồng Văn", "Tân Kỳ")]
    assert told(find("Đồng Văn", epoch="2024", district="huyện Quế Phong")) == [
        ("exact", "2024", "xã Đồng Văn", "Quế Phong")
    ]
    assert len(find("Đồng Văn", limit=2)) == 2


def test_as_json() -> None:
    assert find("Hưng Tân", epoch="2020")[0].as_dict() == {
        "code": "18031",
        "name": "Hưng Tân",
        "type": "xã",
        "district": "Hưng Nguyên",
        "epoch": "2020",
        "match": "exact",
        "score": 100.0,
        "today": {"code": "18028", "name": "Hưng Nguyên Nam", "type": "xã"},
    }


def test_today_of_a_divided_unit_is_a_list() -> None:
    today = find("Thạch Giám", epoch="2013")[0].as_dict()["today"]
    assert [place["name"] for place in today] == ["Tương Dương", "Tam Thái"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P.Trung Đô", "phường Trung Đô"),
        ("P Trung Do", "phường Trung Đô"),
        ("TT.Hưng Nguyên", "thị trấn Hưng Nguyên"),
        ("Hoà Hiếu", "phường Hòa Hiếu"),
        ("nghi thuỷ", "phường Nghi Thủy"),
        ("Quì Hợp", "thị trấn Quỳ Hợp"),
        ("xa luong", "xã Xá Lượng"),
        ("Xã Xá Lượng", "xã Xá Lượng"),
        ("Lưỡng Minh", "xã Lượng Minh"),
        ("Căm Muộn", "xã Cắm Muộn"),
        ("Hưng Yên", "xã Hưng Yên Nam"),
        ("làng Phan, xã Hưng Tân, huyện Hưng Nguyên", "xã Hưng Tân"),
    ],
)
def test_ways_to_write_a_name(text: str, expected: str) -> None:
    assert {match.unit.label for match in find(text, epoch="2020")} == {expected}
    assert {match.match for match in find(text, epoch="2020")} <= {"exact", "unaccented"}


def test_a_type_word_restricts() -> None:
    assert told(find("phường Nghi Đức")) == [("exact", "2024", "phường Nghi Đức", "Vinh")]
    assert [match.unit.epoch for match in find("xã Nghi Đức")] == ["2020", "2013"]


@pytest.mark.parametrize(
    "text", ["phường Hưng Tân", "Hưng Tân, huyện Foo", "thị trấn Hưng Tân, huyện Nam Đàn", "huyện Hưng Tân"]
)
def test_a_contradiction_is_only_a_suggestion(text: str) -> None:
    matches = find(text)
    assert {match.unit.label for match in matches} == {"xã Hưng Tân"}
    assert {(match.match, match.score) for match in matches} == {("fuzzy", 90.0)}


def test_fuzzy_only_when_nothing_else_is_found() -> None:
    matches = find("Hưng Tânn", epoch="2020")
    assert matches[0].unit.label == "xã Hưng Tân"
    assert {match.match for match in matches} == {"fuzzy"}
    assert all(70 <= match.score < 100 for match in matches)


def test_typed_without_accents_an_unaccented_name_is_not_the_only_one() -> None:
    """ "nam thanh" is the very name of one commune, and may be lazily typed for another."""
    found = [(match.match, match.unit.label) for match in find("nam thanh", epoch="2024")]
    assert found == [("exact", "xã Nam Thanh"), ("unaccented", "xã Nam Thành")]


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b"])
def test_empty_text_is_explained(text: str) -> None:
    with pytest.raises(Problem, match="python -m geo find"):
        find(text)


@pytest.mark.parametrize("text", ["😀😀", "x" * 10_000, "?!…", "\x00", "xã", "%s{}\\", "' OR 1=1 --", "Vinh Vinh Vinh"])
def test_garbage_finds_nothing(text: str) -> None:
    assert find(text) == []


def test_bad_filters_are_explained() -> None:
    with pytest.raises(Problem, match="Mốc địa giới"):
        find("Hưng Tân", epoch="1999")
    with pytest.raises(Problem, match="Hưng Nguyên"):
        find("Hưng Tân", district="Hà Đông")
    with pytest.raises(Problem, match="từ 1 trở lên"):
        find("Hưng Tân", limit=0)


@settings(deadline=None)
@given(st.text(max_size=300).filter(lambda text: text.strip()))
def test_any_text_is_answered(text: str) -> None:
    try:
        matches = find(text)
    except Problem:
        return  # invisible characters only
    assert len(matches) <= 10
    keys = [(match.unit.epoch, match.unit.code) for match in matches]
    assert len(set(keys)) == len(keys)
    order = [(CLASSES.index(match.match), -match.score) for match in matches]
    assert order == sorted(order)


@settings(deadline=None)
@given(
    st.sampled_from(ALL),
    st.sampled_from(["NFC", "NFD"]),
    st.booleans(),
    st.sampled_from(["{name}", "{type} {name}", "{short}{name}", "{short} {name}", "{type} {name}, huyện {district}"]),
    st.sampled_from([str, str.upper, str.lower]),
)
def test_a_unit_is_found_however_it_is_written(one: Unit, form: str, old: bool, pattern: str, case: type[str]) -> None:
    name = one.name
    for new_tone, old_tone in OLD_TONES if old else []:
        name = name.replace(new_tone, old_tone)
    text = pattern.format(name=name, type=one.type, short=ABBREVIATED[one.type], district=one.district)
    matches = find(unicodedata.normalize(form, case(text)))
    assert one in [match.unit for match in matches if match.match == "exact"]


@settings(deadline=None)
@given(st.sampled_from(ALL))
def test_a_unit_is_found_without_accents(one: Unit) -> None:
    matches = find(bare(one.label))
    assert one in [match.unit for match in matches]
    assert all(match.match != "fuzzy" for match in matches)


def test_the_usual_limit_cuts_no_candidate() -> None:
    spelled = defaultdict(set)
    for one in ALL:
        spelled[bare_key(one.name)].add(one)
    assert max(len(same) for same in spelled.values()) == 9
    assert len(find("dong van")) == 9


def collisions(epoch: str) -> list[list[Unit]]:
    groups: dict[str, list[Unit]] = defaultdict(list)
    for one in by_code(epoch).values():
        groups[bare_key(one.name)].append(one)
    return [group for group in groups.values() if len(group) > 1]


def test_names_of_2024_that_collide_without_accents() -> None:
    groups = collisions("2024")
    assert (len(groups), sum(map(len, groups))) == (22, 45)
    assert collisions(TODAY) == []
    for group in groups:
        for one in group:
            offered = {match.unit for match in find(bare(one.name), epoch="2024")}
            assert offered == set(group)
            assert set(group) <= {match.unit for match in find(bare(one.name))}


def test_names_of_today_that_meant_another_place_in_2024() -> None:
    before = defaultdict(list)
    for one in by_code("2024").values():
        before[one.name].append(one)
    reused = [
        one for one in by_code(TODAY).values() if one.name in before and len(predecessors(TODAY, one.code, "2024")) > 1
    ]
    assert len(reused) == 54
    assert sum(one.name in before for one in by_code(TODAY).values()) == 63
    for one in reused:
        offered = {match.unit for match in find(one.name)}
        assert {one, *before[one.name]} <= offered
        assert {match.match for match in find(one.name) if match.unit in before[one.name]} == {"exact"}


def test_names_of_today_that_meant_wholly_another_place_once() -> None:
    """The worst: an older unit of that name of which nothing lies in today's unit."""
    elsewhere = set()
    for epoch in EPOCHS[:-1]:
        names = defaultdict(list)
        for old in by_code(epoch).values():
            names[old.name].append(old)
        for one in by_code(TODAY).values():
            parts = {move.code for move in predecessors(TODAY, one.code, epoch)}
            if one.name in names and not any(old.code in parts for old in names[one.name]):
                elsewhere.add((one.name, epoch))
    assert elsewhere >= {("Xuân Lâm", "2020"), ("Đông Thành", "2024")}
    for name, epoch in elsewhere:
        offered = {(match.unit.epoch, match.match) for match in find(name)}
        assert {(TODAY, "exact"), (epoch, "exact")} <= offered
