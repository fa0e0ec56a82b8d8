"""The one error this project raises for faults a person can act on."""

from __future__ import annotations


class Problem(Exception):
    """A fault explained in Vietnamese: where it is, what came, what was expected, what to do.

    `str(problem)` is the text for the screen or the terminal; `detail` is English, for the log only.
    """

    def __init__(self, where: str, came: str, expected: str, todo: str, detail: str = "") -> None:
        self.where = where
        self.came = came
        self.expected = expected
        self.todo = todo
        self.detail = detail
        super().__init__(f"{where}: gặp {came}; cần {expected}. {todo}")
