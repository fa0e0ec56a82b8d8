"""What comes of reading one value: the value with a note on what was done, or a fault a person can mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from data.reading.cells import Cell, CellError

T = TypeVar("T")


@dataclass(frozen=True)
class Parsed(Generic[T]):
    """A value read from a cell; `note` says, in Vietnamese, what was understood where that is not plain.

    `unit` is what stood behind a number ("%", "camera"). `others` are readings that are possible too, for the
    caller to weigh (a point in the other VN-2000 grid).
    """

    value: T
    note: str = ""
    unit: str = ""
    others: tuple[T, ...] = ()


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be read: what came, what was expected, what to do; all Vietnamese.

    `suggestion` is a text that would be read, where one is likely; a person decides.
    """

    came: str
    expected: str
    todo: str
    suggestion: str = ""


def formula_fault(error: CellError) -> Fault:
    """The fault of a cell whose formula failed or was never calculated."""
    return Fault(error.meaning, "một giá trị", "Mở bằng Excel, sửa công thức hoặc gõ thẳng giá trị rồi lưu lại.")


def quoted(cell: Cell) -> str:
    """What came, for a finding: the text between quotes, cut where it is long."""
    text = cell.text
    return f"«{text[:60]}…»" if len(text) > 60 else f"«{text}»"
