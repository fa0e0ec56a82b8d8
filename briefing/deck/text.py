"""Texts of a slide: measured in the slides' own font before they are written, so that none runs over its box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pptx.dml.color import ColorFormat
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.text.text import Font, TextFrame, _Paragraph, _Run
from pptx.util import Pt

from briefing.fonts import Face, plain, width, wrap

LINE = 1.265  # a line of Be Vietnam Pro, times its size: what programs take for "single" spacing
SLACK = 0.97  # of a width: programs break lines a little earlier than the sum of letters says
LEAST = 9.0  # points; a smaller text cannot be read on paper
MORE = "…"
# tone -> (colour of the theme, how much lighter)
TONES = {
    "ink": (MSO_THEME_COLOR.TEXT_1, 0.0),
    "soft": (MSO_THEME_COLOR.ACCENT_6, 0.0),
    "accent": (MSO_THEME_COLOR.ACCENT_1, 0.0),
}


@dataclass(frozen=True)
class Line:
    """A paragraph: its text, size in points, weight (400 or 700), tone (a key of TONES) and the space above it."""

    text: str
    size: float
    weight: int = 400
    tone: str = "ink"
    space: float = 0.0
    bullet: bool = False

    @property
    def face(self) -> Face:
        """How its letters are measured."""
        return Face(self.size, self.weight)

    @property
    def indent(self) -> float:
        """How far its lines stand in from the edge of the box, in points."""
        return 1.1 * self.size if self.bullet else 0.0


def lines_of(line: Line, wide: float) -> list[str]:
    """Break a paragraph into the lines it will take in a box of `wide` points."""
    return wrap(line.text, (wide - line.indent) * SLACK, line.face)


def height(lines: Sequence[Line], wide: float) -> float:
    """Give the height in points of paragraphs in a box of `wide` points."""
    return sum(len(lines_of(line, wide)) * line.size * LINE + line.space for line in lines)


def fitted(lines: Sequence[Line], wide: float, high: float, least: float = LEAST) -> list[Line]:
    """Give the paragraphs at the greatest size, up to their own, at which they fit a box; else cut at the least.

    Sizes go down together to `least`; a paragraph already smaller keeps its size. What still does not fit is cut,
    and ends with "…": the whole text is for the speaker's notes.
    """
    kept = [line for line in lines if plain(line.text)]
    for step in range(40):
        factor = 1 - 0.02 * step
        tried = [replace(line, size=max(min(least, line.size), line.size * factor)) for line in kept]
        if height(tried, wide) <= high:
            return tried
    return _cut(tried, wide, high) if kept else []


def _cut(lines: Sequence[Line], wide: float, high: float) -> list[Line]:
    kept: list[Line] = []
    for line in lines:
        room = int((high - height(kept, wide) - line.space) / (line.size * LINE))
        broken = lines_of(line, wide)
        if len(broken) > room:
            return [*kept, replace(line, text=cut(broken, room, line.face, wide * SLACK))] if room > 0 else kept
        kept.append(line)
    return kept


def cut(broken: Sequence[str], rows: int, face: Face, wide: float) -> str:
    """Give the first `rows` of a text's lines as one text; when that is not all, it ends with "…"."""
    if len(broken) <= rows:
        return " ".join(broken)
    last = broken[rows - 1]
    while last and width(last + MORE, face) > wide:
        last = last[:-1]
    return " ".join([*broken[: rows - 1], last.rstrip() + MORE])


def put(frame: TextFrame, lines: Sequence[Line], anchor: MSO_ANCHOR = MSO_ANCHOR.TOP) -> None:
    """Write paragraphs into a text frame, with no inset, so that its box is the room they have."""
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for line, run in zip(lines, runs(frame, lines), strict=True):
        look(run.font, line)


def runs(frame: TextFrame, lines: Sequence[Line]) -> list[_Run]:
    """Write paragraphs into an empty text frame with their spaces and bullets, all other looks inherited."""
    made = []
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        made.append(paragraph.add_run())
        made[-1].text = plain(line.text)
        if line.space:
            paragraph.space_before = Pt(round(line.space, 1))
        if line.bullet:
            _bullet(paragraph, line)
    return made


def look(font: Font, line: Line) -> None:
    """Set size, weight and tone of a text."""
    font.size, font.bold = Pt(round(line.size, 1)), line.weight >= 600
    paint(font.color, line.tone)


def paint(target: ColorFormat, tone: str) -> None:
    """Colour something by the theme, so that who changes the theme changes it too."""
    target.theme_color, target.brightness = TONES[tone]


def _bullet(paragraph: _Paragraph, line: Line) -> None:
    properties = paragraph._p.get_or_add_pPr()
    step = str(Pt(line.indent))
    properties.set("marL", step)
    properties.set("indent", f"-{step}")
    properties.append(properties.makeelement(qn("a:buFont"), {"typeface": "+mj-lt"}))
    properties.append(properties.makeelement(qn("a:buChar"), {"char": "•"}))
