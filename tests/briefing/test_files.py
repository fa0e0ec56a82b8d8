import dataclasses
import io
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from briefing import charts, files
from briefing.fonts import FAMILY
from briefing.spec import BarSpec, Header

ROWS = [("huyện Kỳ Sơn", 1234.5), ("huyện Quế Phong", 0), ("thị xã Thái Hòa", float("nan"))]
# A pangram of sorts: every base letter, every mark, both cases.
PANGRAM = "Ả Ẽ Ỵ Ỹ Ỡ Ữ Ằ Ẩ Ễ Ổ Đ đ ắ ặ ẵ ẳ ằ ầ ấ ẫ ẩ ậ ề ế ễ ể ệ ồ ố ỗ ổ ộ ờ ớ ỡ ở ợ ừ ứ ữ ử ự ỳ ý ỹ ỷ ỵ ĩ ỉ ị ũ ủ ụ"


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Name of every font the pages use, and whether its outlines are in the file."""
    found = {}
    waiting = [page["/Resources"] for page in PdfReader(io.BytesIO(pdf)).pages]
    while waiting:
        resources = waiting.pop().get_object()
        for font in (resources.get("/Font") or {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            found[str(inner["/BaseFont"])] = "/FontFile2" in inner["/FontDescriptor"].get_object()
        for item in (resources.get("/XObject") or {}).values():
            if "/Resources" in item.get_object():
                waiting.append(item.get_object()["/Resources"])
    return found


@pytest.fixture
def chart(bar_spec: Callable[..., BarSpec]) -> object:
    return charts.draw(bar_spec(ROWS, highlight="huyện Kỳ Sơn", title=PANGRAM, notes=(PANGRAM,)))


def test_the_screen_png_has_two_pixels_for_one_and_says_so(chart: object) -> None:
    image = Image.open(io.BytesIO(files.render(chart, "png")))
    wide, high = files.page_size(files.to_svg(chart))
    assert image.size == (2 * wide, 2 * high)
    assert image.info["dpi"] == pytest.approx((192, 192), abs=0.1)


def test_the_print_png_fills_a4_at_300_dots(bar_spec: Callable[..., BarSpec]) -> None:
    full = charts.draw(bar_spec([(f"xã {index}", index) for index in range(24)]))
    image = Image.open(io.BytesIO(files.render(full, "png_print")))
    assert image.size == (3508, 2480)
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


@pytest.mark.parametrize("count", [1, 40, 130, 480])
def test_the_print_png_never_exceeds_a4(bar_spec: Callable[..., BarSpec], count: int) -> None:
    chart = charts.draw(bar_spec([(f"xã Thử {index}", index) for index in range(count)]))
    size = Image.open(io.BytesIO(files.render(chart, "png_print"))).size
    assert max(size) <= 3508
    assert min(size) <= 2480
    assert max(size) >= 3506 or min(size) >= 2478


def test_print_scale_takes_the_better_side() -> None:
    assert files.print_scale(1123, 794) == pytest.approx(3508 / 1123, rel=1e-3)
    assert files.print_scale(1123, 1588) == pytest.approx(2480 / 1123, rel=1e-3)


def test_the_pdf_is_a4_with_selectable_text(bar_spec: Callable[..., BarSpec]) -> None:
    full = charts.draw(bar_spec([(f"xã {index}", index) for index in range(24)], title="Đặng Thị Ngọc Quỳ"))
    page = PdfReader(io.BytesIO(files.render(full, "pdf"))).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((842.25, 595.5), abs=1)
    text = page.extract_text()
    assert "Đặng Thị Ngọc Quỳ" in text
    assert "xã 23" in text


def test_the_pdf_embeds_one_family_and_nothing_falls_back(chart: object) -> None:
    found = fonts_of(files.render(chart, "pdf"))
    assert found
    assert all("BeVietnamPro" in name for name in found), found
    assert all(found.values()), found


def test_the_svg_names_the_font_and_keeps_text(chart: object) -> None:
    svg = files.render(chart, "svg").decode()
    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {FAMILY}
    assert ">1.234,5</text>" in svg


def test_drawing_twice_gives_the_same_file(chart: object) -> None:
    assert files.render(chart, "svg") == files.render(chart, "svg")


def test_another_kind_is_refused(chart: object) -> None:
    with pytest.raises(KeyError):
        files.render(chart, "gif")


def test_kinds_of_one_picture_have_different_names() -> None:
    names = {files.file_name(Header("Hình", "", "", "", "2025", ""), kind) for kind in files.KINDS}
    assert len(names) == len(files.KINDS) == 6


@pytest.mark.parametrize(
    ("title", "date", "kind", "expected"),
    [
        ("Bản đồ Kỳ Sơn", "Năm 2025", "png", "ban-do-ky-son-2025.png"),
        ("Bản đồ Kỳ Sơn", "từ 06/2021 đến 15/6/2023", "pdf", "ban-do-ky-son-2023-06-15.pdf"),
        ("Đường cờ Tổ quốc", "06/2021", "svg", "duong-co-to-quoc-2021-06.svg"),
        ("Đường cờ Tổ quốc 2021", "2021", "png_print", "duong-co-to-quoc-2021-in-a4.png"),
        ("../../etc/passwd", "", "png", "etc-passwd-2025-07-01.png"),
        ("…", "", "svg", "hinh-2025-07-01.svg"),
    ],
)
def test_file_names(header: Header, title: str, date: str, kind: str, expected: str) -> None:
    assert files.file_name(dataclasses.replace(header, title=title, date_text=date), kind) == expected


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.text(max_size=40))
def test_file_names_are_short_ascii(title: str, date: str) -> None:
    header = Header(title, "", "", "", date, "")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.png", files.file_name(header, "png"))
    assert len(files.file_name(header, "png_print")) <= 80
