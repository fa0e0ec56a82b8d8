"""Vietnamese for the few words that Streamlit's own widgets say in English and take no parameter for.

Style rules put ours in their place; whatever a later Streamlit renames is then English again, never hidden.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import streamlit as st

from data.wording import LANGUAGES, word

_UPLOADER = '[data-testid="stFileUploaderDropzone"]'
# Key of the words → the element that holds nothing but the English text.
_TEXTS = {
    "widget.upload": f'{_UPLOADER} [data-testid="stBaseButton-secondary"] p',
    "widget.upload_limits": f'{_UPLOADER} [data-testid="stFileUploaderDropzoneInstructions"] span',
    "widget.enter": '[data-testid="InputInstructions"] > span:first-child',
    "widget.no_results": '[role="listbox"] [role="option"][style="display: contents;"] > span',
}
# Key of the words → the button of a table's or chart's toolbar whose tooltip says it; its label may go on to say whose
# button it is ("Search: Sites on record").
TOOLTIPS = {
    "widget.columns": "Show/hide columns",
    "widget.csv": "Download as CSV",
    "widget.data": "Show data",
    "widget.chart": "Show chart",
    "widget.search": "Search",
    "widget.fullscreen": "Fullscreen",
    "widget.close_fullscreen": "Close fullscreen",
}


def rules() -> Iterator[str]:
    """Give a style rule for every text; they hold on a page in Vietnamese (web/start.js says which it is)."""
    limit = {"mb": st.get_option("server.maxUploadSize")}
    for key, element in _TEXTS.items():
        yield _instead(element, word(key, LANGUAGES[0], **(limit if key == "widget.upload_limits" else {})))
    for key, label in TOOLTIPS.items():
        button = f'button:is([aria-label="{label}"], [aria-label^="{label}: "])'
        hovered = f'body:has({button}:hover) [data-testid="stTooltipContent"] p'
        yield _instead(hovered, word(key, LANGUAGES[0]))


def _instead(element: str, text: str) -> str:
    """Give the rule that shows a text in place of an element's own; "<" could end the style element."""
    content = re.sub("[<>]", "", json.dumps(text, ensure_ascii=False))
    element = f":root:lang({LANGUAGES[0]}) {element}"
    return f"{element}{{font-size:0}}{element}::after{{content:{content};font-size:.875rem}}"
