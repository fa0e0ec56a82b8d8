"""What every figure of a page is made from: one record under one choice, with its rows placed in the asked epoch."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from data import catalogue, count, status
from data.choice import Choice
from data.count import Counted, Places
from data.record import Record
from data.wording import day, word
from geo import epochs, units
from geo.lineage import pieces


@dataclass(frozen=True, eq=False)
class Basis:
    """One record under one choice, in one language.

    areas: every commune of the epoch — code, name, type, label, district_code, district, area_km2, district_label,
        border27 (bool: it holds a border commune of the programme, whatever the day), and what is known of it about
        drugs, as data.status.of_communes gives it: drug_status, parts_epoch, parts_total, parts_free, parts_not, since,
        sources, approximate, disputed.
    districts: code, name, type, label. sites: Record.sites with epoch_code, approximate, layer, model_label.
    where: places of the rows of `sites` in each commune, as data.count.by_place gives them.
    counted: the sites the choice shows. names: labels of all codes and keys a choice may hold.
    """

    record: Record
    choice: Choice
    lang: str
    areas: pd.DataFrame
    districts: pd.DataFrame
    sites: pd.DataFrame
    where: Mapping[str, Places]
    counted: Counted
    names: Mapping[str, str]

    def under(self, choice: Choice) -> Basis:
        """Give the same record under another choice of the same epoch; what is known of its areas stays as it is."""
        counted = count.sites_for(self.sites, choice, self.areas, self.where)
        return dataclasses.replace(self, choice=choice, counted=counted)

    @property
    def data_name(self) -> str:
        """The name of the data set in the language of the basis."""
        return self.record.name_en if self.lang == "en" else self.record.name

    @property
    def epoch_text(self) -> str:
        """The boundary epoch in words: since when, how many communes, by which law."""
        row = epochs.epochs().set_index("epoch").loc[self.choice.epoch]
        return word(
            "header.epoch",
            self.lang,
            since=day(str(row["in_force"])),
            communes=row["communes"],
            law=row["law"],
        )

    @cached_property
    def _area(self) -> dict[str, dict[Hashable, Any]]:
        return {row["code"]: row for row in self.areas.to_dict("records")}

    def status_text(self, code: str) -> str:
        """What is known of a commune about drugs, with the "all parts" rule spelled out where it bites."""
        row = self._area[code]
        free, refused, parts = row["parts_free"], row["parts_not"], row["parts_total"]
        date = day(row["since"]) or word("status_text.undated", self.lang)
        told = word(
            f"status_text.{row['drug_status']}" + ("_refused" if row["drug_status"] == "partly" and refused else ""),
            self.lang,
            free=free,
            refused=refused,
            unknown=parts - free - refused,
            parts=parts,
            date=date,
        )
        doubts = [word(f"status_text.{flag}", self.lang) for flag in ("approximate", "disputed") if row[flag]]
        return "; ".join([told, *doubts])


def basis_of(record: Record, choice: Choice, lang: str) -> Basis:
    """Place a record's rows in the epoch of a choice and count them."""
    areas = _areas(record, choice.epoch, choice.as_of)
    sites = _sites(record, choice.epoch, lang)
    where = count.by_place(sites)
    districts = units.districts(choice.epoch)
    return Basis(
        record=record,
        choice=choice,
        lang=lang,
        areas=areas,
        districts=districts,
        sites=sites,
        where=where,
        counted=count.sites_for(sites, choice, areas, where),
        names=names(choice.epoch, lang),
    )


def names(epoch: str, lang: str) -> dict[str, str]:
    """Give the label of every district, commune and model a choice may name, and the first day of every epoch."""
    models = catalogue.models()
    places = pd.concat([units.districts(epoch)[["code", "label"]], units.units(epoch)[["code", "label"]]])
    starts = epochs.epochs()
    return {
        **dict(zip(places["code"], places["label"], strict=True)),
        **dict(zip(models["model_key"], models[f"label_{lang}"], strict=True)),
        **dict(zip(starts["epoch"], starts["in_force"], strict=True)),
    }


def _sites(record: Record, epoch: str, lang: str) -> pd.DataFrame:
    models = catalogue.models().set_index("model_key")
    sites = epochs.place(record.sites, epoch)
    return sites.assign(
        layer=sites["model_key"].map(models["layer"]),
        model_label=sites["model_key"].map(models[f"label_{lang}"]),
    )


def _areas(record: Record, epoch: str, as_of: str) -> pd.DataFrame:
    """The communes of an epoch with what is known of each about drugs, by the "all parts" rule."""
    areas = units.units(epoch)
    labels = units.districts(epoch).set_index("code")["label"]
    border = epochs.place(record.statuses[record.statuses["status_key"] == "border27"], epoch)["epoch_code"]
    stated = status.statements(record.statuses, {at: units.units(at) for at in units.EPOCHS}, as_of)
    known = status.of_communes(stated, pieces(), epoch)
    return areas.assign(
        district_label=areas["district_code"].map(labels),
        border27=areas["code"].isin(set(border) - {""}),
    ).merge(known, on="code", how="left", validate="1:1")
