import itertools
import math
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import charts, files
from briefing.fonts import plain
from briefing.lettering import overlap
from briefing.paper import A4, MARGIN
from briefing.spec import BarSpec

NAN = float("nan")
ROWS = [("huyện Kỳ Sơn", 7588), ("huyện Quế Phong", 1234.5), ("huyện Con Cuông", 0), ("thị xã Thái Hòa", NAN)]
LONG_TITLE = (
    "Kết quả xây dựng mô hình xã, phường, thị trấn không có ma túy gắn với phong trào toàn dân bảo vệ an ninh "
    "Tổ quốc trên địa bàn tỉnh Nghệ An giai đoạn 2021–2025"
)
HOSTILE = ["${x}", "<script>alert(1)</script>", "datum.x", '"});alert(1)//', "{{a}}", "</text>", "&amp;", "a\\u0027"]

Make = Callable[..., BarSpec]


def svg_of(spec: BarSpec) -> bytes:
    return files.render(charts.draw(spec), "svg")


def test_all_of_the_header_legend_and_values_are_written(bar_spec: Make, written: Callable) -> None:
    spec = bar_spec(ROWS)
    text = written(svg_of(spec))
    head = spec.header
    wanted = [head.title, head.filter_text, head.epoch_text, head.source, head.date_text, head.dataset, *head.notes]
    wanted += ["Đơn vị: địa điểm", "không có số liệu", "7.588", "1.234,5", *(label for label, _ in ROWS)]
    assert [part for part in wanted if part.replace(" ", "") not in text] == []


def test_no_data_is_said_and_never_zero(bar_spec: Make, lines: Callable) -> None:
    texts = [line.text for line in lines(svg_of(bar_spec([("xã A", NAN), ("xã B", NAN)])))]
    assert texts.count("không có số liệu") == 3  # two bars and the legend
    assert "0" not in texts


def test_zero_is_written_as_zero(bar_spec: Make, lines: Callable) -> None:
    texts = [line.text for line in lines(svg_of(bar_spec([("xã A", 0), ("xã B", 0)])))]
    assert texts.count("0") == 2
    assert texts.count("không có số liệu") == 1  # the legend only


def test_the_order_is_the_callers(bar_spec: Make, lines: Callable) -> None:
    found = lines(svg_of(bar_spec([("xã C", 1), ("xã A", 9), ("xã B", 5)])))
    rows = sorted((line.box[1], line.text) for line in found if line.text.startswith("xã "))
    assert [text for _, text in rows] == ["xã C", "xã A", "xã B"]


def test_the_highlighted_bar_stands_out(bar_spec: Make, lines: Callable) -> None:
    svg = svg_of(bar_spec(ROWS, highlight="huyện Quế Phong"))
    weights = {line.text: line.weight for line in lines(svg)}
    assert weights["huyện Quế Phong"] == weights["1.234,5"] == 600
    assert weights["huyện Kỳ Sơn"] == 400
    assert b"#0072B2" in svg
    assert charts.pale("#0072B2").encode() in svg


def test_without_a_highlight_all_bars_have_the_full_colour(bar_spec: Make) -> None:
    assert charts.pale("#0072B2").encode() not in svg_of(bar_spec(ROWS))


def test_bars_are_as_long_as_their_values(bar_spec: Make) -> None:
    svg = svg_of(bar_spec([("xã A", 10), ("xã B", 5), ("xã C", 2.5)])).decode()
    paths = re.findall(r'd="([^"]*)" fill="#0072B2"', svg)[1:]  # the first one is the legend's
    corners = [[float(x) for x in re.findall(r"[ML](-?[\d.]+),", path)] for path in paths]
    long = [max(xs) - min(xs) for xs in corners]
    assert long[1] / long[0] == pytest.approx(0.5, abs=1e-3)
    assert long[2] / long[0] == pytest.approx(0.25, abs=1e-3)


def test_english_numbers_follow_the_header(bar_spec: Make, lines: Callable) -> None:
    texts = [line.text for line in lines(svg_of(bar_spec(ROWS, lang="en")))]
    assert "1,234.5" in texts
    assert "Unit: địa điểm" in texts


def test_no_bars_at_all_is_a_sentence(bar_spec: Make, lines: Callable) -> None:
    spec = bar_spec([])
    texts = [line.text for line in lines(svg_of(spec))]
    assert "Không có số liệu." in texts
    assert spec.header.title in texts


def cut_or_covered(found: list, high: float) -> list[str]:
    """Lines that leave the margins or touch another line."""
    bad = [
        line.text
        for line in found
        if line.box[0] < MARGIN - 8 or line.box[2] > A4.width - MARGIN + 1 or line.box[3] > high
    ]
    # A hair of overlap between the accents of one line and the tails of another is not seen.
    shrunk = [(line.text, (line.box[0], line.box[1] + 2, line.box[2], line.box[3] - 2)) for line in found]
    return bad + [f"{a[0]} × {b[0]}" for a, b in itertools.combinations(shrunk, 2) if overlap(a[1], b[1])]


@pytest.mark.parametrize("count", [1, 3, 20, 28, 29, 56, 84, 130, 480])
def test_nothing_is_cut_or_covered(bar_spec: Make, lines: Callable, count: int) -> None:
    rows = [(f"xã Nghĩa Khánh {index}", NAN if index % 9 == 4 else index * 37) for index in range(count)]
    svg = svg_of(bar_spec(rows, highlight="xã Nghĩa Khánh 0"))
    assert cut_or_covered(lines(svg), files.page_size(svg.decode())[1]) == []


def test_long_texts_wrap_and_are_whole(bar_spec: Make, lines: Callable, written: Callable) -> None:
    words = ", ".join(f"huyện Thử Nghiệm {index}" for index in range(20))
    label = "Mô hình Tổ liên gia an toàn phòng cháy, chữa cháy và Điểm chữa cháy công cộng khu dân cư phường Hưng Dũng"
    spec = bar_spec(
        [(label, 12), ("x" * 120, NAN)], title=LONG_TITLE, filter_text=words, source=LONG_TITLE * 3, notes=(words * 3,)
    )
    svg = svg_of(spec)
    assert cut_or_covered(lines(svg), files.page_size(svg.decode())[1]) == []
    for text in (LONG_TITLE, words, label, "x" * 120, LONG_TITLE * 3, words * 3):
        assert text.replace(" ", "") in written(svg)


@pytest.mark.parametrize("count", [20, 28, 84])
def test_usual_charts_fit_one_page(bar_spec: Make, count: int) -> None:
    svg = svg_of(bar_spec([(f"xã Châu Thử {index}", index) for index in range(count)]))
    assert files.page_size(svg.decode())[1] <= A4.height


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_plain_text(bar_spec: Make, lines: Callable, text: str) -> None:
    spec = bar_spec([(text, 1)], highlight=text, title=text, filter_text=text, source=text, notes=(text,))
    svg = svg_of(spec)
    assert [line.text for line in lines(svg)].count(text) >= 4
    assert b"<script" not in svg


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), value=st.one_of(st.floats(0, 1e9), st.just(math.nan), st.just(math.inf)))
def test_any_text_and_number_can_be_drawn(bar_spec: Make, written: Callable, text: str, value: float) -> None:
    svg = svg_of(bar_spec([(text, value), ("xã A", 3)], title=text, source=text))
    assert written(svg).count(plain(text).replace(" ", "")) >= 3
