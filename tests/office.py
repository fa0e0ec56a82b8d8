"""LibreOffice, as a reader's own program: it opens what we write and says what it finds."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def convert(source: Path, kind: str, into: Path) -> Path:
    """Let LibreOffice convert a file to `kind` ("pdf", "csv", "xlsx") in a folder; gives the file it made.

    Every call has a profile of its own, so that tests side by side do not wait for each other.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("Cần LibreOffice để chạy kiểm thử: make programs")
    into.mkdir(exist_ok=True)
    profile = into / f"profile-{source.name}-{kind}"
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", kind, "--outdir", str(into), str(source)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300)
    made = into / f"{source.stem}.{kind.split(':')[0]}"
    assert made.exists(), f"{ran.stdout}\n{ran.stderr}"
    return made
