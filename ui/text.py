"""Text from data on a page: it is shown, never interpreted."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Escape a text so that Streamlit's markdown shows it as it is: no markup, link, icon or formula comes of it."""
    return _PUNCTUATION.sub(r"\\\1", text)
