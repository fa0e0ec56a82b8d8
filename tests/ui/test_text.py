"""Text from data is shown as it is: no markup, no link, no icon comes of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.text import link, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("xã Hưng Tân", "xã Hưng Tân"),
        ("*a* _b_ [c](d)", r"\*a\* \_b\_ \[c\]\(d\)"),
        (":red[x] $1$ <img>", r"\:red\[x\] \$1\$ \<img\>"),
    ],
)
def test_plain(text: str, shown: str) -> None:
    assert plain(text) == shown


PUNCTUATION = r"[!-/:-@\[-`{-~]"


@given(st.text())
def test_every_sign_that_markdown_knows_is_escaped_and_nothing_else_changes(text: str) -> None:
    shown = plain(text)
    assert re.sub(rf"\\({PUNCTUATION})", r"\1", shown) == text
    assert not re.search(PUNCTUATION, re.sub(rf"\\{PUNCTUATION}", "", shown))


@pytest.mark.parametrize(
    ("address", "markdown"),
    [
        ("https://a.vn/b?c=1&d=2#e", "[Báo A](https://a.vn/b?c=1&d=2#e)"),
        ("https://a.vn/b) [x](javascript:1", "[Báo A](https://a.vn/b%29%20%5Bx%5D%28javascript:1)"),
        ("Tệp danh-sach.xlsx", "Báo A"),
        ("javascript:alert(1)", "Báo A"),
    ],
)
def test_only_an_address_becomes_a_link_and_nothing_follows_it(address: str, markdown: str) -> None:
    assert link("Báo A", address) == markdown
