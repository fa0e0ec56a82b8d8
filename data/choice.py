"""The reader's filter: one frozen value gives the rows, the page's address and the words on every export."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from data.errors import Problem
from data.status import DRUG_STATUSES
from data.wording import day, word

TODAY = "2025"
# What is known of a commune about drugs, and whether it holds a border commune of the programme.
STATUSES = (*DRUG_STATUSES, "border27")
# Parameters of an address that are not the filter's: the language, and what a page adds for itself (ui/view.py).
VIEW = ("at", "indicator", "other", "areas", "model", "q", "sections")
FOREIGN = ("lang", *VIEW)
# The days that the date field of the filter bar can show.
EARLIEST, LATEST = "2000-01-01", "2099-12-31"


@dataclass(frozen=True)
class Known:
    """What a choice may name: epochs, unit codes of each epoch, models in catalogue order, statuses.

    `communes` gives for each epoch the district code of each commune code.
    """

    epochs: Sequence[str]
    districts: Mapping[str, Collection[str]]
    communes: Mapping[str, Mapping[str, str]]
    models: Sequence[str]
    statuses: Sequence[str] = STATUSES


@dataclass(frozen=True)
class Choice:
    """What is asked: boundary epoch, district and commune codes of that epoch, model keys, status, day.

    Empty means everything. In the epoch 2025 `district` is the code of the former district. `as_of` is a day
    ("2023-06-15").
    """

    epoch: str = TODAY
    district: str = ""
    commune: str = ""
    models: tuple[str, ...] = ()
    status: str = ""
    as_of: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str], known: Known) -> tuple[Self, list[Problem]]:
        """Read a choice from an address; what cannot be understood is dropped and reported, not the rest."""
        reading = _Reading(query, [field.name for field in dataclasses.fields(cls)])
        epoch = reading.one_of("epoch", known.epochs, "một mốc địa giới: " + ", ".join(known.epochs)) or TODAY
        district = reading.one_of("district", known.districts[epoch], f"mã địa bàn huyện ở mốc địa giới {epoch}")
        communes = [code for code, parent in known.communes[epoch].items() if not district or parent == district]
        place = f"thuộc địa bàn {district}, " if district else ""
        choice = cls(
            epoch=epoch,
            district=district,
            commune=reading.one_of("commune", communes, f"mã xã, phường {place}ở mốc địa giới {epoch}"),
            models=reading.several_of("models", known.models, "mã mô hình trong danh mục"),
            status=reading.one_of("status", known.statuses, "một trong " + ", ".join(known.statuses)),
            as_of=reading.day("as_of"),
        )
        return choice, reading.problems

    def to_query(self) -> dict[str, str]:
        """Give the address parameters: only what differs from the default; models joined by commas."""
        given = dataclasses.asdict(self) | {"models": ",".join(self.models)}
        default = dataclasses.asdict(type(self)()) | {"models": ""}
        return {name: value for name, value in given.items() if value != default[name]}

    def sentence(self, names: Mapping[str, str], lang: str = "vi") -> str:
        """Say the filter in words: "Huyện Kỳ Sơn (địa bàn huyện cũ) · mọi mô hình · địa giới từ 01/07/2025".

        `names` gives the label of the district, commune and model codes in it, and the first day of its
        epoch; a code that is not in it is shown as it is.
        """
        parts = [
            self._area(names, lang),
            ", ".join(names.get(key, key) for key in self.models) or word("choice.all_models", lang),
            word(f"status.{self.status}", lang) if self.status else "",
            word("choice.as_of", lang, date=day(self.as_of)) if self.as_of else "",
            word("choice.epoch", lang, date=day(names.get(self.epoch, self.epoch))),
        ]
        return " · ".join(part for part in parts if part)

    def _area(self, names: Mapping[str, str], lang: str) -> str:
        district = names.get(self.district, self.district) if self.district else ""
        commune = names.get(self.commune, self.commune) if self.commune else ""
        if district and self.epoch >= TODAY:  # districts ended with the epoch 2025
            district = word("choice.former_district", lang, name=district)
        area = ", ".join(part for part in (commune, district) if part) or word("choice.whole_province", lang)
        return area[:1].upper() + area[1:]


class _Reading:
    """One pass over an address, gathering in `problems` what cannot be understood."""

    def __init__(self, query: Mapping[str, str], names: Collection[str]) -> None:
        self._query = query
        self.problems: list[Problem] = []
        for name in query:
            if name not in (*names, *FOREIGN):
                self._report("tên tham số", name, "một trong " + ", ".join(names))

    def one_of(self, name: str, allowed: Collection[str], expected: str) -> str:
        value = self._query.get(name, "")
        if not value or value in allowed:
            return value
        self._report(f"tham số {name}", value, expected)
        return ""

    def several_of(self, name: str, allowed: Sequence[str], expected: str) -> tuple[str, ...]:
        values = dict.fromkeys(value for value in self._query.get(name, "").split(",") if value)
        for value in values:
            if value not in allowed:
                self._report(f"tham số {name}", value, expected)
        # In the order of `allowed`, so that one choice has one address.
        return tuple(value for value in allowed if value in values)

    def day(self, name: str) -> str:
        value = self._query.get(name, "")
        if not value or _is_day(value):
            return value
        expected = f"một ngày dạng 2023-06-15, từ {day(EARLIEST)} đến {day(LATEST)}"
        self._report(f"tham số {name}", value, expected)
        return ""

    def _report(self, where: str, came: str, expected: str) -> None:
        shown = came if len(came) <= 40 else came[:40] + "…"
        todo = "Đã bỏ qua phần này của liên kết; hãy chọn lại ở thanh lọc."
        self.problems.append(Problem(f"Liên kết, {where}", f"«{shown}»", expected, todo))


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text and EARLIEST <= text <= LATEST
    except ValueError:
        return False
