"""Counts of sites: nothing is lost, and what is missing says why."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import catalogue
from data.choice import STATUSES, Choice
from data.count import areas_for, by_commune, by_district, by_model, by_place, fate, sites_for, together
from data.record import public_record
from data.status import DRUG_STATUSES, of_communes, statements
from data.tables import read
from geo import units
from geo.epochs import place
from geo.lineage import pieces

RECORD = public_record()
MODELS = catalogue.models()


def _areas(epoch: str) -> pd.DataFrame:
    stated = statements(RECORD.statuses, {each: units.units(each) for each in units.EPOCHS})
    border = place(RECORD.statuses.query("status_key == 'border27'"), epoch)["epoch_code"]
    areas = units.units(epoch)
    return areas.assign(border27=areas["code"].isin(set(border))).merge(of_communes(stated, pieces(), epoch), on="code")


AREAS = {epoch: _areas(epoch) for epoch in units.EPOCHS}
SITES = {epoch: place(RECORD.sites, epoch) for epoch in units.EPOCHS}


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    epoch = draw(st.sampled_from(units.EPOCHS))
    codes = st.sampled_from(list(AREAS[epoch]["code"]))
    return Choice(
        epoch=epoch,
        district=draw(st.just("") | st.sampled_from(list(units.districts(epoch)["code"]))),
        commune=draw(st.just("") | codes),
        models=tuple(draw(st.sets(st.sampled_from(list(MODELS["model_key"])), max_size=4))),
        status=draw(st.sampled_from(["", *STATUSES])),
        as_of=draw(st.sampled_from(["", "2012-01-01", "2017-06-01", "2023-06-15", "2025-12-31"])),
    )


@settings(deadline=None)
@given(choices())
def test_every_site_is_shown_or_says_why_not(choice: Choice) -> None:
    sites, areas = SITES[choice.epoch], AREAS[choice.epoch]
    fates = fate(sites, choice, areas).value_counts()
    counted = sites_for(sites, choice, areas)
    assert fates.sum() == len(sites)
    assert counted.n == fates.get("shown", 0)
    assert counted.missing == fates.get("undated", 0) + fates.get("unplaced", 0) == sum(counted.why.values())


@settings(deadline=None)
@given(choices())
def test_rows_and_single_columns_are_the_same_rows_in_the_order_of_the_register(choice: Choice) -> None:
    sites, areas = SITES[choice.epoch], AREAS[choice.epoch]
    fates = fate(sites, choice, areas)
    counted = sites_for(sites, choice, areas, by_place(sites))
    for rows, what in ((counted.rows, "shown"), (counted.undated, "undated"), (counted.unplaced, "unplaced")):
        pd.testing.assert_frame_equal(rows, sites[fates == what])
    columns = ["epoch_code", "lon", "model_key"]
    for some in (columns[:1], columns):  # asked for again, too
        pd.testing.assert_frame_equal(counted.only(*some), counted.rows[some])


@settings(deadline=None)
@given(choices(), st.lists(st.sampled_from(list(units.districts("2020")["code"])), min_size=1, max_size=3))
def test_several_areas_together_count_each_row_once(choice: Choice, districts: list[str]) -> None:
    sites, areas = SITES["2020"], AREAS["2020"]
    several = [
        sites_for(sites, Choice("2020", code, models=choice.models, as_of=choice.as_of), areas) for code in districts
    ]
    whole = together([*several, *several])
    assert whole.n == sum(one.n for one in dict(zip(districts, several, strict=True)).values())
    assert set(whole.rows.index) == {at for one in several for at in one.rows.index}
    assert len(whole.unplaced) == len(several[0].unplaced)


@settings(deadline=None)
@given(choices())
def test_every_breakdown_adds_up(choice: Choice) -> None:
    areas = AREAS[choice.epoch]
    counted = sites_for(SITES[choice.epoch], choice, areas)
    models = by_model(counted, MODELS)
    assert models["n"].sum() == counted.n
    assert models[["undated", "unplaced"]].sum().sum() == counted.missing
    assert by_district(counted, areas, units.districts(choice.epoch))["n"].sum() == counted.n
    assert by_commune(counted)["n"].sum() == counted.n


@settings(deadline=None)
@given(choices(), st.sampled_from(units.EPOCHS))
def test_districts_and_what_is_not_placed_are_the_whole_record(choice: Choice, epoch: str) -> None:
    everywhere = Choice(epoch=epoch, models=choice.models, as_of=choice.as_of)
    counted = sites_for(SITES[epoch], everywhere, AREAS[epoch])
    totals = [
        sites_for(SITES[other], Choice(other, models=choice.models, as_of=choice.as_of), AREAS[other])
        for other in units.EPOCHS
    ]
    assert {total.n + total.missing for total in totals} == {counted.n + counted.missing}
    parts = [
        sites_for(SITES[epoch], Choice(epoch, code, models=choice.models, as_of=choice.as_of), AREAS[epoch])
        for code in units.districts(epoch)["code"]
    ]
    assert sum(part.n for part in parts) == counted.n


@settings(deadline=None)
@given(choices())
def test_a_later_day_never_hides_a_site(choice: Choice) -> None:
    sites, areas = SITES[choice.epoch], AREAS[choice.epoch]
    days = ["2012-01-01", "2017-06-01", "2023-06-15", "2025-12-31"]
    shown = [sites_for(sites, Choice(**{**vars(choice), "as_of": day}), areas).n for day in days]
    assert shown == sorted(shown)


def test_the_whole_record_today() -> None:
    counted = sites_for(SITES["2025"], Choice(), AREAS["2025"])
    assert (counted.n, counted.why) == (51, {})
    n = by_model(counted, MODELS).set_index("model_key")
    assert n.loc["camera_an_ninh", "n"] == 5
    assert n.loc["cum_lien_ket", "n"] == 0
    assert pd.isna(n.loc["cum_lien_ket", "value"])


def test_sites_of_new_communes_cannot_be_placed_in_the_old_ones() -> None:
    counted = sites_for(SITES["2020"], Choice("2020"), AREAS["2020"])
    assert (counted.n, counted.why) == (47, {"unplaced": 4})
    assert set(counted.unplaced["unit_epoch"]) == {"2025"}


def test_sites_without_any_day_are_counted_apart() -> None:
    counted = sites_for(SITES["2025"], Choice(as_of="2026-01-01"), AREAS["2025"])
    undated = RECORD.sites.query("launched == '' and source_date == ''")
    assert set(counted.undated["site_id"]) == set(undated["site_id"])
    assert counted.n + len(undated) == 51
    assert len(undated) == 13


def test_cameras_on_the_day_of_the_article() -> None:
    choice = Choice(models=("camera_an_ninh",), as_of="2023-06-15")
    counted = sites_for(SITES["2025"], choice, AREAS["2025"])
    assert (counted.n, counted.why) == (3, {"undated": 1})


def test_a_site_elsewhere_is_not_missed_for_want_of_a_day() -> None:
    parts = {
        code: sites_for(SITES["2025"], Choice(district=code, as_of="2026-10-31"), AREAS["2025"]).why.get("undated", 0)
        for code in units.districts("2025")["code"]
    }
    assert parts["417"] == 1  # Kỳ Sơn
    assert sum(parts.values()) == 13  # of the whole province


@pytest.mark.parametrize(
    ("launched", "source_date", "as_of", "expected"),
    [
        ("2022-03", "2022-05", "2022-03-01", "shown"),
        ("2022-03", "2022-05", "2022-02-28", "later"),
        ("", "2022-05", "2022-04-30", "later"),
        ("", "2022-05", "2022-05-01", "shown"),
        ("2022", "", "2022-01-01", "shown"),
        ("", "", "2022-01-01", "undated"),
        ("", "", "", "shown"),
    ],
)
def test_a_site_counts_from_the_start_of_its_period(launched: str, source_date: str, as_of: str, expected: str) -> None:
    row = {"model_key": "m", "launched": launched, "source_date": source_date, "epoch_code": "1"}
    areas = pd.DataFrame({"code": ["1"], "district_code": ["9"]})
    assert list(fate(pd.DataFrame([row]), Choice(as_of=as_of), areas)) == [expected]


def test_the_communes_of_a_status() -> None:
    free = areas_for(AREAS["2020"], Choice("2020", status="drug_free"))
    assert set(free["district_code"]) >= {"417"}
    assert len(areas_for(AREAS["2020"], Choice("2020", status="border27"))) == 20
    parts = [len(areas_for(AREAS["2025"], Choice(status=key))) for key in DRUG_STATUSES]
    assert sum(parts) == 130


def test_the_epochs_of_the_choice_are_those_of_the_table() -> None:
    assert tuple(read("epochs")["epoch"]) == units.EPOCHS
