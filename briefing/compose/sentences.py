"""Sentences made from figures by the templates of data/tables/sentences.csv."""

from __future__ import annotations

from functools import cache

from data.errors import Problem
from data.tables import read
from data.wording import number


@cache
def _templates() -> dict[str, dict[str, str]]:
    return {row["key"]: {"vi": row["vi"], "en": row["en"]} for row in read("sentences").to_dict("records")}


def say(key: str, lang: str, **values: str | int | float) -> str:
    """Fill the template of `key`: numbers are written as the language writes them, texts stay as they are.

    A sentence says only what it is given: one with a number that is not known is not made. Raises Problem for an
    unknown key, ValueError for NaN.
    """
    if key not in _templates():
        raise Problem(
            where="Bảng data/tables/sentences.csv",
            came=f"khóa «{key}» không có trong bảng",
            expected="một dòng cho mỗi mẫu câu",
            todo="Thêm dòng này vào bảng.",
        )
    texts = {name: value if isinstance(value, str) else number(value, lang) for name, value in values.items()}
    if unknown := [name for name, value in values.items() if not isinstance(value, str) and not texts[name]]:
        raise ValueError(f"{key}: no number for {', '.join(unknown)}")
    said = _templates()[key][lang].format(**texts)
    return said[:1].upper() + said[1:] if said.endswith(".") else said
