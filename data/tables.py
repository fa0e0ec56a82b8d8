"""Reading of the reviewed tables in data/tables/."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from data.errors import Problem

TABLES = Path(__file__).parent / "tables"


@cache
def _read(name: str) -> pd.DataFrame:
    path = TABLES / f"{name}.csv"
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise Problem(
            where=f"Bảng data/tables/{name}.csv",
            came="tệp thiếu hoặc hỏng",
            expected="tệp CSV mã UTF-8 như trong bản cài đặt",
            todo="Lấy lại tệp này từ bản cài đặt gốc.",
            detail=str(error),
        ) from error


def read(name: str) -> pd.DataFrame:
    """Read data/tables/NAME.csv with every cell as text; an empty cell is "" and means "not stated".

    Returns a fresh copy, so that a caller may change it. Raises Problem when the file is missing or damaged.
    """
    return _read(name).copy()
