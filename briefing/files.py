"""A drawn picture as a file: PNG for the screen, for print and for slides, SVG, PDF; and its file name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import altair as alt
import vl_convert

from briefing.fonts import register
from briefing.paper import A3, A4, SLIDE, Page
from briefing.spec import Header

INCH = 96  # pixels of a sheet to an inch of paper
SCREEN_SCALE = 2
PRINT_DPI = 300
A4_MM = (297.0, 210.0)
A3_MM = (420.0, 297.0)
SLIDE_PIXELS = (3840, 2160)
SLIDE_DPI = 288  # 13.33 inches wide, as a slide is
SLUG_LETTERS = 48


@dataclass(frozen=True)
class Kind:
    """A kind of file: its ending, its type, the page its picture is laid out for.

    `use` is added to the name, so that two PNGs of one picture differ.
    """

    ending: str
    mime: str
    page: Page = A4
    use: str = ""


KINDS = {
    "png": Kind(".png", "image/png"),
    "png_print": Kind(".png", "image/png", use="-in-a4"),
    "png_a3": Kind(".png", "image/png", A3, "-in-a3"),
    "png_slide": Kind(".png", "image/png", SLIDE, "-trang-chieu"),
    "svg": Kind(".svg", "image/svg+xml"),
    "pdf": Kind(".pdf", "application/pdf"),
}


def render(chart: alt.TopLevelMixin, kind: str) -> bytes:
    """Give a picture as a file of a kind of KINDS, for whose page it was drawn.

    "png" has 2 pixels for each of the sheet. "png_print" and "png_a3" have 300 dots an inch and fit the paper, lying
    or standing as suits it better: a full sheet is 3508 pixels wide on A4, 4961 on A3. "png_slide" is 3840 × 2160.
    "svg" and "pdf" keep text as text. Raises Problem when the font is missing, KeyError for another kind.
    """
    return _WRITERS[kind](to_svg(chart))


def to_svg(chart: alt.TopLevelMixin) -> str:
    """Give a picture as SVG text, the form from which every other file is made."""
    register()
    return str(vl_convert.vegalite_to_svg(chart.to_dict(validate=False), vl_version=_VERSION))


def warm_up() -> None:
    """Start the renderer, so that the first picture a reader asks for does not wait for it (1 to 2 s)."""
    to_svg(alt.Chart(alt.InlineData(values=[])).mark_point())


def page_size(svg: str) -> tuple[float, float]:
    """Give width and height in pixels of a sheet from its SVG."""
    found = _SIZE.search(svg)
    if not found:
        raise ValueError("the renderer gave an SVG without a size")
    return float(found[1]), float(found[2])


def print_scale(wide: float, high: float, paper: tuple[float, float] = A4_MM) -> float:
    """Give by how much a sheet is enlarged so that it fills a paper (mm) at 300 dots an inch and does not exceed it."""
    # The renderer drops the fraction of a last pixel.
    long, short = (round(side / 25.4 * PRINT_DPI) + 0.9 for side in paper)
    return max(min(long / wide, short / high), min(short / wide, long / high))


def _png(svg: str) -> bytes:
    return _pixels(svg, SCREEN_SCALE, INCH * SCREEN_SCALE)


def _png_print(svg: str, paper: tuple[float, float]) -> bytes:
    return _pixels(svg, print_scale(*page_size(svg), paper), PRINT_DPI)


def _png_slide(svg: str) -> bytes:
    wide, high = ((pixels + 0.5) / side for pixels, side in zip(SLIDE_PIXELS, page_size(svg), strict=True))
    return _pixels(svg, min(wide, high), SLIDE_DPI)


def _pixels(svg: str, scale: float, dpi: int) -> bytes:
    return bytes(vl_convert.svg_to_png(svg, scale=scale * 72 / dpi, ppi=dpi))


def _pdf(svg: str) -> bytes:
    # A PDF counts in points of 1/72 inch: stated at that size, a full sheet is exactly A4.
    wide, high = (side * 72 / INCH for side in page_size(svg))
    return bytes(vl_convert.svg_to_pdf(_SIZE.sub(f'width="{wide:g}" height="{high:g}" viewBox', svg, count=1)))


def _svg(svg: str) -> bytes:
    return svg.encode("utf-8")


_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox')
_VERSION = "v" + alt.SCHEMA_VERSION.lstrip("v").rsplit(".", 1)[0]
_WRITERS: dict[str, Callable[[str], bytes]] = {
    "png": _png,
    "png_print": partial(_png_print, paper=A4_MM),
    "png_a3": partial(_png_print, paper=A3_MM),
    "png_slide": _png_slide,
    "svg": _svg,
    "pdf": _pdf,
}


def file_name(header: Header, kind: str) -> str:
    """Give a short, dated ASCII file name: "ban-do-ky-son-2025-06-15.png" for the title "Bản đồ Kỳ Sơn".

    The date is the last one named in `date_text` (a day, a month or a year), else the last year in `epoch_text`,
    else none. Tables are "xlsx" and "csv".
    """
    form = KINDS.get(kind) or Kind(f".{kind}", "")
    parts = [_slug(header.title) or "hinh", _date(header.date_text) or _date(header.epoch_text)]
    if parts[0].endswith(parts[1]):
        parts.pop()
    return "-".join(parts) + form.use + form.ending


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    ascii_text = letters.encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
    if len(words) <= SLUG_LETTERS:
        return words
    return words[: SLUG_LETTERS + 1].rsplit("-", 1)[0][:SLUG_LETTERS]


_DATE = re.compile(r"(?<!\d)(?:(?:(\d{1,2})/)?(\d{1,2})/)?((?:19|20)\d{2})(?!\d)")


def _date(text: str) -> str:
    found = list(_DATE.finditer(text))
    if not found:
        return ""
    day, month, year = found[-1].groups()
    return "-".join(part.zfill(2) for part in (year, month, day) if part)
