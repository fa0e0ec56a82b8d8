"""Every kind of picture against its golden one. After a wanted change: `python -m tests.briefing.goldens`, and look."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter

from tests.briefing import goldens

# Of 255, over all pixels and colours, slightly blurred: another rasteriser or palette is below, a moved legend above.
TOLERANCE = 1.2


def difference(one: Image.Image, other: Image.Image) -> float:
    blurred = [np.asarray(image.filter(ImageFilter.GaussianBlur(1)), dtype=float) for image in (one, other)]
    return float(np.abs(blurred[0] - blurred[1]).mean())


@pytest.mark.parametrize("name", goldens.CASES)
def test_a_picture_is_as_it_was(name: str) -> None:
    golden = Image.open(goldens.FOLDER / f"{name}.png").convert("RGB")
    drawn = goldens.draw(name)
    assert drawn.size == golden.size
    assert difference(drawn, golden) < TOLERANCE


def test_a_change_that_matters_is_seen() -> None:
    golden = Image.open(goldens.FOLDER / "bars.png").convert("RGB")
    moved = Image.new("RGB", golden.size, "white")
    moved.paste(golden, (0, 6))
    assert difference(moved, golden) > TOLERANCE


def test_goldens_are_small_and_none_is_left_over() -> None:
    found = {path.stem: path.stat().st_size for path in goldens.FOLDER.iterdir()}
    assert set(found) == set(goldens.CASES)
    assert max(found.values()) <= 60_000
