"""Indicators of the map: exact figures of the public record, and what holds for any record."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.indicator import MEASURES, Indicator, indicators, measured
from data.record import public_record
from data.status import DRUG_STATUSES
from geo import units
from geo.epochs import place

NUMBERED = [key for key, indicator in indicators().items() if indicator.measure != "status"]
QUALIFIERS = ("exact", "over", "under", "about", "")


def sites(epoch: str, model: str = "") -> pd.DataFrame:
    rows = place(public_record().sites, epoch)
    return rows[rows["model_key"] == model] if model else rows


def areas(epoch: str) -> pd.DataFrame:
    return units.units(epoch).assign(drug_status="no_data")


def found(key: str, epoch: str, model: str = "") -> pd.DataFrame:
    return measured(indicators()[key], sites(epoch, model), areas(epoch)).set_index("code")


def test_the_default_is_the_drug_status_and_every_measure_has_a_row() -> None:
    assert next(iter(indicators())) == "drug_status"
    assert {indicator.measure for indicator in indicators().values()} == set(MEASURES)


@pytest.mark.parametrize("key", NUMBERED)
def test_every_class_has_a_colour_and_bounds_that_rise(key: str) -> None:
    indicator = indicators()[key]
    assert len(indicator.breaks) == len(indicator.colours) == len(set(indicator.colours)) >= 3
    assert list(indicator.breaks) == sorted(set(indicator.breaks))
    assert not indicator.counts or all(bound == int(bound) for bound in indicator.breaks)


@pytest.mark.parametrize("key", NUMBERED)
def test_classes_darken_in_grey_too(key: str) -> None:
    """Luminance falls by a clear step from class to class, so print in grey and any eye can order them."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    shades = [luminance(colour) for colour in indicators()[key].colours]
    assert all(light + 0.05 > 1.2 * (dark + 0.05) for light, dark in itertools.pairwise(shades))


@pytest.mark.parametrize(
    ("value", "expected"), [(0.0, 0), (1.0, 0), (1.9, 0), (2.0, 1), (3.0, 2), (4.99, 2), (5.0, 3), (10.0, 4), (1e9, 4)]
)
def test_a_number_on_a_bound_belongs_to_the_class_above(value: float, expected: int) -> None:
    assert indicators()["sites"].class_of(value) == expected


def test_sites_of_truong_vinh_in_2025() -> None:
    table = found("sites", "2025")
    assert table.loc["16690", ["n", "value", "why"]].tolist() == [6, 6.0, ""]
    assert (table["why"] == "").sum() == 27
    assert (table["why"] == "none_on_record").sum() == 103
    assert table["value"].sum() == 51


def test_cameras_are_summed_as_stated_and_a_camera_site_without_a_number_has_no_data() -> None:
    table = found("cameras", "2025", "camera_an_ninh")
    stated = table[table["value"].notna()]
    assert stated["value"].to_dict() == {"16690": 62.0, "17713": 10.0, "17743": 50.0, "18028": 30.0}
    assert stated["qualifier"].to_dict() == {"16690": "exact", "17713": "under", "17743": "exact", "18028": "over"}
    assert table["why"].value_counts().to_dict() == {"none_on_record": 125, "": 4, "no_data": 1}


def test_per_area_takes_the_stated_area_and_has_none_where_none_is_stated() -> None:
    table = found("sites_per_area", "2025")
    assert table.loc["16690", "base"] == 34.22
    assert table.loc["16690", "value"] == pytest.approx(600 / 34.22)
    before = found("sites_per_area", "2020")  # no area of that epoch is in the tables
    assert before["value"].isna().all()
    assert before["why"].value_counts().to_dict() == {"none_on_record": 429, "no_data": 31}


def test_per_commune_of_former_vinh() -> None:
    table = found("sites_per_commune", "2025")
    assert table.loc["412", ["n", "base", "value"]].tolist() == [8, 6.0, pytest.approx(8 / 6)]
    assert len(table) == 20


def test_a_share_counts_every_commune_and_no_statement_is_no_number() -> None:
    table = pd.DataFrame(
        {
            "code": ["1", "2", "3", "4", "5"],
            "district_code": ["a", "a", "a", "b", "c"],
            "area_km2": 1.0,
            "drug_status": ["drug_free", "partly", "no_data", "no_data", "partly"],
        }
    )
    share = measured(indicators()["drug_free_share"], sites("2025").head(0), table).set_index("code")
    assert share.loc["a", ["n", "base", "value"]].tolist() == [1, 3.0, pytest.approx(100 / 3)]
    assert math.isnan(share.loc["b", "value"])
    assert share["why"].to_dict() == {"a": "", "b": "no_data", "c": ""}
    assert share.loc["c", "value"] == 0.0


def test_an_indicator_without_numbers_is_not_counted() -> None:
    with pytest.raises(ValueError, match="drug_status"):
        measured(indicators()["drug_status"], sites("2025"), areas("2025"))


@st.composite
def grounds(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    codes = [f"{index:05d}" for index in range(draw(st.integers(1, 8)))]
    number = st.floats(0.5, 900, allow_nan=False)
    ground = pd.DataFrame(
        {
            "code": codes,
            "district_code": [draw(st.sampled_from("ab")) for _ in codes],
            "area_km2": [draw(st.just(np.nan) | number) for _ in codes],
            "drug_status": [draw(st.sampled_from(DRUG_STATUSES)) for _ in codes],
        }
    )
    rows = draw(
        st.lists(st.tuples(st.sampled_from([*codes, "", "99999"]), st.just(np.nan) | number), max_size=12).map(list)
    )
    record = pd.DataFrame(rows, columns=["epoch_code", "quantity"]).astype({"epoch_code": "str", "quantity": float})
    record["quantity_unit"] = [draw(st.sampled_from(["camera", "lô"])) for _ in rows]
    record["quantity_qualifier"] = [draw(st.sampled_from(QUALIFIERS)) for _ in rows]
    return record, ground


@settings(deadline=None)
@given(grounds(), st.sampled_from([indicators()[key] for key in NUMBERED]))
def test_each_area_has_a_number_or_one_reason(ground: tuple[pd.DataFrame, pd.DataFrame], indicator: Indicator) -> None:
    record, places = ground
    table = measured(indicator, record, places)
    homes = places["code" if indicator.level == "commune" else "district_code"]
    assert sorted(table["code"]) == sorted(set(homes))
    assert ((table["why"] == "") == table["value"].notna()).all()
    assert set(table["why"]) <= {"", "none_on_record", "no_data"}
    if indicator.measure != "share":
        assert ((table["n"] == 0) == (table["why"] == "none_on_record")).all()
        assert table["n"].sum() == record["epoch_code"].isin(places["code"]).sum()
        assert (table["value"].dropna() > 0).all()
    assert set(table["qualifier"]) <= set(QUALIFIERS)
    classes = [indicator.class_of(value) for value in table["value"].dropna()]
    assert all(0 <= place < len(indicator.breaks) for place in classes)
