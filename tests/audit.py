"""Known holes in the locked packages: `make audit`, a part of `make test`.

pip-audit asks PyPI's advisories for every package of requirements-dev.lock, which has those of the app too, then OSV
when PyPI does not answer for all. A finding fails. Where neither service can be reached, as in a closed network,
nothing is known: that is said in so many words, and does not fail.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK = "requirements-dev.lock"
SERVICES = ("pypi", "osv")
_PATIENCE_S = 180


@dataclass
class Audit:
    """What is known of the locked packages: those answered for, and the findings as sentences."""

    packages: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    findings: set[str] = field(default_factory=set)

    def note(self, told: dict[str, Any]) -> None:
        """Add an answer of pip-audit; a package that it skipped has not been answered for."""
        for package in told["dependencies"]:
            self.packages.add(package["name"])
            if "skip_reason" in package:
                continue
            self.answered.add(package["name"])
            for hole in package["vulns"]:
                mended = ", ".join(hole["fix_versions"]) or "no release yet"
                self.findings.add(f"{package['name']} {package['version']}: {hole['id']}, mended in {mended}")

    def said(self) -> str:
        """Give the outcome in words."""
        if not self.answered:
            return "audit: NOT DONE, no advisory service can be reached from here; nothing is known of any package."
        open_ = sorted(self.packages - self.answered)
        head = f"audit: {len(self.answered)} packages answered for, {len(self.findings)} findings"
        lines = [head, *sorted(self.findings)]
        return "\n".join(lines + ([f"audit: NOT answered for: {', '.join(open_)}"] if open_ else []))


def ask(service: str) -> dict[str, Any] | None:
    """Let pip-audit ask a service about the locked packages; None when the service cannot be reached."""
    words = ["--disable-pip", "--require-hashes", "--progress-spinner=off", "--timeout=10", "--format=json"]
    command = [sys.executable, "-m", "pip_audit", f"--vulnerability-service={service}", *words, "-r", LOCK]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=_PATIENCE_S)
        return dict(json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        print(f"audit: {service}: no answer in {_PATIENCE_S} s")
        return None
    except ValueError:
        last = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        print(f"audit: {service}: {last[:300]}")
        return None


def main(services: Sequence[str] = SERVICES) -> int:
    """Ask, print, and give 1 when there is a finding."""
    audit = Audit()
    for service in services:
        if told := ask(service):
            audit.note(told)
        if audit.packages and audit.packages == audit.answered:
            break
    print(audit.said())
    return 1 if audit.findings else 0


if __name__ == "__main__":
    sys.exit(main())
