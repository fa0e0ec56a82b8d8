"""What the reader holds: the server knows no widths, only what the browser calls itself."""

from __future__ import annotations

import streamlit as st


def phone() -> bool:
    """Say whether the page is read on a phone, where filters fold away and the map is less high."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")
