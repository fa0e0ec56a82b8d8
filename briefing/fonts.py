"""The one font of every picture: where it lies, how wide a text is in it, and how a text is broken into lines."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import vl_convert
from PIL import ImageFont

from data.errors import Problem

FAMILY = "Be Vietnam Pro"
PACKAGE = "fontpkg_be_vietnam_pro"

# Faces used in pictures: (weight, italic) -> file. Others in the package are never asked for.
FILES = {
    (400, False): "BeVietnamPro-Regular.ttf",
    (400, True): "BeVietnamPro-Italic.ttf",
    (500, False): "BeVietnamPro-Medium.ttf",
    (600, False): "BeVietnamPro-SemiBold.ttf",
    (700, False): "BeVietnamPro-Bold.ttf",
}
LINE_HEIGHT = 1.38  # Vietnamese letters carry two stacked accents: less than this and lines touch.
_EM = 200  # Size at which widths are measured once and scaled; large enough that rounding does not add up.
# Unicode categories that are not shown: control, lone surrogate and unassigned become a space, invisible
# format letters (zero width, text direction) vanish.
_CONTROL = {"Cc": " ", "Cs": " ", "Cn": " ", "Cf": ""}


@dataclass(frozen=True)
class Face:
    """How a text is set: size in pixels, weight (a key of FILES), colour, italic, and a white halo for maps."""

    size: float
    weight: int = 400
    colour: str = "#1c2430"
    italic: bool = False
    halo: bool = False

    @property
    def line(self) -> float:
        """Distance between two baselines, in pixels."""
        return self.size * LINE_HEIGHT


def folder() -> Path:
    """Give the folder of the font files. Raises Problem when the font package is not installed or incomplete."""
    spec = find_spec(PACKAGE)
    for location in (spec.submodule_search_locations or []) if spec else []:
        path = Path(location) / "files"
        if all((path / name).is_file() for name in FILES.values()):
            return path
    raise Problem(
        where="Phông chữ của hình xuất",
        came="không thấy phông Be Vietnam Pro",
        expected="gói fontpkg-be-vietnam-pro trong requirements.txt",
        todo="Chạy lại lệnh cài đặt (make run) rồi xuất hình lần nữa.",
        detail=f"package {PACKAGE} is missing or incomplete",
    )


@cache
def register() -> None:
    """Make the font known to the renderer, once a process. Raises Problem when the font is missing."""
    vl_convert.register_font_directory(str(folder()))


@cache
def _measure(weight: int, italic: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(folder() / FILES[weight, italic]), _EM)


def plain(text: object) -> str:
    """Give a text as one line of composed letters, without the control characters that no file format may hold."""
    composed = unicodedata.normalize("NFC", str(text))
    if composed.isprintable() and "  " not in composed:  # nearly every text: letters, marks and single spaces
        return composed.strip()
    kept = "".join(_CONTROL.get(unicodedata.category(letter), letter) for letter in composed)
    # Once more: a mark joins the letter that a control character stood between.
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", kept).strip())


def width(text: str, face: Face) -> float:
    """Give the width in pixels of a text set in `face`."""
    return _length(text, face.weight, face.italic) * face.size / _EM


@lru_cache(maxsize=20_000)
def _length(text: str, weight: int, italic: bool) -> float:
    """A text's width at the size of one measure: words and names come back in every row of a table."""
    return float(_measure(weight, italic).getlength(text))


def _pieces(word: str, limit: float, face: Face) -> list[str]:
    """Cut one word that is wider than a line into pieces that fit; at least one letter each."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, face) > limit:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def wrap(text: str, limit: float, face: Face) -> list[str]:
    """Break a text into lines not wider than `limit` pixels, between words where it can; nothing is left out.

    An empty text gives no line. A word wider than the line is broken inside.
    """
    lines: list[str] = []
    for word in plain(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, face) <= limit:
            lines[-1] = longer
        elif width(word, face) <= limit:
            lines.append(word)
        else:
            lines.extend(_pieces(word, limit, face))
    return [line for line in lines if line]
