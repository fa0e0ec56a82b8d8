"""The tables of the store: one for every kind of row, the versions, and what people decided.

Rows are temporal. Each carries the version that brought it (`valid_from`) and the version that ended it
(`valid_to`, NULL while it is current), so version N is the rows with valid_from <= N and
(valid_to IS NULL or valid_to > N). Nothing is ever overwritten.

Keys are natural everywhere: without sequences a copy of the rows is a copy of the store, on either engine.
Text is never NULL ("" = not stated), numbers are NULL where not stated.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

# Every revision under migrations/versions, oldest first; the last is what this code reads and writes.
REVISIONS = ("0001", "0002")
HEAD = REVISIONS[-1]
REVISION_TABLE = "register_revision"

MODES = ("seed", "merge", "replace", "rollback")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False, server_default="") for name in names]


def _number(name: str) -> Column[float]:
    return Column(name, Double)


versions = Table(
    "versions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("parent", Integer, ForeignKey("versions.number")),
    # UTC, "2026-11-23T08:15:00Z": text sorts and travels between engines, time zones do not.
    *texts("created_at", "author", "file_name", "file_sha256", "mode", "note"),
    # {kind: {"added": n, "changed": n, "removed": n, "unchanged": n}}
    Column("counts", JSON, nullable=False),
    # {kind: checksum of the rows of that kind in this version}
    Column("content_sha256", JSON, nullable=False),
    CheckConstraint("mode IN ('seed', 'merge', 'replace', 'rollback')", name="mode"),
)


def _kind(name: str, key: str, *columns: Column[str] | Column[float]) -> Table:
    """Make the table of one kind of row, named by the text `key`."""
    return Table(
        name,
        metadata,
        Column(key, Text, primary_key=True),
        *columns,
        # Order of first arrival, so that an export keeps the order of the sender's own file.
        Column("position", Integer, nullable=False),
        Column("valid_from", Integer, ForeignKey("versions.number"), primary_key=True, autoincrement=False),
        Column("valid_to", Integer, ForeignKey("versions.number")),
        CheckConstraint("valid_to > valid_from", name="ends_after_start"),
        # The database itself refuses a second current row of the same name.
        Index(
            f"uq_{name}_current",
            key,
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
        Index(f"ix_{name}_valid_from", "valid_from"),
        Index(f"ix_{name}_valid_to", "valid_to"),
    )


sites = _kind(
    "sites",
    "site_id",
    *texts("model_key", "model_name", "site_name", "hamlet", "commune_text", "district_text"),
    *texts("unit_epoch", "unit_code", "located_by", "launched"),
    _number("quantity"),
    *texts("quantity_qualifier", "quantity_unit", "precision"),
    _number("lon"),
    _number("lat"),
    *texts("line", "source_url", "evidence"),
)
figures = _kind(
    "figures",
    "figure_id",
    *texts("model_key", "indicator_key", "qualifier"),
    _number("value"),
    *texts("area_kind", "area_epoch", "area_code", "area_name", "as_of", "base"),
    _number("base_value"),
    *texts("headline", "source_url", "evidence"),
)
targets = _kind(
    "targets",
    "target_id",
    *texts("model_key", "indicator_key", "qualifier"),
    _number("value"),
    *texts("area_kind", "area_epoch", "area_code", "area_name", "as_of", "deadline", "base"),
    _number("base_value"),
    *texts("body", "plan", "source_url", "evidence"),
)
statuses = _kind(
    "statuses",
    "status_id",
    *texts("status_key", "area_kind", "unit_epoch", "unit_code", "area_text", "as_of", "criterion"),
    *texts("source_url", "evidence"),
)
sources = _kind("sources", "source_url", *texts("publisher", "title", "date", "what_it_supports"))
dataset = _kind("dataset", "key", *texts("name_vi", "name_en", "version", "date", "note"))

# Sources come first: what cites them comes after.
KINDS = {table.name: table for table in (dataset, sources, sites, statuses, figures, targets)}
KEYS = {kind: next(iter(table.columns)).name for kind, table in KINDS.items()}
_TEMPORAL = ("position", "valid_from", "valid_to")
COLUMNS = {
    kind: tuple(column.name for column in table.columns if column.name not in _TEMPORAL)
    for kind, table in KINDS.items()
}
NUMBERS = {
    kind: frozenset(column.name for column in table.columns if isinstance(column.type, Double))
    for kind, table in KINDS.items()
}

# Who sent rows about which area with which version: a file that changes nothing still says "nothing changed".
submissions = Table(
    "submissions",
    metadata,
    Column("version", Integer, ForeignKey("versions.number"), primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),  # model_key or status_key
    Column("epoch", Text, primary_key=True),
    Column("code", Text, primary_key=True),  # of the unit; "" where the row names none
    Column("row_count", Integer, nullable=False),
)

# "In a file, this text in this district at this epoch means that unit": the last answer given.
name_decisions = Table(
    "name_decisions",
    metadata,
    Column("name", Text, primary_key=True),
    Column("district", Text, primary_key=True),
    Column("epoch", Text, primary_key=True),
    *texts("unit_epoch", "unit_code", "decided_by", "decided_at"),
)

# "A sheet with these headings is read so": the last mapping confirmed.
column_mappings = Table(
    "column_mappings",
    metadata,
    Column("fingerprint", Text, primary_key=True),
    Column("headings", JSON, nullable=False),
    Column("mapping", JSON, nullable=False),
    *texts("decided_by", "decided_at"),
)

# Rows of an import that had errors, with what was wrong, until a person mends or drops them.
quarantine = Table(
    "quarantine",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    *texts("file_name", "file_sha256", "sheet", "row_label", "kind"),
    Column("cells", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
    *texts("set_aside_by", "set_aside_at"),
    Column("with_version", Integer, ForeignKey("versions.number")),
    *texts("outcome", "closed_by", "closed_at", "note"),
    Column("closed_with_version", Integer, ForeignKey("versions.number")),
    CheckConstraint("outcome IN ('', 'mended', 'dropped')", name="outcome"),
    Index("ix_quarantine_outcome", "outcome"),
)
