"""The public record is whole, each row says where it comes from, and faulty tables are refused with reasons."""

import math
import re
import unicodedata

import pandas as pd
import pytest

from data.errors import Problem
from data.record import CITING, SCHEMAS, assemble, public_record
from data.tables import read

RECORD = public_record()
ARTICLE = "https://congan.nghean.gov.vn"


def _tables() -> dict[str, pd.DataFrame]:
    return {table: read(table) for table in SCHEMAS}


def test_the_record_has_its_name_version_date_and_size() -> None:
    assert (RECORD.name, RECORD.version, RECORD.date) == ("Số liệu công khai", "1", "2026-11-23")
    assert [len(getattr(RECORD, table)) for table in (*CITING, "sources")] == [59, 8, 51, 67, 84]


def test_the_figures_of_the_article() -> None:
    article = RECORD.figures[RECORD.figures["source_url"] == ARTICLE]
    assert dict(zip(article["indicator_key"], article["value"], strict=True)) == {
        "ban_chi_dao_tu_quan": 480,
        "ban_tu_quan": 7588,
        "to_tu_quan": 38578,
        "loai_mo_hinh": 32,
        "dia_ban_nhan_rong": 1420,
        "mo_hinh_bieu_duong": 12,
        "xu_ho_dao_binh_yen": 31,
        "mo_hinh_dong_ho": 49,
        "mo_hinh_cum_lien_ket": 32,
        "xa_tieng_keng": 27,
        "lang_ban_sach_ma_tuy": 107,
        "diem_camera_an_ninh": 32,
        "diem_thon_xom_khong_toi_pham": 19,
        "diem_duong_co_ton_giao": 4,
        "diem_ccb_va_tuan_tra": 19,
        "xa_sach_ma_tuy": 96,
        "mo_hinh_lang_phan": 1,
    }
    assert set(article["as_of"]) == {"2023-06-15"}


def test_drug_free_communes_have_three_bases_that_are_never_lost() -> None:
    series = RECORD.figures.query("indicator_key == 'xa_sach_ma_tuy'")[["value", "base", "base_value", "as_of"]]
    assert [tuple(row) for row in series.to_numpy()] == [
        (96, "460 đơn vị cấp xã", 460, "2023-06-15"),
        (284, "460 đơn vị cấp xã", 460, "2024-11-21"),
        (281, "412 đơn vị cấp xã", 412, "2025-06-30"),
        (18, "33 xã, phường của thành phố Vinh", 33, "2025-06-30"),
    ]


def test_a_base_with_a_number_makes_a_share() -> None:
    shares = RECORD.figures.dropna(subset="base_value")
    assert (shares["value"] <= shares["base_value"]).all()
    for row in shares.to_dict("records"):
        assert str(int(row["base_value"])) in row["base"]


def test_rounded_figures_say_so() -> None:
    rounded = RECORD.figures[RECORD.figures["qualifier"] != "exact"]
    assert dict(zip(rounded["value"], rounded["qualifier"], strict=True)) == {
        600: "under",
        190: "over",
        30: "over",
        2760: "over",
    }


def test_targets_are_not_among_the_results() -> None:
    shares = RECORD.targets.query("indicator_key == 'ty_le_xa_khong_ma_tuy'")
    assert sorted(zip(shares["deadline"], shares["value"], shares["plan"], strict=True)) == [
        ("2025-12", 20, ""),
        ("2026-12", 30, "Kế hoạch 107/KH-UBND ngày 12/02/2026"),
        ("2030", 50, "Kế hoạch 1154/KH-UBND ngày 29/12/2025"),
        ("2030-12", 50, ""),
    ]
    assert not RECORD.figures["evidence"].str.contains("(chỉ tiêu", regex=False).any()


def test_sites_by_model_and_precision() -> None:
    assert RECORD.sites["model_key"].value_counts().to_dict() == {
        "duong_co_to_quoc": 11,
        "giao_xu_binh_yen": 7,
        "camera_an_ninh": 5,
        "to_lien_gia_pccc": 5,
        "lang_ban_sach_ma_tuy": 4,
        "tieng_keng_binh_yen": 4,
        "cuu_chien_binh": 3,
        "to_tuan_tra_nhan_dan": 3,
        "tu_quan": 3,
        "giao_nop_vu_khi": 2,
        "thon_xom_khong_toi_pham": 2,
        "bao_dam_antt_lang_phan": 1,
        "dong_ho_tieu_bieu": 1,
    }
    assert set(RECORD.sites["precision"]) == {"commune"}
    assert RECORD.sites[["lon", "lat"]].isna().all(axis=None)
    assert RECORD.unplaced().empty


def test_not_stated_is_not_zero() -> None:
    site = RECORD.sites.set_index("site_id").loc["camera_an_ninh_cac_xom_xa_trung_loc"]
    assert math.isnan(site["quantity"])
    assert site["launched"] == ""
    nearly_ten = RECORD.sites.set_index("site_id").loc["camera_an_ninh_thon_35_xa_dai_dong"]
    assert (nearly_ten["quantity"], nearly_ten["quantity_qualifier"], nearly_ten["quantity_unit"]) == (
        10,
        "under",
        "camera",
    )


def test_statuses() -> None:
    counts = RECORD.statuses.groupby(["status_key", "area_kind", "as_of"]).size().to_dict()
    assert counts == {
        ("border27", "commune", ""): 19,
        ("border27", "commune", "2022-09-18"): 1,
        ("drug_free", "commune", "2024-11-21"): 20,
        ("drug_free", "commune", "2025-06-30"): 20,
        ("drug_free", "district", "2024-11-21"): 7,
    }
    implied = RECORD.statuses.query("status_key == 'drug_free' and area_kind == 'commune'")
    assert implied["evidence"].str.contains("27/27").all()


def test_no_source_is_cited_unlisted_or_listed_without_a_use() -> None:
    cited = {url for table in (*CITING, "models") for url in read(table)["source_url"]}
    listed = set(RECORD.sources["source_url"])
    assert cited <= listed
    idle = RECORD.sources[~RECORD.sources["source_url"].isin(cited)]
    assert idle["what_it_supports"].str.startswith(("đối chiếu", "bối cảnh", "bản dịch")).all()


@pytest.mark.parametrize("table", CITING)
def test_every_row_carries_its_source(table: str) -> None:
    frame = getattr(RECORD, table)
    assert (frame["publisher"] != "").all()
    assert (frame["source_title"] != "").all()


@pytest.mark.parametrize("table", [*SCHEMAS, "models", "indicators"])
def test_texts_are_composed_and_trimmed(table: str) -> None:
    for column in read(table):
        for text in read(table)[column]:
            assert text == unicodedata.normalize("NFC", text.strip())


def test_no_text_names_a_person() -> None:
    # Forms of address and ranks are how the press introduces a person by name.
    named = re.compile(r"\b(?i:ông|bà|linh mục|cha xứ|(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy)) [A-ZĐÀ-Ỹ]")
    for table in (*CITING, "sources", "models"):
        for text in read(table).drop(columns="source_url").to_numpy().ravel():
            assert not named.search(text), text
            assert "Tô Lâm" not in text


def test_every_fault_is_reported_at_once() -> None:
    tables = _tables()
    tables["figures"].loc[0, ["value", "base", "as_of"]] = ["nhiều", " ", "15/06/2023"]
    tables["sites"].loc[3, "site_id"] = tables["sites"].loc[2, "site_id"]
    tables["statuses"].loc[5, "status_key"] = "sạch"
    tables["targets"] = tables["targets"].drop(columns="deadline")
    with pytest.raises(Problem) as raised:
        assemble(tables)
    text = str(raised.value)
    for fault in (
        "6 lỗi",
        "figures.csv, dòng 2 (ban_chi_dao_tu_quan-nghe_an-2023-06-15), cột value: «nhiều» không phải số",
        "figures.csv, dòng 2 (ban_chi_dao_tu_quan-nghe_an-2023-06-15), cột base: để trống",
        "cột as_of: «15/06/2023» không phải ngày",
        "sites.csv, dòng 5 (camera_an_ninh_thon_35_xa_dai_dong): khóa bị lặp",
        "statuses.csv, dòng 7",
        "targets.csv: thiếu cột deadline",
    ):
        assert fault in text


def test_a_reference_to_nothing_is_reported() -> None:
    tables = _tables()
    tables["sites"].loc[0, "model_key"] = "khong_co"
    tables["figures"].loc[0, "source_url"] = "https://example.org"
    tables["sites"].loc[1, "unit_epoch"] = "1999"
    with pytest.raises(Problem) as raised:
        assemble(tables)
    assert "3 lỗi" in str(raised.value)
    for value in ("«khong_co»", "«https://example.org»", "«1999»"):
        assert value in str(raised.value)


def test_a_site_without_a_unit_is_kept_and_listed() -> None:
    tables = _tables()
    tables["sites"].loc[0, ["unit_epoch", "unit_code"]] = ""
    record = assemble(tables)
    assert len(record.sites) == 51
    assert list(record.unplaced()["site_id"]) == ["he_thong_camera_cong_dong_phuong_trung_do"]
