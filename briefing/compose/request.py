"""What a briefing is asked for: one frozen value, which an address, a preset and the command line can write."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from data import catalogue
from data.choice import EARLIEST, LATEST, STATUSES, TODAY, Choice
from data.errors import Problem
from data.tables import read
from data.wording import LANGUAGES
from geo import units

KINDS = ("province", "district", "commune")
MOST_TITLE = 200  # letters
_CODE_DIGITS = {3: "district", 5: "commune"}


@dataclass(frozen=True)
class Area:
    """One area of a briefing: its kind (province, district, commune) and its code at the request's epoch."""

    kind: str = "province"
    code: str = ""

    @classmethod
    def of_code(cls, code: str) -> Self:
        """Give the area of a code: three digits are a district's, five a commune's, "" is the province."""
        return cls(_CODE_DIGITS.get(len(code), "province"), code)


PROVINCE = Area()


@dataclass(frozen=True)
class Request:
    """What a briefing is about.

    areas: a chapter each, units of `epoch`. models: keys of the catalogue, () = all. since and until: the first and
    the last day of its period, "" = the register as it is, compared with a year before. status: as in Choice.
    sections: keys of data/tables/sections.csv in the order of the document. title: "" = that of the complete report.
    """

    areas: tuple[Area, ...] = (PROVINCE,)
    models: tuple[str, ...] = ()
    epoch: str = TODAY
    since: str = ""
    until: str = ""
    status: str = ""
    sections: tuple[str, ...] = ()
    lang: str = "vi"
    title: str = ""

    def choice(self, area: Area) -> Choice:
        """Give the filter under which the pages show what the chapter of an area says."""
        district = area.code if area.kind == "district" else ""
        if area.kind == "commune":
            district = units.unit(self.epoch, area.code).district_code
        commune = area.code if area.kind == "commune" else ""
        return Choice(self.epoch, district, commune, self.models, self.status, self.until)

    def to_query(self) -> dict[str, str]:
        """Give the request as texts, only what differs from the default: lists are joined by commas."""
        given = self._texts()
        return {name: text for name, text in given.items() if text != Request()._texts()[name]}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read a request of such texts. Raises Problem for what no request can mean."""
        names = [field.name for field in dataclasses.fields(cls)]
        for name in query:
            if name not in names:
                raise _problem(name, str(query[name]), "một trong " + ", ".join(names))
        texts = {name: str(query.get(name, "")) for name in names}
        default = cls()
        made = cls(
            areas=tuple(Area.of_code(code) for code in texts["areas"].split(",")),
            models=_several(texts["models"]),
            epoch=texts["epoch"] or default.epoch,
            since=texts["since"],
            until=texts["until"],
            status=texts["status"],
            sections=_several(texts["sections"]),
            lang=texts["lang"] or default.lang,
            title=texts["title"],
        )
        check(made)
        return made

    def _texts(self) -> dict[str, str]:
        texts = dataclasses.asdict(self)
        joined = {name: ",".join(texts[name]) for name in ("models", "sections")}
        return texts | joined | {"areas": ",".join(area.code for area in self.areas)}


def check(request: Request) -> None:
    """Raise Problem for a request that names something there is not, at its epoch."""
    _one_of("epoch", request.epoch, units.EPOCHS)
    _one_of("lang", request.lang, LANGUAGES)
    _one_of("status", request.status, ("", *STATUSES))
    codes = {
        "province": {""},
        "district": {*units.districts(request.epoch)["code"]},
        "commune": {*units.units(request.epoch)["code"]},
    }
    for area in request.areas:
        _one_of("areas", area.kind, KINDS)
        _one_of("areas", area.code, codes[area.kind], f"mã địa bàn ở mốc địa giới {request.epoch}")
    for model in request.models:
        _one_of("models", model, list(catalogue.models()["model_key"]))
    for section in request.sections:
        _one_of("sections", section, list(read("sections")["key"]))
    for name in ("since", "until"):
        _day(name, getattr(request, name))
    if request.since and request.until and request.since > request.until:
        raise _problem("since", request.since, f"một ngày không sau {request.until}")
    if len(request.title) > MOST_TITLE:
        raise _problem("title", request.title[:40] + "…", f"không quá {MOST_TITLE} chữ")
    if not request.areas:
        raise _problem("areas", "", "ít nhất một địa bàn")


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)


def _one_of(name: str, value: str, allowed: Collection[str], expected: str = "") -> None:
    if value not in allowed:
        raise _problem(name, value[:40], expected or "một trong " + ", ".join(allowed))


def _day(name: str, text: str) -> None:
    try:
        fine = not text or (datetime.date.fromisoformat(text).isoformat() == text and EARLIEST <= text <= LATEST)
    except ValueError:
        fine = False
    if not fine:
        raise _problem(name, text[:40], "một ngày dạng 2026-10-31")


def _problem(name: str, came: str, expected: str) -> Problem:
    return Problem(f"Yêu cầu báo cáo, phần {name}", f"«{came}»", expected, "Chọn lại phần này.")
