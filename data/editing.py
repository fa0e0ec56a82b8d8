"""Single sites edited cell by cell: what a person types is read and checked like a row of a sent file."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pandas as pd
import xlsxwriter

from data import imports
from data.checking import check, intake
from data.checking.check import Checked, Options
from data.checking.places import Locator
from data.export_columns import columns, sheet
from data.store import Store

NAME = "sua-tren-trang.xlsx"
SHEET = "Địa điểm"
Edits = Mapping[str, Mapping[str, str]]  # site_id → column of the register → the text typed


def checked(edits: Edits, version: int, store: Store, locator: Locator, options: Options | None = None) -> Checked:
    """Check edited sites as rows of the export of `version` that come back; nothing is written.

    Sites are in the order of the register. Raises Problem for an unknown version and as the locator does.
    """
    known = imports.register(store, (version, store.version(version).stamp))
    sites = known.tables["sites"]
    return check.check(
        intake.read(_workbook(sites[sites["site_id"].isin(list(edits))], edits), NAME), locator, known, options
    )


def faults(result: Checked, edits: Edits) -> list[str]:
    """Give why edited sites were not accepted, a Vietnamese sentence each; empty when all were."""
    names = dict(zip(*(result.register.tables["sites"][name] for name in ("site_id", "site_name")), strict=True))
    sites = [site_id for site_id in names if site_id in edits]
    return [
        f"{names[sites[one.place.row - 2]]}, {one.place.heading or one.title}: {one.came}. {one.todo}"
        for one in result.findings
        if one.severity == "error"
    ]


def _workbook(sites: pd.DataFrame, edits: Edits) -> bytes:
    """Give the sites as their export has them, with the edited cells as they were typed."""
    rows = sheet("sites", {"sites": sites.reset_index(drop=True)}).astype(object)
    for row, site_id in enumerate(sites["site_id"]):
        for name, text in edits[site_id].items():
            rows.at[row, name] = text
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": False}) as book:
        page = book.add_worksheet(SHEET)
        page.write_row(0, 0, columns("sites").values())
        for at, cells in enumerate(rows.itertuples(index=False, name=None), start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    page.write_string(at, column, cell)  # never a formula or a link
                elif not pd.isna(cell):
                    page.write_number(at, column, cell)
    return out.getvalue()
