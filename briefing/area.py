"""The page of one area, a commune or a district of any epoch: all that is known of it, each fact with its source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from briefing.ancestry import Linked, Step, commune_steps, communes_in, district_steps
from briefing.basis import Basis
from briefing.build import header
from briefing.profile import Profile, district_profile, profile
from briefing.spec import Header
from data import catalogue
from data.period import first_day
from data.wording import day, number, sort_key, word
from geo import epochs, units
from geo.lineage import pieces


@dataclass(frozen=True, eq=False)
class AreaPage:
    """One area in finished texts.

    profile: title, facts, and its sites on record. district: the code of the district it is or lies in. steps: what it
    was and became. communes: of a district, those it has. neighbours: the communes or districts around it. Tables of
    texts, one row each:

    models: model, n (text), without sites left out; `missing` names the models that have none on record there.
    figures: as_of, indicator, value, area (as the source names it), base, source, source_url.
    statements: as_of, statement, area, extent, criterion, source, source_url; oldest first.
    sources: publisher, title, date, used_for, source_url.
    """

    header: Header
    profile: Profile
    district: str
    steps: tuple[Step, ...]
    communes: tuple[Linked, ...]
    neighbours: tuple[Linked, ...]
    models: pd.DataFrame
    missing: str
    figures: pd.DataFrame
    statements: pd.DataFrame
    sources: pd.DataFrame


def area_page(basis: Basis, around: Collection[str], loose: Collection[str] = ()) -> AreaPage:
    """Give the page of the commune, else the district, that the choice of the basis names.

    `around` are the codes of the neighbouring communes or districts; communes in `loose` have approximate
    boundaries. Raises Problem for an unknown place, ValueError when the choice names none.
    """
    choice, lang = basis.choice, basis.lang
    if not choice.commune and not choice.district:
        raise ValueError("the choice names no area")
    if choice.commune:
        told = profile(basis, choice.commune, loose)
        steps = commune_steps(choice.epoch, choice.commune, lang)
    else:
        told = district_profile(basis, choice.district, loose)
        steps = district_steps(choice.epoch, choice.district, lang)
    land = _Land(basis)
    figures, statements = _figures(basis, land), _statements(basis, land)
    models, missing = _models(basis)
    return AreaPage(
        header=header(basis, told.title),
        profile=told,
        district=units.unit(choice.epoch, choice.commune).district_code if choice.commune else choice.district,
        steps=steps,
        communes=() if choice.commune else communes_in(choice.epoch, choice.district),
        neighbours=_neighbours(choice.epoch, around, bool(choice.commune)),
        models=models,
        missing=missing,
        figures=figures,
        statements=statements,
        sources=_sources(basis, told, figures, statements, steps),
    )


class _Land:
    """The land of the area of a choice in undivided pieces, to see what of any epoch touches it."""

    def __init__(self, basis: Basis) -> None:
        choice, self._pieces = basis.choice, pieces()
        here = self._pieces[choice.epoch]
        own = here == choice.commune if choice.commune else self._district(choice.epoch) == choice.district
        self._own = set(self._pieces.index[own])

    def _district(self, epoch: str) -> pd.Series:
        return self._pieces[epoch].map({code: unit.district_code for code, unit in units.by_code(epoch).items()})

    def extent(self, kind: str, epoch: str, code: str) -> str:
        """Say how a commune or district of an epoch lies to the area: equal, within, around or across it; "" apart."""
        if epoch not in units.EPOCHS or not code or kind not in ("commune", "district"):
            return ""
        column = self._pieces[epoch] if kind == "commune" else self._district(epoch)
        other = set(self._pieces.index[column == code])
        if not other & self._own:
            return ""
        if other == self._own:
            return "equal"
        return "within" if other < self._own else "around" if other > self._own else "across"


def _neighbours(epoch: str, codes: Collection[str], communes: bool) -> tuple[Linked, ...]:
    if communes:
        found = [Linked(epoch, "", code, _capital(units.unit(epoch, code).label)) for code in codes]
    else:
        labels = units.districts(epoch).set_index("code")["label"]
        found = [Linked(epoch, code, "", _capital(str(labels[code]))) for code in codes]
    return tuple(sorted(found, key=lambda one: sort_key(one.label)))


def _models(basis: Basis) -> tuple[pd.DataFrame, str]:
    """Count the area's sites by model; name the chosen models without any."""
    lang = basis.lang
    table = catalogue.models()
    if basis.choice.models:
        table = table[table["model_key"].isin(basis.choice.models)]
    counts = table["model_key"].map(basis.counted.rows["model_key"].value_counts()).fillna(0).astype(int)
    some = pd.DataFrame({"model": table[f"label_{lang}"], "n": counts.map(lambda n: number(n, lang))})[counts > 0]
    # Of the drug-free communes the record holds statements, and of the totals figures: neither has sites.
    placed = ~table["layer"].eq("drug_free") & table["model_key"].ne("tong_hop")
    without = table.loc[(counts == 0) & placed, f"label_{lang}"]
    return some.reset_index(drop=True), ", ".join(without)


def _figures(basis: Basis, land: _Land) -> pd.DataFrame:
    """The reported figures of the area itself or of communes and districts that share land with it, oldest first."""
    choice, lang = basis.choice, basis.lang
    rows = _until(basis.record.figures, choice.as_of)
    if choice.models:
        rows = rows[rows["model_key"].isin(choice.models)]
    extents = [land.extent(*key) for key in zip(rows["area_kind"], rows["area_epoch"], rows["area_code"], strict=True)]
    # A figure of a district says nothing of one of its communes.
    rows = rows[np.isin(extents, ["equal", "within", "across"])]
    return pd.DataFrame(
        {
            "as_of": rows["as_of"].map(day),
            "indicator": rows["indicator_en" if lang == "en" else "indicator"],
            "value": [
                " ".join((word(f"qualifier.{kind}", lang, value=number(value, lang)), unit))
                for kind, value, unit in zip(
                    rows["qualifier"], rows["value"], rows["unit_en" if lang == "en" else "unit"], strict=True
                )
            ],
            "area": rows["area_name"],
            "base": rows["base"],
            "source": _cited(rows, lang),
            "source_url": rows["source_url"],
        },
        index=rows.index,
    ).reset_index(drop=True)


def _statements(basis: Basis, land: _Land) -> pd.DataFrame:
    """Every statement on drugs about the area, its parts or what it lies in; those of one source and day together."""
    lang = basis.lang
    rows = _until(basis.record.statuses, basis.choice.as_of)
    keys = zip(rows["area_kind"], rows["unit_epoch"], rows["unit_code"], strict=True)
    rows = rows.assign(extent=pd.Series([land.extent(*key) for key in keys], index=rows.index, dtype="str"))
    rows = rows[rows["extent"] != ""].assign(source=lambda found: _cited(found, lang))
    together = ["as_of", "status_key", "extent", "criterion", "source", "source_url"]
    grouped = rows.groupby(together, sort=False)["area_text"].agg(lambda names: "; ".join(dict.fromkeys(names)))
    table = grouped.reset_index().sort_values("as_of", kind="stable", ignore_index=True)
    return pd.DataFrame(
        {
            "as_of": table["as_of"].map(lambda text: day(text) or word("status_text.undated", lang)),
            "statement": table["status_key"].map(lambda key: word(f"area.stated_{key}", lang)),
            "area": table["area_text"],
            "extent": table["extent"].map(lambda how: word(f"area.extent_{how}", lang)),
            "criterion": table["criterion"],
            "source": table["source"],
            "source_url": table["source_url"],
        }
    )


def _until(rows: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Leave out what was stated after a day, and, when there is one, what has no date: it may be later."""
    days = rows["as_of"].map(first_day).astype("str")
    kept = rows[(days <= as_of) & (days != "")] if as_of else rows
    return kept.loc[days[kept.index].sort_values(kind="stable").index]


def _cited(rows: pd.DataFrame, lang: str) -> pd.Series:
    texts = [
        word("area.source", lang, publisher=publisher, date=day(date))
        if date
        else word("area.source_undated", lang, publisher=publisher)
        for publisher, date in zip(rows["publisher"], rows["source_date"], strict=True)
    ]
    return pd.Series(texts, index=rows.index, dtype="str")


def _sources(
    basis: Basis, told: Profile, figures: pd.DataFrame, statements: pd.DataFrame, steps: tuple[Step, ...]
) -> pd.DataFrame:
    """Name every source the page rests on, and what for."""
    lang = basis.lang
    about = basis.record.sources.set_index("source_url").to_dict("index")
    uses: dict[str, list[str]] = {}
    for rows, key in ((told.sites, "sites"), (figures, "figures"), (statements, "statuses")):
        for address in rows["source_url"]:
            uses.setdefault(address, []).append(word(f"area.used_{key}", lang))
    laws = epochs.epochs().set_index("epoch")
    found = [
        {
            "publisher": about[address]["publisher"],
            "title": about[address]["title"],
            "date": day(about[address]["date"]),
            "used_for": ", ".join(dict.fromkeys(what)),
            "source_url": address,
        }
        for address, what in uses.items()
    ]
    found += [
        {
            "publisher": step.law,
            "title": str(laws.loc[step.epoch, "title"]),
            "date": day(str(laws.loc[step.epoch, "law_date"])),
            "used_for": word("area.used_lineage", lang),
            "source_url": step.law_url,
        }
        for step in steps
        if step.law
    ]
    if told.area_source:
        found.append(
            {
                "publisher": told.area_source,
                "title": "",
                "date": "",
                "used_for": word("area.used_area", lang),
                "source_url": "",
            }
        )
    return pd.DataFrame(found, columns=["publisher", "title", "date", "used_for", "source_url"])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
