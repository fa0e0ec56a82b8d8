"""The empty deck: 16:9, theme colours and fonts, three layouts, all made in code so that no template file is kept."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Pt

from briefing.fonts import FAMILY

WIDTH, HEIGHT = 960.0, 540.0  # points: 13.33 × 7.5 inches, 16:9
MARGIN = 36.0
INNER = WIDTH - 2 * MARGIN
BODY = (MARGIN, 116.0, INNER, 378.0)  # left, top, width, height of what a slide shows
TITLE = (MARGIN, 38.0, INNER, 46.0)
FILTER = (MARGIN, 86.0, INNER, 20.0)
KICKER = (MARGIN, 19.0, INNER, 17.0)
KICKER_IDX, FILTER_IDX = 13, 14
COVER, CHAPTER, CONTENT = 0, 1, 2  # places of the layouts

# The colours of the screen (the light theme of .streamlit/config.toml), then those of the layers of the map.
COLOURS = {
    "dk1": "1A2B27",
    "lt1": "FFFFFF",
    "dk2": "0F5C4D",
    "lt2": "F3F6F5",
    "accent1": "0F5C4D",
    "accent2": "0072B2",
    "accent3": "C44E00",
    "accent4": "5B4B8A",
    "accent5": "8A6D00",
    "accent6": "4B5563",
    "hlink": "0B5A8A",
    "folHlink": "5B4B8A",
}
_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True)
class _Place:
    """A placeholder of a layout: what kind, its number, name and box in points, and how its text looks."""

    kind: str
    idx: int
    name: str
    box: tuple[float, float, float, float]
    size: float
    bold: bool = False
    colour: str = "tx1"
    anchor: str = "t"
    align: str = "l"


_FOOT = 510.0
_FEET = (
    _Place("ftr", 11, "Chân trang", (MARGIN, _FOOT, 560, 16), 9.5, colour="accent6", anchor="ctr"),
    _Place("dt", 10, "Ngày", (WIDTH - MARGIN - 260, _FOOT, 210, 16), 9.5, colour="accent6", anchor="ctr", align="r"),
    _Place("sldNum", 12, "Số trang", (WIDTH - MARGIN - 44, _FOOT, 44, 16), 9.5, True, "accent6", "ctr", "r"),
)
_MASTER = (
    _Place("title", 0, "Tiêu đề", TITLE, 26, True, anchor="ctr"),
    _Place("body", 1, "Nội dung", BODY, 16),
    *_FEET,
)
_COVER = (
    _Place("ctrTitle", 0, "Tiêu đề", (72, 150, 800, 130), 38, True, anchor="b"),
    _Place("subTitle", 1, "Phạm vi", (72, 300, 800, 96), 17, colour="accent6"),
    _Place("body", KICKER_IDX, "Cơ quan", (72, 60, 800, 44), 14, True, "accent1"),
    _Place("body", FILTER_IDX, "Bộ số liệu, ngày lập", (72, 452, 800, 36), 12, colour="accent6", anchor="b"),
)
_CHAPTER = (
    _Place("title", 0, "Tiêu đề", (72, 96, 800, 96), 34, True, anchor="b"),
    _Place("body", 1, "Các phần", (72, 220, 800, 260), 18),
    *_FEET,
)
_CONTENT = (
    _Place("body", KICKER_IDX, "Chương, phần", KICKER, 11, True, "accent1", "ctr"),
    _Place("title", 0, "Tiêu đề", TITLE, 26, True, anchor="ctr"),
    _Place("body", FILTER_IDX, "Phạm vi", FILTER, 13, colour="accent6", anchor="ctr"),
    *_FEET,
)
_BAND = (0.0, 0.0, 22.0, HEIGHT)  # of colour at the left of covers
_RULE = (MARGIN, 504.0, INNER, 0.75)


def empty() -> Deck:
    """Give a deck without slides: layouts COVER, CHAPTER and CONTENT, the fonts and colours in its theme."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    layouts = list(deck.slide_layouts)
    kept = [layouts[0], layouts[2], layouts[5]]
    for layout in layouts:
        if layout not in kept:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    _theme(master.part.part_related_by(RELATIONSHIP_TYPE.THEME))
    _fill(master, "Nghệ An", _MASTER, _RULE, "D5DEDA")
    _styles(master)
    for layout, name, places in zip(kept, ("Bìa", "Chương", "Nội dung"), (_COVER, _CHAPTER, _CONTENT), strict=True):
        band = None if places is _CONTENT else _BAND
        _fill(layout, name, places, band, COLOURS["accent1"])
    kept[COVER]._element.set("showMasterSp", "0")  # no line above a footer that a cover has not
    return deck


def restyle_theme(part: Part) -> None:
    """Give the theme of another master (that of the notes) the fonts and colours of the deck."""
    _theme(part)


def _theme(part: Part) -> None:
    root = etree.fromstring(part.blob)
    for name, value in COLOURS.items():
        slot = root.find(f".//{_A}clrScheme/{_A}{name}")
        slot[:] = [etree.Element(f"{_A}srgbClr", val=value)]
    for font in root.findall(f".//{_A}fontScheme/*"):
        font.find(f"{_A}latin").set("typeface", FAMILY)
        for other in font.findall(f"{_A}font"):  # fonts for single scripts, Vietnamese among them
            font.remove(other)
    root.set("name", "Nghệ An")
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _fill(
    sheet: SlideMaster | SlideLayout,
    name: str,
    places: tuple[_Place, ...],
    decoration: tuple[float, float, float, float] | None,
    colour: str,
) -> None:
    """Replace all shapes of a master or layout."""
    sheet._element.cSld.set("name", name)
    tree = sheet.shapes._spTree
    for shape in list(tree.iter_shape_elms()):
        tree.remove(shape)
    if decoration:
        tree.append(parse_xml(_rect(2, decoration, colour)))
    for number, place in enumerate(places, start=3):
        tree.append(parse_xml(_placeholder(number, place)))


def _box(box: tuple[float, float, float, float]) -> str:
    x, y, wide, high = (int(Pt(value)) for value in box)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'


def _rect(number: int, box: tuple[float, float, float, float], colour: str) -> str:
    scheme = next((key for key, value in COLOURS.items() if value == colour and key.startswith("accent")), "")
    fill = f'<a:schemeClr val="{scheme}"/>' if scheme else f'<a:srgbClr val="{colour}"/>'
    return (
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="Nền"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_box(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>{fill}</a:solidFill>'
        f"<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _placeholder(number: int, place: _Place) -> str:
    idx = f' idx="{place.idx}"' if place.idx else ""
    size = ' sz="quarter"' if place.kind in ("dt", "ftr", "sldNum") else ""
    looks = (
        f'<a:lvl1pPr marL="0" indent="0" algn="{place.align}"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{round(place.size * 100)}" b="{int(place.bold)}" lang="vi-VN">'
        f'<a:solidFill><a:schemeClr val="{place.colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
    )
    text = (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="vi-VN"/><a:t>‹#›</a:t></a:fld>'
        if place.kind == "sldNum"
        else f'<a:r><a:rPr lang="vi-VN"/><a:t>{place.name}</a:t></a:r>'
    )
    return (
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(place.name)}/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{place.kind}"{size}{idx}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_box(place.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{place.anchor}"><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle>{looks}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


def _styles(master: SlideMaster) -> None:
    """Titles stand at the left; every text is Vietnamese."""
    for looks in master._element.iter(f"{_A}defRPr"):
        looks.set("lang", "vi-VN")
    title = master._element.find(".//{*}titleStyle/{*}lvl1pPr")
    title.set("algn", "l")
