"""The command line of the register, as a clerk runs it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from data.__main__ import main
from data.checking.intake import RESULT
from tests.data.sent import site, sites, workbook

GOOD, BAD = sites(site("A"), site("B")), sites(site("A"), site("B", "xã Hưng Tâm"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a good and a bad file, and put a store of its own in force."""
    monkeypatch.setenv("REGISTER_DATABASE_URL", f"sqlite:///{tmp_path}/register.db")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tot.xlsx").write_bytes(GOOD)
    (tmp_path / "loi.xlsx").write_bytes(BAD)
    (tmp_path / "hong.xlsx").write_bytes(GOOD[: len(GOOD) // 2])
    return tmp_path


def test_exit_codes_clean_with_errors_unusable(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "tot.xlsx", "--by", "An"]) == 0
    assert main(["import", "loi.xlsx", "--by", "An"]) == 2
    assert main(["import", "hong.xlsx"]) == 1
    assert main(["import", "khong-co.xlsx"]) == 1
    assert main(["import"]) == 1
    told = capsys.readouterr()
    assert "tot.xlsx: 2 dòng, nhận 2, để riêng 0." in told.out
    assert "Đã ghi phiên bản 2: thêm 2, sửa 0, bỏ 0, giữ nguyên 0." in told.out
    assert "LỖI trang «Điểm», ô E3 (Xã): Không có xã nào tên như vậy: gặp «xã Hưng Tâm»" in told.out
    assert "Tệp hong.xlsx" in told.err
    assert "Traceback" not in told.err


def test_a_dry_run_prints_json_writes_the_report_and_nothing_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "loi.xlsx", "--dry-run", "--report", "tra-lai.xlsx", "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert {name: told[name] for name in ("rows", "accepted", "rejected", "version")} == {
        "rows": 2,
        "accepted": 1,
        "rejected": 1,
        "version": None,
    }
    (found,) = told["findings"]
    assert (found["code"], found["sheet"], found["row"], found["column"]) == ("commune_unknown", "Điểm", 3, "E")
    assert found["suggestions"][0].keys() == {"epoch", "code", "label", "district", "score"}
    assert openpyxl.load_workbook(folder / "tra-lai.xlsx").sheetnames == [RESULT, "Điểm"]
    assert not (folder / "register.db").exists()


def test_all_or_nothing_and_epoch(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "loi.xlsx", "--all-or-nothing", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["accepted"] == 0
    (folder / "ten.xlsx").write_bytes(sites(site("A", "Xuân Lâm", "")))
    assert main(["import", "ten.xlsx", "--dry-run"]) == 2
    assert main(["import", "ten.xlsx", "--dry-run", "--epoch", "2025"]) == 0


def test_results_without_their_kind_are_said_to_be_results(folder: Path) -> None:
    indicator = "Điểm xây dựng mô hình Camera an ninh"
    rows = [("Chỉ tiêu", "Kết quả", "Thời điểm", "Địa bàn"), (indicator, 40, "2025", "Toàn tỉnh")]
    (folder / "so-lieu.xlsx").write_bytes(workbook({"PL": rows}))
    assert main(["import", "so-lieu.xlsx", "--dry-run"]) == 2
    assert main(["import", "so-lieu.xlsx", "--dry-run", "--kind", "kết quả"]) == 0


def test_the_template_is_written_and_imports_as_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "mau.xlsx"]) == 0
    assert main(["import", "mau.xlsx"]) == 0
    assert "mau.xlsx: 0 dòng, nhận 0, để riêng 0." in capsys.readouterr().out
    assert main(["template", "khong/co/thu/muc.xlsx"]) == 1


def test_versions_are_listed_compared_and_rolled_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "tot.xlsx", "--by", "An", "--note", "lần đầu"])
    main(["import", "loi.xlsx", "--by", "Bình", "--mode", "replace"])
    capsys.readouterr()
    assert main(["history"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["3", "2", "1"]
    assert "An, tệp tot.xlsx: thêm 2" in lines[1]
    assert lines[1].endswith(f"giữ nguyên 0, SHA-256 {hashlib.sha256(GOOD).hexdigest()[:12]} – lần đầu")
    assert main(["diff", "1", "2"]) == 0
    assert "thêm sites camera_an_ninh-18031-a-xóm_5 site_name: «» → «A»" in capsys.readouterr().out
    assert main(["rollback", "1", "--by", "An"]) == 0
    assert "Đã lập phiên bản 4 giống phiên bản 1" in capsys.readouterr().out
    assert main(["diff", "1", "4", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(["diff", "1", "99"]) == 1


def test_export_backup_and_restore(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "tot.xlsx", "--by", "An"])
    for ending in ("xlsx", "csv", "geojson", "gpkg"):
        assert main(["export", f"so.{ending}", "--version", "1"]) == 0
        assert (folder / f"so.{ending}").stat().st_size > 0
    assert main(["export", "so.doc"]) == 1
    assert main(["backup", "sao-luu.db"]) == 0
    main(["rollback", "1", "--by", "An"])
    assert main(["restore", "sao-luu.db"]) == 0
    capsys.readouterr()
    main(["history", "--json"])
    assert [line["number"] for line in json.loads(capsys.readouterr().out)] == [2, 1]
    assert main(["restore", "tot.xlsx"]) == 1


def test_verify_finds_what_was_changed_behind_the_programs_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify"]) == 0  # before the first import
    main(["import", "tot.xlsx", "--by", "An"])
    capsys.readouterr()
    assert main(["verify"]) == 0
    assert capsys.readouterr().out == "Sổ nguyên vẹn: đã đọc lại 2 phiên bản, mọi mã kiểm tra đều khớp.\n"
    with sqlite3.connect(folder / "register.db") as connection:
        connection.execute("UPDATE sites SET site_name = 'khác' WHERE valid_from = 2")
        connection.execute("UPDATE statuses SET as_of = '2030' WHERE valid_from = 1")
    connection.close()
    assert main(["verify"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == [
        "LỖI phiên bản 1, Tình trạng xã",
        "LỖI phiên bản 2, Địa điểm",
        "LỖI phiên bản 2, Tình trạng xã",
    ]
    assert "python -m data restore" in lines[-1]


def test_verify_of_a_file_that_is_no_register(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "register.db").write_bytes(b"rubbish" * 1000)
    assert main(["verify"]) == 1
    assert "khôi phục từ bản sao lưu" in capsys.readouterr().err


def test_it_runs_as_a_program_and_every_option_is_explained(folder: Path) -> None:
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-m", "data", "import", "--help"], cwd=root, capture_output=True, text=True, check=True
    )
    for option in ("--dry-run", "--report", "--json", "--mode", "--all-or-nothing", "--epoch", "--model", "--by"):
        assert option in done.stdout
