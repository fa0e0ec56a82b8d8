"""Lines as text: what is one, and the one way it is written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading import line_text
from data.shield import shielded

BOX = (103.7, 18.4, 106.0, 20.1)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("LINESTRING (105.66 18.66, 105.68 18.68)", "LINESTRING (105.66 18.66, 105.68 18.68)"),
        (" linestring(105.66 18.66,105.68 18.68)\n", "LINESTRING (105.66 18.66, 105.68 18.68)"),
        ("SRID=4326;LINESTRING(105 19, 105.1 19)", "LINESTRING (105 19, 105.1 19)"),
        ("LINESTRING Z (105 19 7, 105.1 19 8)", "LINESTRING (105 19, 105.1 19)"),
        ("LINESTRINGZ(105 19 7, 105.1 19 8)", "LINESTRING (105 19, 105.1 19)"),
        ("LINESTRING ZM (105 19 7 1, 105.1 19 8 2)", "LINESTRING (105 19, 105.1 19)"),
        ("LINESTRING (105.12345678 19, 1.051e2 19)", "LINESTRING (105.123457 19, 105.1 19)"),
        ("LINESTRING (105 19, 105.00000001 19, 105.1 19)", "LINESTRING (105 19, 105.1 19)"),
        ("MULTILINESTRING ((105 19, 105.1 19))", "LINESTRING (105 19, 105.1 19)"),
        (
            "MULTILINESTRING((105 19,105.1 19),(105.2 19,105.3 19))",
            "MULTILINESTRING ((105 19, 105.1 19), (105.2 19, 105.3 19))",
        ),
        ("LINESTRING (105 19, 105.00000001 19)", ""),
    ],
)
def test_a_line_is_written_one_way(text: str, written: str) -> None:
    shape = line_text.read(text)
    assert shape is not None
    assert line_text.written(shape) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "đường",
        "POINT (105 19)",
        "POLYGON ((105 19, 105.1 19, 105 19.1, 105 19))",
        "LINESTRING EMPTY",
        "LINESTRING ()",
        "LINESTRING (105 19)",
        "LINESTRING (105 19, 105 19)",
        "MULTILINESTRING ((105 19, 105.1 19), (105 19, 105 19))",
        "LINESTRING (105,66 18,66, 105,68 18,68)",
        "LINESTRING (nan 19, 105.1 19)",
        "LINESTRING (1e999 19, 105.1 19)",
        "LINESTRING (105 19, 105.1 19) x",
        "LINESTRING (105 19, 105.1 19",
        "SRID=3405;LINESTRING (105 19, 105.1 19)",
        "GEOMETRYCOLLECTION (" * 10_000 + "LINESTRING (105 19, 105.1 19)" + ")" * 10_000,
        "LINESTRING" + " " * 400_000 + "x",  # hours, if each space were a new beginning
        "MULTILINESTRING " + "(" * 10_000 + "105 19, 105.1 19" + ")" * 10_000,
    ],
)
def test_what_is_no_line(text: str) -> None:
    assert line_text.read(text) is None
    assert all(map(math.isnan, line_text.middle_of(text)))


def test_the_middle_lies_halfway_along_the_longest_part() -> None:
    assert line_text.middle_of("LINESTRING (105 19, 105.1 19, 105.1 19.3)") == (105.1, 19.1)
    # Parts that meet are one line.
    assert line_text.middle_of("MULTILINESTRING ((105 19, 105.1 19), (105.1 19, 105.3 19), (104 19, 104.2 19))") == (
        105.15,
        19,
    )


@pytest.mark.parametrize(
    ("text", "away"),
    [
        ("LINESTRING (105 19, 105.1 19)", None),
        ("LINESTRING (105 19, 107 19)", (107, 19)),
        ("LINESTRING (19 105, 19 105.1)", (19, 105)),
        ("MULTILINESTRING ((105 19, 105.1 19), (105 18, 105.1 19))", (105, 18)),
    ],
)
def test_the_first_point_outside_the_province(text: str, away: tuple[float, float] | None) -> None:
    shape = line_text.read(text)
    assert shape is not None
    assert line_text.outside(shape, BOX) == away


PAIRS = st.tuples(st.floats(103.7, 106), st.floats(18.4, 20.1))
PARTS = st.lists(st.lists(PAIRS, min_size=2, max_size=6), min_size=1, max_size=3)


@given(PARTS)
def test_what_is_written_is_read_and_written_the_same_again(parts: list[list[tuple[float, float]]]) -> None:
    inner = ", ".join("(" + ", ".join(f"{x!r} {y!r}" for x, y in part) + ")" for part in parts)
    shape = line_text.read(f"MULTILINESTRING ({inner})")
    if shape is None or not (text := line_text.written(shape)):
        return  # of one point only
    again = line_text.read(text)
    assert again is not None
    assert line_text.written(again) == text
    assert line_text.outside(again, BOX) is None
    assert not any(map(math.isnan, line_text.middle(again)))
    assert shielded(text) == text, "a line is no formula"


@given(st.text("LINESTRGMUZ()., -0123456789e", max_size=60) | st.text(max_size=40))
def test_any_text_is_a_line_or_none(text: str) -> None:
    shape = line_text.read(text)
    assert shape is None or shape.geom_type in ("LineString", "MultiLineString")
