"""The paper and the paragraph styles of a report in Word.

Sizes, margins, indents and spaces are those of Decree 30/2020/NĐ-CP, Appendix I, Part I, sections I and II: A4; margins
of 20–25 mm above and below, 30–35 mm left, 15–20 mm right; Times New Roman; body 13–14 points, justified, first line
1 or 1.27 cm in, at least 6 points between paragraphs, single to 1.5 lines; pages numbered in the middle of the upper
margin from the second on.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import docx
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from briefing.report.outline import Report

FONT = "Times New Roman"
INDENT = Cm(1.27)
_LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
_SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")
_PROPERTY = 255  # letters that a property of the file may have


@dataclass(frozen=True)
class Look:
    """How a style is set: size in points, alignment, spaces in points, and the flags of its letters."""

    size: float
    align: Align = Align.LEFT
    before: float = 0.0
    after: float = 0.0
    line: float = 1.0
    bold: bool = False
    italic: bool = False
    indent: bool = False
    with_next: bool = False


STYLES = {
    "Body Text": Look(14, Align.JUSTIFY, after=6, line=1.15, indent=True),
    "Heading 1": Look(14, Align.JUSTIFY, before=12, after=6, bold=True, indent=True, with_next=True),
    "Heading 2": Look(14, Align.JUSTIFY, before=6, after=6, bold=True, indent=True, with_next=True),
    "List": Look(14, Align.JUSTIFY, after=6, line=1.15, indent=True),
    "List Number": Look(13, Align.LEFT, after=4, indent=True),
    "Caption": Look(13, Align.CENTER, before=6, after=4, bold=True),
    "Report State": Look(12, Align.CENTER, bold=True),
    "Report Motto": Look(13, Align.CENTER, bold=True),
    "Report Superior": Look(12, Align.CENTER),
    "Report Agency": Look(12, Align.CENTER, bold=True),
    "Report Number": Look(13, Align.CENTER, before=4),
    "Report Date": Look(13, Align.CENTER, before=4, italic=True),
    "Title": Look(14, Align.CENTER, before=18, bold=True),
    "Subtitle": Look(14, Align.CENTER, bold=True),
    "Report Rule": Look(2, Align.CENTER, before=6),
    "Report Figure": Look(14, Align.CENTER, before=6, with_next=True),
    "Report Note": Look(11, Align.JUSTIFY, after=3, italic=True),
    "Table Text": Look(11, Align.LEFT, before=2, after=2),
    "Table Number": Look(11, Align.RIGHT, before=2, after=2),
    "Table Heading": Look(11, Align.CENTER, before=2, after=2, bold=True),
    "Table Total": Look(11, Align.LEFT, before=2, after=2, bold=True),
    "Table Total Number": Look(11, Align.RIGHT, before=2, after=2, bold=True),
    "Report Recipients": Look(12, bold=True, italic=True),
    "Report Recipient": Look(11),
    "Report Signer": Look(14, Align.CENTER, bold=True),
    "Header": Look(14, Align.CENTER),
}


def new_document(report: Report) -> Word:
    """Give an empty document with the paper, styles, numbering, page numbers and properties of a report."""
    word = docx.Document()
    _defaults(word, _LANGUAGES.get(report.lang, report.lang))
    for name, look in STYLES.items():
        _set(_style(word, name), look)
    _number_headings(word)
    _paper(word)
    _properties(word, report)
    return word


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """Make an element of WordprocessingML: element("w:sz", val="28")."""
    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _defaults(word: Word, language: str) -> None:
    styles = word.styles.element
    for old in styles.findall(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}"):
        fonts = element("w:rFonts", **dict.fromkeys(_SCRIPTS, FONT))
        lang = element("w:lang", val=language, eastAsia=language, bidi="ar-SA")
        old.clear()
        old.append(element("w:rPr"))
        old[0].extend([fonts, element("w:sz", val="28"), element("w:szCs", val="28"), lang])
    compatible = element("w:compat")
    # Without it Word opens the file as one of Word 2007, "in compatibility mode".
    compatible.append(
        element("w:compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val="15")
    )
    settings = word.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.replace(old, compatible)


def _style(word: Word, name: str) -> ParagraphStyle:
    if name not in word.styles:
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = word.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _set(style: ParagraphStyle, look: Look) -> None:
    """Set everything a style says; what the template said of it (colours, themes, borders) goes."""
    for old in (style.element.find(qn("w:pPr")), style.element.find(qn("w:rPr"))):
        if old is not None:
            old.clear()
    style.quick_style = True
    properties = style.element.get_or_add_rPr()
    properties.append(element("w:rFonts", **dict.fromkeys(_SCRIPTS, FONT)))
    font, form = style.font, style.paragraph_format
    font.size, font.bold, font.italic, font.color.rgb = Pt(look.size), look.bold, look.italic, RGBColor(0, 0, 0)
    form.alignment, form.line_spacing = look.align, look.line
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.first_line_indent = INDENT if look.indent else Pt(0)
    form.keep_with_next, form.widow_control = look.with_next, True


def _number_headings(word: Word) -> None:
    """Number chapters "I." and sections "1." by the heading styles themselves, so that a moved section renumbers."""
    numbering = word.part.numbering_part.element
    abstract = element("w:abstractNum", abstractNumId="90")
    abstract.append(element("w:multiLevelType", val="multilevel"))
    for level, (kind, style) in enumerate((("upperRoman", "Heading1"), ("decimal", "Heading2"))):
        line = element("w:lvl", ilvl=str(level))
        line.extend(
            [
                element("w:start", val="1"),
                element("w:numFmt", val=kind),
                element("w:pStyle", val=style),
                element("w:suff", val="space"),
                element("w:lvlText", val=f"%{level + 1}."),
                element("w:lvlJc", val="left"),
            ]
        )
        abstract.append(line)
    numbering.insert(0, abstract)
    number = element("w:num", numId="90")
    number.append(element("w:abstractNumId", val="90"))
    numbering.append(number)
    for level, style in enumerate(("Heading 1", "Heading 2")):
        properties = word.styles[style].element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = 90
        word.styles[style].element.get_or_add_pPr().append(element("w:outlineLvl", val=str(level)))


def _paper(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.style = word.styles["Header"]
    paragraph._p.append(field("PAGE", "2"))


def field(code: str, shown: str) -> BaseOxmlElement:
    """Give a field ("PAGE", "SEQ …") with the text that stands until a program counts anew."""
    made = element("w:fldSimple", instr=code)
    run = element("w:r")
    text = element("w:t")
    text.text = shown
    run.append(text)
    made.append(run)
    return made


def _properties(word: Word, report: Report) -> None:
    core = word.core_properties
    core.title, core.subject = report.title[:_PROPERTY], report.subject[:_PROPERTY]
    core.author = core.last_modified_by = report.author[:_PROPERTY]
    core.comments, core.language = "", _LANGUAGES.get(report.lang, report.lang)
    made = datetime.datetime.fromisoformat(report.made)
    core.created = core.modified = made
