"""What is known of each commune about drugs."""

import pandas as pd

from data.record import public_record
from data.status import by_status, commune_status, known_drug_free
from data.tables import read

STATUSES = public_record().statuses
UNITS = read("units")
COMMUNES = {str(epoch): frame for epoch, frame in UNITS.groupby("epoch")}


def test_a_wholly_drug_free_district_stands_for_each_of_its_communes() -> None:
    lists = known_drug_free(STATUSES, COMMUNES)
    districts = set(STATUSES.query("area_kind == 'district'")["unit_code"])
    then = COMMUNES["2020"]
    whole = set(then[then["district_code"].isin(districts)]["code"])
    border = set(STATUSES.query("status_key == 'border27'")["unit_code"])
    assert set(lists["2020"]["unit_code"]) == whole | border
    assert set(lists["2024"]["unit_code"]) == border
    assert len(districts) == 7


def test_each_commune_is_listed_once() -> None:
    for listed in known_drug_free(STATUSES, COMMUNES).values():
        assert listed["unit_code"].is_unique
        assert listed["holds"].all()


def test_nothing_is_known_before_the_first_statement() -> None:
    assert known_drug_free(STATUSES, COMMUNES, "2024-11-20") == {}
    assert list(known_drug_free(STATUSES, COMMUNES, "2024-11-21")) == ["2020"]
    assert list(known_drug_free(STATUSES, COMMUNES, "2025-06-30")) == ["2020", "2024"]


def test_the_latest_statement_gives_the_date() -> None:
    rows = [
        ("drug_free", "district", "2020", "417", "2024-11"),
        ("drug_free", "commune", "2020", "16813", "2025"),
        ("drug_free", "commune", "2020", "", "2025"),
        ("border27", "commune", "2020", "16837", ""),
    ]
    statuses = pd.DataFrame(rows, columns=["status_key", "area_kind", "unit_epoch", "unit_code", "as_of"])
    communes = {"2020": pd.DataFrame({"code": ["16813", "16837"], "district_code": ["417", "417"]})}
    (listed,) = known_drug_free(statuses, communes).values()
    assert dict(zip(listed["unit_code"], listed["since"], strict=True)) == {
        "16813": "2025",
        "16837": "2024-11",
    }


def test_a_commune_is_drug_free_only_when_all_its_parts_are() -> None:
    areas = pd.DataFrame({"code": ["a", "b", "c", "d"], "district_code": "1"})
    first = pd.DataFrame({"code": ["a", "b", "c", "d"], "status": ["all", "some", "", "none"]})
    second = pd.DataFrame({"code": ["a", "b", "c", "d"], "status": ["", "all", "some", ""]})
    known = commune_status(areas, [first, second], border={"d"})
    assert list(known["drug_status"]) == ["drug_free", "drug_free", "partly", "no_data"]
    assert list(known["border27"]) == [False, False, False, True]
    assert dict(by_status(known).to_numpy()) == {"drug_free": 2, "partly": 1, "no_data": 1}


def test_without_statements_nothing_is_known() -> None:
    areas = pd.DataFrame({"code": ["a"], "district_code": ["1"]})
    assert list(commune_status(areas, [], border=())["drug_status"]) == ["no_data"]
