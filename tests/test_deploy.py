"""What deploy/ says agrees with the program that it serves."""

from __future__ import annotations

import base64
import configparser
import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import streamlit

from data.settings import Settings
from tests.test_floors import ROOT
from ui import deploy_check

DEPLOY = ROOT / "deploy"
NGINX = (DEPLOY / "nginx.conf").read_text("utf-8")


def test_the_policy_knows_the_inline_scripts_of_this_streamlit() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    inline = [text for text in re.findall(r"<script(?: [^>]*)?>(.*?)</script>", page, re.DOTALL) if text]
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline}
    assert hashes == set(re.findall(r"'sha256-([^']+)'", NGINX))


def test_every_cookie_of_nginx_is_for_tls_only_and_hidden_from_scripts() -> None:
    cookies = re.findall(r'"(nghean_node=[^"]*)"', NGINX)
    assert len(cookies) == 2
    assert all(cookie.endswith("; Path=/; Secure; HttpOnly; SameSite=Lax") for cookie in cookies)


def test_the_app_is_told_who_is_at_another_computer() -> None:
    assert "    proxy_set_header X-Forwarded-For $remote_addr;\n" in NGINX


def test_the_limit_of_a_sent_file_is_a_megabyte_above_that_of_the_app() -> None:
    most = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]["maxUploadSize"]
    place = re.search(r"location /_stcore/upload_file/ \{.*?client_max_body_size (\d+)m;", NGINX, re.DOTALL)
    assert place and int(place[1]) == most + 1


def test_the_example_of_settings_names_settings_only() -> None:
    lines = (DEPLOY / "nghean.env").read_text("utf-8").splitlines()
    names = {line.split("=")[0] for line in lines if line and not line.startswith("#")}
    assert names <= {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda unit: unit.name)
def test_a_service_runs_what_there_is_as_a_user_of_its_own(unit: Path) -> None:
    read = configparser.RawConfigParser(strict=False)
    read.read(unit, "utf-8")
    assert read["Service"]["user"] == "nghean"
    assert read["Service"]["umask"] == "0027"
    for script in re.findall(r"python -m streamlit run (\S+)", unit.read_text("utf-8")):
        assert (ROOT / script).exists()


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in DEPLOY.glob("nghean*.*"):
        if unit.suffix in (".service", ".timer"):
            text = unit.read_text("utf-8").replace("/opt/nghean/.venv/bin/python", "/bin/true")
            (tmp_path / unit.name.replace("@", "@8501" if "@" in unit.name else "")).write_text(text, "utf-8")
    units = [str(path) for path in tmp_path.iterdir()]
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    complaints = [line for line in done.stderr.splitlines() if "nghean" in line]
    assert complaints == []


def test_the_check_of_an_installation_finds_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["deploy-check"])
    monkeypatch.setenv("REGISTER_DATABASE_URL", f"sqlite:///{tmp_path}/register.db")
    monkeypatch.setenv("NGHEAN_LOG_FILE", str(tmp_path / "app.jsonl"))
    monkeypatch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", "ngắn")
    monkeypatch.setenv("NGHEAN_FILES", str(tmp_path))
    assert deploy_check.main() == 1
    told = capsys.readouterr().out
    assert "CHƯA ĐƯỢC STREAMLIT_SERVER_COOKIE_SECRET: 4 ký tự" in told
    assert re.search("CHƯA ĐƯỢC .*python -m geo build", told)
    assert "được      Sổ đăng ký: đọc được, phiên bản 1" in told
