"""Text from data on a page: it is shown, never interpreted."""

from __future__ import annotations

import re
from urllib.parse import quote

from data.record import is_address

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Escape a text so that Streamlit's markdown shows it as it is: no markup, link, icon or formula comes of it."""
    return _PUNCTUATION.sub(r"\\\1", text)


def link(text: str, address: str) -> str:
    """Give markdown that shows a text as a link, or as plain text where its source is a paper and not a page."""
    if not is_address(address):
        return plain(text)
    # A bracket or a space in an address would end the link and let the rest of it be read as markdown.
    return f"[{plain(text)}]({quote(address, safe=':/?&=%#~+,;@!$-._')})"
