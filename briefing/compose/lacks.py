"""The section about what the record lacks: exact places, sites, statuses, and how it stands to reported figures."""

from __future__ import annotations

import pandas as pd

from briefing import build
from briefing.basis import Basis
from briefing.compose.scene import Made, Scene, listing, sites_cited, statuses_cited
from briefing.compose.sentences import say
from briefing.document import Listing
from briefing.places import communes_with, without
from briefing.quality import against, sites
from data import count
from data.wording import number, word

_LACKS = ["label", "n", "exact", "commune", "approximate", "unplaced"]


def missing(scene: Scene) -> Made:
    """Give what the record lacks of the area, in sentences and tables."""
    here, lang, rows = scene.here, scene.lang, scene.here.counted.rows
    inside = count.areas_for(here.areas, here.choice)
    loose = int((rows["precision"] != "exact").sum())
    unknown = int((inside["drug_status"] == "no_data").sum())
    having, total = communes_with(here)
    shares = [(loose, len(rows), word("quality.col_commune_level", lang))]
    about: tuple[str, ...] = ()
    if not scene.selected:
        shares += [
            (total - having, total, word("places.without", lang)),
            (unknown, total, word("status.no_data", lang)),
        ]
        about = (_without(total - having, total, lang), _status(unknown, total, lang))
    return Made(
        figures=tuple(
            (f"{number(n, lang)}/{number(of, lang)}", label, here.data_name) for n, of, label in shares if of
        ),
        sentences=(_points(loose, len(rows), lang), *about, *build.missing_notes(here)),
        items=(*_lacks(here), *_against(scene), *(() if scene.selected else listing(without(here)))),
        cites=(*sites_cited(here), *statuses_cited(here)),
    )


def _points(loose: int, total: int, lang: str) -> str:
    if not total:
        return say("con_thieu.no_sites", lang)
    key = "some" if loose else "none"
    return say(f"con_thieu.points_{key}", lang, n=loose, total=total)


def _without(n: int, total: int, lang: str) -> str:
    return say("con_thieu.without", lang, n=n, total=total) if n else say("con_thieu.without_none", lang)


def _status(n: int, total: int, lang: str) -> str:
    return say("con_thieu.status", lang, n=n, total=total) if n else say("con_thieu.status_none", lang)


def _lacks(basis: Basis) -> tuple[Listing, ...]:
    """How well the sites of each model are placed; their age is the register's to tell, not the record's.

    Without those of no known day, where the section's other numbers are without them.
    """
    unwritten = pd.DataFrame(columns=["row_id", "version", "created_at"])
    last = basis.choice.as_of or basis.record.date
    found = sites.aged(basis, unwritten, last)
    counted = found[~found["site_id"].isin(basis.counted.undated["site_id"])]
    table = sites.by_model(basis, counted, 12, last)
    rows = table.rows[_LACKS]
    labels = {name: label for name, label in table.labels.items() if name in _LACKS}
    kept = type(table)(
        build.header(basis, word("briefing.lacks", basis.lang), table.header.notes), rows, labels, table.empty
    )
    return listing(kept, total=_LACKS[1:])


def _against(scene: Scene) -> tuple[Listing, ...]:
    return listing(against.by_area(scene.here)) if scene.area.kind == "province" else ()
