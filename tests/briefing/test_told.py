"""Reported figures and sums of stated numbers: exactly what the public record says, with bases, days and sources."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.basis import Basis, basis_of
from briefing.told import fact, figures, total
from data import catalogue
from data.choice import Choice
from data.record import public_record

RECORD = public_record()


def basis(lang: str = "vi", **choice: object) -> Basis:
    return basis_of(RECORD, Choice(**choice), lang)  # type: ignore[arg-type]


def test_the_figures_of_drug_free_communes_each_keep_their_own_base() -> None:
    table = figures(basis(), "xa_sach_ma_tuy")
    province = table.rows[table.rows["indicator"] == "Xã, phường, thị trấn sạch về ma túy"]
    province = province[province["area"] == "tỉnh Nghệ An"]
    assert list(zip(province["value"], province["base"], province["date"], strict=True)) == [
        ("96/460 xã", "460 đơn vị cấp xã", "15/06/2023"),
        ("284/460 xã", "460 đơn vị cấp xã", "21/11/2024"),
        ("281/412 xã", "412 đơn vị cấp xã", "30/06/2025"),
    ]
    assert "đừng đọc là tăng hay giảm" in " ".join(table.header.notes)


def test_figures_stay_as_rounded_as_they_were_stated() -> None:
    rows = figures(basis(), "camera_an_ninh").rows.set_index(["indicator", "area"])["value"]
    assert rows["Điểm xây dựng mô hình Camera an ninh", "tỉnh Nghệ An"] == "32 điểm"
    assert rows["Camera giám sát do Công an tỉnh lắp", "thành phố Vinh"] == "gần 600 camera"
    assert rows["Điểm lắp camera giám sát", "thành phố Vinh"] == "hơn 190 điểm"
    assert rows["Mắt camera cộng đồng", "phường Trung Đô, thành phố Vinh"] == "62/100 camera"
    assert len(rows) == 6


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("model", catalogue.models()["model_key"])
def test_every_figure_of_every_model_is_there_once_with_base_day_and_source(model: str, lang: str) -> None:
    table = figures(basis(lang), model)
    assert len(table.rows) == (RECORD.figures["model_key"] == model).sum()
    for column in ("indicator", "value", "base", "area", "date", "publisher"):
        assert (table.rows[column] != "").all()


def test_a_day_leaves_out_what_was_stated_later() -> None:
    early = figures(basis(as_of="2024-01-01"), "xa_sach_ma_tuy").rows
    assert not early["value"].isin(["284/460 xã", "281/412 xã"]).any()
    assert fact(basis(as_of="2017-01-01"), "diem_camera_an_ninh").value == ""


def test_a_fact_says_its_base_its_day_and_its_source() -> None:
    told = fact(basis(), "xa_sach_ma_tuy")
    assert (told.value, told.unit) == ("281/412", "xã")
    assert told.lines == ("Tỉnh Nghệ An", "412 đơn vị cấp xã")
    assert told.source.endswith("30/06/2025")


@pytest.mark.parametrize(
    ("stated", "sum_of", "how"),
    [
        ([(62, "exact"), (50, "exact")], 112, "exact"),
        ([(62, "exact"), (30, "over")], 92, "over"),
        ([(50, "exact"), (10, "under")], 60, "under"),
        ([(30, "over"), (10, "under")], 40, "about"),
        ([(math.nan, ""), (10, "under")], 10, "under"),
    ],
)
def test_a_sum_is_as_exact_as_its_parts(stated: list[tuple[float, str]], sum_of: float, how: str) -> None:
    values, qualifiers = zip(*stated, strict=True)
    assert total(pd.Series(values, dtype=float), pd.Series(qualifiers, dtype="str")) == (sum_of, how)


def test_the_sum_of_nothing_is_not_zero() -> None:
    value, _ = total(pd.Series([math.nan]), pd.Series([""]))
    assert math.isnan(value)


@given(
    st.lists(
        st.tuples(st.integers(0, 10**6) | st.none(), st.sampled_from(["exact", "over", "under", "about", "at_least"]))
    )
)
def test_a_sum_never_claims_more_than_its_parts(stated: list[tuple[int | None, str]]) -> None:
    values = pd.Series([math.nan if value is None else float(value) for value, _ in stated], dtype=float)
    value, how = total(values, pd.Series([how for _, how in stated], dtype="str"))
    known = [(number, rough) for number, rough in stated if number is not None]
    if not known:
        assert math.isnan(value)
        return
    assert value == sum(number for number, _ in known)
    assert (how == "exact") == all(rough == "exact" for _, rough in known)
