"""Which reported figure is shown on a day, and what a share comes to in communes."""

import math

from data import catalogue
from data.record import public_record
from data.reported import headlines, latest, needed

RECORD = public_record()


def _cards(as_of: str = "") -> dict[str, tuple[str, float]]:
    cards = headlines(RECORD.figures, catalogue.models(), as_of)
    return dict(zip(cards["model_key"], zip(cards["state"], cards["value"], strict=True), strict=True))


def test_each_model_has_one_card_in_catalogue_order() -> None:
    cards = headlines(RECORD.figures, catalogue.models())
    assert list(cards["model_key"]) == list(catalogue.models()["model_key"])


def test_the_cards_show_the_figures_of_the_article() -> None:
    cards = _cards()
    for key, value in {
        "camera_an_ninh": 32,
        "xa_sach_ma_tuy": 96,
        "duong_co_to_quoc": 4,
        "giao_xu_binh_yen": 31,
        "dong_ho_tieu_bieu": 49,
        "cum_lien_ket": 32,
        "tieng_keng_binh_yen": 27,
        "lang_ban_sach_ma_tuy": 107,
        "thon_xom_khong_toi_pham": 19,
        "tu_quan": 38578,
        "tong_hop": 1420,
        "bao_dam_antt_lang_phan": 1,
    }.items():
        assert cards[key] == ("reported", value)


def test_a_model_counted_with_another_shows_the_common_figure() -> None:
    cards = headlines(RECORD.figures, catalogue.models()).set_index("model_key")
    patrols, veterans = cards.loc["to_tuan_tra_nhan_dan"], cards.loc["cuu_chien_binh"]
    assert (patrols["value"], patrols["counted_with"]) == (19, "cuu_chien_binh")
    assert patrols["figure_id"] == veterans["figure_id"]


def test_what_nobody_reported_is_not_zero() -> None:
    for key in ("phong_chong_mua_ban_nguoi", "chung_cu_an_toan_pccc", "giao_nop_vu_khi"):
        state, value = _cards()[key]
        assert state == "none"
        assert math.isnan(value)


def test_a_card_shows_what_was_known_on_the_day() -> None:
    assert _cards()["to_lien_gia_pccc"] == ("reported", 1118)
    assert _cards("2023-06-15")["to_lien_gia_pccc"] == ("reported", 326)
    assert _cards("2023-06-15")["camera_an_ninh"] == ("reported", 32)
    state, value = _cards("2023-04-30")["to_lien_gia_pccc"]
    assert state == "later"
    assert math.isnan(value)


def test_every_shown_figure_has_source_date_and_base() -> None:
    cards = headlines(RECORD.figures, catalogue.models())
    shown = cards[cards["state"] == "reported"]
    assert (shown[["source_url", "publisher", "as_of", "base", "unit"]] != "").all(axis=None)


def test_the_headlines_of_a_model_are_one_series() -> None:
    marked = RECORD.figures[RECORD.figures["headline"]]
    assert (marked.groupby("model_key")["indicator_key"].nunique() == 1).all()
    assert (marked.groupby("model_key")["area_name"].nunique() == 1).all()


def test_the_newest_figure_of_a_day() -> None:
    def drug_free(as_of: str) -> list[tuple[float, str]]:
        newest = latest(RECORD.figures, as_of)
        rows = newest.query("indicator_key == 'xa_sach_ma_tuy' and area_kind == 'province'")
        return list(zip(rows["value"], rows["base"], strict=True))

    assert drug_free("2023-06-14") == []
    assert drug_free("2023-06-15") == [(96, "460 đơn vị cấp xã")]
    assert drug_free("2025-06-29") == [(284, "460 đơn vị cấp xã")]
    assert drug_free("") == [(281, "412 đơn vị cấp xã")]


def test_a_share_in_communes() -> None:
    targets = needed(RECORD.targets).set_index("target_id")["needed"]
    assert targets["ty_le_xa_khong_ma_tuy-nghe_an-2025-12"] == 26
    assert targets["ty_le_xa_khong_ma_tuy-nghe_an-2026-12"] == 39
    assert targets["ty_le_xa_khong_ma_tuy-nghe_an-2030-12"] == 65
    assert targets["ty_le_xa_khong_ma_tuy-nghe_an-2030-12-ke_hoach_1154"] == 65
    assert targets.count() == 4
