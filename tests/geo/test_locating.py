"""Placing rows: the answers to exact questions, and what holds for every unit of every epoch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo import boundaries
from geo.boundary_report import Report
from geo.locating import Gazetteer
from geo.meaning import territory
from geo.units import EPOCHS, by_code, units

HERE = Gazetteer()
NAN = float("nan")


def asked(*rows: dict[str, Any]) -> pd.DataFrame:
    blank = {
        **dict.fromkeys(("commune_text", "district_text", "unit_epoch", "unit_code", "day"), ""),
        "stated": False,
        "lon": NAN,
        "lat": NAN,
    }
    return pd.DataFrame([blank | row for row in rows], columns=list(blank))


def answer(**question: Any) -> tuple[str, str, str, str]:
    """Give (epoch, code, how, fault) for one question."""
    found = HERE.locate(asked(question)).iloc[0]
    return found["epoch"], found["code"], found["how"], found["fault"]


def candidates(**question: Any) -> list[tuple[str, str, str]]:
    found = HERE.locate(asked(question)).iloc[0]
    return [(one.epoch, one.label, one.district) for one in found["candidates"]]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # Unchanged from 2013 to 2020 is one place: the latest epoch, or the day's.
        ({"commune_text": "xã Hưng Tân"}, ("2020", "18031", "name", "")),
        ({"commune_text": "xã Hưng Tân", "day": "2014"}, ("2013", "18031", "name", "")),
        ({"commune_text": "xã Hưng Tân", "unit_epoch": "2013"}, ("2013", "18031", "name", "")),
        ({"commune_text": "xã Hưng Tân, huyện Hưng Nguyên"}, ("2020", "18031", "name", "")),
        ({"commune_text": "hung tan"}, ("2020", "18031", "unaccented", "")),
        # One name, two places: only a district, an epoch or a point tells.
        ({"commune_text": "Xuân Lâm"}, ("", "", "", "ambiguous")),
        ({"commune_text": "Xuân Lâm", "day": "2023-06-15"}, ("", "", "", "ambiguous")),
        ({"commune_text": "Xuân Lâm", "district_text": "Nam Đàn"}, ("2020", "17980", "name", "")),
        ({"commune_text": "Xuân Lâm", "district_text": "huyện Thanh Chương"}, ("2025", "17779", "name", "")),
        ({"commune_text": "Xuân Lâm", "unit_epoch": "2025"}, ("2025", "17779", "name", "")),
        # Bare letters may mean either; an accented word beside them says that accents were typed.
        ({"commune_text": "Nam Thanh"}, ("", "", "", "ambiguous")),
        ({"commune_text": "xã Nam Thanh"}, ("2024", "17938", "name", "")),
        # The old commune lies in the new one: true of a place, not of a statement.
        ({"commune_text": "Nậm Cắn"}, ("2025", "16837", "wider", "")),
        ({"commune_text": "Nậm Cắn", "stated": True}, ("", "", "", "ambiguous")),
        ({"commune_text": "Nậm Cắn", "stated": True, "day": "2024-11-21"}, ("2020", "16837", "name", "")),
        # Codes are given again to other land.
        ({"unit_code": "17743", "unit_epoch": "2020"}, ("2020", "17743", "code", "")),
        ({"unit_code": "17743", "commune_text": "Thanh Liên"}, ("2024", "17743", "code", "")),
        ({"unit_code": "17743", "commune_text": "Tam Đồng"}, ("2025", "17743", "code", "")),
        ({"unit_code": "17743", "commune_text": "Hưng Tân"}, ("", "", "", "code_and_name")),
        ({"unit_code": "99999"}, ("", "", "", "unknown_code")),
        ({"commune_text": "Hưng Tâm"}, ("", "", "", "unknown")),
        ({"commune_text": "Hưng Tân", "district_text": "Nam Đàn"}, ("", "", "", "other_district")),
        ({"commune_text": "Hưng Tân", "district_text": "Hà Đông"}, ("", "", "", "unknown_district")),
        (
            {"commune_text": "xã Hoà Sơn", "district_text": "Đô Lương", "unit_epoch": "2020"},
            ("2020", "17647", "name", ""),
        ),
        ({}, ("", "", "", "missing")),
    ],
)
def test_a_question_has_one_answer(question: dict[str, Any], expected: tuple[str, str, str, str]) -> None:
    assert answer(**question) == expected


def test_candidates_are_named_with_district_and_epoch_one_for_each_place() -> None:
    assert candidates(commune_text="Xuân Lâm") == [
        ("2025", "xã Xuân Lâm", "Thanh Chương"),
        ("2020", "xã Xuân Lâm", "Nam Đàn"),
    ]
    assert candidates(commune_text="Hưng Tân", district_text="Hà Đông") == [("2020", "xã Hưng Tân", "Hưng Nguyên")]
    assert candidates(commune_text="qwertyuiop") == []


@pytest.mark.parametrize("epoch", EPOCHS)
def test_every_unit_is_found_by_its_label_district_and_epoch(epoch: str) -> None:
    known = units(epoch)
    rows = [
        {"commune_text": label, "district_text": district, "unit_epoch": epoch}
        for label, district in zip(known["label"], known["district"], strict=True)
    ]
    found = HERE.locate(asked(*rows))
    assert found["code"].tolist() == known["code"].tolist()
    assert set(found["how"]) == {"name"}


@pytest.mark.parametrize("epoch", EPOCHS)
def test_a_label_alone_is_never_taken_for_land_that_the_unit_does_not_lie_in(epoch: str) -> None:
    known = units(epoch)
    found = HERE.locate(asked(*({"commune_text": label} for label in known["label"])))
    for code, at, where, how in zip(known["code"], found["epoch"], found["code"], found["how"], strict=True):
        if where:
            mine, theirs = by_code(epoch)[code], by_code(at)[where]
            assert how == "wider" or territory(mine) == territory(theirs)


def test_points_place_settle_and_contradict(built: list[Report]) -> None:
    here = Gazetteer()
    inside = boundaries.inner_points("2025").set_index("code")
    lon, lat = inside.loc["17779", ["lon", "lat"]]  # the Xuân Lâm of today
    found = here.locate(
        asked(
            {"lon": lon, "lat": lat},
            {"lon": lon, "lat": lat, "unit_epoch": "2025"},
            {"commune_text": "Xuân Lâm", "lon": lon, "lat": lat},
            {"commune_text": "xã Hưng Tân", "lon": lon, "lat": lat},
            {"commune_text": "Hưng Tâm", "lon": lon, "lat": lat},
            {"commune_text": "xã Hưng Tân", "lon": 108.0, "lat": 18.0},
            {"lon": 108.0, "lat": 18.0},
        )
    )
    assert found["code"].tolist() == ["17779", "17779", "17779", "18031", "", "18031", ""]
    assert found["how"].tolist()[:4] == ["point", "point", "name_and_point", "name"]
    assert found["outside"].tolist() == [False] * 5 + [True, True]
    assert found["distance_m"].isna().tolist() == [True, True, True, False, True, False, True]
    assert 10_000 < found["distance_m"][3] < 40_000
    assert found["candidates"][4][0].label == "xã Xuân Lâm"


@pytest.mark.parametrize("epoch", EPOCHS)
def test_every_inner_point_lies_in_its_commune(built: list[Report], epoch: str) -> None:
    here, points = Gazetteer(), boundaries.inner_points(epoch)
    rows = asked(
        *({"lon": lon, "lat": lat, "unit_epoch": epoch} for lon, lat in zip(points["lon"], points["lat"], strict=True))
    )
    assert here.locate(rows)["code"].tolist() == points["code"].tolist()
    rows = rows.assign(commune_text="", unit_code=points["code"].to_numpy())
    assert np.isnan(here.locate(rows)["distance_m"]).all()


def test_epochs_and_districts_are_read_as_people_write_them() -> None:
    assert [HERE.epoch_of(text) for text in ("2025", "2023-06-15", "2024", "1990", "mới", "")] == [
        "2025",
        "2020",
        "2024",
        "",
        "",
        "",
    ]
    found = [HERE.district(*question) for question in (("huyện Kỳ Sơn", "2020"), ("TP Vinh", "2025"), ("417", "2013"))]
    assert [(one.epoch, one.code, one.label) for one in found if one] == [
        ("2020", "417", "huyện Kỳ Sơn"),
        ("2024", "412", "thành phố Vinh"),
        ("2013", "417", "huyện Kỳ Sơn"),
    ]
    assert HERE.district("Hà Đông", "2020") is None
    assert HERE.district("thị xã Cửa Lò", "2024") is None


@pytest.mark.parametrize("nothing", ["\u200b", "\u00ad", "\ufeff "])
def test_a_name_of_invisible_characters_is_missing_and_raises_nothing(nothing: str) -> None:
    found = Gazetteer().locate(asked({"commune_text": nothing}))
    assert list(found["code"]) == [""]
