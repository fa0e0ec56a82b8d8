"""Command line of the geography: names, recoding, boundaries. `python -m geo --help` lists the commands."""

from __future__ import annotations

import argparse
import sys

from data.errors import Problem
from geo import cli_boundaries, cli_names


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a fault the user can mend is one Vietnamese line on standard error and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m geo", description="Địa giới, tên gọi và chuyển đổi đơn vị hành chính tỉnh Nghệ An")
    commands = parser.add_subparsers(dest="command", required=True)
    cli_names.add_commands(commands)
    cli_boundaries.add_commands(commands)
    args = parser.parse_args(arguments)
    try:
        return int(args.run(args))
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
