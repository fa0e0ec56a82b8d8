"""What the charts of a deck have in common: letters, colours, and where in its frame a chart is drawn."""

from __future__ import annotations

from pptx.chart.chart import Chart
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from briefing.deck.text import paint


def style(chart: Chart, size: float) -> None:
    """Set all letters of a chart in the theme's font and ink, `size` in points."""
    font = chart.font
    font.size = Pt(round(size, 1))
    paint(font.color, "ink")
    # A chart takes the theme's font by itself in PowerPoint, not in LibreOffice.
    font._rPr.append(parse_xml(f'<a:latin {nsdecls("a")} typeface="+mn-lt"/>'))


def rgb(colour: str) -> RGBColor:
    """Give a colour of a specification ("#0072B2")."""
    return RGBColor.from_string(colour.lstrip("#").upper())


def place_plot(chart: Chart, left: float, top: float, wide: float, high: float) -> None:
    """Place what the axes enclose, in parts of the chart, so that every program breaks labels at the same place."""
    sides = {"x": left, "y": top, "w": wide, "h": high}
    stated = "".join(f"<c:{name} val='{part:.4f}'/>" for name, part in sides.items())
    layout = parse_xml(
        f"<c:layout {nsdecls('c')}><c:manualLayout><c:layoutTarget val='inner'/><c:xMode val='edge'/>"
        f"<c:yMode val='edge'/>{stated}</c:manualLayout></c:layout>"
    )
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, layout)
