"""Runs the migrations on the connection it is handed: no settings file, one transaction with its caller."""

from __future__ import annotations

from alembic import context

from data.store.schema import REVISION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=REVISION_TABLE,
    # SQLite can roll back its DDL too, once the driver's own transactions are off.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
