"""The whole bench: `make bench`, or `python -m bench [--quick] [--soak MINUTES]`.

Each part is a process of its own, one after the other, and writes its results; then the tables are printed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys


def main() -> None:
    """Run every part; SystemExit with the parts that failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="few rounds, a short soak, small registers")
    options.add_argument("--soak", type=float, default=10, help="minutes of thirty readers; 120 for the long one")
    asked = options.parse_args()
    rounds, soak, most, rows = ("2", 1.0, "10000", "2000") if asked.quick else ("7", asked.soak, "1000000", "50000")
    killed, faults = ("1", "1") if asked.quick else ("3", "10")
    parts = {
        "browser": ["-n", rounds],
        "sessions": ["--minutes", str(soak)],
        "nginx": ["--minutes", killed],
        "faults": ["--minutes", faults],
        "growth": ["--most", most],
        "work": ["--rows", rows],
        "table": [],
    }
    failed = [
        part
        for part, words in parts.items()
        if subprocess.run([sys.executable, "-m", f"bench.{part}", *words]).returncode  # noqa: S603
    ]
    if failed:
        raise SystemExit("failed: " + ", ".join(failed))


if __name__ == "__main__":
    main()
