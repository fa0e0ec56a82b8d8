"""The register: versions, the six kinds of rows, submissions, remembered answers, rows set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "column_mappings",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_column_mappings")),
    )
    op.create_table(
        "name_decisions",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("unit_epoch", sa.Text(), server_default="", nullable=False),
        sa.Column("unit_code", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_by", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("name", "district", "epoch", name=op.f("pk_name_decisions")),
    )
    op.create_table(
        "versions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("file_sha256", sa.Text(), server_default="", nullable=False),
        sa.Column("mode", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("content_sha256", sa.JSON(), nullable=False),
        sa.CheckConstraint("mode IN ('seed', 'merge', 'replace', 'rollback')", name=op.f("ck_versions_mode")),
        sa.ForeignKeyConstraint(["parent"], ["versions.number"], name=op.f("fk_versions_parent")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_versions")),
    )
    op.create_table(
        "dataset",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), server_default="", nullable=False),
        sa.Column("name_en", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Text(), server_default="", nullable=False),
        sa.Column("date", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.Integer(), nullable=True),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_dataset_ends_after_start")),
        sa.ForeignKeyConstraint(["valid_from"], ["versions.number"], name=op.f("fk_dataset_valid_from")),
        sa.ForeignKeyConstraint(["valid_to"], ["versions.number"], name=op.f("fk_dataset_valid_to")),
        sa.PrimaryKeyConstraint("key", "valid_from", name=op.f("pk_dataset")),
    )
    op.create_index("ix_dataset_valid_from", "dataset", ["valid_from"], unique=False)
    op.create_index("ix_dataset_valid_to", "dataset", ["valid_to"], unique=False)
    op.create_index(
        "uq_dataset_current",
        "dataset",
        ["key"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "figures",
        sa.Column("figure_id", sa.Text(), nullable=False),
        sa.Column("model_key", sa.Text(), server_default="", nullable=False),
        sa.Column("indicator_key", sa.Text(), server_default="", nullable=False),
        sa.Column("qualifier", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("area_kind", sa.Text(), server_default="", nullable=False),
        sa.Column("area_epoch", sa.Text(), server_default="", nullable=False),
        sa.Column("area_code", sa.Text(), server_default="", nullable=False),
        sa.Column("area_name", sa.Text(), server_default="", nullable=False),
        sa.Column("as_of", sa.Text(), server_default="", nullable=False),
        sa.Column("base", sa.Text(), server_default="", nullable=False),
        sa.Column("base_value", sa.Double(), nullable=True),
        sa.Column("headline", sa.Text(), server_default="", nullable=False),
        sa.Column("source_url", sa.Text(), server_default="", nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.Integer(), nullable=True),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_figures_ends_after_start")),
        sa.ForeignKeyConstraint(["valid_from"], ["versions.number"], name=op.f("fk_figures_valid_from")),
        sa.ForeignKeyConstraint(["valid_to"], ["versions.number"], name=op.f("fk_figures_valid_to")),
        sa.PrimaryKeyConstraint("figure_id", "valid_from", name=op.f("pk_figures")),
    )
    op.create_index("ix_figures_valid_from", "figures", ["valid_from"], unique=False)
    op.create_index("ix_figures_valid_to", "figures", ["valid_to"], unique=False)
    op.create_index(
        "uq_figures_current",
        "figures",
        ["figure_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "quarantine",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("file_sha256", sa.Text(), server_default="", nullable=False),
        sa.Column("sheet", sa.Text(), server_default="", nullable=False),
        sa.Column("row_label", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("set_aside_by", sa.Text(), server_default="", nullable=False),
        sa.Column("set_aside_at", sa.Text(), server_default="", nullable=False),
        sa.Column("with_version", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_by", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_at", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_with_version", sa.Integer(), nullable=True),
        sa.CheckConstraint("outcome IN ('', 'mended', 'dropped')", name=op.f("ck_quarantine_outcome")),
        sa.ForeignKeyConstraint(
            ["closed_with_version"], ["versions.number"], name=op.f("fk_quarantine_closed_with_version")
        ),
        sa.ForeignKeyConstraint(["with_version"], ["versions.number"], name=op.f("fk_quarantine_with_version")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_quarantine")),
    )
    op.create_index("ix_quarantine_outcome", "quarantine", ["outcome"], unique=False)
    op.create_table(
        "sites",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("model_key", sa.Text(), server_default="", nullable=False),
        sa.Column("model_name", sa.Text(), server_default="", nullable=False),
        sa.Column("site_name", sa.Text(), server_default="", nullable=False),
        sa.Column("hamlet", sa.Text(), server_default="", nullable=False),
        sa.Column("commune_text", sa.Text(), server_default="", nullable=False),
        sa.Column("district_text", sa.Text(), server_default="", nullable=False),
        sa.Column("unit_epoch", sa.Text(), server_default="", nullable=False),
        sa.Column("unit_code", sa.Text(), server_default="", nullable=False),
        sa.Column("located_by", sa.Text(), server_default="", nullable=False),
        sa.Column("launched", sa.Text(), server_default="", nullable=False),
        sa.Column("quantity", sa.Double(), nullable=True),
        sa.Column("quantity_qualifier", sa.Text(), server_default="", nullable=False),
        sa.Column("quantity_unit", sa.Text(), server_default="", nullable=False),
        sa.Column("precision", sa.Text(), server_default="", nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("line", sa.Text(), server_default="", nullable=False),
        sa.Column("source_url", sa.Text(), server_default="", nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.Integer(), nullable=True),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_sites_ends_after_start")),
        sa.ForeignKeyConstraint(["valid_from"], ["versions.number"], name=op.f("fk_sites_valid_from")),
        sa.ForeignKeyConstraint(["valid_to"], ["versions.number"], name=op.f("fk_sites_valid_to")),
        sa.PrimaryKeyConstraint("site_id", "valid_from", name=op.f("pk_sites")),
    )
    op.create_index("ix_sites_valid_from", "sites", ["valid_from"], unique=False)
    op.create_index("ix_sites_valid_to", "sites", ["valid_to"], unique=False)
    op.create_index(
        "uq_sites_current",
        "sites",
        ["site_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "sources",
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("date", sa.Text(), server_default="", nullable=False),
        sa.Column("what_it_supports", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.Integer(), nullable=True),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_sources_ends_after_start")),
        sa.ForeignKeyConstraint(["valid_from"], ["versions.number"], name=op.f("fk_sources_valid_from")),
        sa.ForeignKeyConstraint(["valid_to"], ["versions.number"], name=op.f("fk_sources_valid_to")),
        sa.PrimaryKeyConstraint("source_url", "valid_from", name=op.f("pk_sources")),
    )
    op.create_index("ix_sources_valid_from", "sources", ["valid_from"], unique=False)
    op.create_index("ix_sources_valid_to", "sources", ["valid_to"], unique=False)
    op.create_index(
        "uq_sources_current",
        "sources",
        ["source_url"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "statuses",
        sa.Column("status_id", sa.Text(), nullable=False),
        sa.Column("status_key", sa.Text(), server_default="", nullable=False),
        sa.Column("area_kind", sa.Text(), server_default="", nullable=False),
        sa.Column("unit_epoch", sa.Text(), server_default="", nullable=False),
        sa.Column("unit_code", sa.Text(), server_default="", nullable=False),
        sa.Column("area_text", sa.Text(), server_default="", nullable=False),
        sa.Column("as_of", sa.Text(), server_default="", nullable=False),
        sa.Column("criterion", sa.Text(), server_default="", nullable=False),
        sa.Column("source_url", sa.Text(), server_default="", nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.Integer(), nullable=True),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_statuses_ends_after_start")),
        sa.ForeignKeyConstraint(["valid_from"], ["versions.number"], name=op.f("fk_statuses_valid_from")),
        sa.ForeignKeyConstraint(["valid_to"], ["versions.number"], name=op.f("fk_statuses_valid_to")),
        sa.PrimaryKeyConstraint("status_id", "valid_from", name=op.f("pk_statuses")),
    )
    op.create_index("ix_statuses_valid_from", "statuses", ["valid_from"], unique=False)
    op.create_index("ix_statuses_valid_to", "statuses", ["valid_to"], unique=False)
    op.create_index(
        "uq_statuses_current",
        "statuses",
        ["status_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "submissions",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["versions.number"], name=op.f("fk_submissions_version")),
        sa.PrimaryKeyConstraint("version", "kind", "subject", "epoch", "code", name=op.f("pk_submissions")),
    )
    op.create_table(
        "targets",
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("model_key", sa.Text(), server_default="", nullable=False),
        sa.Column("indicator_key", sa.Text(), server_default="", nullable=False),
        sa.Column("qualifier", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("area_kind", sa.Text(), server_default="", nullable=False),
        sa.Column("area_epoch", sa.Text(), server_default="", nullable=False),
        sa.Column("area_code", sa.Text(), server_default="", nullable=False),
        sa.Column("area_name", sa.Text(), server_default="", nullable=False),
        sa.Column("as_of", sa.Text(), server_default="", nullable=False),
        sa.Column("deadline", sa.Text(), server_default="", nullable=False),
        sa.Column("base", sa.Text(), server_default="", nullable=False),
        sa.Column("base_value", sa.Double(), nullable=True),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("plan", sa.Text(), server_default="", nullable=False),
        sa.Column("source_url", sa.Text(), server_default="", nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_to", sa.Integer(), nullable=True),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_targets_ends_after_start")),
        sa.ForeignKeyConstraint(["valid_from"], ["versions.number"], name=op.f("fk_targets_valid_from")),
        sa.ForeignKeyConstraint(["valid_to"], ["versions.number"], name=op.f("fk_targets_valid_to")),
        sa.PrimaryKeyConstraint("target_id", "valid_from", name=op.f("pk_targets")),
    )
    op.create_index("ix_targets_valid_from", "targets", ["valid_from"], unique=False)
    op.create_index("ix_targets_valid_to", "targets", ["valid_to"], unique=False)
    op.create_index(
        "uq_targets_current",
        "targets",
        ["target_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
