"""The filter: what an address may hold, what it refuses, and how it reads in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.choice import STATUSES, TODAY, Choice, Known
from data.tables import read

KNOWN = Known(
    epochs=("2020", "2025"),
    districts={"2020": ("417", "429"), "2025": ("417", "429")},
    communes={
        "2020": {"16813": "417", "16837": "417", "17866": "429"},
        "2025": {"16813": "417", "17866": "429"},
    },
    models=("camera_an_ninh", "xa_sach_ma_tuy", "duong_co_to_quoc"),
)
NAMES = {
    "417": "huyện Kỳ Sơn",
    "16813": "xã Mỹ Lý",
    "camera_an_ninh": "Camera an ninh",
    "duong_co_to_quoc": "Đường cờ Tổ quốc",
    "2020": "2020-01-01",
    "2025": "2025-07-01",
    "": "Tất cả",
}


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    epoch = draw(st.sampled_from(KNOWN.epochs))
    district = draw(st.sampled_from(["", *KNOWN.districts[epoch]]))
    communes = [code for code, parent in KNOWN.communes[epoch].items() if district in ("", parent)]
    models = draw(st.sets(st.sampled_from(KNOWN.models)))
    return Choice(
        epoch=epoch,
        district=district,
        commune=draw(st.sampled_from(["", *communes])),
        models=tuple(key for key in KNOWN.models if key in models),
        status=draw(st.sampled_from(["", *STATUSES])),
        as_of=draw(st.sampled_from(["", "2000-01-01", "2023-06-15", "2024-02-29"])),
    )


@settings(deadline=None)
@given(choices())
def test_an_address_restores_the_choice(choice: Choice) -> None:
    assert Choice.from_query(choice.to_query(), KNOWN) == (choice, [])


NAMED = st.sampled_from(["epoch", "district", "commune", "models", "status", "as_of", "lang"])
WORDS = st.sampled_from(["2020", "417", "429", "16813", "17866", "camera_an_ninh", "drug_free", "2023-06-15"])


@settings(deadline=None)
@given(st.dictionaries(NAMED | st.text(), WORDS | st.text()))
def test_any_address_gives_a_choice_that_can_be_linked_to(query: dict[str, str]) -> None:
    choice, _ = Choice.from_query(query, KNOWN)
    assert Choice.from_query(choice.to_query(), KNOWN) == (choice, [])


def test_the_default_needs_no_parameters() -> None:
    assert Choice().to_query() == {}
    assert Choice.from_query({"lang": "en"}, KNOWN) == (Choice(epoch="2025"), [])


def test_only_what_differs_is_in_the_address() -> None:
    choice = Choice(epoch="2020", models=("camera_an_ninh", "duong_co_to_quoc"))
    assert choice.to_query() == {"epoch": "2020", "models": "camera_an_ninh,duong_co_to_quoc"}


def test_one_choice_of_models_has_one_address() -> None:
    query = {"models": "duong_co_to_quoc,,camera_an_ninh,duong_co_to_quoc"}
    assert Choice.from_query(query, KNOWN) == (Choice(models=("camera_an_ninh", "duong_co_to_quoc")), [])


@pytest.mark.parametrize(
    ("query", "left", "came"),
    [
        ({"epoch": "1999", "district": "417"}, Choice(district="417"), "«1999»"),
        ({"district": "999"}, Choice(), "«999»"),
        ({"commune": "16837"}, Choice(), "«16837»"),
        ({"commune": "16813", "district": "429"}, Choice(district="429"), "«16813»"),
        ({"models": "camera_an_ninh,nope"}, Choice(models=("camera_an_ninh",)), "«nope»"),
        ({"status": "<script>"}, Choice(), "«<script>»"),
        ({"as_of": "15/06/2023"}, Choice(), "«15/06/2023»"),
        ({"as_of": "20230615"}, Choice(), "«20230615»"),
        ({"as_of": "2023-02-30"}, Choice(), "«2023-02-30»"),
        ({"as_of": "1999-12-31"}, Choice(), "«1999-12-31»"),
        ({"as_of": "9999-12-31"}, Choice(), "«9999-12-31»"),
        ({"huyen": "417"}, Choice(), "«huyen»"),
        ({"status": "x" * 500}, Choice(), "«" + "x" * 40 + "…»"),
    ],
)
def test_what_is_not_understood_is_dropped_and_reported(query: dict[str, str], left: Choice, came: str) -> None:
    choice, problems = Choice.from_query(query, KNOWN)
    assert choice == left
    assert [problem.came for problem in problems] == [came]
    assert all(problem.where.startswith("Liên kết, ") and problem.todo for problem in problems)


def test_every_fault_of_an_address_is_reported() -> None:
    _, problems = Choice.from_query({"a": "1", "epoch": "x", "models": "y,z", "as_of": "w"}, KNOWN)
    assert len(problems) == 5


@pytest.mark.parametrize(
    ("choice", "lang", "sentence"),
    [
        (Choice(), "vi", "Toàn tỉnh · mọi mô hình · địa giới từ 01/07/2025"),
        (Choice(), "en", "Whole province · all models · boundaries from 01/07/2025"),
        (
            Choice(district="417", models=("camera_an_ninh", "duong_co_to_quoc"), as_of="2023-06-15"),
            "vi",
            "Huyện Kỳ Sơn (địa bàn huyện cũ) · Camera an ninh, Đường cờ Tổ quốc · đến ngày 15/06/2023"
            " · địa giới từ 01/07/2025",
        ),
        (
            Choice(epoch="2020", district="417", commune="16813"),
            "vi",
            "Xã Mỹ Lý, huyện Kỳ Sơn · mọi mô hình · địa giới từ 01/01/2020",
        ),
        (
            Choice(epoch="2020", district="417"),
            "en",
            "Huyện Kỳ Sơn · all models · boundaries from 01/01/2020",
        ),
        (Choice(commune="99999"), "vi", "99999 · mọi mô hình · địa giới từ 01/07/2025"),
    ],
)
def test_the_choice_in_words(choice: Choice, lang: str, sentence: str) -> None:
    assert choice.sentence(NAMES, lang) == sentence


@settings(deadline=None)
@given(choices(), st.sampled_from(["vi", "en"]))
def test_the_words_name_everything_that_is_chosen(choice: Choice, lang: str) -> None:
    sentence = choice.sentence({}, lang)
    for code in (choice.district, choice.commune, *choice.models):
        assert code in sentence
    assert len(sentence.split(" · ")) == 3 + bool(choice.status) + bool(choice.as_of)


def test_the_default_epoch_is_the_newest_one() -> None:
    assert list(read("epochs")["epoch"])[-1] == TODAY
