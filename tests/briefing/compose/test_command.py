"""The command line of the briefings, as a timer runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from briefing import __main__ as command
from briefing.compose import PROVINCE, Area, Request, output
from briefing.compose.naming import Ambiguous, area_named
from briefing.compose.settings import keep
from briefing.document import Document
from data.errors import Problem

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty folder, and put a register of its own in force."""
    monkeypatch.setenv("REGISTER_DATABASE_URL", f"sqlite:///{tmp_path}/register.db")
    return tmp_path / "out"


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """Collect the documents that would be written; the writers have tests of their own."""
    found: list[Document] = []

    def keep_it(document: Document, form: str) -> bytes:
        found.append(document)
        return form.encode()

    monkeypatch.setattr(command, "written", keep_it)
    return found


@pytest.mark.parametrize(
    ("name", "epoch", "area"),
    [
        ("Kỳ Sơn", "2025", Area("district", "417")),  # no commune of that name: the former district
        ("ky son", "2025", Area("district", "417")),
        ("huyện Con Cuông", "2025", Area("district", "422")),
        ("xã Con Cuông", "2025", Area("commune", "17254")),
        ("Hưng Tân", "2020", Area("commune", "18031")),
        ("TP Vinh", "2025", Area("district", "412")),
        ("18028", "2025", Area("commune", "18028")),
        ("417", "2025", Area("district", "417")),
        ("Toàn tỉnh", "2025", PROVINCE),
        ("tỉnh Nghệ An", "2013", PROVINCE),
    ],
)
def test_a_name_means_this_area(name: str, epoch: str, area: Area) -> None:
    assert area_named(name, epoch) == area


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("Con Cuông", ("xã Con Cuông, huyện Con Cuông (địa bàn huyện cũ): mã 17254",
                       "huyện Con Cuông (địa bàn huyện cũ): mã 422")),
        ("Hưng Tân", ("xã Hưng Tân, Hưng Nguyên (địa giới 2020): nay thuộc xã Hưng Nguyên Nam, mã 18028",)),
    ],
)  # fmt: skip
def test_a_name_of_several_areas_lists_them(name: str, choices: tuple[str, ...]) -> None:
    with pytest.raises(Ambiguous) as raised:
        area_named(name, "2025")
    for choice in choices:
        assert f"\n  {choice}" in str(raised.value)
    assert "\n;" not in str(raised.value)


@pytest.mark.parametrize("name", ["", "xyzzy", "!!!", "x" * 5000, "99999"])
def test_what_is_no_area_is_a_problem(name: str) -> None:
    with pytest.raises(Problem):
        area_named(name, "2025")


def test_one_document(folder: Path, composed: list[Document]) -> None:
    out = folder / "bao-cao.docx"
    assert command.main(["--area", "Kỳ Sơn", "--epoch", "2025", "--preset", "monthly", "--out", str(out)]) == 0
    assert out.read_bytes() == b"docx"
    (document,) = composed
    assert document.title.startswith("Báo cáo tháng ")
    assert [one.key for one in document.chapters[0].sections] == [
        "tom_tat", "so_sanh", "ban_do", "dia_ban", "mo_hinh", "con_thieu",
    ]  # fmt: skip
    assert list(folder.iterdir()) == [out]


def test_exit_codes(folder: Path, composed: list[Document], capsys: pytest.CaptureFixture[str]) -> None:
    out = ["--out", str(folder / "a.docx")]
    assert command.main(["--area", "Con Cuông", *out]) == 2
    assert "mã 17254" in capsys.readouterr().err
    for wrong in (
        [],
        ["--out", str(folder / "a.odt")],
        ["--area", "xyzzy", *out],
        ["--epoch", "1999", *out],
        ["--preset", "khong-co", *out],
        ["--model", "khong_co", *out],
        ["--from", "31/02/2026", *out],
        ["--all-areas", *out],
        ["--all-areas", "--area", "Kỳ Sơn", "--out-dir", str(folder)],
        ["--area", "Kỳ Sơn", "--area", "Vinh", "--out", str(folder / "a.png")],
        ["--out", "/proc/khong-co/a.docx"],
    ):
        assert command.main(wrong) == 1, wrong
        assert capsys.readouterr().err.strip(), wrong
    assert not (folder / "a.docx").exists()


def test_where_no_file_can_stand_is_told_before_the_work(
    folder: Path, composed: list[Document], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "thu-muc.docx").mkdir(parents=True)
    for place in ("/proc/khong-co/a.docx", str(folder / "thu-muc.docx")):
        assert command.main(["--out", place]) == 1
        assert "không ghi được" in capsys.readouterr().err
    assert composed == []
    assert [path.name for path in folder.iterdir()] == ["thu-muc.docx"]


def test_presets_are_listed_with_the_office_s_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NGHEAN_FILES", str(folder))
    keep("Giao ban", Request(sections=("ban_do",)))
    assert command.main(["--list-presets"]) == 0
    shown = capsys.readouterr().out
    assert "monthly\tHằng tháng\t" in shown
    assert "Giao ban\tMẫu của đơn vị\tban_do" in shown


def test_the_picture_is_the_map(folder: Path) -> None:
    out = folder / "ky-son.png"
    assert command.main(["--area", "Kỳ Sơn", "--out", str(out)]) == 0
    with Image.open(out) as picture:
        assert max(picture.size) == 3508  # A4 at 300 dpi


def test_one_file_an_area_and_one_fault_does_not_stop_the_rest(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "written", lambda document, form: form.encode())
    arguments = ["--all-areas", "--level", "district", "--preset", "area_profile", "--out-dir", str(folder)]
    assert command.main(arguments) == 0
    assert len(list(folder.glob("*.docx"))) == 20
    assert any(path.name.startswith("417-huyen-ky-son-") for path in folder.iterdir())
    assert "[20/20]" in capsys.readouterr().out

    def faulty(document: Document, form: str) -> bytes:
        if "Kỳ Sơn" in document.chapters[0].title:
            raise Problem("Phông chữ", "thiếu", "đủ chữ", "Cài lại.")
        return b"new"

    few = [Area("district", code) for code in ("412", "417", "422")]
    monkeypatch.setattr(command, "_areas", lambda level, epoch: few)
    monkeypatch.setattr(command, "written", faulty)
    assert command.main(arguments) == 2
    told = capsys.readouterr()
    assert "Không lập được 1 trên 3 báo cáo." in told.err
    content = {path.name[:3]: path.read_bytes() for path in folder.glob("*.docx")}
    assert {code for code, data in content.items() if data == b"new"} == {"412", "422"}
    assert len(content) == 20 and content["417"] == b"docx"  # what stood there stays whole


def test_every_form_has_a_kind_and_no_streamlit_is_imported() -> None:
    assert set(output.MIME) == set(output.WRITERS)
    code = "import sys, briefing.__main__; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
