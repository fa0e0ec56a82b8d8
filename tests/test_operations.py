"""The commands that docs/operations.md prints are commands there are."""

from __future__ import annotations

import re
import shlex

import pytest

from data import __main__ as data_commands
from geo import __main__ as geo_commands
from tests.test_floors import ROOT

GUIDE = (ROOT / "docs" / "operations.md").read_text("utf-8")
LINES = [line.strip() for line in re.findall(r"^    (\S.*)$", GUIDE, re.MULTILINE)]
OURS = sorted({found[1] for line in LINES if (found := re.search(r"python -m ((?:data|geo) [\w-]+)", line))})


@pytest.mark.parametrize("command", OURS)
def test_a_command_of_ours_is_known(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    room, name = shlex.split(command)
    main = {"data": data_commands.main, "geo": geo_commands.main}[room]
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert name in capsys.readouterr().out


def test_a_command_that_is_not_there_would_be_seen() -> None:
    assert OURS == ["data history", "data restore", "data verify", "geo build"]
    assert data_commands.main(["no-such-command", "--help"]) == 1


def test_targets_and_files_are_there() -> None:
    rules = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"^make ([\w-]+)", "\n".join(LINES), re.MULTILINE)):
        assert re.search(rf"^{target}:", rules, re.MULTILINE), target
    for file in set(re.findall(r"\bdeploy/[\w.@-]+", GUIDE)):
        assert (ROOT / file).exists(), file


def test_places_are_those_of_the_units_and_of_nginx() -> None:
    said = "".join(path.read_text("utf-8") for path in (ROOT / "deploy").iterdir())
    for place in (
        "/opt/nghean",
        "/etc/nghean/nghean.env",
        "/etc/nghean/tls/",
        "/var/backups/nghean",
        "/var/lib/nghean",
    ):
        assert place in said and place in GUIDE
