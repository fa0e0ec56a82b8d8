"""What the sections of one chapter are made from, and how the pages' tables and facts become a document's."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from briefing.basis import Basis
from briefing.build import header
from briefing.cards import Card, cards
from briefing.compose.request import Area, Request
from briefing.compose.sentences import say
from briefing.document import Listing, Picture
from briefing.legend import legend
from briefing.quality.table import Table
from briefing.told import Fact
from data import count
from data.choice import TODAY, Choice
from data.wording import word
from geo import units

# What a source is cited for: the end of words area.used_….
SITES, FIGURES, STATUSES = "sites", "figures", "statuses"
_LINKS = ("source_url", "link")


@dataclass(frozen=True, eq=False)
class Ground:
    """What all chapters of one epoch, day and language share; it is made once, however many areas follow.

    basis: the whole province under the request's models and status. inner_points and loose: as the maps take them.
    """

    basis: Basis
    inner_points: pd.DataFrame
    loose: frozenset[str]


@dataclass(frozen=True, eq=False)
class Scene:
    """One chapter's area on its ground."""

    request: Request
    ground: Ground
    area: Area

    @property
    def lang(self) -> str:
        """The language of the document."""
        return self.request.lang

    @property
    def selected(self) -> str:
        """The commune that stands out on maps and charts, or ""."""
        return self.area.code if self.area.kind == "commune" else ""

    @cached_property
    def here(self) -> Basis:
        """What is on record in the area itself."""
        return self.pinned(self.request.models)

    @cached_property
    def around(self) -> Basis:
        """The same with the whole district of a commune, which stands out in it: as on the pages."""
        return self.widened(self.here)

    def pinned(self, models: tuple[str, ...]) -> Basis:
        """Give the area under some models instead of the request's."""
        choice = dataclasses.replace(self.request.choice(self.area), models=models)
        return narrowed(self.ground.basis, choice)

    def widened(self, basis: Basis) -> Basis:
        """Give the district of a commune instead of it."""
        return narrowed(basis, dataclasses.replace(basis.choice, commune="")) if self.selected else basis

    @cached_property
    def cards(self) -> list[Card]:
        """What was reported of each model of the request, and what is on record of it."""
        return cards(self.here)

    @cached_property
    def place(self) -> str:
        """The area as it stands within a sentence: "huyện Kỳ Sơn (địa bàn huyện cũ)"."""
        return place_name(self.request.epoch, self.area, self.lang)


def place_name(epoch: str, area: Area, lang: str) -> str:
    """Name an area of an epoch within a sentence; the districts of an epoch without any are said to be former."""
    if area.kind == "province":
        return say("place.province", lang)
    if area.kind == "commune":
        unit = units.unit(epoch, area.code)
        return say("place.commune", lang, name=unit.label, district=_district(epoch, unit.district_code, lang))
    return _district(epoch, area.code, lang)


def _district(epoch: str, code: str, lang: str) -> str:
    label = str(units.districts(epoch).set_index("code").loc[code, "label"])
    return word("choice.former_district", lang, name=label) if epoch >= TODAY else label


def narrowed(basis: Basis, asked: Choice) -> Basis:
    """Give a basis under another area, other models or another status of its own epoch and day."""
    if (asked.epoch, asked.as_of) != (basis.choice.epoch, basis.choice.as_of):
        raise ValueError("another epoch or day has another basis")
    return basis.under(asked)


@dataclass(frozen=True, eq=False)
class Made:
    """What a builder gives of its section, and the (source_url, use) pairs that it rests on."""

    figures: tuple[tuple[str, str, str], ...] = ()
    sentences: tuple[str, ...] = ()
    items: tuple[Picture | Listing, ...] = ()
    cites: tuple[tuple[str, str], ...] = ()


def listing(table: Table, total: Sequence[str] = ()) -> tuple[Listing, ...]:
    """Give a page's table as a document's, its columns by name in `total` summed; nothing where it has no rows.

    Addresses are left out: every source of the document stands once, with its address, at its end.
    """
    if table.rows.empty:
        return ()
    shown = {name: label for name, label in table.labels.items() if name not in _LINKS}
    rows = typed(table.rows[list(shown)].rename(columns=shown))
    return (Listing(table.header.title, table.header, rows, tuple(shown[name] for name in total)),)


def typed(rows: pd.DataFrame) -> pd.DataFrame:
    """Give a table as documents take it: numbers are plain ones with NaN for none, all else is text."""
    return pd.DataFrame(
        {
            name: column.astype(float) if pd.api.types.is_numeric_dtype(column) else column.fillna("").astype("str")
            for name, column in rows.items()
        }
    ).reset_index(drop=True)


def frame_listing(frame: pd.DataFrame, scene_basis: Basis, title: str, notes: tuple[str, ...] = ()) -> Listing:
    """Give a finished frame as a table of the document under the filter of a basis."""
    return Listing(title, header(scene_basis, title, notes), typed(frame))


def figure(fact: Fact, lang: str) -> tuple[str, str, str]:
    """Give a page's number as a document's; none is "không có số liệu", never 0."""
    value = f"{fact.value} {fact.unit}".strip() if fact.value else word("common.no_data", lang)
    # The value follows after a colon: no line ends as a sentence does.
    lines = " · ".join(line.rstrip(".") for line in fact.lines if line)
    return value, f"{fact.label}: {lines}" if lines else fact.label, fact.source


def status_figure(scene: Scene) -> tuple[tuple[str, str, str], ...]:
    """Give what is known on drugs of the one commune of a chapter, and since when by its parts."""
    area = scene.here.areas.set_index("code").loc[scene.selected]
    labels = {item.key: item.label for item in legend("area", scene.lang)}
    # Where nothing is known, that is the value; "what is counted" does not say it once more.
    known = area["drug_status"] != "no_data"
    told = scene.here.status_text(scene.selected) if known else word("table.status", scene.lang)
    return ((labels[str(area["drug_status"])], told, ""),)


def cited(urls: Iterable[str], use: str) -> tuple[tuple[str, str], ...]:
    """Give what sources are used for; "" is no source."""
    return tuple((url, use) for url in dict.fromkeys(urls) if url)


def sites_cited(basis: Basis) -> tuple[tuple[str, str], ...]:
    """Give the sources of the sites a basis shows."""
    return cited(basis.counted.rows["source_url"], SITES)


def statuses_cited(basis: Basis) -> tuple[tuple[str, str], ...]:
    """Give the sources of what is stated on drugs of the communes a basis shows."""
    inside = count.areas_for(basis.areas, basis.choice)
    return cited((url for urls in inside["sources"] for url in urls), STATUSES)
