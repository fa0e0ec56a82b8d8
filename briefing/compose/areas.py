"""The section about areas: where most is on record, and of one commune or district what it is and was."""

from __future__ import annotations

import pandas as pd

from briefing import area, build
from briefing.compose.scene import FIGURES, STATUSES, Made, Scene, cited, frame_listing, sites_cited, typed
from briefing.compose.sentences import say
from briefing.document import Listing, Picture
from data.wording import number, word


def areas(scene: Scene) -> Made:
    """Give what is on record by former district or commune; of one area also what it is and what was said of it."""
    profile = _profile(scene) if scene.area.kind != "province" else Made()
    if scene.selected:
        return profile
    here, lang = scene.here, scene.lang
    bars = build.area_bars(here)
    values = bars.bars["value"].dropna()
    without_any = len(bars.bars) - len(values)
    column, n = word("quality.col_area", lang), word("table.sites", lang)
    rows = pd.DataFrame({column: bars.bars["label"], n: bars.bars["value"].astype("Int64")})
    table = Listing(bars.header.title, bars.header, typed(rows), (n,))
    return Made(
        figures=tuple(
            (f"{number(count, lang)}/{number(len(bars.bars), lang)}", word(key, lang), here.data_name)
            for count, key in ((len(values), "briefing.areas_with"), (without_any, "briefing.areas_without"))
        ),
        sentences=(*_most(bars.bars, lang), _without(without_any, len(bars.bars), lang), *profile.sentences),
        items=(*((Picture(bars.header.title, bars), table) if len(values) else ()), *profile.items),
        cites=(*sites_cited(here), *profile.cites),
    )  # fmt: skip


def _profile(scene: Scene) -> Made:
    """One commune or former district: what it is and was, what was reported and stated of it, and its sites."""
    here, lang = scene.here, scene.lang
    told = area.area_page(here, (), scene.ground.loose)
    own = told.profile.sites if scene.selected else told.profile.sites.head(0)
    tables = {
        word("area.site_list", lang, n=number(len(own), lang)): own,
        word("area.figures", lang): told.figures,
        word("area.statements", lang): told.statements,
    }
    return Made(
        sentences=tuple(f"{line.rstrip('.')}." for line in (*told.profile.facts, *told.profile.lineage)),
        items=tuple(frame_listing(_headed(rows, lang), here, title) for title, rows in tables.items() if len(rows)),
        cites=(
            *cited(told.figures["source_url"], FIGURES),
            *cited(told.statements["source_url"], STATUSES),
            *sites_cited(here),
        ),
    )


def _headed(rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The page's table with its headings; addresses stand once, at the end of the document."""
    kept = [name for name in rows.columns if name != "source_url"]
    return rows[kept].rename(columns={name: word(f"area.col_{name}", lang) for name in kept})


def _most(bars: pd.DataFrame, lang: str) -> tuple[str, ...]:
    """Which areas have most sites; nothing where none has any."""
    known = bars.dropna(subset="value")
    if known.empty:
        return ()
    highest = int(known["value"].max())
    if (known["value"] == highest).all() and len(known) > 1:
        return (say("dia_ban.equal", lang, areas=len(known), n=highest),)
    names = known.loc[known["value"] == highest, "label"]
    return (say("dia_ban.most", lang, names="; ".join(names.str[:1].str.lower() + names.str[1:]), n=highest),)


def _without(n: int, total: int, lang: str) -> str:
    """How many of some areas have no site on record."""
    if not n:
        return say("dia_ban.without_none", lang)
    return say("dia_ban.without_all" if n == total else "dia_ban.without_some", lang, n=n, total=total)
