"""The report as PDF: the words of the one in Word, read by other programs, with all it needs inside the file."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pypdf
import pytest
import typst

from briefing import report_pdf
from briefing.document import Agency, Chapter, Listing, Picture, Section
from briefing.fonts import plain
from briefing.report.outline import Figure, Heading, Paragraph, Table, outline
from data.errors import Problem
from tests.briefing import documents, pdfs

HOSTILE = '#import "x": * \\ #sys.inputs $x$ *a* _b_ <w:p/>&amp; ]]> \x00\x07 @r `c` //c /*c*/ =h {n}'


@cache
def written(name: str) -> bytes:
    return report_pdf.write(documents.ALL[name]())


def alternatives(node: Any) -> Iterator[str]:
    """What is said in words of the pictures, in the order of reading."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, dict):
        yield from [str(node["/Alt"])] if "/Alt" in node and node["/S"] == "/Figure" else []
        yield from alternatives(node.get("/K", []))
    elif isinstance(node, list):
        for child in node:
            yield from alternatives(child)


def drawn() -> list[Picture]:
    sections = [section for chapter in documents.public().chapters for section in chapter.sections]
    return [item for section in sections for item in section.items if isinstance(item, Picture)]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "bao-cao.pdf"


@pytest.mark.parametrize("name", ["public", "nothing", "long_names"])
def test_it_says_what_the_report_in_word_says_in_the_same_order(name: str, saved: Path) -> None:
    saved.write_bytes(written(name))
    read, at = pdfs.read(saved), 0
    for block in outline(documents.ALL[name]()).blocks:
        match block:
            case Heading():
                texts = [f"{block.label} {block.text}"]
            case Paragraph():
                texts = [f"{block.lead} {block.text} {block.link}"]
            case Figure() | Table():
                texts = [f"{block.number}. {block.caption}", *block.notes]
        for text in texts:
            at = read.index(pdfs.squeezed(text), at)


def test_tables_hold_every_cell(saved: Path) -> None:
    saved.write_bytes(written("public"))
    read = pdfs.run("pdftotext", "-raw", str(saved), "-")
    for block in outline(documents.public()).blocks:
        if isinstance(block, Table):
            for cell in (*(cell for row in block.grid.rows for cell in row), *block.grid.total):
                assert all(part in read for part in cell.text.split())
    areas = re.findall(r"^(\d+) (Huyện|Thành phố|Thị xã) (.+) (\d+|không có số liệu)$", read, re.MULTILINE)
    assert ("1", "Thành phố", "Vinh", "8") in areas
    assert "Cộng các số đã biết 51" in read


def test_it_is_signed_by_the_settings_and_all_of_it_can_be_searched(saved: Path) -> None:
    agency = Agency("Cấp trên", "Cơ quan", "Nghệ An", "05/BC-CQ", "Giám đốc", "Người Thử", ("Như trên", "Lưu: VT"))
    saved.write_bytes(report_pdf.write(dataclasses.replace(documents.nothing(), agency=agency)))
    read = pdfs.read(saved)
    for text in ("CẤP TRÊN", "CƠ QUAN", "Số: 05/BC-CQ", "Nghệ An, ngày 23 tháng 11 năm 2026", "Độc lập - Tự do"):
        assert pdfs.squeezed(text) in read[:400]
    for text in ("Nơi nhận:", "- Như trên;", "- Lưu: VT.", "GIÁM ĐỐC", "Người Thử"):
        assert pdfs.squeezed(text) in read[-200:]


def test_the_signature_never_stands_alone_on_a_page(saved: Path) -> None:
    terms = (("Từ", "Nghĩa của một từ."),) * 18  # as many as leave the signature no room on the first page
    document = dataclasses.replace(documents.nothing(), chapters=(), definitions=terms)
    saved.write_bytes(report_pdf.write(document))
    words = pdfs.words(saved)
    (page,) = {page for page, word, _ in words if word == "nhận:"}
    assert page == 2
    assert "NGUỒN" in [word for at, word, _ in words if at == page]


@pytest.mark.parametrize("name", ["public", "long_names"])
def test_its_fonts_are_inside_and_none_is_the_system_s(name: str, saved: Path) -> None:
    saved.write_bytes(written(name))
    found = pdfs.fonts(saved)
    assert {font.split("-")[0] for font in found} == {"LibertinusSerif", "BeVietnamPro"}
    assert set(found.values()) == {("yes", "yes")}


def test_every_vietnamese_letter_can_be_searched(saved: Path) -> None:
    saved.write_bytes(written("long_names"))
    assert pdfs.squeezed(documents.LETTERS) in pdfs.read(saved)


def test_it_is_tagged_titled_and_bookmarked(saved: Path) -> None:
    saved.write_bytes(written("public"))
    about = pdfs.run("pdfinfo", str(saved))
    assert re.search(r"Tagged: +yes", about)
    assert re.search(rf"Title: +{re.escape(documents.public().title)}", about)
    assert re.search(r"Page size: +595.276 x 841.89 pts \(A4\)", about)
    assert "CreationDate:    Mon Nov 23" in about
    found = pypdf.PdfReader(io.BytesIO(written("public")))
    assert found.trailer["/Root"]["/Lang"] == "vi"
    top = [entry.title for entry in found.outline if not isinstance(entry, list)]
    assert top[0] == "I. TỈNH NGHỆ AN"
    assert top[-1] == "IV. NGUỒN SỐ LIỆU"
    said = list(alternatives(found.trailer["/Root"]["/StructTreeRoot"]))
    captions = [item.caption for item in drawn()]
    assert len(said) == len(captions)
    assert all(text.startswith(caption) for text, caption in zip(said, captions, strict=True))


def test_pages_are_numbered_in_the_middle_of_the_upper_margin_from_the_second_on() -> None:
    pages = pypdf.PdfReader(io.BytesIO(written("public"))).pages
    starts = [page.extract_text().split("\n")[0].strip() for page in pages]
    assert "1" not in starts
    assert starts[1:] == [str(place) for place in range(2, len(pages) + 1)]


def test_two_thousand_rows_are_all_there(saved: Path) -> None:
    saved.write_bytes(written("many_sites"))
    read = pdfs.run("pdftotext", "-raw", str(saved), "-")
    numbered = re.findall(r"^(\d\.\d{3})$", read, re.MULTILINE)
    assert numbered[-1] == "2.000" and {f"1.{n:03}" for n in range(1000)} <= set(numbered)
    assert len(re.findall(r"^TT$", read, re.MULTILINE)) > 40  # the heading stands on every page of the table


def test_links_lead_to_the_sources() -> None:
    found = pypdf.PdfReader(io.BytesIO(written("public")))
    notes = [note.get_object() for page in found.pages for note in page.get("/Annots", [])]
    links = {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}
    assert set(documents.public().sources["source_url"]) <= links
    assert all(link.startswith(("https://", "http://")) for link in links)


def test_hostile_texts_are_texts(saved: Path) -> None:
    header = dataclasses.replace(documents.public().header, filter_text=HOSTILE, notes=(HOSTILE,))
    listing = Listing(HOSTILE, header, pd.DataFrame({HOSTILE: [HOSTILE], "Nguồn": ["javascript:alert(1)"]}))
    section = Section("thu", HOSTILE, ((HOSTILE, HOSTILE, HOSTILE),) * 2, (HOSTILE,), (listing,))
    document = dataclasses.replace(
        documents.public(),
        title=HOSTILE,
        header=header,
        chapters=(Chapter(HOSTILE, (section,)),),
        definitions=((HOSTILE, HOSTILE),),
        agency=Agency(*[HOSTILE] * 6, recipients=(HOSTILE,)),
    )
    saved.write_bytes(report_pdf.write(document))
    assert pdfs.read(saved).count(pdfs.squeezed(plain(HOSTILE))) >= 12
    assert b"javascript:" not in b"".join(
        str(page.get("/Annots", "")).encode() for page in pypdf.PdfReader(saved).pages
    )


def test_a_letter_that_no_font_has_does_not_stop_the_report(saved: Path) -> None:
    section = Section("thu", "Phần thử", (), ("Tổ 🚒 漢字 tự quản.",))
    document = dataclasses.replace(documents.public(), chapters=(Chapter("Chương thử", (section,)),))
    saved.write_bytes(report_pdf.write(document))
    assert "tựquản." in pdfs.read(saved)


def test_a_report_that_cannot_be_set_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_pdf, "_template", lambda: b"#panic()")
    with pytest.raises(Problem, match="Word") as caught:
        report_pdf.write(documents.nothing())
    assert "panicked" in caught.value.detail


def test_the_same_document_gives_the_same_bytes() -> None:
    assert report_pdf.write(documents.nothing()) == report_pdf.write(documents.nothing())


def test_the_fonts_at_hand_are_those_of_the_packages() -> None:
    families = set(report_pdf._fonts().families())
    assert {"Libertinus Serif", "Be Vietnam Pro"} <= families
    assert families.isdisjoint({"Liberation Serif", "DejaVu Sans", "Times New Roman"})
    assert isinstance(report_pdf._fonts(), typst.Fonts)
