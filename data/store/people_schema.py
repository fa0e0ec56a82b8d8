"""The tables of who may use the register: accounts, their sessions, and the trail of what was done.

They are no part of any version: a rollback changes none of them, a backup leaves sessions out.
"""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from data.store.schema import metadata, texts

ROLES = ("viewer", "editor", "admin")

accounts = Table(
    "accounts",
    metadata,
    Column("name", Text, primary_key=True),
    *texts("role"),
    # ["2025:17728", "2025:417"]: communes and districts by epoch and code; empty = the whole province.
    Column("areas", JSON, nullable=False),
    # The argon2 hash, "" where somebody else's server signs in; `subject` is the name there, "" where nobody does.
    *texts("password", "subject"),
    Column("must_change", Integer, nullable=False),
    Column("disabled", Integer, nullable=False),
    # Sessions carry the number they began with; another number ends them all.
    Column("session_version", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    *texts("locked_until", "created_at", "created_by"),
    CheckConstraint("role IN ('viewer', 'editor', 'admin')", name="role"),
    Index(
        "uq_accounts_subject",
        "subject",
        unique=True,
        sqlite_where=text("subject <> ''"),
        postgresql_where=text("subject <> ''"),
    ),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", Text, primary_key=True),  # of the token; the token itself is only in the browser
    Column("account", Text, ForeignKey("accounts.name"), nullable=False),
    Column("session_version", Integer, nullable=False),
    *texts("via", "begun_at", "seen_at", "ends_at", "ended_at", "ended_why"),
    Index("ix_sessions_account", "account"),
)

trail = Table(
    "trail",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    *texts("at", "account", "what", "subject"),
    Column("details", JSON, nullable=False),
    # hash = SHA-256 of the entry and the hash before it; seal = HMAC of the hash under the secret told by key_id.
    *texts("before", "hash", "key_id", "seal"),
    Index("ix_trail_account", "account"),
)
