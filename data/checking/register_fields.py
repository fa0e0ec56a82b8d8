"""The fields of a row beyond those a sender fills in: what the register itself notes, and its export gives back.

A sheet of the register's own export has the register's columns as headings; each is one of the fields here.
"""

from __future__ import annotations

from data.reading.register_columns import SheetKind, fields

# register column → field, for the columns whose field has another name
_RENAMED = {
    "model_key": "model",
    "commune_text": "commune",
    "district_text": "district",
    "area_text": "commune",
    "unit_epoch": "epoch",
    "area_epoch": "epoch",
    "area_code": "unit_code",
    "area_name": "area",
    "indicator_key": "indicator",
    "status_key": "status",
    "lon": "longitude",
    "lat": "latitude",
    "source_url": "source",
    "figure_id": "row_id",
    "target_id": "row_id",
    "status_id": "row_id",
    "evidence": "note",
}
# What a row can do without: a sheet that names no source is itself the source.
_NOT_REQUIRED = ("source", "district", "unit")


def field_of(column: str) -> str:
    """Give the field that holds a column of the register."""
    return _RENAMED.get(column, column)


def required(kind: SheetKind, name: str) -> bool:
    """Say whether a row must fill in a field; a commune may also be given by its code or by a point."""
    one = fields(kind).get(name)
    return one is not None and one.required and name not in (*_NOT_REQUIRED, "commune")


def label(kind: SheetKind, name: str) -> str:
    """Give the name of a field in Vietnamese, as in the template."""
    one = fields(kind).get(name)
    return one.label_vi if one else name
