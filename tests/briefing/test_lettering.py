import itertools

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.fonts import Face
from briefing.lettering import Name, overlap, write_names
from briefing.sheet import text_box

WINDOW = (0.0, 0.0, 400.0, 300.0)
LAND = shapely.box(0, 0, 300, 300)
FACE = Face(10.5)


def name(text: str, area: shapely.Polygon, must: bool = False) -> Name:
    return Name(text, area.centroid.x, area.centroid.y, FACE, area, must)


def test_a_name_with_room_stands_in_its_area() -> None:
    (written,) = write_names([name("Kỳ Sơn", shapely.box(50, 50, 200, 150))], WINDOW, [], LAND)
    assert written.lines == ("Kỳ Sơn",)
    assert written.x == 125


def test_a_name_goes_round_a_symbol() -> None:
    symbol = (115.0, 90.0, 135.0, 110.0)
    (written,) = write_names([name("Kỳ Sơn", shapely.box(50, 50, 200, 150))], WINDOW, [symbol], LAND)
    assert not overlap(text_box(written.x, written.y, "Kỳ Sơn", FACE, "center"), symbol)


def test_a_name_without_room_is_left_out_but_one_that_must_be_there_is_not() -> None:
    tiny = shapely.box(100, 100, 106, 106)
    assert write_names([name("Mường Xén", tiny)], WINDOW, [], LAND) == []
    (written,) = write_names([name("Mường Xén", tiny, must=True)], WINDOW, [], LAND)
    box = text_box(written.x, written.y, "Mường Xén", FACE, "center")
    assert not shapely.box(*box).intersects(tiny)


def test_a_coastal_name_may_stand_in_the_sea_beside_its_area() -> None:
    (written,) = write_names([name("Cửa Lò", shapely.box(285, 100, 300, 130))], WINDOW, [], LAND)
    assert written.x > 300


def test_other_names_keep_clear_of_what_is_selected() -> None:
    selected = shapely.box(100, 100, 160, 140)
    names = [name("Na Loi", selected, must=True), name("Kỳ Sơn", shapely.box(90, 90, 170, 150))]
    for written in write_names(names, WINDOW, [], LAND)[1:]:
        box = text_box(written.x, written.y, written.lines[0], FACE, "center")
        assert not shapely.box(*box).intersects(selected)


AREAS = st.lists(st.tuples(st.integers(0, 320), st.integers(0, 240), st.integers(5, 120)), max_size=20)


@settings(max_examples=50, deadline=None)
@given(AREAS)
def test_names_touch_neither_each_other_nor_the_edge(areas: list[tuple[int, int, int]]) -> None:
    names = [name(f"Tên {i} dài hơn", shapely.box(x, y, x + s, y + s), i == 0) for i, (x, y, s) in enumerate(areas)]
    boxes = [
        text_box(w.x, w.y + index * w.face.line, line, w.face, "center")
        for w in write_names(names, WINDOW, [], LAND)
        for index, line in enumerate(w.lines)
    ]
    for box in boxes:
        assert box[0] >= 0
        assert box[2] <= 400
    assert not any(
        overlap((a[0], a[1] + 2, a[2], a[3] - 2), (b[0], b[1] + 2, b[2], b[3] - 2))
        for a, b in itertools.combinations(boxes, 2)
    )
