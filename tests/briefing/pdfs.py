"""What poppler, another program than the ones that write them, reads out of PDF files."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path


def run(*command: str) -> str:
    """The output of a program."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def squeezed(text: str) -> str:
    """A text without spaces and line ends: where lines break does not matter."""
    return re.sub(r"\s+", "", text)


def read(pdf: Path) -> str:
    """All text of a report without spaces and without the numbers above its pages."""
    return squeezed(re.sub(r"\f\s*\d+\n", "\n", run("pdftotext", "-raw", str(pdf), "-")))


def fonts(pdf: Path) -> dict[str, tuple[str, str]]:
    """Font -> ("yes" when embedded, "yes" when its letters can be read as text)."""
    found = {}
    for line in run("pdffonts", str(pdf)).splitlines()[2:]:
        name, *_, embedded, _, readable, _, _ = line.split()
        found[name.split("+")[-1]] = (embedded, readable)
    return found


def words(pdf: Path) -> list[tuple[int, str, tuple[float, float, float, float]]]:
    """Every word with its page (from 1) and its box in points: left, top, right, bottom."""
    found, page = [], 0
    for line in run("pdftotext", "-bbox", str(pdf), "-").splitlines():
        page += "<page " in line
        if "<word " in line:
            box = [float(value) for value in re.findall(r'(?:xMin|yMin|xMax|yMax)="([\d.]+)"', line)]
            found.append((page, re.sub("<[^>]+>", "", line).strip(), (box[0], box[1], box[2], box[3])))
    return found
