"""Text that a spreadsheet would run as a formula, kept from it in files that have no types.

In a workbook a text is stored as a text and needs no shield; in CSV only its first sign tells.
"""

from __future__ import annotations

import re

# What Excel, LibreOffice and Google Sheets take for the start of a formula, also in full width.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠|]")
_PLAIN_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet may run this text, or a text in front of which shields were put."""
    return bool(_FORMULA.match(text)) and not _PLAIN_NUMBER.fullmatch(text)


def shielded(text: str) -> str:
    """Put an apostrophe before a text that may be run; plain negative numbers stay as they are."""
    return f"'{text}" if is_formula(text) else text


def unshielded(text: str) -> str:
    """Take away the apostrophe that `shielded` put there; any other text stays as it is."""
    return text[1:] if text.startswith("'") and is_formula(text) else text
