"""Pictures of the public record: pages, what they say, and print in grey."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import combinations

import pytest
from PIL import Image, ImageColor

from briefing import build, growth, pictures, timeline
from briefing.basis import Basis, basis_of
from briefing.choropleth import choropleth
from briefing.files import KINDS
from briefing.legend import legend
from briefing.paper import A4, SLIDE
from briefing.spec import BarSpec, LegendItem
from briefing.twin import Spec
from data.choice import Choice
from data.indicator import indicators
from data.record import public_record
from geo import boundaries

HATCHED = ("no_data",)
LEAST_STEP = 5.0  # of 100, in lightness: what a reader still tells apart beside each other in print
CHOICES = [Choice(), Choice(district="417"), Choice(epoch="2020", models=("duong_co_to_quoc",), as_of="2023-06-15")]


def basis(choice: Choice) -> Basis:
    return basis_of(public_record(), choice, "vi")


def site_map(choice: Choice, selected: str = "") -> Spec:
    return build.site_map(basis(choice), boundaries.inner_points(choice.epoch), selected)


def specs(choice: Choice) -> dict[str, Spec]:
    """One of each kind, as the pages make them."""
    known = basis(choice)
    return {
        "bars": build.area_bars(known),
        "figures": timeline.time_chart(known, "xa_sach_ma_tuy"),
        "growth": growth.known_places(known),
        "sites": site_map(choice),
        "choropleth": choropleth(known, "sites"),
    }


def lightness(colour: str) -> float:
    """L* of CIELAB: what is left of a colour in grey."""
    parts = [channel / 255 for channel in ImageColor.getrgb(colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def alike(items: list[LegendItem]) -> list[tuple[str, str]]:
    """Pairs of classes that print in grey does not tell apart."""

    def look(item: LegendItem) -> str:
        return "hatched" if item.key in HATCHED else item.pattern

    return [
        (one.key, other.key)
        for one, other in combinations(items, 2)
        if look(one) == look(other) and abs(lightness(one.colour) - lightness(other.colour)) < LEAST_STEP
    ]


@pytest.mark.parametrize(
    ("kind", "size"), [("png_print", (3508, 2480)), ("png_a3", (4961, 3508)), ("png_slide", (3840, 2160))]
)
def test_a_map_fills_its_paper(kind: str, size: tuple[int, int]) -> None:
    drawn = Image.open(io.BytesIO(pictures.render(site_map(Choice()), kind))).size
    assert drawn == pytest.approx(size, abs=2)
    assert kind != "png_slide" or drawn == size


@pytest.mark.parametrize("count", [0, 1, 30, 480])
def test_a_slide_is_16_to_9_whatever_stands_on_it(bar_spec: Callable[..., BarSpec], count: int) -> None:
    spec = bar_spec([(f"xã Thử {index}", index) for index in range(count)], notes=("Ghi chú dài. " * 60,))
    assert Image.open(io.BytesIO(pictures.render(spec, "png_slide"))).size == (3840, 2160)


@pytest.mark.parametrize("page", [A4, SLIDE], ids=["a4", "slide"])
@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.epoch + choice.district)
def test_every_picture_explains_itself(choice: Choice, page: object, written: Callable) -> None:
    for name, spec in specs(choice).items():
        head = spec.header
        text = written(pictures.files.render(pictures.draw(spec, page), "svg"))
        said = [head.title, head.filter_text, head.epoch_text, head.source, head.date_text, head.dataset, *head.notes]
        if name == "choropleth":
            said += [spec.measure, *(item.label for item in spec.classes)]
        if name == "sites":
            said += [item.label for item in (*spec.classes, *spec.layers)]
        assert [part for part in said if part.replace(" ", "") not in text] == [], name


def test_a_selected_commune_too_small_for_its_name_is_named_beside_it(lines: Callable) -> None:
    for page in (A4, SLIDE):
        spec = site_map(Choice(), selected="18028")
        found = lines(pictures.files.render(pictures.draw(spec, page), "svg"))
        assert " ".join(line.text for line in found if line.weight == 700) == "xã Hưng Nguyên Nam"


def test_classes_differ_in_grey() -> None:
    assert alike([item for item in legend("freshness", "vi") if item.key != "outside"]) == []
    status = {"drug_free", "partly", "not_drug_free", "no_data"}
    assert alike([item for item in legend("area", "vi") if item.key in status]) == []


@pytest.mark.parametrize("key", [key for key, one in indicators().items() if one.measure != "status"])
def test_classes_of_numbers_differ_in_grey(key: str) -> None:
    classes = choropleth(basis(Choice(epoch="2020")), key).classes
    assert alike(list(classes)) == []


def test_layers_differ_in_the_stroke_of_their_ring() -> None:
    patterns = [item.pattern for item in legend("layer", "vi", "ring")]
    assert len(set(patterns)) == len(patterns)


def test_every_kind_is_laid_out_for_a_page() -> None:
    assert [kind for kind, form in KINDS.items() if form.page == SLIDE] == ["png_slide"]
