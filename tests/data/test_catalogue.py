"""Every model of the catalogue is complete, can be told apart on a map, and is named by a source."""

import itertools

import pytest

from data import catalogue
from data.catalogue import Model
from data.errors import Problem
from data.tables import read

KEYS = list(read("models")["model_key"])
# The lightest ground the symbols stand on, and the least contrast WCAG 2.1 asks of graphics (AA, 1.4.11).
GROUND, LEAST_CONTRAST = "#F2F2F0", 3.0
# How people without red, or without green, receptors see linear RGB (Machado, Oliveira and Fernandes 2009).
VISIONS = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def _linear(colour: str) -> list[float]:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_catalogue_has_the_models_of_the_article_in_order() -> None:
    assert len(KEYS) == 18
    assert list(catalogue.models()["model_key"])[:3] == [
        "camera_an_ninh",
        "xa_sach_ma_tuy",
        "duong_co_to_quoc",
    ]
    assert list(catalogue.models()["order"]) == list(range(1, 19))


@pytest.mark.parametrize("key", KEYS)
def test_each_model_is_complete(key: str) -> None:
    model = catalogue.model(key)
    for text in (model.label_vi, model.label_en, model.unit_vi, model.unit_en, model.definition_vi):
        assert text.strip()
    assert model.geometry in catalogue.GEOMETRIES
    assert model.layer in catalogue.LAYERS
    assert model.symbol in catalogue.SYMBOLS
    assert model.source_url in set(read("sources")["source_url"])
    assert model.counted_with in {"", *KEYS} - {key}
    assert model.definition_vi.endswith(".")
    assert model.definition_en.endswith(".")


@pytest.mark.parametrize("key", KEYS)
def test_each_colour_can_be_seen_on_the_map(key: str) -> None:
    colour = catalogue.model(key).colour
    assert (_luminance(GROUND) + 0.05) / (_luminance(colour) + 0.05) >= LEAST_CONTRAST


def test_no_two_models_are_drawn_alike() -> None:
    drawn = catalogue.models()
    assert not drawn.duplicated(["colour", "symbol"]).any()
    assert drawn["colour"].is_unique


@pytest.mark.parametrize("vision", VISIONS)
def test_the_three_headline_layers_differ_for_the_colour_blind(vision: str) -> None:
    layers = catalogue.models().query("layer != 'other'")
    assert sorted(layers["layer"]) == ["camera", "drug_free", "flag_road"]
    seen = [
        [sum(part * share for part, share in zip(row, _linear(colour), strict=True)) for row in VISIONS[vision]]
        for colour in layers["colour"]
    ]
    for one, other in itertools.combinations(seen, 2):
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) > 0.1


def test_a_model_speaks_both_languages() -> None:
    model = catalogue.model("camera_an_ninh")
    assert isinstance(model, Model)
    assert (model.label(), model.unit()) == ("Camera an ninh", "điểm")
    assert (model.label("en"), model.unit("en")) == ("Security cameras", "places")


def test_an_unknown_model_is_a_problem() -> None:
    with pytest.raises(Problem, match="khong_co"):
        catalogue.model("khong_co")


def test_every_indicator_belongs_to_a_model_and_is_reported() -> None:
    indicators = catalogue.indicators()
    assert set(indicators["model_key"]) <= set(KEYS)
    assert set(indicators["indicator_key"]) == set(read("figures")["indicator_key"]) | set(
        read("targets")["indicator_key"]
    )


def test_the_catalogue_is_handed_out_as_a_copy() -> None:
    models = catalogue.models()
    models.loc[0, "label_vi"] = "đổi"
    assert catalogue.models().loc[0, "label_vi"] == "Camera an ninh"
