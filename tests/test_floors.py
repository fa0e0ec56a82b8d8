"""The house stands on its floors: imports go down only, and each heavy library has one home."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ui.map_state import script_json

ROOT = Path(__file__).parent.parent
FLOORS = ["data", "access", "geo", "briefing", "ui", "pages", "app"]
# Command lines join floors as app.py joins pages; nothing imports them.
ENTRANCES = {"data/__main__.py", "access/__main__.py", "geo/__main__.py", "briefing/__main__.py"}
HOMES = {
    "streamlit": ("ui/", "pages/", "app.py"),
    "folium": ("ui/map_view.py",),
    "streamlit_folium": ("ui/map_view.py", "ui/shell.py"),
    "vl_convert": ("briefing/",),
    "altair": ("briefing/",),
    "rapidfuzz": ("geo/names.py", "data/"),
    "babel": ("data/wording.py",),
    "sqlalchemy": ("data/store/",),
    "argon2": ("access/passwords.py",),
    "openpyxl": (),  # holds a whole workbook in memory; the tests read with it
    "xlsxwriter": ("data/", "briefing/workbook.py", "briefing/deck/times.py"),
    "pptx": ("briefing/deck/",),
    "docx": ("briefing/report/",),
    "lxml": ("briefing/deck/template.py", "briefing/report/"),
    "typst": ("briefing/report_pdf.py",),
    "pandera": ("data/checking/rules.py",),
    "python_calamine": ("data/reading/sheets.py", "data/reading/guard.py", "data/reading/old_excel.py"),
}
SOURCES = sorted(
    path
    for path in ROOT.rglob("*.py")
    if path.relative_to(ROOT).parts[0].removesuffix(".py") in FLOORS and "files" not in path.parts
)


def imported(path: Path) -> set[str]:
    """Every module a file imports, by its full dotted name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_down_and_libraries_stay_home(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    floor = FLOORS.index(place.split("/")[0].removesuffix(".py"))
    for name in imported(path):
        top = name.split(".")[0]
        if top in FLOORS and place not in ENTRANCES:
            assert FLOORS.index(top) <= floor, f"{place} imports {name} from above"
            assert top != "pages", f"{place} imports the page {name}"
        if top in HOMES:
            assert place.startswith(HOMES[top]), f"{place} uses {top}, whose home is {HOMES[top]}"


def test_the_walk_sees_the_whole_tree() -> None:
    floors = {path.relative_to(ROOT).parts[0].removesuffix(".py") for path in SOURCES}
    assert floors == set(FLOORS)


def test_no_markup_is_let_through_unescaped() -> None:
    """`unsafe_allow_html` and `unsafe_allow_javascript` have no place in pages that show text from files."""
    for path in SOURCES:
        assert "unsafe_allow" not in path.read_text(encoding="utf-8"), path


def test_html_of_our_own_is_the_menu_a_style_sheet_and_what_the_map_is_told() -> None:
    """`st.html` shows what it is given: words and addresses, escaped; JSON in which no sign of markup is left."""
    found = {path.relative_to(ROOT).as_posix() for path in SOURCES if "st.html(" in path.read_text(encoding="utf-8")}
    assert found == {"ui/frame.py", "ui/map_view.py", "ui/printing.py"}
    assert not set("<>&'`") & set(script_json("<b onclick='`'>&amp;</b>"))
