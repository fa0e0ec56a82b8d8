"""Who lies beside whom, from the boundaries in force."""

from __future__ import annotations

import pytest

from geo.neighbours import neighbours
from geo.units import EPOCHS, by_code, districts


@pytest.mark.parametrize("epoch", EPOCHS)
def test_everybody_has_neighbours_and_is_theirs(epoch: str) -> None:
    found = neighbours(epoch)
    assert set(found) == set(by_code(epoch))
    for code, around in found.items():
        assert around
        assert code not in around
        assert all(code in found[other] for other in around)


def test_real_neighbours() -> None:
    around = {by_code("2025")[code].name for code in neighbours("2025")["18028"]}  # xã Hưng Nguyên Nam
    assert around == {"Kim Liên", "Thiên Nhẫn", "Hưng Nguyên", "Lam Thành"}
    names = districts("2025").set_index("code")["name"]
    assert [names[code] for code in neighbours("2025", "district")["417"]] == ["Tương Dương"]  # Kỳ Sơn


def test_the_province_has_none_here() -> None:
    with pytest.raises(ValueError, match="province"):
        neighbours("2025", "province")
