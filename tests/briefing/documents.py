"""Briefings put together by hand: of the public record's own figures, and extreme ones made up for the test."""

from __future__ import annotations

import dataclasses
from functools import cache

import pandas as pd

from briefing.basis import Basis, basis_of
from briefing.build import area_bars, header, site_map
from briefing.document import Chapter, Document, Listing, Picture, Section
from briefing.growth import known_places
from briefing.places import places, without
from briefing.spec import BarSpec, Header, MapSpec
from briefing.timeline import time_chart
from data.choice import Choice
from data.record import Record, public_record
from data.wording import number, word
from geo import boundaries

MADE = "2026-11-23"
KY_SON = "417"  # a former district with places on record
LETTERS = (
    "ÁÀẢÃẠ ĂẮẰẲẴẶ ÂẤẦẨẪẬ ĐÉÈẺẼẸ ÊẾỀỂỄỆ ÍÌỈĨỊ ÓÒỎÕỌ ÔỐỒỔỖỘ ƠỚỜỞỠỢ ÚÙỦŨỤ ƯỨỪỬỮỰ ÝỲỶỸỴ "
    "áàảãạ ăắằẳẵặ âấầẩẫậ đéèẻẽẹ êếềểễệ íìỉĩị óòỏõọ ôốồổỗộ ơớờởỡợ úùủũụ ưứừửữự ýỳỷỹỵ"
)
LONG_NAME = ("Mô hình khối xóm tự quản, dòng họ bình yên, phòng cháy chữa cháy và giữ gìn an ninh trật tự " * 2)[:120]
EMPTY_COMMUNE = "16816"  # xã Mỹ Lý: no place on record


@cache
def basis(**choice: str) -> Basis:
    """The public record under a choice, in Vietnamese."""
    return basis_of(public_record(), Choice(**choice), "vi")


@cache
def public() -> Document:
    """The whole province and one former district, as the public record has them."""
    found = basis()
    return _document(
        "Báo cáo tình hình thực hiện các mô hình bảo đảm an ninh trật tự", found, (_province(), _district())
    )


@cache
def nothing() -> Document:
    """A commune with nothing on record: no number may be read as 0."""
    found = basis(commune=EMPTY_COMMUNE)
    bars = area_bars(basis(district=KY_SON))
    unknown = dataclasses.replace(bars, bars=bars.bars.assign(value=float("nan")))
    empty = dataclasses.replace(bars, bars=bars.bars.head(0))
    no_points = time_chart(found, "xa_sach_ma_tuy")
    no_points = dataclasses.replace(
        no_points, points=no_points.points.head(0), targets=no_points.targets.head(0), marks=()
    )
    items = (
        Picture("Vị trí của xã", _map(found)),
        Picture("Địa điểm theo xã", unknown),
        Picture("Không có địa bàn nào", empty),
        Picture("Theo thời gian", no_points),
        Listing("Các địa điểm", _heading(found), _sites(found), ("Số lượng",)),
        Listing("Số địa điểm theo xã", bars.header, _areas(unknown), ("Địa điểm",)),
    )
    figures = ((word("common.no_data"), "camera an ninh", ""), (word("common.no_data"), "đường cờ", ""))
    section = Section("models", "Các mô hình", figures, ("Chưa có số liệu nào trong sổ về xã này.",), items)
    bare = Section("drug_free", "Xã sạch về ma túy")
    chapter = Chapter("Xã Mỹ Lý", (section, bare))
    return dataclasses.replace(_document("Báo cáo xã Mỹ Lý", found, (chapter,)), sources=_sources().head(0))


@cache
def many_sites(rows: int = 2000) -> Document:
    """The province with generated places, as its data set says; no place in it is a real one."""
    public = public_record()
    codes = basis().areas["code"].tolist()
    sites = pd.concat([public.sites.iloc[[n % len(public.sites)]] for n in range(rows)], ignore_index=True)
    made = sites.assign(
        site_id=[f"thu-{n}" for n in range(rows)],
        site_name=[f"Địa điểm thử số {n}" for n in range(rows)],
        unit_epoch="2025",
        unit_code=[codes[n % len(codes)] for n in range(rows)],
        hamlet="",
        line="",
        lon=float("nan"),
        lat=float("nan"),
        precision="commune",
    )
    record: Record = dataclasses.replace(public, name="Số liệu sinh ra để thử", name_en="Generated", sites=made)
    found = basis_of(record, Choice(), "vi")
    return _document("Báo cáo thử với nhiều địa điểm", found, (Chapter("Tỉnh Nghệ An", (_sites_section(found),)),))


@cache
def long_names() -> Document:
    """Every text as long as it may be, with every Vietnamese letter: names of 120 characters, a title of 200."""
    found = basis()
    bars = area_bars(found)
    long = bars.bars.assign(label=[f"{LONG_NAME[:114]} số {n}" for n in range(len(bars.bars))])
    head = dataclasses.replace(bars.header, title=LETTERS, filter_text=f"{LONG_NAME} · {LETTERS}", notes=(LETTERS,) * 6)
    rows = _areas(bars).assign(**{"Địa bàn": LONG_NAME, LONG_NAME: LETTERS, "Không cách": "Ệ" * 120})
    section = Section(
        "models",
        LONG_NAME,
        tuple((f"{number(10**n)} {LONG_NAME[:30]}", LONG_NAME, f"{LONG_NAME}, 15/06/2023") for n in range(9)),
        (LETTERS, LONG_NAME * 3) * 6,
        (
            Picture(LONG_NAME, dataclasses.replace(bars, header=head, bars=long)),
            Picture(LONG_NAME, dataclasses.replace(_map(found), header=head)),
            Listing(LONG_NAME, head, rows, ("Địa điểm",)),
        ),
    )
    chapters = (Chapter(LONG_NAME, (section,)),)
    document = _document((LONG_NAME + LETTERS)[:200], found, chapters)
    return dataclasses.replace(document, header=head, definitions=((LONG_NAME, LETTERS * 5),))


ALL = {"public": public, "nothing": nothing, "many_sites": many_sites, "long_names": long_names}


def _heading(found: Basis) -> Header:
    return header(found, "Các địa điểm trong sổ")


def _province() -> Chapter:
    found = basis()
    drugs = Section(
        "drug_free",
        "Xã sạch về ma túy",
        (
            ("281/412", "đơn vị cấp xã sạch về ma túy", "congly.vn, 30/06/2025"),
            ("284/460", "đơn vị cấp xã sạch về ma túy", "Báo Nghệ An, 21/11/2024"),
            ("27/27", "xã biên giới sạch về ma túy", "congly.vn, 30/06/2025"),
            ("18/33", "xã, phường của thành phố Vinh (cũ) sạch về ma túy", "congly.vn, 30/06/2025"),
        ),
        (
            "Đến hết 30/06/2025 có 281/412 đơn vị cấp xã được công nhận sạch về ma túy.",
            "Không so được với 284/460 của ngày 21/11/2024, vì mẫu số đã đổi từ 460 thành 412 đơn vị.",
        ),
        (
            Picture("Số xã sạch về ma túy qua các năm, với các chỉ tiêu", time_chart(found, "xa_sach_ma_tuy")),
            Picture("Số xã cần đạt theo chỉ tiêu", _targets(found)),
        ),
    )
    reported = Section(
        "reported",
        "Các mô hình khác, theo báo cáo ngày 15/06/2023",
        (
            ("7.588", "Ban tự quản", "Công an tỉnh Nghệ An, 15/06/2023"),
            ("38.578", "Tổ tự quản", "Công an tỉnh Nghệ An, 15/06/2023"),
            ("gần 600", "camera đã lắp ở thành phố Vinh (cũ)", "Báo Nghệ An, 26/10/2024"),
            (word("common.no_data"), "đường cờ đã lắp trong năm 2026", ""),
        ),
        ("Công an tỉnh công bố 7.588 Ban tự quản và 38.578 Tổ tự quản, không nêu mẫu số.",),
    )
    return Chapter("Tỉnh Nghệ An", (_sites_section(found), drugs, reported))


def _district() -> Chapter:
    found = basis(district=KY_SON)
    bars, empty = area_bars(found), without(found)
    bare = empty.rows[list(empty.labels)].rename(columns=empty.labels)
    items = (
        Picture("Các xã thuộc địa bàn huyện Kỳ Sơn (cũ)", _map(found)),
        Picture("Địa điểm theo xã", bars),
        Listing("Các địa điểm trong sổ", _heading(found), _sites(found)),
        Listing("Xã chưa có địa điểm nào trong sổ", _heading(found), bare),
    )
    n = number(found.counted.n)
    figures = ((n, "địa điểm có trong sổ", found.record.name),)
    return Chapter("Huyện Kỳ Sơn (địa bàn huyện cũ)", (Section("sites", "Các địa điểm", figures, (), items),))


def _sites_section(found: Basis) -> Section:
    bars = area_bars(found)
    return Section(
        "sites",
        "Các địa điểm có trong sổ đăng ký",
        ((number(found.counted.n), "địa điểm có trong sổ", f"{found.record.name}, 23/11/2026"),),
        (f"Sổ có {number(found.counted.n)} địa điểm, mỗi địa điểm đều có nguồn.",),
        (
            Picture("Các địa điểm và tình trạng ma túy của xã", _map(found)),
            Picture("Địa điểm theo địa bàn huyện cũ", bars),
            Picture("Số địa điểm đã biết theo thời gian", known_places(found)),
            Listing("Số địa điểm theo địa bàn huyện cũ", bars.header, _areas(bars), ("Địa điểm",)),
            Listing("Các địa điểm trong sổ", _heading(found), _sites(found)),
        ),
    )


def _targets(found: Basis) -> BarSpec:
    """What is aimed at, and that nothing was published by the criterion it counts by; the first bar stands out."""
    rows = [("Đã công bố «không ma túy»", float("nan")), ("Cần ít nhất 30%, hạn 12/2026", 39.0)]
    rows += [("Cần ít nhất 50%, hạn 2030", 65.0), ("Mọi đơn vị cấp xã", 130.0)]
    bars = pd.DataFrame(rows, columns=["label", "value"]).assign(key="", highlight=[False, True, False, False])
    head = header(found, "Số xã cần đạt theo chỉ tiêu")
    return BarSpec(head, bars, "đơn vị cấp xã", "#007A5A", word("common.no_data"), 0, 130.0)


def _map(found: Basis) -> MapSpec:
    return site_map(found, boundaries.inner_points(found.choice.epoch), found.choice.commune)


def _areas(bars: BarSpec) -> pd.DataFrame:
    return bars.bars[["label", "value"]].rename(columns={"label": "Địa bàn", "value": "Địa điểm"})


def _sites(found: Basis) -> pd.DataFrame:
    """The sites with finished headings, and the quantity that each source states, as a number."""
    table = places(found)
    shown = table.rows[list(table.labels)].rename(columns=table.labels)
    by_name = found.counted.rows.drop_duplicates("site_name").set_index("site_name")["quantity"]
    return shown.assign(**{"Số lượng": table.rows["site"].map(by_name).astype(float)})


def _sources() -> pd.DataFrame:
    sources = public_record().sources.rename(columns={"what_it_supports": "used_for"})
    return sources[["publisher", "title", "date", "source_url", "used_for"]].head(40)


def _document(title: str, found: Basis, chapters: tuple[Chapter, ...]) -> Document:
    glossary = (
        ("Địa điểm", "Một nơi có tên đang thực hiện một mô hình; mỗi địa điểm là một dòng của sổ đăng ký và có nguồn."),
        ("Xã sạch về ma túy", "Đơn vị cấp xã được công nhận; xã ghép được tính là sạch chỉ khi mọi phần đều sạch."),
        ("Không có số liệu", "Không nguồn nào nêu con số ấy; không có nghĩa là bằng 0."),
    )
    return Document(title, header(found, title), chapters, glossary, _sources(), MADE)
