"""What changed between two versions: rows added and removed, and every changed cell with before and after."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data import catalogue
from data.export_columns import columns
from data.reading.register_columns import SheetKind
from data.store.schema import KEYS
from data.wording import number, word
from ui import caches, state
from ui.text import plain

# Kind → the columns that tell people which row it is, the first that says something.
_NAMES = {
    "sites": ("site_name",),
    "statuses": ("area_text",),
    "figures": ("indicator_key",),
    "targets": ("indicator_key",),
    "sources": ("title",),
}
_KINDS = (*_NAMES, "dataset")  # in the order told: what came along with the rows last
_AREAS = ("commune_text", "area_text", "area_name", "publisher")
_SHEETS: dict[str, SheetKind] = {
    "sites": "sites", "statuses": "statuses", "figures": "figures", "targets": "figures",
}  # fmt: skip


def show(names: dict[int, str]) -> None:
    """Let a person choose two of the versions, number → name from the newest on, and draw what differs."""
    lang = state.lang()
    with st.expander(word("version.diff", lang), icon=":material/difference:", expanded=True):
        with st.container(horizontal=True):
            # With a new version the newest two are compared again: hence the keys.
            before, after = (
                st.selectbox(
                    word(key, lang), names, index=at, format_func=names.get, key=f"{key}-{len(names)}", width=360
                )
                for key, at in (("version.before", 1), ("version.after", 0))
            )
        found = caches.desk().diff(before, after)
        if found.empty:
            st.text(word("version.same", lang))
            return
        for change in ("changed", "added", "removed"):
            part = found[found["change"] == change]
            if len(part):
                _part(change, part, before, after, lang)


def _part(change: str, part: pd.DataFrame, before: int, after: int, lang: str) -> None:
    table = cells(part, before, after) if change == "changed" else rows(part, change)
    counts = part.groupby("kind")["row_id"].nunique()
    told = ", ".join(
        f"{word(f'kind.{kind}', lang)} {number(counts[kind], lang)}" for kind in _KINDS if kind in counts.index
    )
    st.markdown(f"**{plain(word(f'version.{change}', lang))}:** {plain(told)}")
    table["kind"] = table["kind"].map(lambda kind: word(f"kind.{kind}", lang))
    config = {name: st.column_config.Column(word(f"version.col_{name}", lang)) for name in table.columns}
    st.dataframe(table, hide_index=True, column_config=config)


def cells(found: pd.DataFrame, before: int, after: int) -> pd.DataFrame:
    """Give changed cells of Store.diff as kind, name, field (by its heading), before, after, row_id."""
    store = caches.desk()
    known = {kind: _names(kind, store.tables(after)[kind]) for kind in found["kind"].unique()}
    return found.assign(
        name=[known[kind].get(row_id, "") for kind, row_id in zip(found["kind"], found["row_id"], strict=True)],
        field=[heading(kind, field) for kind, field in zip(found["kind"], found["field"], strict=True)],
    )[["kind", "name", "field", "before", "after", "row_id"]]


def rows(found: pd.DataFrame, change: str) -> pd.DataFrame:
    """Give added or removed rows of Store.diff, one a line: kind, name, area, row_id."""
    side = "after" if change == "added" else "before"
    wide = found.pivot(index=["kind", "row_id"], columns="field", values=side).fillna("").reset_index()
    wide = wide.reindex(columns=list(dict.fromkeys(["kind", "row_id", *wide.columns, *_AREAS])), fill_value="")
    name = pd.Series("", index=wide.index, dtype="str")
    for kind, part in wide.groupby("kind"):
        name.loc[part.index] = list(_names(str(kind), part).values())
    area = wide[list(_AREAS)].replace("", None).bfill(axis=1).iloc[:, 0].fillna("")
    return wide.assign(name=name, area=area)[["kind", "name", "area", "row_id"]]


def heading(kind: str, field: str) -> str:
    """Give a column of the register as the export heads it; its own name where the export has none."""
    if kind not in _SHEETS:
        return field
    return columns(_SHEETS[kind]).get(field, field)


def _names(kind: str, table: pd.DataFrame) -> dict[str, str]:
    """Give row id → what people call the row; the id itself where nothing else is known."""
    labels = catalogue.indicators().set_index("indicator_key")["label_vi"].to_dict()
    told = [table[name].map(lambda text: labels.get(text, text)) for name in _NAMES.get(kind, ()) if name in table]
    ids = table[KEYS[kind]]
    return {row_id: next((text for text in texts if text), row_id) for row_id, *texts in zip(ids, *told, strict=True)}
