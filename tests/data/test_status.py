"""What is known of each commune about drugs."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.record import public_record
from data.status import DRUG_STATUSES, by_status, of_communes, statements
from data.tables import read
from geo.lineage import pieces
from geo.units import EPOCHS

STATUSES = public_record().statuses
UNITS = read("units")
COMMUNES = {str(epoch): frame for epoch, frame in UNITS.groupby("epoch")}
FREE, NOT = "drug_free", "not_drug_free"
# Hưng Nguyên Nam (18028 of 2025) is made of five communes of 2020; two of these were Thông Tân (18028 of 2024) between.
WHOLE, THONG_TAN, HUNG_THONG, HUNG_TAN = ("2025", "18028"), ("2024", "18028"), ("2020", "18028"), ("2020", "18031")
HUNG_LINH, LONG_XA, XUAN_LAM = ("2020", "18025"), ("2020", "18043"), ("2020", "18055")

Statement = tuple[tuple[str, str], str, str]


def said(*told: Statement, kind: str = "commune") -> pd.DataFrame:
    """Made-up statements about (epoch, code): which, and when; the source of each is its place in the list."""
    return pd.DataFrame(
        [(key, kind, *unit, as_of, f"nguồn {place}") for place, (unit, key, as_of) in enumerate(told)],
        columns=["status_key", "area_kind", "unit_epoch", "unit_code", "as_of", "source_url"],
    )


def known(statuses: pd.DataFrame, epoch: str = "2025", as_of: str = "") -> pd.DataFrame:
    return of_communes(statements(statuses, COMMUNES, as_of), pieces(), epoch).set_index("code")


def status(*told: Statement, at: tuple[str, str] = WHOLE, as_of: str = "") -> str:
    return str(known(said(*told), at[0], as_of).loc[at[1], "drug_status"])


# --- the public record


@pytest.mark.parametrize(
    ("epoch", "as_of", "expected"),
    [
        ("2013", "", [155, 0, 0, 325]),
        ("2020", "", [152, 0, 0, 308]),
        ("2024", "", [137, 0, 0, 275]),
        ("2025", "", [44, 7, 0, 79]),
        ("2025", "2024-11-21", [44, 7, 0, 79]),
        ("2025", "2024-11-20", [0, 0, 0, 130]),
    ],
)
def test_the_public_record_at_every_epoch(epoch: str, as_of: str, expected: list[int]) -> None:
    found = by_status(known(STATUSES, epoch, as_of))
    assert found["drug_status"].tolist() == list(DRUG_STATUSES)
    assert found["n"].tolist() == expected


def test_a_wholly_drug_free_district_stands_for_each_of_its_communes() -> None:
    stated = statements(STATUSES, COMMUNES)
    districts = set(STATUSES.query("area_kind == 'district'")["unit_code"])
    then = COMMUNES["2020"]
    whole = set(then[then["district_code"].isin(districts)]["code"])
    border = set(STATUSES.query("status_key == 'border27'")["unit_code"])
    assert set(stated.loc[stated["unit_epoch"] == "2020", "unit_code"]) == whole | border
    assert set(stated.loc[stated["unit_epoch"] == "2024", "unit_code"]) == border
    assert len(districts) == 7


# --- the newest statement counts, of whichever epoch


def test_a_newer_no_of_today_overrides_an_older_yes_of_the_parts() -> None:
    parts = [(unit, FREE, "2020-12-31") for unit in (HUNG_LINH, LONG_XA, XUAN_LAM, HUNG_THONG, HUNG_TAN)]
    assert status(*parts) == "drug_free"
    assert status(*parts, (WHOLE, NOT, "2025-12-15")) == "not_drug_free"
    assert status(*parts, (WHOLE, NOT, "2025-12-15"), as_of="2025-12-14") == "drug_free"


def test_a_no_that_nothing_else_is_known_of_is_shown() -> None:
    assert status((WHOLE, NOT, "2025")) == "not_drug_free"
    assert status((HUNG_TAN, NOT, "2023-06")) == "not_drug_free"  # one part of five, nothing known of the others


def test_a_newer_yes_of_the_whole_ends_the_no_of_a_part() -> None:
    assert status((HUNG_TAN, NOT, "2024-11-21"), (WHOLE, FREE, "2025-12-15")) == "drug_free"
    assert status((WHOLE, FREE, "2025-12-15"), (HUNG_TAN, NOT, "2024-11-21"), at=HUNG_TAN) == "drug_free"


def test_some_parts_free_and_another_not_is_partly() -> None:
    told = [(unit, FREE, "2024-11-21") for unit in (HUNG_LINH, LONG_XA, XUAN_LAM)]
    row = known(said(*told, (HUNG_TAN, NOT, "2025"))).loc["18028"]
    assert row["drug_status"] == "partly"
    assert row[["parts_epoch", "parts_total", "parts_free", "parts_not"]].tolist() == ["2020", 5, 3, 1]
    assert (row["since"], row["sources"]) == ("2025", ("nguồn 0", "nguồn 1", "nguồn 2", "nguồn 3"))


def test_parts_are_counted_in_the_earliest_epoch_spoken_of() -> None:
    row = known(said((THONG_TAN, FREE, "2025-06-30"), (HUNG_TAN, FREE, "2024-11-21"))).loc["18028"]
    assert row[["parts_epoch", "parts_total", "parts_free"]].tolist() == ["2024", 4, 1]
    assert (row["since"], row["sources"]) == ("2025-06-30", ("nguồn 0",))
    elder = known(said((THONG_TAN, FREE, "2025-06-30"), (LONG_XA, FREE, "2024-11-21"))).loc["18028"]
    assert elder[["parts_epoch", "parts_total", "parts_free"]].tolist() == ["2020", 5, 3]
    itself = known(said((WHOLE, FREE, "2025"))).loc["18028"]
    assert itself[["parts_epoch", "parts_total", "parts_free"]].tolist() == ["2025", 1, 1]


def test_a_yes_of_a_joined_commune_holds_for_its_parts_and_a_no_only_roughly() -> None:
    for key, rough in ((FREE, False), (NOT, True)):
        row = known(said((WHOLE, key, "2025")), "2020").loc[HUNG_TAN[1]]
        assert (row["drug_status"], row["approximate"]) == (key, rough)
    own = known(said((WHOLE, NOT, "2025-08"), (HUNG_TAN, NOT, "2025-08")), "2020").loc[HUNG_TAN[1]]
    assert not own["approximate"]


# --- when it cannot be said which is newer


@pytest.mark.parametrize(
    ("yes", "no", "expected", "disputed"),
    [
        ("2025-06-15", "2025-06-15", NOT, True),
        ("2025-06-15", "2025", NOT, True),  # the year's statement may be the later one
        ("2025-06-15", "2025-06", NOT, True),
        ("2025", "2025-06-15", NOT, True),
        ("2025-06-15", "2025-05", FREE, False),
        ("2025", "2024-12-31", FREE, False),
        ("2024", "2025-01-01", NOT, False),
        ("2013", "", FREE, False),  # whatever has a date is newer than what has none
        ("", "2013", NOT, False),
        ("", "", NOT, True),
    ],
)
def test_dates_of_differing_precision(yes: str, no: str, expected: str, disputed: bool) -> None:
    row = known(said((HUNG_TAN, FREE, yes), (HUNG_TAN, NOT, no)), "2020").loc[HUNG_TAN[1]]
    assert (row["drug_status"], row["disputed"]) == (expected, disputed)
    assert row["since"] == (yes if expected == FREE else no)
    assert len(row["sources"]) == 1 + disputed


def test_what_has_no_date_counts_only_when_no_day_is_asked_for() -> None:
    assert status((WHOLE, FREE, "")) == "drug_free"
    assert status((WHOLE, FREE, ""), as_of="2026-01-01") == "no_data"


# --- districts


def test_a_no_of_a_district_ends_its_yes_and_says_nothing_of_any_one_commune() -> None:
    district = COMMUNES["2020"].set_index("code").loc[HUNG_TAN[1], "district_code"]
    yes, later_no = (("2020", district), FREE, "2024-11"), (("2024", district), NOT, "2025-06")
    assert known(said(yes, kind="district"), "2020").loc[HUNG_TAN[1], "drug_status"] == "drug_free"
    both = said(yes, later_no, kind="district")
    assert set(known(both, "2020")["drug_status"]) == {"no_data"}
    with_own = pd.concat([both, said((HUNG_TAN, FREE, "2024-11-21"))])
    assert by_status(known(with_own, "2020"))["n"].tolist() == [1, 0, 0, 459]


def test_codes_of_districts_mean_the_same_district_at_every_epoch() -> None:
    assert (read("districts").groupby("code")["name"].nunique() == 1).all()


# --- what always holds

_STATEMENTS = st.lists(
    st.tuples(
        st.sampled_from(list(UNITS[["epoch", "code"]].itertuples(index=False, name=None))),
        st.sampled_from([FREE, NOT]),
        st.sampled_from(["", "2020", "2024-11", "2024-11-21", "2025", "2025-06-30"]),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(_STATEMENTS, st.sampled_from(EPOCHS), st.sampled_from(["", "2024-11-21"]))
def test_every_commune_has_one_status_that_its_parts_explain(told: list[Statement], epoch: str, as_of: str) -> None:
    found = known(said(*told), epoch, as_of)
    assert set(found.index) == set(COMMUNES[epoch]["code"])
    assert by_status(found)["n"].sum() == len(found)
    assert ((found["drug_status"] == "drug_free") == (found["parts_free"] == found["parts_total"])).all()
    assert (found["parts_free"] + found["parts_not"] <= found["parts_total"]).all()
    assert ((found["drug_status"] == "no_data") == (found["sources"].map(len) == 0)).all()
    assert (found.loc[found["drug_status"] == "not_drug_free", "parts_free"] == 0).all()


@settings(deadline=None)
@given(_STATEMENTS, st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter(told: list[Statement], random: object) -> None:
    rows = said(*told)
    mixed = rows.sample(frac=1, random_state=random.randrange(1000))  # type: ignore[attr-defined]
    found, again = (known(table).drop(columns="since") for table in (rows, mixed))
    pd.testing.assert_frame_equal(found, again)


@settings(deadline=None)
@given(_STATEMENTS, st.sampled_from(list(COMMUNES["2025"]["code"])), st.booleans())
def test_the_newest_statement_about_a_commune_of_today_decides(told: list[Statement], code: str, free: bool) -> None:
    key = FREE if free else NOT
    assert status(*told, (("2025", code), key, "2026-01-01"), at=("2025", code)) == key


def test_without_statements_nothing_is_known() -> None:
    found = known(STATUSES.iloc[:0])
    assert set(found["drug_status"]) == {"no_data"}
    assert set(found["since"]) == {""}
