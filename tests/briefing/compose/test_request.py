"""A request survives its way through texts; presets mean the period that had ended."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.compose import PROVINCE, Area, Request
from briefing.compose.presets import applied, last_period, presets
from data import catalogue
from data.choice import STATUSES, Choice
from data.errors import Problem
from data.tables import read
from geo import units

SECTIONS, MODELS = list(read("sections")["key"]), list(catalogue.models()["model_key"])
CODES = {epoch: ["", *units.districts(epoch)["code"], *units.units(epoch)["code"]] for epoch in units.EPOCHS}
# How long an example takes says nothing here: the machine may be busy.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)).map(datetime.date.isoformat)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    epoch = draw(st.sampled_from(units.EPOCHS))
    since, until = sorted(draw(st.lists(DAYS, min_size=2, max_size=2)))
    return Request(
        areas=tuple(
            Area.of_code(code) for code in draw(st.lists(st.sampled_from(CODES[epoch]), min_size=1, max_size=4))
        ),
        models=tuple(draw(st.lists(st.sampled_from(MODELS), unique=True))),
        epoch=epoch,
        since=draw(st.sampled_from(["", since])),
        until=draw(st.sampled_from(["", until])),
        status=draw(st.sampled_from(["", *STATUSES])),
        sections=tuple(draw(st.lists(st.sampled_from(SECTIONS), unique=True))),
        lang=draw(st.sampled_from(["vi", "en"])),
        title=draw(st.text(max_size=200)),
    )


@unhurried
@given(requests())
def test_a_request_reads_back_from_its_texts(request: Request) -> None:
    assert Request.from_query(request.to_query()) == request


@unhurried
@given(st.dictionaries(st.sampled_from(["areas", "epoch", "since", "sections", "lang", "la"]), st.text(max_size=12)))
def test_any_texts_are_a_request_or_a_problem(query: dict[str, str]) -> None:
    try:
        assert isinstance(Request.from_query(query), Request)
    except Problem as problem:
        assert problem.todo


def test_only_what_differs_is_written() -> None:
    assert Request().to_query() == {}
    assert Request(areas=(PROVINCE, Area("district", "417")), models=("tu_quan",)).to_query() == {
        "areas": ",417",
        "models": "tu_quan",
    }


def test_the_choice_of_a_chapter_is_the_pages_filter() -> None:
    request = Request(areas=(Area("commune", "18028"),), until="2026-10-31")
    assert request.choice(request.areas[0]) == Choice(district="431", commune="18028", as_of="2026-10-31")


@pytest.mark.parametrize(
    ("period", "today", "days"),
    [
        ("month", "2026-11-23", ("2026-10-01", "2026-10-31")),
        ("month", "2026-11-30", ("2026-11-01", "2026-11-30")),  # a month has ended on its last evening
        ("month", "2026-01-01", ("2025-12-01", "2025-12-31")),
        ("month", "2024-03-15", ("2024-02-01", "2024-02-29")),
        ("quarter", "2026-11-23", ("2026-07-01", "2026-09-30")),
        ("quarter", "2026-12-31", ("2026-10-01", "2026-12-31")),
        ("year", "2026-11-23", ("2025-01-01", "2025-12-31")),
    ],
)
def test_a_preset_means_the_last_period_that_had_ended(period: str, today: str, days: tuple[str, str]) -> None:
    assert last_period(period, today) == days


@pytest.mark.parametrize(
    ("preset", "title"),
    [
        ("monthly", "Báo cáo tháng 10/2026: các mô hình bảo đảm an ninh trật tự"),
        ("quarterly", "Báo cáo quý 3/2026: các mô hình bảo đảm an ninh trật tự"),
        ("yearly", "Báo cáo năm 2025: các mô hình bảo đảm an ninh trật tự"),
        ("area_profile", "Hồ sơ địa bàn: các mô hình bảo đảm an ninh trật tự"),
    ],
)
def test_the_title_names_the_period(preset: str, title: str) -> None:
    assert applied(Request(), preset, "2026-11-23").title == title


def test_a_period_that_was_asked_for_stays() -> None:
    made = applied(Request(since="2026-01-01", until="2026-06-30"), "monthly", "2026-11-23")
    assert (made.since, made.until) == ("2026-01-01", "2026-06-30")
    assert made.title.startswith("Báo cáo tháng 01/01/2026 – 30/06/2026:")


def test_every_preset_and_section_of_the_tables_is_whole() -> None:
    for lang in ("vi", "en"):
        for key, preset in presets(lang).items():
            assert preset.label and preset.sections and set(preset.sections) <= set(SECTIONS), key
            made = applied(Request(lang=lang), key, "2026-11-23")
            assert "{" not in made.title and Request.from_query(made.to_query()) == made
    table = read("sections")
    assert list(table["order"].astype(int)) == list(range(1, len(table) + 1))
    assert set(table["model"]) <= {"", *MODELS}
    assert (table[["heading_vi", "heading_en"]] != "").all(axis=None)
    with pytest.raises(Problem, match="Mẫu báo cáo"):
        applied(Request(), "khong_co", "2026-11-23")
