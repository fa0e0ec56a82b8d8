"""The store that the first write would make, held in memory: reading needs no file and no permission."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection, NullPool, create_engine

from data.store.schema import metadata


class Draft:
    """A store filled by `fill` at its first reading, and the same for every reading after it."""

    def __init__(self, fill: Callable[[Connection], object]) -> None:
        self._fill = fill

    @cached_property
    def _image(self) -> bytes:
        made = sqlite3.connect(":memory:", check_same_thread=False)
        engine = create_engine("sqlite://", creator=lambda: made, poolclass=NullPool)
        with engine.connect() as connection:
            metadata.create_all(connection)
            self._fill(connection)
            connection.commit()
            return made.serialize()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to a copy of its own, so that threads need not wait for each other."""
        engine = create_engine("sqlite://", creator=self._copy, poolclass=NullPool)
        with engine.connect() as connection:
            yield connection

    def _copy(self) -> sqlite3.Connection:
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        copy.deserialize(self._image)
        return copy
