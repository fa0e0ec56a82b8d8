"""What is cached is kept by version and scope, and made from what the scope lets through."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from access.scope import EVERYTHING, NOTHING, Scope, read, text

ROOT = Path(__file__).parents[2]
OWN = "2025:16813"
# What is cached without a stamp holds no row of the register.
_UNSTAMPED = {"store", "_head", "names", "known", "inner_points", "loose", "_neighbours", "gazetteer", "_aside"}
_UNSTAMPED |= {"districts", "_communes", "_epochs", "_layers"}


def test_pages_reach_the_register_through_the_desk_only() -> None:
    """Nothing in the pages opens the store but who looks after caches, sign-in and accounts."""
    homes = {"ui/caches.py", "ui/person.py", "ui/door.py", "ui/gate.py", "ui/access_view.py", "ui/exports.py"}
    homes |= {"ui/health.py", "ui/deploy_check.py"}  # they tell the last version's number and nothing of its rows
    for path in [*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        used = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        opened = "open_store" in path.read_text("utf-8")
        if path.relative_to(ROOT).as_posix() not in homes:
            assert not opened, path
            assert "store" not in used, path


def test_what_is_cached_is_kept_by_version_and_scope() -> None:
    """Each cached function of the interface has the stamp as its first argument, or is known to hold no row."""
    for path in (ROOT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            if not any("cache_" in ast.unparse(one) for one in node.decorator_list):
                continue
            first = [one.arg for one in (*node.args.posonlyargs, *node.args.args)][:1]
            assert first == ["version"] or node.name in _UNSTAMPED, f"{path.name}: {node.name}"


@pytest.mark.parametrize("scope", [EVERYTHING, NOTHING, Scope(whole=True), Scope(areas=(OWN, "2025:417"), exact=True)])
def test_a_scope_is_told_whole_by_the_key_of_a_cache(scope: Scope) -> None:
    assert read(text(scope)) == scope
