"""From a basis to the specifications of its charts and maps; every text in them is finished here."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from briefing import map_symbols
from briefing.basis import Basis
from briefing.legend import legend
from briefing.spec import BarSpec, Header, MapSpec
from data import count
from data.choice import TODAY
from data.wording import day, number, sort_key, word

# The model whose communes the map fills; all other models are places.
DRUG_FREE = "xa_sach_ma_tuy"
_PUBLISHERS_NAMED = 4


def area_bars(basis: Basis, selected: str = "") -> BarSpec:
    """Sites on record by former district, or by commune when the choice names a district; `selected` stands out."""
    choice, lang = basis.choice, basis.lang
    if choice.district:
        codes = basis.areas.loc[basis.areas["district_code"] == choice.district, ["code"]]
        found = count.by_commune(basis.counted).groupby("code")["n"].sum().astype(float)
        counts = codes.assign(value=codes["code"].map(found))
        title = word("bars.by_commune", lang, district=basis.names[choice.district])
    else:
        counts = count.by_district(basis.counted, basis.areas, basis.districts).rename(
            columns={"district_code": "code"}
        )
        title = word("bars.by_former_district" if choice.epoch == TODAY else "bars.by_district", lang)
    labels = counts["code"].map(basis.names)
    bars = pd.DataFrame(
        {
            "label": labels.str[:1].str.upper() + labels.str[1:],
            "value": counts["value"],
            "key": counts["code"],
            "highlight": counts["code"] == selected,
        }
    )
    bars = bars.sort_values("label", key=lambda texts: texts.map(sort_key)).sort_values(
        "value", ascending=False, kind="stable", na_position="last", ignore_index=True
    )
    return BarSpec(
        header=header(basis, title, (word("bars.note", lang),)),
        bars=bars,
        unit=word("unit.sites", lang),
        colour=legend("layer", lang)[0].colour,
        no_data=word("common.none_on_record", lang),
    )


def site_map(basis: Basis, inner_points: pd.DataFrame, selected: str = "", loose: Collection[str] = ()) -> MapSpec:
    """The map of the chosen models: communes filled by drug-free status, sites as rings or dots by layer.

    `inner_points` gives code, lon and lat (WGS 84) of a point inside each commune of the basis' epoch; the commune
    `selected` is emphasised; the communes `loose` are said to have approximate boundaries.
    """
    choice, lang = basis.choice, basis.lang
    filled = not choice.models or DRUG_FREE in choice.models
    areas = basis.areas.assign(
        class_key=basis.areas["drug_status"] if filled else "plain",
        detail=_area_details(basis, filled, loose),
    )
    outside = ~areas["code"].isin(count.areas_for(basis.areas, choice)["code"])
    areas.loc[outside, ["class_key", "detail"]] = ["outside", ""]
    used = set(areas["class_key"])
    symbols, lines = map_symbols.symbols(basis, inner_points), map_symbols.lines(basis)
    return MapSpec(
        header=header(basis, word("map.title", lang), map_notes(basis, selected, loose, filled)),
        epoch=choice.epoch,
        areas=areas.assign(district=areas["district_label"])[["code", "label", "district", "class_key", "detail"]],
        classes=tuple(item for item in legend("area", lang) if item.key in used),
        symbols=symbols,
        layers=map_symbols.layers(symbols, lines, lang),
        lines=lines,
        selected=selected,
        district=choice.district,
    )


def header(basis: Basis, title: str, notes: tuple[str, ...] = ()) -> Header:
    """What explains a figure on paper: filter, epoch, publishers, dates, data set, and what is missing and why."""
    lang, counted = basis.lang, basis.counted
    told = counted.only("source_date", "publisher")
    dates = sorted(date for date in told["source_date"].unique() if date)
    return Header(
        title=title,
        filter_text=basis.choice.sentence(basis.names, lang),
        epoch_text=basis.epoch_text,
        source=_publishers(told["publisher"], lang),
        date_text=word("header.dates", lang, first=day(dates[0]), last=day(dates[-1])) if dates else "",
        dataset=word(
            "footer.data",
            lang,
            name=basis.data_name,
            version=basis.record.version,
            date=day(basis.record.date),
        ),
        notes=(*missing_notes(basis), *notes),
        lang=lang,
    )


def missing_notes(basis: Basis) -> tuple[str, ...]:
    """One sentence for each reason why sites that might belong to the choice are not shown."""
    return tuple(
        word(f"missing.{reason}", basis.lang, n=number(n, basis.lang)) for reason, n in basis.counted.why.items()
    )


def _publishers(publishers: pd.Series, lang: str) -> str:
    names = list(publishers[publishers != ""].value_counts().index)
    if not names:
        return word("header.no_source", lang)
    shown, more = names[:_PUBLISHERS_NAMED], len(names) - _PUBLISHERS_NAMED
    return ", ".join(shown) + (word("header.more_sources", lang, n=more) if more > 0 else "")


def _area_details(basis: Basis, filled: bool, loose: Collection[str]) -> list[str]:
    """What hovering a commune says: its status with the date, and its sites by layer."""
    lang = basis.lang
    layers = {item.key: item.label for item in legend("layer", lang)}
    by = ["epoch_code", "layer"]
    sites = basis.counted.only(*by).groupby(by, sort=False).size().to_dict()
    details = []
    for code, district in zip(basis.areas["code"], basis.areas["district_label"], strict=True):
        lines = [district, basis.status_text(code)] if filled else [district]
        lines += [f"{layers[key]}: {number(sites[code, key], lang)}" for key in layers if (code, key) in sites]
        lines += [word("area.loose", lang)] if code in loose else []
        details.append("\n".join(lines))
    return details


def map_notes(basis: Basis, selected: str, loose: Collection[str], filled: bool = False) -> tuple[str, ...]:
    """Give what must be said below every map: what is selected, which boundaries and places are approximate."""
    lang = basis.lang
    notes = [word("map.selected", lang, name=basis.names[selected])] if selected else []
    if filled:
        notes.append(word("map.status_rule", lang))
    inside = count.areas_for(basis.areas, basis.choice)["code"]
    named = [basis.names[code] for code in inside if code in loose]
    if named:
        notes.append(word("map.loose", lang, names=", ".join(named)))
    if basis.counted.only("approximate")["approximate"].any():
        notes.append(word("map.approximate", lang))
    return tuple(notes)
