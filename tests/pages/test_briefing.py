"""The page of briefings: presets fill in the address, the address gives the document, files are made from it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from briefing.document import Document
from data.errors import Problem
from tests.pages.visit import visit

ROOT = Path(__file__).parents[2]
SCRIPT = "pages/work/briefing.py"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep presets in a folder of the test's own; the boundaries stay where they are."""
    monkeypatch.setattr("briefing.compose.settings.folder", lambda: tmp_path)
    return tmp_path


def run(**query: str) -> AppTest:
    """Open the page at an address."""
    return visit(SCRIPT, **query)


def texts(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in (*app.markdown, *app.caption, *app.text)).replace("\\", "")


def healthy(app: AppTest) -> None:
    assert not app.exception
    assert not app.error


def query(app: AppTest, name: str) -> str:
    value = app.query_params[name]
    return value if isinstance(value, str) else value[0]


def test_the_preview_says_what_the_document_says() -> None:
    app = run(sections="tom_tat,dia_ban")
    healthy(app)
    shown = texts(app)
    assert "Sổ có 51 địa điểm của 13 mô hình tại tỉnh Nghệ An, ở 27/130 đơn vị cấp xã." in shown
    assert "#### 2. Tình hình theo địa bàn" in shown
    assert "Camera giám sát do Công an" not in shown


def test_every_picture_of_the_preview_has_its_files_once_they_are_asked_for() -> None:
    app = run(sections="ban_do,dia_ban,so_sanh", district="417")
    healthy(app)
    assert not [button.key for button in app.get("download_button") if button.key.endswith("-svg")]
    for key in ("ban_do-0", "dia_ban-0", "so_sanh-1"):
        app.session_state[f"menu-briefing-{key}"] = True
    app.run()
    healthy(app)
    made = [button.key for button in app.get("download_button") if button.key.endswith("-svg")]
    assert made == [f"download-briefing-{key}-svg" for key in ("ban_do-0", "dia_ban-0", "so_sanh-1")]


def test_the_filter_bar_gives_the_area_unless_the_page_names_some() -> None:
    app = run(sections="tom_tat", district="417")
    assert "### Huyện Kỳ Sơn (địa bàn huyện cũ)" in texts(app)
    app = run(sections="tom_tat", district="417", areas="2025-tinh,2025-18028,2020-18031")
    healthy(app)
    assert "Báo cáo theo 2 địa bàn chọn ở đây" in texts(app)  # a code of another epoch is other territory
    assert "### Tỉnh Nghệ An" in texts(app)


def test_a_preset_fills_in_period_sections_and_title() -> None:
    app = run(district="417")
    app.selectbox(key="briefing-preset").set_value("monthly").run()
    healthy(app)
    assert query(app, "sections") == "tom_tat,so_sanh,ban_do,dia_ban,mo_hinh,con_thieu"
    assert query(app, "other")[8:] == "01"
    assert query(app, "as_of")[:7] == query(app, "other")[:7]
    assert query(app, "district") == "417"
    assert app.text_input(key="briefing-title").value.startswith("Báo cáo tháng ")


def test_the_order_of_the_sections_is_the_order_of_the_document() -> None:
    app = run(sections="con_thieu,tom_tat")
    assert texts(app).index("Số liệu còn thiếu") < texts(app).index("2. Tóm tắt")


def test_a_request_is_kept_used_and_deleted() -> None:
    app = run(sections="ban_do", areas="2025-417", q="Giao ban <b>$x$</b>")
    app.text_input(key="briefing-keep-name").set_value("Mẫu *của* tôi")
    next(one for one in app.button if one.label == "Giữ lại mẫu này").click().run()
    healthy(app)
    app = run()
    app.selectbox(key="briefing-preset").set_value("=Mẫu *của* tôi").run()
    healthy(app)
    assert (query(app, "sections"), query(app, "areas")) == ("ban_do", "2025-417")
    assert "## Giao ban <b>$x$</b>" in texts(app)


def test_a_file_is_made_and_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Document] = []

    def write(document: Document) -> bytes:
        made.append(document)
        return b"deck"

    writer = ModuleType("briefing.deck")
    writer.write = write  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "briefing.deck", writer)
    app = run(sections="tom_tat", district="417")
    app.button(key="briefing-pptx").click().run()
    healthy(app)
    assert made[0].chapters[0].title == "Huyện Kỳ Sơn (địa bàn huyện cũ)"
    assert app.status[0].label.startswith("Đã lập bao-cao-huyen-ky-son-")


def test_a_fault_is_explained_and_nothing_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(document: Document) -> bytes:
        raise Problem("Phông chữ", "thiếu Be Vietnam Pro", "đủ phông", "Cài lại ứng dụng.")

    writer = ModuleType("briefing.report")
    writer.write = write  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "briefing.report", writer)
    app = run(sections="tom_tat")
    app.button(key="briefing-docx").click().run()
    assert not app.exception
    assert app.status[0].label == "Chưa lập được tệp"
    assert any("thiếu Be Vietnam Pro" in str(text.value) for text in app.text)


@pytest.mark.parametrize(
    "address",
    [
        {"sections": "khong_co"},
        {"areas": "2025-00000,<script>"},
        {"other": "31/02/2026"},
        {"other": "2026-12-01", "as_of": "2026-11-01"},
        {"q": "x" * 5000},
    ],
    ids=str,
)
def test_what_an_address_cannot_mean_is_left_out(address: dict[str, str]) -> None:
    healthy(run(**({"sections": "tom_tat"} | address)))
