"""The deck, opened again by python-pptx and by LibreOffice: its numbers, its letters, and nothing over an edge."""

from __future__ import annotations

import dataclasses
import datetime
import io
import math
import re
import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.util import Pt

from briefing import deck, fonts
from briefing.deck import bars, template, times
from briefing.deck.text import LINE, Line, fitted, height
from briefing.document import Agency, Chapter, Document, Listing, Picture, Section
from briefing.spec import BarSpec, MapSpec, TimeSpec
from tests.briefing import documents
from tests.office import convert

ROOT = Path(__file__).parents[2]
NAMES = sorted(documents.ALL)


@cache
def written(name: str) -> bytes:
    return deck.write(documents.ALL[name]())


@cache
def opened(name: str) -> Deck:
    return Presentation(io.BytesIO(written(name)))


def small(document: Document, *items: Picture | Listing) -> Document:
    """The same document with these items only."""
    section = Section("thu", "Phần thử", (), (), items)
    return dataclasses.replace(
        document, chapters=(Chapter("Chương", (section,)),), definitions=(), sources=document.sources.head(0)
    )


def again(document: Document) -> Deck:
    return Presentation(io.BytesIO(deck.write(document)))


def title(slide: Any) -> str:
    return slide.shapes.title.text_frame.text


def pictures(document: Document, kind: type) -> list[Picture]:
    items = [item for chapter in document.chapters for section in chapter.sections for item in section.items]
    return [item for item in items if isinstance(item, Picture) and isinstance(item.spec, kind)]


def charts(found: Deck, caption: str) -> list[Any]:
    """The charts of a caption, over all of its slides."""
    pages = re.compile(re.escape(caption) + r"( \(\d+/\d+\))?")
    return [
        shape.chart
        for slide in found.slides
        if pages.fullmatch(title(slide))
        for shape in slide.shapes
        if shape.has_chart
    ]


def texts(found: Deck) -> str:
    """All that is written on slides and in their notes."""
    said = []
    for slide in found.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            if shape.has_table:
                said += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
        said.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(said)


def test_it_is_wide_and_says_what_it_is() -> None:
    found, document = opened("public"), documents.public()
    assert found.slide_width / found.slide_height == pytest.approx(16 / 9, rel=1e-3)
    about = found.core_properties
    assert (about.title, about.language) == (document.title, "vi-VN")
    assert (about.author, about.last_modified_by) == ("", "")
    assert about.created.date().isoformat() == document.made
    assert title(found.slides[0]) == document.title


def test_the_agency_stands_on_the_cover_and_in_the_properties() -> None:
    document = dataclasses.replace(documents.nothing(), agency=Agency("CẤP TRÊN THỬ", "CƠ QUAN THỬ"))
    found = again(dataclasses.replace(document, chapters=()))
    assert found.core_properties.author == "CƠ QUAN THỬ"
    cover = [shape.text_frame.text for shape in found.slides[0].placeholders]
    assert "CẤP TRÊN THỬ\nCƠ QUAN THỬ" in cover


def test_the_theme_is_that_of_the_screen() -> None:
    light = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]["light"]
    pairs = {"accent1": "primaryColor", "dk1": "textColor", "lt1": "backgroundColor", "hlink": "linkColor"}
    pairs["lt2"] = "secondaryBackgroundColor"
    assert {slot: "#" + template.COLOURS[slot] for slot in pairs} == {slot: light[key] for slot, key in pairs.items()}
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    theme = opened("public").slide_master.part.part_related_by(relation).blob.decode()
    assert theme.count(f'<a:latin typeface="{fonts.FAMILY}"') == 2
    assert f'<a:accent1><a:srgbClr val="{template.COLOURS["accent1"]}"/></a:accent1>' in theme


@pytest.mark.parametrize("name", NAMES)
def test_bars_are_the_specification_s(name: str) -> None:
    document = documents.ALL[name]()
    for picture in pictures(document, BarSpec):
        spec, found = picture.spec, charts(opened(name), picture.caption)
        plots = [chart.plots[0] for chart in found]
        values = [value for plot in plots for value in plot.series[0].values]
        assert values == [value if math.isfinite(value) else None for value in spec.bars["value"]]
        labels = [label for plot in plots for label in plot.categories]
        said = [
            fonts.plain(label) + ("" if math.isfinite(value) else f": {spec.no_data}")
            for label, value in zip(spec.bars["label"], spec.bars["value"], strict=True)
        ]
        assert labels == said
        assert len({chart.value_axis.maximum_scale for chart in found}) <= 1  # one scale on all slides
        for chart in found:
            cells = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
            column = [cell.value for cell in list(cells.columns)[1][1:]]
            assert column == list(chart.plots[0].series[0].values)


def test_the_highlighted_bar_alone_has_the_full_colour() -> None:
    picture = next(one for one in pictures(documents.public(), BarSpec) if one.spec.bars["highlight"].any())
    series = charts(opened("public"), picture.caption)[0].plots[0].series[0]
    place = picture.spec.bars["highlight"].tolist().index(True)
    own = series._element.findall(".//{*}dPt")
    assert [int(point.find("{*}idx").get("val")) for point in own] == [place]
    assert str(series.points[place].format.fill.fore_color.rgb) == picture.spec.colour.lstrip("#")
    assert str(series.format.fill.fore_color.rgb) != picture.spec.colour.lstrip("#")


def test_long_charts_take_several_slides_and_every_bar_has_its_row() -> None:
    picture = pictures(documents.public(), BarSpec)[0]
    rows = [{"label": f"xã {n}", "value": float(n), "key": str(n), "highlight": False} for n in range(130)]
    spec = dataclasses.replace(picture.spec, bars=pd.DataFrame(rows))
    found = charts(again(small(documents.public(), Picture("Dài", spec))), "Dài")
    assert len(found) == 6
    assert [value for chart in found for value in chart.plots[0].series[0].values] == list(range(130))


def serial(day: str) -> int:
    return (datetime.date.fromisoformat(day) - datetime.date(1899, 12, 30)).days


def test_figures_over_time_are_a_series_a_run() -> None:
    caption = "Số xã sạch về ma túy qua các năm, với các chỉ tiêu"
    chart = charts(opened("public"), caption)[0]
    found = {
        one.name: ([int(text) for text in one._element.xpath("./c:xVal//c:v/text()")], list(one.values))
        for one in chart.plots[0].series
    }
    assert found["Số công bố: 460 đơn vị cấp xã"] == ([serial("2023-06-15"), serial("2024-11-21")], [96, 284])
    assert found["Số công bố: 412 đơn vị cấp xã"] == ([serial("2025-06-30")], [281])
    days = [serial(day) for day in ("2025-12-31", "2026-12-31", "2030-12-31", "2030-12-31")]
    assert found["Chỉ tiêu"] == (days, [26, 39, 65, 65])
    assert {"(1) 01/12/2024", "(2) 01/07/2025"} < set(found)
    said = chart._chartSpace.xpath(".//c:dLbl//a:t/text()")
    assert said.count("ít nhất 65/130") == 1
    assert {"96/460", "284/460", "281/412", "26/130", "ít nhất 39/130", "(1)", "(2)"} < set(said)


def test_the_cells_behind_a_time_chart_lie_where_it_looks_for_them() -> None:
    chart = charts(opened("public"), "Số xã sạch về ma túy qua các năm, với các chỉ tiêu")[0]
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    for series in chart._chartSpace.xpath(".//c:ser"):
        for axis in ("xVal", "yVal"):
            where = series.xpath(f"./c:{axis}//c:f/text()")[0].replace("$", "").removeprefix("Sheet1!")
            cells = [cell for row in sheet[where] for cell in (row if isinstance(row, tuple) else (row,))]
            values = [cell.value for cell in cells]
            if axis == "xVal":
                assert all(isinstance(value, datetime.datetime) for value in values)
                values = [(value.date() - datetime.date(1899, 12, 30)).days for value in values]
            assert values == pytest.approx([float(text) for text in series.xpath(f"./c:{axis}//c:v/text()")])


def test_a_count_holds_until_it_changes() -> None:
    """Between two days the line is level: each day but the first has a corner at the value before it."""
    spec = next(one.spec for one in pictures(documents.public(), TimeSpec) if one.spec.stepped)
    (series,) = times.series_of(spec)
    assert len(series.points) == 2 * len(spec.points) - 1
    real = [point for point in series.points if not point.corner]
    assert [point.value for point in real] == spec.points["value"].tolist()
    for before, corner, after in zip(series.points[::2], series.points[1::2], series.points[2::2], strict=False):
        assert (corner.day, corner.value) == (after.day, before.value)


def test_an_aim_without_a_day_is_a_line_from_edge_to_edge() -> None:
    spec = pictures(documents.public(), TimeSpec)[1].spec
    assert len(spec.targets)
    series = times.series_of(dataclasses.replace(spec, targets=spec.targets.head(1).assign(day=""), marks=()))
    level = next(one for one in series if one.kind == times.LEVEL)
    assert [(point.day.isoformat(), point.value) for point in level.points] == [("2023-01-01", 26), ("2026-01-01", 26)]


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_says_its_data_set_its_day_and_its_number(name: str) -> None:
    for slide in list(opened(name).slides)[1:]:
        kinds = {shape._element.ph.get("type"): shape for shape in slide.placeholders}
        assert kinds["ftr"].text_frame.text == documents.ALL[name]().header.dataset
        assert kinds["dt"].text_frame.text == "Lập ngày 23/11/2026"
        assert kinds["sldNum"]._element.xpath(".//a:fld[@type='slidenum']")


@pytest.mark.parametrize("name", NAMES)
def test_the_notes_say_filter_epoch_and_data_set(name: str) -> None:
    header = documents.ALL[name]().header
    for slide in opened(name).slides:
        notes = slide.notes_slide.notes_text_frame.text
        assert header.dataset in notes
        assert title(slide)[:60] in notes
        assert re.search(r"Địa giới từ|địa giới từ|Tỉnh Nghệ An", notes)


def test_the_notes_explain_the_words_of_the_slide() -> None:
    slide = next(slide for slide in opened("public").slides if title(slide) == "Xã sạch về ma túy")
    notes = slide.notes_slide.notes_text_frame.text
    assert "Xã sạch về ma túy: Đơn vị cấp xã được công nhận" in notes
    assert "Không có số liệu: " not in notes  # nothing on the slide says so


@pytest.mark.parametrize("name", NAMES)
def test_nothing_runs_over_an_edge(name: str) -> None:
    found = opened(name)
    for slide in found.slides:
        foot = Pt(template.BODY[1] + template.BODY[3] + 8)
        for shape in slide.shapes:
            where = f"{title(slide)}: {shape.name}"
            assert shape.left >= 0 and shape.left + shape.width <= found.slide_width, where
            if not shape.is_placeholder:
                assert shape.top + shape.height <= foot, where
            if shape.has_text_frame and shape.text_frame.text and slide.slide_layout.name != "Bìa":
                assert _needed(shape) <= shape.height.pt + 1, where
            if shape.has_table:
                _table_fits(shape)


def _needed(shape: Any) -> float:
    """The height of a text, measured in its own font and sizes."""
    total = 0.0
    for paragraph in shape.text_frame.paragraphs:
        run = paragraph.runs[0] if paragraph.runs else None
        if run is None or run.font.size is None:
            continue
        line = Line(run.text, run.font.size.pt, 700 if run.font.bold else 400)
        total += height([line], shape.width.pt + 1)
    return total


def _table_fits(shape: Any) -> None:
    table = shape.table
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            if not cell.text_frame.text:
                assert cell._tc.xpath("./a:txBody/a:p/a:endParaRPr/@sz")  # else as high as 18 points
                continue
            run = cell.text_frame.paragraphs[0].runs[0]
            face = fonts.Face(run.font.size.pt, 700 if run.font.bold else 400)
            lines = fonts.wrap(run.text, column.width.pt - 12, face)
            assert len(lines) * face.size * LINE + 5 <= row.height.pt + 0.5, run.text


@pytest.mark.parametrize("name", NAMES)
def test_tables_repeat_their_heading_and_keep_every_row(name: str) -> None:
    document = documents.ALL[name]()
    items = [item for chapter in document.chapters for section in chapter.sections for item in section.items]
    for listing in (item for item in items if isinstance(item, Listing) and 0 < len(item.rows) < 200):
        pages = re.compile(re.escape(listing.caption) + r"( \(\d+/\d+\))?")
        parts = [
            shape.table
            for slide in opened(name).slides
            if pages.fullmatch(title(slide))
            for shape in slide.shapes
            if shape.has_table and len(shape.table.columns) == listing.rows.shape[1]
        ]
        rows = [[cell.text_frame.text for cell in row.cells] for table in parts for row in list(table.rows)[1:]]
        for table in parts:
            assert [cell.text_frame.text for cell in table.rows[0].cells] == [str(one) for one in listing.rows.columns]
        first = [row[0] for row in rows if not row[0].startswith("Cộng")]
        wanted = [fonts.plain(value) for value in listing.rows.iloc[:, 0]]
        assert all(wanted.count(value) <= first.count(value) for value in set(wanted))


def test_totals_are_sums_of_what_is_known_and_never_0_for_nothing() -> None:
    assert "Cộng các số đã biết\n51" in texts(opened("public"))
    assert "Cộng các số đã biết\nkhông có số liệu" in texts(opened("nothing"))


def test_nothing_on_record_shows_no_0() -> None:
    document = documents.nothing()
    numbers = [
        value
        for picture in pictures(document, BarSpec)
        for chart in charts(opened("nothing"), picture.caption)
        for value in chart.plots[0].series[0].values
    ]
    assert numbers == [None] * 12
    cells = [text for text in texts(opened("nothing")).split("\n") if text.strip() in ("0", "0,0")]
    assert cells == []


def test_a_table_of_2000_rows_stops_and_says_where_the_rest_is() -> None:
    said = texts(opened("many_sites"))
    left = re.search(r"Còn ([\d.]+) trong 2.000 dòng không in ở đây; xem đủ ở sổ tính \(Excel\) của báo cáo.", said)
    assert left
    assert 1500 < int(left[1].replace(".", "")) < 2000
    assert len(opened("many_sites").slides) < 40


def test_addresses_are_links_under_the_host_s_name() -> None:
    links = [
        (run.text, run.hyperlink.address)
        for slide in opened("public").slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
        for run in cell.text_frame.paragraphs[0].runs
        if run.hyperlink.address
    ]
    assert ("congan.nghean.gov.vn", "https://congan.nghean.gov.vn") in links
    assert all(address.startswith(("https://", "http://")) for _, address in links)


@pytest.mark.parametrize("caption", ["javascript:alert(1)", "https://a b", "https://[", "file:///etc/passwd", "=1+1"])
def test_other_addresses_are_texts(caption: str) -> None:
    header = documents.public().header
    found = again(small(documents.public(), Listing("Thử", header, pd.DataFrame({"Nguồn": [caption]}))))
    xml = b"".join(part.blob for part in found.part.package.iter_parts() if part.partname.endswith(".rels"))
    assert b"External" not in xml
    assert caption in texts(found)


def test_pictures_charts_and_tables_are_described_in_words() -> None:
    for slide in opened("public").slides:
        for shape in slide.shapes:
            if not shape.has_text_frame:
                assert len(shape._element._nvXxPr.cNvPr.get("descr", "")) > 20, title(slide)
    (picture, *_) = pictures(documents.public(), MapSpec)
    slide = next(slide for slide in opened("public").slides if title(slide) == picture.caption)
    shape = next(shape for shape in slide.shapes if shape.shape_type == 13)
    assert shape._element._nvXxPr.cNvPr.get("descr").startswith(picture.caption)
    assert shape.image.size[0] > 1600


@pytest.mark.parametrize("name", NAMES)
def test_every_shape_of_a_slide_has_a_number_of_its_own(name: str) -> None:
    for slide in opened(name).slides:
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(set(numbers)) == len(numbers)


def test_every_text_is_vietnamese() -> None:
    for slide in opened("public").slides:
        assert {run.get("lang") for run in slide._element.xpath(".//a:r/a:rPr")} == {"vi-VN"}


def test_every_letter_is_kept() -> None:
    said = texts(opened("long_names"))
    assert set(documents.LETTERS) <= set(said)
    assert documents.LONG_NAME.strip() in said


def test_a_section_without_anything_says_so() -> None:
    section = Section("drug_free", "Xã sạch về ma túy")
    found = again(dataclasses.replace(documents.nothing(), chapters=(Chapter("Xã Mỹ Lý", (section,)),)))
    assert "Không có số liệu." in texts(found)


def test_in_english() -> None:
    document = documents.public()
    english = dataclasses.replace(document, header=dataclasses.replace(document.header, lang="en"), chapters=())
    found = again(english)
    assert found.core_properties.language == "en-GB"
    assert "Made on 23/11/2026" in texts(found)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=80), st.one_of(st.just(math.nan), st.floats(-1e12, 1e12)))
def test_any_text_and_number_can_be_written(text: str, value: float) -> None:
    document = documents.public()
    header = dataclasses.replace(document.header, title=text, filter_text=text, notes=(text,))
    rows = pd.DataFrame({"Tên": [text], "Số": [value]})
    spec = pictures(document, BarSpec)[0].spec
    chart = dataclasses.replace(spec, header=header, bars=spec.bars.head(1).assign(label=text, value=value))
    found = again(small(document, Listing(text, header, rows, ("Số",)), Picture(text, chart)))
    assert len(found.slides) == 3


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=300), max_size=5), st.floats(20, 400), st.floats(12, 300))
def test_fitted_texts_fit(paragraphs: list[str], wide: float, high: float) -> None:
    lines = [Line(text, 18, space=4) for text in paragraphs]
    assert height(fitted(lines, wide, high), wide) <= high + 1e-6 or not fitted(lines, wide, high)


def test_one_scale_starts_at_0() -> None:
    chart = charts(opened("public"), "Địa điểm theo địa bàn huyện cũ")[0]
    assert (chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) == (0, 8 * bars.HEADROOM)


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_opens_it_as_it_is(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every slide becomes a page, every text is found, and all letters are of the one font, embedded."""
    monkeypatch.setenv("FONTCONFIG_FILE", str(_with_our_font(tmp_path)))
    source = tmp_path / f"{name}.pptx"
    source.write_bytes(written(name))
    pdf = convert(source, "pdf", tmp_path / "out")
    read = _run("pdftotext", "-layout", str(pdf), "-")
    assert read.count("\f") == len(opened(name).slides)
    assert "Lập ngày 23/11/2026" in read
    squeezed = re.sub(r"\s+", "", read)
    for slide in opened(name).slides:
        assert re.sub(r"\s+", "", title(slide)) in squeezed
    used = _run("pdffonts", str(pdf)).splitlines()[2:]
    assert used
    for line in used:
        assert re.match(r"[A-Z]{6}\+BeVietnamPro-", line), line
        assert re.search(r"\byes\s+(yes|no)\s+yes\s", line), line


def _with_our_font(folder: Path) -> Path:
    """A configuration of fontconfig that knows the system's fonts and the package's."""
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{fonts.folder()}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return path


def _run(*command: str) -> str:
    program = shutil.which(command[0])
    if program is None:
        pytest.fail("Cần poppler-utils để chạy kiểm thử: make programs")
    return subprocess.run([program, *command[1:]], capture_output=True, text=True, check=True).stdout
