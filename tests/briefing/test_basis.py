"""What is said of a commune about drugs; real communes, with statements made up for the test."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from briefing.basis import Basis, basis_of
from briefing.build import site_map
from briefing.cards import cards
from data.choice import STATUSES, Choice
from data.record import public_record
from data.status import DRUG_STATUSES
from data.tables import read

RECORD = public_record()
HUNG_NGUYEN_NAM = "18028"
NOWHERE = pd.DataFrame({"code": [], "lon": [], "lat": []})


def basis(*told: tuple[str, str, str, str], choice: Choice | None = None) -> Basis:
    """Give the public record with statements (key, epoch, code, as_of) about communes added."""
    like = RECORD.statuses.query("status_key == 'drug_free' and area_kind == 'commune'").iloc[0].to_dict()
    rows = [
        like | {"status_id": f"made-up-{n}", "status_key": key, "unit_epoch": at, "unit_code": code, "as_of": as_of}
        for n, (key, at, code, as_of) in enumerate(told)
    ]
    statuses = pd.concat([RECORD.statuses, pd.DataFrame(rows, columns=RECORD.statuses.columns)], ignore_index=True)
    return basis_of(dataclasses.replace(RECORD, statuses=statuses), choice or Choice(), "vi")


FOUR_OF_FIVE = [("drug_free", "2020", code, "2024-11-21") for code in ("18025", "18028", "18043", "18055")]


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ([], "Tình trạng ma túy: không có số liệu"),
        (
            FOUR_OF_FIVE,
            "Sạch về ma túy một phần: 4/5 đơn vị hợp thành được công bố (21/11/2024), phần còn lại không có số liệu",
        ),
        (
            [*FOUR_OF_FIVE, ("not_drug_free", "2020", "18031", "2025-03")],
            "Sạch về ma túy một phần: 4/5 đơn vị hợp thành được công bố (03/2025); "
            "phần còn lại: 1 chưa đạt tiêu chí, 0 không có số liệu",
        ),
        (
            [*FOUR_OF_FIVE, ("drug_free", "2024", "18028", "2025-06-30")],
            "Sạch về ma túy: cả 5/5 đơn vị hợp thành được công bố (30/06/2025)",
        ),
        ([*FOUR_OF_FIVE, ("not_drug_free", "2025", "18028", "2025-12")], "Chưa đạt tiêu chí sạch về ma túy (12/2025)"),
        ([("not_drug_free", "2025", "18028", "")], "Chưa đạt tiêu chí sạch về ma túy (không rõ ngày)"),
        (
            [("drug_free", "2025", "18028", "2025-12"), ("not_drug_free", "2025", "18028", "2025-12")],
            "Chưa đạt tiêu chí sạch về ma túy (12/2025); "
            "các nguồn nói khác nhau và không rõ nguồn nào mới hơn, lấy mức thận trọng hơn",
        ),
    ],
)
def test_what_is_said_of_hung_nguyen_nam(told: list[tuple[str, str, str, str]], text: str) -> None:
    assert basis(*told).status_text(HUNG_NGUYEN_NAM) == text


def test_a_no_about_a_joined_commune_is_approximate_for_what_it_was_made_of() -> None:
    then = basis(("not_drug_free", "2025", HUNG_NGUYEN_NAM, "2025-12"), choice=Choice(epoch="2020"))
    assert then.status_text("18031").startswith("Chưa đạt tiêu chí sạch về ma túy (12/2025); gần đúng")


def test_a_commune_that_is_not_drug_free_is_shown_and_filtered_as_such() -> None:
    told = ("not_drug_free", "2025", HUNG_NGUYEN_NAM, "2025-12")
    spec = site_map(basis(told, choice=Choice(status="not_drug_free")), NOWHERE)
    classes = spec.areas.set_index("code")["class_key"]
    assert classes[HUNG_NGUYEN_NAM] == "not_drug_free"
    assert (classes.drop(HUNG_NGUYEN_NAM) == "outside").all()
    assert [item.pattern for item in spec.classes if item.key == "not_drug_free"] == ["dotted"]
    assert "Chưa đạt tiêu chí sạch về ma túy" in spec.header.filter_text


def test_the_card_counts_communes_that_are_not_drug_free_only_when_some_are_stated() -> None:
    (before,) = [card.places for card in cards(basis()) if card.layer == "drug_free"]
    (after,) = [
        card.places
        for card in cards(basis(("not_drug_free", "2025", HUNG_NGUYEN_NAM, "2025-12")))
        if card.layer == "drug_free"
    ]
    assert before == "Công bố sạch: 44 xã; một phần: 7; không có số liệu: 79 (trong 130 đơn vị cấp xã)"
    assert after == (
        "Công bố sạch: 44 xã; một phần: 7; chưa đạt tiêu chí: 1; không có số liệu: 78 (trong 130 đơn vị cấp xã)"
    )


def test_every_status_has_a_colour_of_its_own_and_can_be_asked_for() -> None:
    areas = read("legend").query("kind == 'area'").set_index("key")
    assert areas.loc[list(DRUG_STATUSES), "colour"].is_unique
    assert set(DRUG_STATUSES) < set(STATUSES)


def test_in_a_chosen_area_the_card_says_first_what_is_on_record_there() -> None:
    whole = {card.layer: card.here for card in cards(basis_of(public_record(), Choice(), "vi"))}
    there = {card.model_key: card.here for card in cards(basis_of(public_record(), Choice(district="417"), "vi"))}
    assert set(whole.values()) == {None}
    assert there["camera_an_ninh"] == ("", "địa điểm")
    assert there["duong_co_to_quoc"] == ("5", "địa điểm")
    assert there["xa_sach_ma_tuy"] == ("12", "xã sạch, trong 12 xã")
