"""What the command lines of data, geo and briefing share: a parser that explains itself, and one way to end."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from typing import NoReturn

from data.errors import Problem

log = logging.getLogger("command")


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are Vietnamese; subcommands made from it are of its class."""

    def error(self, message: str) -> NoReturn:
        """Raise Problem, so that a wrong call ends like any other fault: exit code 1, never 2."""
        raise Problem(
            where=f"Lệnh «{self.prog}»",
            came=f"tham số không dùng được ({message})",
            expected=self.format_usage().strip().removeprefix("usage: "),
            todo=f"Xem hướng dẫn: {self.prog} --help",
        )


def run(parser: Parser, arguments: list[str] | None = None) -> int:
    """Run the function that the parsed arguments name in `run`; a Problem is told on standard error and ends with 1."""
    try:
        args = parser.parse_args(arguments)
        return int(args.run(args))
    except Problem as problem:
        log.debug("%s", problem.detail)
        print(problem, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
