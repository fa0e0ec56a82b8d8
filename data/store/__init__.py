"""The register's versioned store; the only place that speaks SQL.

`open_store()` gives it; docs tell what it keeps and how it fails.
"""

from data.store import people_schema  # noqa: F401 - its tables are part of every store
from data.store.merge import Changes
from data.store.quarantine import SetAside
from data.store.queries import Version
from data.store.register import Store, open_store
from data.store.trail import Entry

__all__ = ["Changes", "Entry", "SetAside", "Store", "Version", "open_store"]
