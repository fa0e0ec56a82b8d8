"""Briefings of the public record: their figures are the pages' own, and no sentence says more than they hold."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

import pandas as pd
import pytest

from briefing import cameras, drug_free
from briefing.basis import basis_of
from briefing.build import area_bars
from briefing.compose import PROVINCE, Area, Request, compose
from briefing.document import Agency, Chapter, Document, Listing, Picture, Section
from briefing.spec import BarSpec, Header, MapSpec, TimeSpec
from data.choice import Choice
from data.errors import Problem
from data.record import Record, public_record
from data.tables import read
from geo import units

MADE = "2026-11-23"
KY_SON, HUNG_NGUYEN_NAM = Area("district", "417"), Area("commune", "18028")


@pytest.fixture(scope="module")
def record() -> Record:
    return public_record()


@pytest.fixture(scope="module")
def whole(record: Record) -> Document:
    return compose(record, Request(areas=(PROVINCE, KY_SON, HUNG_NGUYEN_NAM)), Agency(), MADE)


def section(document: Document, key: str, chapter: int = 0) -> Section:
    return next(one for one in document.chapters[chapter].sections if one.key == key)


def listing(found: Section, caption: str) -> pd.DataFrame:
    return next(item.rows for item in found.items if isinstance(item, Listing) and item.caption == caption)


def test_the_whole_document_of_the_province(whole: Document) -> None:
    assert whole.title == "Báo cáo các mô hình bảo đảm an ninh trật tự"
    assert [chapter.title for chapter in whole.chapters] == [
        "Tỉnh Nghệ An",
        "Huyện Kỳ Sơn (địa bàn huyện cũ)",
        "Xã Hưng Nguyên Nam, huyện Hưng Nguyên (địa bàn huyện cũ)",
    ]
    assert [one.key for one in whole.chapters[0].sections] == list(read("sections")["key"])
    assert whole.header.filter_text == (
        "Tỉnh Nghệ An; Huyện Kỳ Sơn (địa bàn huyện cũ); Xã Hưng Nguyên Nam, huyện Hưng Nguyên (địa bàn huyện cũ)"
        " · mọi mô hình · địa giới từ 01/07/2025"
    )
    assert whole.made == MADE


def test_the_summary_says_the_figures_of_the_public_record(whole: Document) -> None:
    told = section(whole, "tom_tat")
    assert told.sentences == (
        "Sổ có 51 địa điểm của 13 mô hình tại tỉnh Nghệ An, ở 27/130 đơn vị cấp xã.",
        "Về ma túy, trong 130 đơn vị cấp xã: 44 được công bố sạch ở mọi phần, 7 sạch một phần, 79 không có số liệu.",
    )
    values = [value for value, _, _ in told.figures]
    assert values[:4] == ["51 địa điểm", "32 điểm", "96 xã", "4 điểm"]
    label, source = told.figures[2][1:]
    assert "460 đơn vị cấp xã" in label  # its own base, and the later figure with another one
    assert "Mới hơn: 281 (412 đơn vị cấp xã, 30/06/2025)" in label
    assert source == "Công an tỉnh Nghệ An, 15/06/2023"
    assert section(whole, "tom_tat", 1).sentences == (
        "Sổ có 7 địa điểm của 2 mô hình tại huyện Kỳ Sơn (địa bàn huyện cũ), ở 4/12 đơn vị cấp xã.",
        "Về ma túy, cả 12 đơn vị cấp xã đều được công bố sạch ở mọi phần.",
    )
    assert section(whole, "tom_tat", 2).sentences == (
        "Sổ có 5 địa điểm của 5 mô hình tại xã Hưng Nguyên Nam, huyện Hưng Nguyên (địa bàn huyện cũ).",
        "Tình trạng ma túy: không có số liệu.",
    )


def test_the_document_s_header_is_about_its_areas(record: Record) -> None:
    asked = Request(areas=(KY_SON,), until="2026-10-31")
    told = compose(record, asked, Agency(), MADE).header
    assert told.notes == ("1 địa điểm không rõ ngày nên không tính.",)  # of the province it would be 13
    assert told.source == "Báo Nghệ An (bản tiếng Pháp)"
    assert told.date_text == "Nguồn đăng từ 15/02/2018 đến 25/08/2024"
    assert compose(record, dataclasses.replace(asked, areas=(PROVINCE, KY_SON)), Agency(), MADE).header.notes == (
        "13 địa điểm không rõ ngày nên không tính.",
    )


def test_no_two_pictures_or_tables_of_a_chapter_are_called_the_same(whole: Document) -> None:
    for chapter in whole.chapters:
        for kind in (Picture, Listing):
            captions = [item.caption for one in chapter.sections for item in one.items if isinstance(item, kind)]
            assert len(set(captions)) == len(captions), captions


def test_what_a_number_counts_ends_without_a_full_stop(whole: Document) -> None:
    """A report writes "name: what it counts: 125 (source)"."""
    names = [what for chapter in whole.chapters for one in chapter.sections for _, what, _ in one.figures]
    assert [name for name in names if name.endswith(".")] == []
    assert any(name.endswith("Chưa có trong sổ không có nghĩa là không có camera") for name in names)


def test_targets_have_their_gap_and_a_change_of_base_is_never_subtracted(whole: Document) -> None:
    said = section(whole, "xa_sach").sentences
    assert any("tức 39/130 đơn vị, đến 12/2026" in one and "còn 39 đơn vị" in one for one in said)
    assert any("tức 65/130 đơn vị, đến 2030" in one and "còn 65 đơn vị" in one for one in said)
    assert "Tính mọi công bố đã biết, kể cả theo tiêu chí cũ, 44/130 đơn vị sạch ở mọi phần." in said
    assert "Phường Vinh Lộc: Sạch về ma túy một phần: 4/5 đơn vị hợp thành được công bố (21/11/2024)" in " ".join(said)
    assert (
        "Xã, phường, thị trấn sạch về ma túy, tỉnh Nghệ An: mới nhất 281/412 (30/06/2025); "
        "lần trước 284/460 (21/11/2024); không so được, mẫu số hoặc tiêu chí đổi: "
        "«460 đơn vị cấp xã» sang «412 đơn vị cấp xã»."
    ) in section(whole, "so_sanh").sentences


def test_the_period_compares_its_end_with_the_day_before_it(record: Record) -> None:
    request = Request(since="2023-01-01", until="2023-12-31", sections=("so_sanh",))
    document = compose(record, request, Agency(), MADE)
    first = section(document, "so_sanh").sentences[0]
    found = re.fullmatch(r"Đến 31/12/2023 sổ có (\d+) địa điểm, tăng (\d+) so với 31/12/2022 \((\d+)\)\.", first)
    assert found
    after, more, before = (int(part) for part in found.groups())
    assert after - before == more
    assert "kỳ từ 01/01/2023 đến 31/12/2023" in document.header.filter_text


def test_what_has_no_day_is_left_out_of_every_number_of_an_area(record: Record) -> None:
    """Of 7 sites one has no day: 6 are counted, also in the table, and only the area's own one is missed."""
    asked = Request(areas=(KY_SON,), since="2026-10-01", until="2026-10-31")
    document = compose(record, asked, Agency(), MADE)
    assert section(document, "tom_tat").sentences[0].startswith("Sổ có 6 địa điểm của 2 mô hình")
    lacks = section(document, "con_thieu")
    assert lacks.sentences[0].startswith("6/6 địa điểm")
    for key in ("tom_tat", "con_thieu"):
        assert section(document, key).sentences[-1] == "1 địa điểm không rõ ngày nên không tính."
    assert listing(lacks, "Vị trí của các địa điểm, theo mô hình")["Địa điểm trong sổ"].sum() == 6


def test_the_numbers_are_those_of_the_pages(record: Record, whole: Document) -> None:
    basis = basis_of(record, Choice(), "vi")
    bars = next(item.spec for item in section(whole, "dia_ban").items if isinstance(item, Picture))
    assert isinstance(bars, BarSpec)
    pd.testing.assert_frame_equal(bars.bars, area_bars(basis).bars)
    pinned = basis_of(record, Choice(models=(cameras.MODEL,)), "vi")
    values = [f"{one.value} {one.unit}" for one in cameras.facts(pinned)]
    assert [value for value, _, _ in section(whole, "camera").figures] == values
    district = basis_of(record, Choice(district="417", models=(drug_free.MODEL,)), "vi")
    rows = drug_free.status_table(district).rows
    assert list(listing(section(whole, "xa_sach", 1), "Tình trạng từng đơn vị cấp xã").iloc[:, 0]) == list(
        rows["commune"]
    )


def texts(found: Section) -> Iterator[str]:
    """Everything a section shows beside its sentences."""
    for figure in found.figures:
        yield from figure
    for item in found.items:
        yield item.caption
        header: Header
        if isinstance(item, Listing):
            header = item.header
            yield from map(str, item.rows.columns)
            for column in item.rows:
                values = item.rows[column]
                numeric = pd.api.types.is_numeric_dtype(values)
                yield from (f"{one:g}" if numeric else str(one) for one in values)
            yield f"{len(item.rows)}"
        else:
            header = item.spec.header
            yield from _shown(item.spec)
        yield from (header.epoch_text, header.date_text, header.dataset, header.filter_text, *header.notes)


def _shown(spec: BarSpec | MapSpec | TimeSpec) -> Iterator[str]:
    if isinstance(spec, BarSpec):
        yield from (f"{value:g}" for value in spec.bars["value"])
    elif isinstance(spec, TimeSpec):
        yield from spec.points["text"]
    else:
        yield from spec.areas["detail"]


NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
DATE = re.compile(r"\d{2}/\d{2}/\d{4}")


def numbers(shown: Iterable[str]) -> set[str]:
    return {number.replace(".", "") for text in shown for number in NUMBER.findall(text)}


def notes(chapter: Chapter) -> Iterator[str]:
    """What the headers of a chapter say is missing from it: its summary says it first."""
    for one in chapter.sections:
        for item in one.items:
            yield from item.header.notes if isinstance(item, Listing) else item.spec.header.notes


@pytest.mark.parametrize("epoch", units.EPOCHS)
@pytest.mark.parametrize("until", ["", "2024-11-30"])
def test_a_sentence_says_no_number_that_its_section_does_not_show(record: Record, epoch: str, until: str) -> None:
    districts = units.districts(epoch)["code"]
    communes = units.units(epoch)["code"]
    areas = (PROVINCE, Area("district", districts.iloc[5]), Area("commune", communes.iloc[40]))
    request = Request(areas=areas, epoch=epoch, until=until)
    document = compose(record, request, Agency(), MADE)
    for chapter in document.chapters:
        for one in chapter.sections:
            if one.key == "dia_ban" and chapter is not document.chapters[0]:
                continue  # the profile of an area is told in sentences only
            shown = numbers([*texts(one), *notes(chapter), request.until])
            for sentence in one.sentences:
                told = numbers([DATE.sub("", sentence)])
                assert told <= shown, (chapter.title, one.key, sentence, told - shown)


def test_every_cited_source_stands_once_with_its_use(whole: Document) -> None:
    sources = whole.sources
    assert list(sources.columns) == ["publisher", "title", "date", "source_url", "used_for"]
    assert sources["source_url"].is_unique
    assert (sources["used_for"] != "").all()
    assert sources["publisher"].iloc[-1] == "1678/NQ-UBTVQH15"
    assert "https://congan.nghean.gov.vn" in set(sources["source_url"])


def test_an_area_with_nothing_on_record_says_so(record: Record) -> None:
    placed = set(basis_of(record, Choice(), "vi").counted.rows["epoch_code"])
    empty = next(code for code in units.units("2025")["code"] if code not in placed)
    document = compose(record, Request(areas=(Area("commune", empty),)), Agency(), MADE)
    told = section(document, "tom_tat")
    assert told.figures[0][0] == "chưa có trong sổ"
    assert told.sentences[0].startswith("Sổ chưa có địa điểm nào tại ")
    assert section(document, "so_sanh").sentences[0].endswith("sổ đều chưa có địa điểm nào trong phạm vi báo cáo.")
    assert section(document, "con_thieu").sentences[0] == "Trong phạm vi báo cáo chưa có địa điểm nào trong sổ."
    assert told.figures[1] == ("Không có số liệu", "Tình trạng ma túy", "")
    said = " ".join(sentence for one in document.chapters[0].sections for sentence in one.sentences)
    assert " 0 địa điểm" not in said
    for key in ("camera", "duong_co"):
        assert section(document, key).figures == (("không có số liệu", "Địa điểm có trong sổ", ""),)  # not "0 nơi nêu"


def test_nothing_on_record_at_all(record: Record) -> None:
    nothing = dataclasses.replace(
        record, **{name: getattr(record, name).head(0) for name in ("figures", "targets", "sites", "statuses")}
    )
    document = compose(nothing, Request(), Agency(), MADE)
    assert section(document, "tom_tat").sentences[1] == (
        "Về ma túy, không có số liệu về đơn vị cấp xã nào trong 130 đơn vị."
    )
    assert section(document, "xa_sach").sentences[0] == "Đến ngày của báo cáo không có mục tiêu nào được nêu."
    assert "Camera giám sát do Công an tỉnh lắp: không có số liệu công bố." in section(document, "camera").sentences


def test_two_thousand_sites_with_long_names(record: Record) -> None:
    many = pd.concat([record.sites] * 40, ignore_index=True).head(2000)
    name = "Điểm rất dài " * 10
    many = many.assign(site_id=[f"s{n}" for n in range(2000)], site_name=name[:120])
    document = compose(dataclasses.replace(record, sites=many), Request(), Agency(), MADE)
    assert section(document, "tom_tat").sentences[0].startswith("Sổ có 2.000 địa điểm của 13 mô hình")
    rows = listing(section(document, "camera"), "Camera an ninh: địa điểm có trong sổ")
    assert (rows.iloc[:, 0].str.len() == 120).all()


def test_listings_have_plain_numbers_and_texts(whole: Document) -> None:
    for chapter in whole.chapters:
        for one in chapter.sections:
            for item in one.items:
                if isinstance(item, Listing):
                    assert len(item.rows), item.caption
                    assert set(item.total) <= set(item.rows.columns)
                    for column in item.rows:
                        values = item.rows[column]
                        assert pd.api.types.is_float_dtype(values) or not values.isna().any(), (item.caption, column)


def test_sections_are_those_asked_for_in_their_order(record: Record) -> None:
    request = Request(sections=("con_thieu", "camera", "tom_tat"), models=("duong_co_to_quoc",))
    document = compose(record, request, Agency(), MADE)
    assert [one.key for one in document.chapters[0].sections] == ["con_thieu", "tom_tat"]  # no cameras were asked for
    assert section(document, "tom_tat").sentences[0] == (
        "Sổ có 11 địa điểm của 1 mô hình tại tỉnh Nghệ An, ở 9/130 đơn vị cấp xã."
    )


def test_an_english_briefing_is_english(record: Record) -> None:
    document = compose(record, Request(lang="en"), Agency(), MADE)
    assert document.title == "Report on the public-security models"
    assert section(document, "tom_tat").sentences[0] == (
        "The register holds 51 sites of 13 models in Nghệ An province, in 27/130 communes."
    )


def test_what_a_request_cannot_mean_is_a_problem(record: Record) -> None:
    for wrong in (
        {"areas": (Area("commune", "00000"),)},
        {"areas": ()},
        {"sections": ("khong_co",)},
        {"models": ("khong_co",)},
        {"epoch": "1999"},
        {"since": "31/02/2026"},
        {"since": "2026-12-01", "until": "2026-11-01"},
        {"title": "x" * 500},
        {"status": "<script>"},
        {"lang": "fr"},
    ):
        with pytest.raises(Problem):
            compose(record, Request(**wrong), Agency(), MADE)  # type: ignore[arg-type]
