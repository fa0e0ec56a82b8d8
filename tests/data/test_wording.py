"""Words, numbers, dates and the Vietnamese order."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from data.errors import Problem
from data.tables import read
from data.wording import day, number, sort_key, word

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("value", "lang", "written"),
    [
        (1234.5, "vi", "1.234,5"),
        (1234.5, "en", "1,234.5"),
        (38578, "vi", "38.578"),
        (0, "vi", "0"),
        (-3.25, "vi", "-3,2"),
        (None, "vi", ""),
        (float("nan"), "vi", ""),
    ],
)
def test_number(value: float | None, lang: str, written: str) -> None:
    assert number(value, lang) == written


@pytest.mark.parametrize(
    ("stated", "written"),
    [("2023-06-15", "15/06/2023"), ("2023-06", "06/2023"), ("2023", "2023"), ("", ""), ("quý II", "quý II")],
)
def test_day_keeps_the_precision_stated(stated: str, written: str) -> None:
    assert day(stated) == written


def test_vietnamese_order() -> None:
    names = [
        "Đô Lương",
        "Yên Thành",
        "Diễn Châu",
        "Quỳ Hợp",
        "Quế Phong",
        "Ân",
        "An",
        "Quỳ Châu",
        "Tam Đỉnh",
        "Tam Đình",
    ]
    assert sorted(names, key=sort_key) == [
        "An", "Ân", "Diễn Châu", "Đô Lương", "Quế Phong", "Quỳ Châu", "Quỳ Hợp", "Tam Đình", "Tam Đỉnh", "Yên Thành",
    ]  # fmt: skip


def test_an_unknown_word_is_a_clear_fault() -> None:
    with pytest.raises(Problem, match="khong_co"):
        word("khong_co")


def test_every_word_is_in_both_languages_with_the_same_blanks() -> None:
    for row in read("words").to_dict("records"):
        assert row["vi"].strip(), row["key"]
        assert row["en"].strip(), row["key"]
        blanks = [sorted(re.findall(r"\{(\w+)", row[lang])) for lang in ("vi", "en")]
        assert blanks[0] == blanks[1], row["key"]


def test_every_word_asked_for_is_in_the_table() -> None:
    """Each literal first argument of word(…) in the code names a row of the table."""
    known = set(read("words")["key"])
    for path in [
        *ROOT.glob("*.py"),
        *(p for f in ("data", "access", "briefing", "ui", "pages") for p in (ROOT / f).rglob("*.py")),
    ]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "word"
            if not called or not node.args:
                continue
            asked = node.args[0]
            for key in [asked.body, asked.orelse] if isinstance(asked, ast.IfExp) else [asked]:
                if isinstance(key, ast.Constant):
                    assert key.value in known, f"{path}: {key.value}"
                elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
                    family = key.values[0].value
                    assert any(row.startswith(family) for row in known), f"{path}: {ast.unparse(key)}"


def test_every_word_of_the_table_is_asked_for() -> None:
    """A row nobody asks for is a word to delete."""
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("data", "access", "briefing", "ui", "pages", "tests")
        for path in (ROOT / folder).rglob("*.py")
    )
    families = set(re.findall(r"f[\"']([a-z_]+\.[a-z_]*)\{", code))
    unused = [key for key in read("words")["key"] if key not in code and not key.startswith(tuple(families))]
    assert unused == []
