"""The register against the figures, and what its sites lack: exact cases, and sums that must hold."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import catalogue, coverage
from data.coverage import against_figures, compare, known_since, stale, summary
from data.record import public_record
from data.reported import headlines

RECORD = public_record()
MODELS = catalogue.models()
EVERYWHERE = RECORD.figures["area_kind"] == "province"
N = RECORD.sites["model_key"].value_counts()


def against(here: pd.Series = EVERYWHERE, on_record: pd.Series = N, as_of: str = "") -> pd.DataFrame:
    return against_figures(RECORD.figures, here, MODELS, on_record, as_of).set_index("model_key")


def site(**cells: object) -> dict[str, object]:
    row = {"site_id": "a", "model_key": "camera_an_ninh", "launched": "", "source_date": "", "precision": "commune"}
    return {**row, "epoch_code": "17866", "approximate": False, **cells}


def written(version: int, created_at: str = "2026-10-08T03:00:00Z") -> pd.DataFrame:
    return pd.DataFrame({"row_id": ["a"], "version": [version], "created_at": [created_at], "author": ["x"]})


def known(version: int, as_of: str, **cells: object) -> dict[str, object]:
    return known_since(pd.DataFrame([site(**cells)]), written(version), as_of).to_dict("records")[0]


@pytest.mark.parametrize(
    ("model", "n", "state", "value"),
    [
        ("camera_an_ninh", 5, "part", 32),  # "5 trong 32 điểm camera có trong sổ"
        ("giao_xu_binh_yen", 7, "part", 31),
        ("cuu_chien_binh", 6, "part", 19),  # counted together with the people's patrols
        ("to_tuan_tra_nhan_dan", 3, "shared", 19),
        ("xa_sach_ma_tuy", 0, "other_unit", 96),  # the card's own figure, not a later one of another base
        ("tieng_keng_binh_yen", 4, "other_unit", 27),  # communes against places
        ("tu_quan", 3, "other_unit", 38578),
        ("duong_co_to_quoc", 11, "other_base", 4),  # religious sites only
        ("bao_dam_antt_lang_phan", 1, "other_area", 1),  # a figure of one commune
    ],
)
def test_the_public_record_against_its_figures(model: str, n: int, state: str, value: float) -> None:
    assert against().loc[model, ["n", "state", "value"]].tolist() == [n, state, value]


def test_a_model_without_a_figure_has_none_and_one_reported_later_says_so() -> None:
    assert against().loc["chung_cu_an_toan_pccc", "state"] == "none"
    assert against(as_of="2020-01-01").loc["camera_an_ninh", "state"] == "later"


def test_shares_are_given_where_the_same_is_counted_and_nowhere_else() -> None:
    found = against()
    assert found.loc["camera_an_ninh", "share"] == pytest.approx(5 / 32)
    assert (found["share"].notna() == (found["state"] == "part")).all()


def test_more_on_record_than_reported_is_no_share() -> None:
    found = against(on_record=pd.Series({"camera_an_ninh": 33})).loc["camera_an_ninh"]
    assert found["state"] == "more"
    assert pd.isna(found["share"])


def test_a_district_is_set_against_its_own_figure_or_against_none() -> None:
    found = against(here=RECORD.figures["area_name"] == "huyện Đô Lương")
    assert found.loc["to_lien_gia_pccc", ["value", "area_name"]].tolist() == [39, "huyện Đô Lương"]
    assert found.loc["camera_an_ninh", ["state", "value"]].tolist() == ["other_area", 32]


def test_every_headline_figure_is_declared_and_every_reason_is_in_both_languages() -> None:
    rules = coverage.rules()
    shown = headlines(RECORD.figures, MODELS).query("state == 'reported'")
    assert set(shown["indicator_key"]) <= set(rules.index)
    reasons = rules[rules["counts"] != "place"][["why_vi", "why_en"]]
    assert (reasons != "").all().all()
    assert set(rules["counts"]) == {"place", "other_unit", "other_base"}
    assert compare("khong_co", 5, 1) == "undeclared"


@pytest.mark.parametrize(
    ("version", "launched", "source_date", "day", "by", "months"),
    [
        (2, "2016", "2017-05-09", "2026-10-08", "register", 1),  # sent: the register's own day counts
        (1, "", "2017-05-09", "2017-05-09", "source", 114),  # the public record: the day of its source
        (1, "2022-03", "2022-05", "2022-05", "source", 54),
        (1, "2022-06", "2022-05", "2022-06", "source", 53),
        (1, "2016", "", "2016", "source", 130),
        (1, "", "", "", "", None),  # unknown, not 0
    ],
)
def test_when_a_site_was_last_known(
    version: int, launched: str, source_date: str, day: str, by: str, months: float | None
) -> None:
    found = known(version, "2026-11-23", launched=launched, source_date=source_date)
    assert (found["known"], found["known_by"]) == (day, by)
    assert found["months"] == months if months is not None else pd.isna(found["months"])


@pytest.mark.parametrize(("as_of", "months"), [("2026-05-08", 11), ("2026-05-09", 12), ("2025-01-01", 0)])
def test_months_are_whole_and_never_negative(as_of: str, months: float) -> None:
    assert known(1, as_of, source_date="2025-05-09")["months"] == months


def test_old_rows_come_oldest_first_and_those_without_a_date_last() -> None:
    rows = pd.DataFrame({"site_id": list("abcd"), "months": [13.0, float("nan"), 11.0, 40.0]})
    assert stale(rows, 12)["site_id"].tolist() == ["d", "a", "b"]


def test_what_the_cameras_lack() -> None:
    rows = pd.DataFrame(
        [
            site(site_id="a", precision="exact", months=1.0),
            site(site_id="b", approximate=True, months=12.0),
            site(site_id="c", epoch_code="", precision="exact", months=float("nan")),
        ]
    )
    found = summary(rows, "model_key", ["camera_an_ninh", "tu_quan"], 12).set_index("model_key")
    assert found.loc["camera_an_ninh"].to_dict() == {
        "n": 3, "exact": 1, "commune": 1, "approximate": 1, "unplaced": 1, "stale": 1, "undated": 1,
    }  # fmt: skip
    assert found.loc["tu_quan"].sum() == 0


SITE = st.fixed_dictionaries(
    {
        "model_key": st.sampled_from(["a", "b", "c"]),
        "precision": st.sampled_from(["commune", "exact"]),
        "epoch_code": st.sampled_from(["", "17866"]),
        "approximate": st.booleans(),
        "months": st.none() | st.integers(0, 200),
    }
)


@settings(deadline=None)
@given(st.lists(SITE, min_size=1), st.integers(1, 60))
def test_every_site_is_counted_once_and_every_row_adds_up(rows: list[dict[str, object]], months: int) -> None:
    sites = pd.DataFrame(rows).astype({"months": float})
    found = summary(sites, "model_key", ["a", "b", "c"], months)
    assert found["n"].sum() == len(sites)
    assert (found["exact"] + found["commune"] + found["unplaced"] == found["n"]).all()
    assert (found["approximate"] <= found["commune"]).all()
    assert len(stale(sites, months)) == found["stale"].sum() + found["undated"].sum()
