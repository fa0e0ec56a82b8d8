"""The catalogue of security models and of what is reported about them: a new one is a row, not code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from data.columns import Schema, faults, typed
from data.errors import Problem
from data.tables import read

GEOMETRIES = ("point", "commune", "line")
LAYERS = ("camera", "drug_free", "flag_road", "other")
SYMBOLS = (
    "circle",
    "square",
    "triangle",
    "diamond",
    "star",
    "bell",
    "cross",
    "flag",
    "house",
    "flame",
    "hexagon",
)

MODELS = Schema(
    key="model_key",
    filled=(
        "label_vi",
        "label_en",
        "unit_vi",
        "unit_en",
        "colour",
        "definition_vi",
        "definition_en",
        "source_url",
    ),
    numbers=("order",),
    one_of={"geometry": GEOMETRIES, "layer": LAYERS, "symbol": SYMBOLS},
    others=("counted_with",),
)
INDICATORS = Schema(key="indicator_key", filled=("model_key", "label_vi", "label_en", "unit_vi", "unit_en"))


@dataclass(frozen=True)
class Model:
    """One security model: how it is called, counted and drawn, what it is, and where that is stated.

    `counted_with` is the key of another model whose reported figure includes this one, or "".
    """

    model_key: str
    label_vi: str
    label_en: str
    geometry: str
    unit_vi: str
    unit_en: str
    colour: str
    symbol: str
    layer: str
    order: float
    counted_with: str
    definition_vi: str
    definition_en: str
    source_url: str

    def label(self, lang: str = "vi") -> str:
        """Give the name of the model in a language."""
        return self.label_en if lang == "en" else self.label_vi

    def unit(self, lang: str = "vi") -> str:
        """Give the noun for one counted piece of the model ("điểm", "tổ") in a language."""
        return self.unit_en if lang == "en" else self.unit_vi


@cache
def _models() -> pd.DataFrame:
    return typed(_checked("models", MODELS), MODELS).sort_values("order", ignore_index=True)


def models() -> pd.DataFrame:
    """Give the models in their order of showing: the columns of data/tables/models.csv, `order` as float.

    Raises Problem listing every fault of the table.
    """
    return _models().copy()


@cache
def model(model_key: str) -> Model:
    """Give one model. Raises Problem for an unknown key."""
    rows: list[dict[Any, Any]] = _models().query("model_key == @model_key").to_dict("records")
    if not rows:
        raise Problem(
            where="Danh mục mô hình",
            came=f"mã mô hình «{model_key}»",
            expected="một mã có trong data/tables/models.csv",
            todo="Kiểm tra lại mã, hoặc thêm mô hình vào bảng.",
        )
    return Model(**rows[0])


def indicators() -> pd.DataFrame:
    """Give the reported indicators: indicator_key, model_key, label_vi, label_en, unit_vi, unit_en."""
    return _checked("indicators", INDICATORS)


def _checked(table: str, schema: Schema) -> pd.DataFrame:
    frame = read(table)
    found = faults(f"{table}.csv", frame, schema)
    if found:
        raise Problem(
            where=f"Bảng data/tables/{table}.csv",
            came=f"{len(found)} lỗi: " + "; ".join(found),
            expected="bảng đúng như mô tả ở data/catalogue.py",
            todo="Sửa các ô đã nêu.",
        )
    return frame
