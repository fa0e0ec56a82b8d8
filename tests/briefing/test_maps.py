import dataclasses
import itertools
import re
from collections.abc import Callable

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing import files, maps
from briefing.fonts import plain
from briefing.lettering import overlap
from briefing.paper import A4, DOTS, dots, patterned
from briefing.spec import LegendItem, MapSpec

NAN = float("nan")
Make = Callable[..., MapSpec]


def svg_of(spec: MapSpec, ground: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame | None = None) -> bytes:
    return files.render(maps.draw(spec, ground, outlines), "svg")


def ring(ground: gpd.GeoDataFrame, index: int, layer: str = "camera", count: int = 1) -> tuple:
    point = ground.geometry.iloc[index].representative_point()
    return (ground["code"].iloc[index], layer, count, "commune", point.x, point.y)


def dot(ground: gpd.GeoDataFrame, index: int, layer: str = "camera") -> tuple:
    return (*ring(ground, index, layer)[:3], "exact", *ring(ground, index)[4:])


def circles(svg: bytes, colour: str) -> int:
    """How many discs are drawn in a colour as fill or stroke."""
    return len(re.findall(rf'<path [^>]*A[^>]*"{colour}"', svg.decode()))


def test_header_legend_and_counts_are_written(ground: gpd.GeoDataFrame, map_spec: Make, written: Callable) -> None:
    spec = map_spec(ground, [ring(ground, 3, "camera", 12), dot(ground, 9, "camera"), ring(ground, 5, "other", 1234)])
    text = written(svg_of(spec, ground))
    head = spec.header
    wanted = [head.title, head.filter_text, head.epoch_text, head.source, head.date_text, head.dataset, *head.notes]
    wanted += [item.label for item in (*spec.classes, *spec.layers)]
    wanted += [
        "12",
        "1.234",
        "km",
        "Vòng tròn: chỉ biết đến cấp xã",
        "Ký hiệu đặc: vị trí chính xác",
        "Ranh giới huyện cũ",
    ]
    assert [part for part in wanted if part.replace(" ", "") not in text] == []


def test_a_count_of_one_is_an_empty_ring(ground: gpd.GeoDataFrame, map_spec: Make, lines: Callable) -> None:
    found = lines(svg_of(map_spec(ground, [ring(ground, 3)]), ground))
    assert "1" not in [line.text for line in found]


def test_areas_take_the_colours_of_their_classes(ground: gpd.GeoDataFrame, map_spec: Make) -> None:
    svg = svg_of(map_spec(ground), ground).decode()
    assert svg.count('fill="#8CCBB5"') == 44 + 1  # 130 communes in three classes, and the legend
    assert svg.count('fill="#D9EDE4"') == 43 + 1
    assert svg.count('fill="#EDEDED"') == 43 + 1


def test_a_commune_without_a_row_is_without_data(ground: gpd.GeoDataFrame, map_spec: Make, written: Callable) -> None:
    spec = map_spec(ground)
    spec = dataclasses.replace(spec, areas=spec.areas.iloc[:-1], classes=spec.classes[:2])
    assert "khôngcósốliệu" in written(svg_of(spec, ground))


def test_one_district_fills_the_frame_with_an_inset(
    ground: gpd.GeoDataFrame, map_spec: Make, lines: Callable, written: Callable
) -> None:
    district = ground["district_code"].iloc[0]
    inside = ground["district_code"] == district
    svg = svg_of(map_spec(ground, district=district), ground)
    assert svg.decode().count(f'fill="{maps.OUTSIDE}"') > 0
    assert "Vịtrítrongtỉnh" in written(svg)
    assert f"huyệnMẫu{district}" in written(svg)
    texts = {line.text for line in lines(svg)}
    named = {f"Thử Nghiệm {index}" for index in range(130)} & texts
    assert named
    assert named <= set(ground.loc[inside, "label"].str.removeprefix("xã "))


def test_the_inset_shows_where_a_commune_lies(ground: gpd.GeoDataFrame, map_spec: Make, written: Callable) -> None:
    district, label = ground.loc[0, ["district_code", "label"]]
    spec = map_spec(ground, district=district, selected=ground.loc[0, "code"])
    whole = svg_of(dataclasses.replace(spec, selected=""), ground).decode()
    svg = svg_of(spec, ground)
    assert (whole.count('fill="#a6192e"'), whole.count('fill="#dfa3ab"')) == (2, 0)  # the district, and the bar on top
    assert (svg.decode().count('fill="#a6192e"'), svg.decode().count('fill="#dfa3ab"')) == (2, 1)
    assert f"{label},huyệnMẫu{district}".replace(" ", "") in written(svg)


def test_communes_outside_the_filter_look_as_the_legend_says(ground: gpd.GeoDataFrame, map_spec: Make) -> None:
    district = ground["district_code"].iloc[0]
    spec = map_spec(ground, district=district)
    outside = LegendItem("outside", "Ngoài phạm vi lọc", "#FFFFF0")
    spec = dataclasses.replace(
        spec,
        areas=spec.areas.assign(
            class_key=spec.areas["class_key"].where(ground["district_code"] == district, "outside")
        ),
        classes=(*spec.classes, outside),
    )
    assert b"#FFFFF0" not in svg_of(spec, ground)


def test_other_districts_symbols_are_not_on_a_districts_map(ground: gpd.GeoDataFrame, map_spec: Make) -> None:
    first = ground["district_code"].iloc[0]
    other = int((ground["district_code"] != first).to_numpy().argmax())
    spec = map_spec(ground, [ring(ground, other, "camera", 77)], district=first)
    assert b">77<" not in svg_of(spec, ground)


def test_layers_differ_without_colour(ground: gpd.GeoDataFrame, map_spec: Make) -> None:
    layers = tuple(
        LegendItem(key, key, "#000000", "ring", pattern)
        for key, pattern in (("a", ""), ("b", "dotted"), ("c", ""), ("d", ""))
    )
    found = patterned(layers)
    assert [found[key].pattern for key in "abcd"] == ["solid", "dotted", "double", "dashed"]
    svg = svg_of(map_spec(ground, [ring(ground, 3, key) for key in "abcd"], layers=layers), ground)
    assert svg.decode().count("stroke-dasharray") == 4  # two rings and their two legend keys


def test_a_dotted_class_has_dots_besides_its_colour(ground: gpd.GeoDataFrame, map_spec: Make) -> None:
    spec = map_spec(ground)
    plain_svg = svg_of(spec, ground).decode()
    item = dataclasses.replace(spec.classes[1], pattern="dotted")
    svg = svg_of(dataclasses.replace(spec, classes=(spec.classes[0], item, *spec.classes[2:])), ground).decode()
    assert DOTS[0] not in plain_svg
    assert svg.count(f'fill="{DOTS[0]}"') == 1 + 1  # all communes at once, and the legend
    assert svg.count(f'fill="{item.colour}"') == plain_svg.count(f'fill="{item.colour}"')


def test_dots_are_whole_and_inside_their_area() -> None:
    area = shapely.box(3, 3, 40, 20).difference(shapely.box(10, 3, 11, 15))
    found = dots(area)
    assert area.contains(found)
    sizes = shapely.area(shapely.get_parts(found))
    assert sizes.min() == pytest.approx(sizes.max())
    assert dots(shapely.box(0.5, 0.5, 2, 2)).is_empty  # too small for any


def test_an_unknown_district_shows_the_province(ground: gpd.GeoDataFrame, map_spec: Make, written: Callable) -> None:
    assert "Vịtrítrongtỉnh" not in written(svg_of(map_spec(ground, district="000"), ground))


def test_the_selected_commune_is_named_and_outlined(ground: gpd.GeoDataFrame, map_spec: Make, lines: Callable) -> None:
    plain_svg = svg_of(map_spec(ground), ground).decode()
    svg = svg_of(map_spec(ground, selected="30007"), ground)
    label = ground.set_index("code")["label"]["30007"]
    assert " ".join(line.text for line in lines(svg) if line.weight == 700) == label
    assert svg.decode().count(maps.ACCENT) == plain_svg.count(maps.ACCENT) + 1


def test_an_unknown_selected_commune_changes_nothing(ground: gpd.GeoDataFrame, map_spec: Make) -> None:
    assert svg_of(map_spec(ground, selected="00000"), ground) == svg_of(map_spec(ground), ground)


def test_layers_of_one_commune_are_all_seen(ground: gpd.GeoDataFrame, map_spec: Make, lines: Callable) -> None:
    symbols = [ring(ground, 3, "camera", 2), ring(ground, 3, "flag_road", 3), ring(ground, 3, "other", 4)]
    found = {line.text: line.box for line in lines(svg_of(map_spec(ground, symbols), ground))}
    boxes = [found[count] for count in "234"]
    assert not any(overlap(one, other) for one, other in itertools.combinations(boxes, 2))


def test_sites_that_cannot_be_drawn_are_counted(ground: gpd.GeoDataFrame, map_spec: Make, written: Callable) -> None:
    lost = [
        ("99999", "camera", 2, "commune", NAN, NAN),
        ("30001", "camera", 1, "exact", NAN, NAN),
        ("30001", "camera", 1, "exact", 21.0, 105.0),
    ]
    text = written(svg_of(map_spec(ground, [ring(ground, 3), *lost]), ground))
    assert "4địađiểmkhôngvẽđược" in text


def test_a_map_without_sites_says_so(ground: gpd.GeoDataFrame, map_spec: Make, written: Callable) -> None:
    assert "Khôngcóđịađiểmnàotheobộlọcnày." in written(svg_of(map_spec(ground), ground))


def test_without_boundaries_the_sheet_says_so(ground: gpd.GeoDataFrame, map_spec: Make, written: Callable) -> None:
    text = written(svg_of(map_spec(ground), ground.iloc[:0]))
    assert "Chưacóranhgiới" in text
    assert "Bảnđồmôhình" in text


def test_given_outlines_draw_the_same_districts(ground: gpd.GeoDataFrame, map_spec: Make) -> None:
    outlines = ground.dissolve("district_code", method="coverage").reset_index()
    outlines = outlines.rename(columns={"district_code": "code"})[["code", "geometry"]]
    spec = map_spec(ground, [dot(ground, 4)])
    given_svg, own_svg = svg_of(spec, ground, outlines.drop(columns=[]).set_geometry("geometry")), svg_of(spec, ground)
    assert given_svg.decode().count("<path") == own_svg.decode().count("<path")


def test_english_words_and_numbers(ground: gpd.GeoDataFrame, map_spec: Make, written: Callable) -> None:
    spec = map_spec(ground, [ring(ground, 3, "camera", 1234)])
    spec = dataclasses.replace(spec, header=dataclasses.replace(spec.header, lang="en"))
    text = written(svg_of(spec, ground))
    assert "1,234" in text
    assert "Ring:knowntothecommuneonly" in text
    assert "Communeboundary" in text


def test_captions_of_the_specification_come_first(ground: gpd.GeoDataFrame, map_spec: Make, written: Callable) -> None:
    assert "Xinchào" in written(svg_of(map_spec(ground, captions={"commune_line": "Xin chào"}), ground))


def crowded(ground: gpd.GeoDataFrame, every: int) -> list[tuple]:
    layers = ["camera", "flag_road", "other"]
    return [ring(ground, i, layers[i % 3], i % 17 + 1) for i in range(0, len(ground), every)]


@pytest.mark.parametrize("zoom", [False, True])
def test_no_text_is_cut_or_covered(ground: gpd.GeoDataFrame, map_spec: Make, lines: Callable, zoom: bool) -> None:
    district = ground["district_code"].iloc[0] if zoom else ""
    svg = svg_of(map_spec(ground, crowded(ground, 4), district=district, selected="30007"), ground)
    found, (wide, high) = lines(svg), files.page_size(svg.decode())
    assert all(line.box[0] >= 0 and line.box[2] <= wide and line.box[3] <= high for line in found)
    shrunk = [(line.box[0], line.box[1] + 2, line.box[2], line.box[3] - 2) for line in found]
    assert not any(overlap(one, other) for one, other in itertools.combinations(shrunk, 2))


def test_a_usual_map_is_one_a4_page(ground: gpd.GeoDataFrame, map_spec: Make) -> None:
    svg = svg_of(map_spec(ground, crowded(ground, 4)), ground).decode()
    assert files.page_size(svg) == (A4.width, A4.height)


def test_long_texts_make_the_page_grow(ground: gpd.GeoDataFrame, map_spec: Make, written: Callable) -> None:
    spec = map_spec(ground, crowded(ground, 9))
    words = "Mô hình Tổ liên gia an toàn phòng cháy, chữa cháy tại khu dân cư. " * 20
    spec = dataclasses.replace(
        spec,
        header=dataclasses.replace(spec.header, title=words, filter_text=words, notes=(words,)),
        layers=tuple(dataclasses.replace(item, label=words[:120]) for item in spec.layers),
    )
    svg = svg_of(spec, ground)
    assert files.page_size(svg.decode())[1] > A4.height
    assert written(svg).count(words.strip().replace(" ", "")) == 3


def test_480_communes_with_sites_in_a_third(large_ground: gpd.GeoDataFrame, map_spec: Make, lines: Callable) -> None:
    spec = map_spec(large_ground, crowded(large_ground, 3), epoch="2013")
    svg = svg_of(spec, large_ground)
    assert svg.decode().count('fill="#8CCBB5"') == 160 + 1
    assert "Ranh giới huyện" in [line.text for line in lines(svg)]


def test_every_kind_of_file_can_be_made(ground: gpd.GeoDataFrame, map_spec: Make) -> None:
    chart = maps.draw(map_spec(ground, crowded(ground, 9), selected="30007"), ground)
    starts = {"png": b"\x89PNG", "png_print": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF"}
    assert all(files.render(chart, kind).startswith(start) for kind, start in starts.items())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=40), st.sampled_from(["${x}", "<script>alert(1)</script>", '"});alert(1)//'])))
def test_any_text_can_be_drawn(ground: gpd.GeoDataFrame, map_spec: Make, written: Callable, text: str) -> None:
    spec = map_spec(ground, [ring(ground, 3)], selected="30007")
    spec = dataclasses.replace(
        spec,
        header=dataclasses.replace(spec.header, title=text, notes=(text,)),
        areas=spec.areas.assign(district=text, label=text),
        layers=tuple(dataclasses.replace(item, label=text) for item in spec.layers),
    )
    svg = svg_of(spec, ground.assign(label=text))
    assert written(svg).count(plain(text).replace(" ", "")) >= 5
    assert b"<script" not in svg


def test_exact_dots_of_layers_differ_by_form(ground: gpd.GeoDataFrame, map_spec: Make) -> None:
    layers = tuple(LegendItem(key, key, "#123456", "ring") for key in "abcd")
    svg = svg_of(map_spec(ground, [dot(ground, index, key) for index, key in enumerate("abcd")], layers=layers), ground)
    paths = re.findall(r'<path [^>]*d="([^"]*)"[^>]*fill="#123456"', svg.decode())
    forms = {re.sub(r"[^A-Zh-v]", "", path) for path in paths}
    assert len(paths) == 8  # four dots and their keys
    assert len(forms) >= 3
