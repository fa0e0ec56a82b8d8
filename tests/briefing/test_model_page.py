"""The page of a model is made from its row of the catalogue: every row makes one."""

from __future__ import annotations

import pytest

from briefing.basis import basis_of
from briefing.model_page import ModelPage, model_page
from data import catalogue
from data.choice import Choice
from data.record import public_record
from geo.units import EPOCHS

RECORD = public_record()


def page(model: str, lang: str = "vi", **choice: object) -> ModelPage:
    return model_page(basis_of(RECORD, Choice(models=(model,), **choice), lang))  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("epoch", EPOCHS)
@pytest.mark.parametrize("model", catalogue.models()["model_key"])
def test_every_model_has_a_page_at_every_epoch(model: str, epoch: str, lang: str) -> None:
    made = page(model, lang, epoch=epoch)
    assert made.label == catalogue.model(model).label(lang)
    assert made.definition and made.source and made.source_url
    assert made.facts and all(fact.label for fact in made.facts)
    assert all(text.strip() for text in made.missing)


def test_neighbour_fire_safety_teams_over_time() -> None:
    made = page("to_lien_gia_pccc")
    assert [(fact.value, fact.unit) for fact in made.facts] == [("1.118", "tổ"), ("5", "địa điểm")]
    province = made.figures.rows[made.figures.rows["area"] == "tỉnh Nghệ An"]
    assert province["value"].tolist() == ["326 tổ", "1.118 tổ", "2.197 điểm"]
    assert made.over_time == ("to_lien_gia",)
    assert len(made.places.rows) == 5


def test_what_is_missing_is_said_against_the_reported_figure() -> None:
    assert page("camera_an_ninh").missing[0] == "Sổ so với số công bố: 5 trong 32 điểm có trong sổ."
    assert "5 trong 5 địa điểm chỉ biết đến xã, chưa có tọa độ." in page("camera_an_ninh").missing


def test_a_model_without_figure_or_place_says_so() -> None:
    made = page("chung_cu_an_toan_pccc")
    assert [(fact.key, fact.value) for fact in made.facts] == [("on_record", "")]
    assert made.missing == ("Không có số liệu công bố.",)
    assert made.figures.rows.empty and made.places.rows.empty


def test_a_model_that_is_counted_together_shows_the_figure_of_the_other() -> None:
    made = page("to_tuan_tra_nhan_dan")
    assert made.facts[0].value == "19"
    assert "gộp chung" in made.facts[0].label


def test_the_communes_of_the_drug_free_model_are_its_places() -> None:
    made = page("xa_sach_ma_tuy")
    assert len(made.places.rows) == 130
    assert made.facts[0].value == "281/412"
