"""One box for everything with a name: communes and districts of every epoch, models, sites; accents or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from briefing.basis import Basis
from data import catalogue
from data.choice import Choice
from data.wording import day, sort_key, word
from geo import epochs, names, units
from geo.spelling import bare_key, tidy
from geo.units import EPOCHS, TODAY, Unit

AREA, MAP, MODELS = "pages/look/area.py", "pages/look/map.py", "pages/look/models.py"
EACH = 6  # hits of one kind that are shown: more do not help anybody to choose


@dataclass(frozen=True)
class Hit:
    """Something that was found: its kind (district, commune, model, site), what it is, and where it is shown.

    `script` is the page; `query` are the address parameters that open it there.
    """

    kind: str
    label: str
    detail: str
    script: str
    query: dict[str, str]


@dataclass(frozen=True)
class Found:
    """The hits of a search, best first in each kind, and how many more of each kind there are."""

    hits: tuple[Hit, ...]
    more: dict[str, int]


def search(text: str, basis: Basis) -> Found:
    """Find what a text can mean: every word of it begins a word of the name, accents and capitals aside.

    Communes are offered once for each place they have been, newest epoch first; when nothing bears the name, the
    likeliest communes are offered as suggestions. A text without letters or digits finds nothing.
    """
    wanted = bare_key(text[: names.LONGEST]).split()
    if not wanted:
        return Found((), {})
    kinds = {
        "district": _districts(text, wanted, basis.lang),
        "commune": _communes(text, wanted, basis.lang),
        "model": _models(wanted, basis.lang),
        "site": _sites(text, wanted, basis),
    }
    if not any(kinds.values()):
        kinds["commune"] = _suggestions(text, basis.lang)
    return Found(
        tuple(hit for hits in kinds.values() for hit in hits[:EACH]),
        {kind: len(hits) - EACH for kind, hits in kinds.items() if len(hits) > EACH},
    )


def _fits(wanted: list[str], name: str) -> bool:
    """Whether each word that is wanted begins another word of a name, in the same order."""
    rest = iter(_words(name))
    return all(any(part.startswith(begin) for part in rest) for begin in wanted)


@lru_cache(maxsize=100_000)  # the names of all epochs, and those of a large register
def _words(name: str) -> tuple[str, ...]:
    return tuple(bare_key(name).split())


def _districts(text: str, wanted: list[str], lang: str) -> list[Hit]:
    """Districts, each once: today's communes are still filtered by them."""
    hits: dict[str, Hit] = {}
    for epoch in reversed(EPOCHS):
        for row in units.districts(epoch).itertuples():
            if row.code not in hits and _fits(wanted, str(row.label)):
                detail = word("search.district_today" if epoch == TODAY else "search.until", lang, date=_end(epoch))
                query = Choice(epoch=epoch, district=str(row.code)).to_query()
                hits[str(row.code)] = Hit("district", _capital(str(row.label)), detail, AREA, query)
    return _ordered(hits.values(), text)


def _communes(text: str, wanted: list[str], lang: str) -> list[Hit]:
    every = [one for epoch in reversed(EPOCHS) for one in units.by_code(epoch).values()]
    bearing = [one for one in every if _fits(wanted, f"{one.label} {one.district}")]
    return _ordered(_places(bearing + _named(text, ("exact", "unaccented")), lang), text)


def _suggestions(text: str, lang: str) -> list[Hit]:
    return _places(_named(text, ("fuzzy",)), lang, word("search.like", lang))


def _named(text: str, classes: tuple[str, ...]) -> list[Unit]:
    """Units that the full reading of a text finds: other spellings, "xã A huyện B", likeness."""
    found = names.find(text[: names.LONGEST], limit=4 * EACH) if tidy(text) else []
    return [match.unit for match in found if match.match in classes]


def _places(found: list[Unit], lang: str, note: str = "") -> list[Hit]:
    """One hit for a place, in the order of `found`: a commune that kept its name through epochs is offered once."""
    latest: dict[tuple[str, str], Unit] = {}
    for one in found:
        known = latest.setdefault((one.label, one.district), one)
        if EPOCHS.index(one.epoch) > EPOCHS.index(known.epoch):
            latest[one.label, one.district] = one
    return [
        Hit(
            "commune",
            _capital(one.label),
            ", ".join([_where(one, lang), *([note] if note else [])]),
            AREA,
            Choice(epoch=one.epoch, commune=one.code).to_query(),
        )
        for one in latest.values()
    ]


def _where(one: Unit, lang: str) -> str:
    """The district of a commune, and for one that is no more, until when it was and what it is today."""
    if one.epoch == TODAY:
        return word("search.commune_today", lang, district=one.district)
    today = ", ".join(units.unit(TODAY, move.code).label for move in epochs.successors(one.epoch, one.code, TODAY))
    return word("search.commune_then", lang, district=one.district, date=_end(one.epoch), today=today)


def _end(epoch: str) -> str:
    """The day on which an epoch ended; of today's, the day on which it began and districts ended."""
    next_epoch = EPOCHS[min(EPOCHS.index(epoch) + 1, len(EPOCHS) - 1)]
    return day(str(epochs.epochs().set_index("epoch")["in_force"][next_epoch]))


def _models(wanted: list[str], lang: str) -> list[Hit]:
    hits = []
    for row in catalogue.models().to_dict("records"):
        if _fits(wanted, row["label_vi"]) or _fits(wanted, row["label_en"]):
            hits.append(
                Hit("model", row[f"label_{lang}"], row[f"definition_{lang}"], MODELS, {"model": row["model_key"]})
            )
    return hits


def _sites(text: str, wanted: list[str], basis: Basis) -> list[Hit]:
    rows = basis.sites
    fits = rows["site_name"].map(lambda name: _fits(wanted, name)) | rows["site_id"].map(
        lambda own: own.lower() == " ".join(wanted)
    )
    found = rows[fits.astype(bool)]
    return _ordered([_site(row, basis.choice.epoch) for _, row in found.iterrows()], text)


def _site(row: pd.Series, epoch: str) -> Hit:
    """A site opens on the map at its commune; one that lies nowhere in the epoch on show, with its model."""
    detail = " · ".join(part for part in (row["model_label"], row["commune_text"], row["district_text"]) if part)
    if not row["epoch_code"]:
        return Hit("site", row["site_name"], detail, MODELS, {"model": row["model_key"]})
    return Hit("site", row["site_name"], detail, MAP, Choice(epoch=epoch, commune=row["epoch_code"]).to_query())


def _ordered(hits: Iterable[Hit], text: str) -> list[Hit]:
    """Names with the very accents typed come first, then those that are no more than that, today's, and by alphabet."""
    typed, whole = tidy(text), bare_key(text)

    def rank(hit: Hit) -> tuple[bool, bool, bool, object]:
        more = not f" {bare_key(hit.label)}".endswith(f" {whole}")  # a word for the type may stand before it
        return typed not in tidy(hit.label), more, hit.query.get("epoch", TODAY) != TODAY, sort_key(hit.label)

    return sorted(hits, key=rank)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
