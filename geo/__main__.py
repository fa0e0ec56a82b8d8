"""Command line of the geography: names, recoding, boundaries. `python -m geo --help` lists the commands."""

from __future__ import annotations

import sys

from data.command import Parser, run
from geo import cli_boundaries, cli_names


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit code."""
    parser = Parser(prog="python -m geo", description="Địa giới, tên gọi và chuyển đổi đơn vị hành chính tỉnh Nghệ An")
    commands = parser.add_subparsers(dest="command", required=True)
    cli_names.add_commands(commands)
    cli_boundaries.add_commands(commands)
    return run(parser, arguments)


if __name__ == "__main__":
    sys.exit(main())
