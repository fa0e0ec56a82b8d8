"""A document as a file: which writer makes which form, and names for files of many areas."""

from __future__ import annotations

import dataclasses
import importlib
from pathlib import Path

from briefing import files
from briefing.document import Document, Picture
from briefing.spec import MapSpec
from data.errors import Problem
from data.wording import day, word
from geo import boundaries

# A form and the module whose `write(document)` makes it; each is loaded only when it is asked for.
WRITERS = {
    "pptx": "briefing.deck",
    "docx": "briefing.report",
    "pdf": "briefing.report_pdf",
    "xlsx": "briefing.workbook",
    "png": "briefing.compose.output",
}
MIME = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
}
MAP_SECTION = "ban_do"


def form_of(path: Path) -> str:
    """Give the form that a file's name asks for. Raises Problem for another ending."""
    form = path.suffix.lower().removeprefix(".")
    if form not in WRITERS:
        raise Problem(
            where=f"Tệp báo cáo {path.name}",
            came=f"đuôi tệp «{path.suffix}»",
            expected="một trong " + ", ".join(f".{one}" for one in WRITERS),
            todo="Đổi đuôi tệp.",
        )
    return form


def written(document: Document, form: str) -> bytes:
    """Give a document as a file of a form: pptx, docx, pdf, xlsx, or png, which is the map of its first area.

    Raises Problem where the writer cannot make it (a font that is missing), KeyError for another form.
    """
    return bytes(importlib.import_module(WRITERS[form]).write(document))


def write(document: Document) -> bytes:
    """Give the first map of a document as a PNG for A4 at 300 dpi."""
    from briefing import maps

    sections = [section for chapter in document.chapters for section in chapter.sections]
    specs = [item.spec for section in sections for item in section.items if isinstance(item, Picture)]
    spec = next((one for one in specs if isinstance(one, MapSpec)), None)
    if spec is None:
        raise Problem(
            where="Hình bản đồ của báo cáo",
            came="báo cáo không có phần bản đồ",
            expected=f"phần «{MAP_SECTION}» trong các phần của báo cáo",
            todo="Thêm phần bản đồ, hoặc chọn dạng tệp khác.",
        )
    chart = maps.draw(spec, boundaries.load(spec.epoch), boundaries.districts(spec.epoch))
    return files.render(chart, "png_print")


def file_name(document: Document, form: str, code: str = "") -> str:
    """Give a dated ASCII file name: with the area where there is one only, "bao-cao-huyen-ky-son-2026-11-23.pptx".

    `code` stands first in the names of many files, of which two areas may be called the same.
    """
    title = document.title
    if len(document.chapters) == 1:
        area = document.chapters[0].title.split(" (")[0].split(", ")[0]
        title = f"{code or word('page.briefing', document.header.lang)} {area}"
    dated = dataclasses.replace(document.header, title=title, date_text=day(document.made), epoch_text="")
    return files.file_name(dated, form)
