"""Every figure can be traced, and what sources say against each other stands side by side."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from briefing import sources
from data.record import Record, public_record
from data.tables import read


@pytest.fixture(scope="module")
def record() -> Record:
    return public_record()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_figure_and_target_has_a_line_with_its_source(record: Record, lang: str) -> None:
    lines = sources.figures(record, lang)
    assert len(lines) == len(record.figures) + len(record.targets)
    assert (lines[["indicator", "value", "area", "base", "publisher", "source_url"]] != "").all().all()
    assert ((lines["date"] != "") | (lines["deadline"] != "")).all()  # one target was stated on a page without a date


def test_a_figure_reads_as_its_source_states_it(record: Record) -> None:
    lines = sources.figures(record, "vi")
    found = lines[(lines["date"] == "21/11/2024") & (lines["base"] == "460 đơn vị cấp xã")].iloc[0]
    assert found[["kind", "indicator", "value", "area"]].tolist() == [
        "Kết quả",
        "Xã, phường, thị trấn sạch về ma túy",
        "284 xã",
        "tỉnh Nghệ An",
    ]
    plan = lines[lines["date"] == "12/02/2026"].iloc[0]
    assert plan[["kind", "value", "deadline"]].tolist() == ["Chỉ tiêu", "ít nhất 30 %", "12/2026"]


def test_sources_say_how_many_rows_cite_them(record: Record) -> None:
    table = sources.sources(record)
    assert len(table) == len(record.sources)
    assert table["sites"].sum() == len(record.sites)
    assert table["figures"].sum() == len(record.figures)
    article = table[table["source_url"] == "https://congan.nghean.gov.vn"].iloc[0]
    assert (article["date"], article["figures"]) == ("15/06/2023", 17)


def test_every_conflict_of_the_table_is_shown_with_two_sides(record: Record) -> None:
    for lang in ("vi", "en"):
        found = sources.conflicts(record, lang)
        assert len(found) == len(read("conflicts"))
        assert all(len(one.sides) == 2 and one.title and one.treatment for one in found)


def test_a_conflict_quotes_the_record(record: Record) -> None:
    before = sources.conflicts(record, "vi")[0]
    assert [side.says for side in before.sides] == [
        "109 xã — Xã, phường, thị trấn sạch về ma túy trước khi triển khai đề án, tỉnh Nghệ An (460 đơn vị cấp xã)",
        "96 xã — Xã, phường, thị trấn sạch về ma túy, tỉnh Nghệ An (460 đơn vị cấp xã)",
    ]


def test_a_side_that_the_register_no_longer_holds_takes_its_conflict_away(record: Record) -> None:
    without = dataclasses.replace(record, figures=record.figures[record.figures["as_of"] != "2022-04"])
    titles = {one.title for one in sources.conflicts(without, "vi")}
    assert len(titles) == len(read("conflicts")) - 2


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("glossary", ["term_vi", "term_en", "meaning_vi", "meaning_en"]),
        ("methods", ["question_vi", "question_en", "answer_vi", "answer_en"]),
        ("changes", ["date", "what_vi", "what_en"]),
        ("conflicts", ["title_vi", "title_en", "treatment_vi", "treatment_en"]),
    ],
)
def test_help_is_whole_in_both_languages(table: str, columns: list[str]) -> None:
    rows: pd.DataFrame = read(table)
    assert len(rows)
    assert (rows[columns].apply(lambda column: column.str.strip()) != "").all().all()
