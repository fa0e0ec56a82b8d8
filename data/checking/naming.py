"""What the words of a sent file mean in the catalogue: models, indicators, statuses, results and targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from data import catalogue
from data.checking.places import Candidate
from data.reading.register_columns import folded

RESULT, TARGET = "kết quả", "chỉ tiêu"
_LIKE = 55.0  # the least likeness, of 100, worth suggesting
_SUGGESTIONS = 3
_STATUSES = {
    "drug_free": ("sạch về ma túy", "xã sạch về ma túy", "đã sạch về ma túy", "đạt tiêu chí sạch về ma túy"),
    "not_drug_free": ("chưa sạch về ma túy", "không sạch về ma túy", "còn ma túy", "chưa đạt tiêu chí sạch về ma túy"),
    "border27": ("xã biên giới", "xã biên giới thuộc đề án 27 xã"),
}
_KINDS = {"figures": (RESULT, "đã đạt", "thực hiện"), "targets": (TARGET, "kế hoạch", "mục tiêu")}


@dataclass(frozen=True)
class Vocabulary:
    """The entries of one list: key → label, and every folded writing → key."""

    labels: Mapping[str, str]
    keys: Mapping[str, str]

    def key(self, text: str) -> str:
        """Give the key that a text means, "" when it is no writing of any."""
        return self.keys.get(folded(text), "")

    def suggestions(self, text: str) -> tuple[Candidate, ...]:
        """Give the entries that a text is most like, best first; a person decides."""
        writings = list(self.keys)
        hits = process.extract(folded(text)[:200], writings, scorer=fuzz.token_set_ratio, score_cutoff=_LIKE)
        best: dict[str, float] = {}
        for writing, score, _ in hits:
            best.setdefault(self.keys[writing], round(score, 1))
        return tuple(Candidate("", key, self.labels[key], "", score) for key, score in best.items())[:_SUGGESTIONS]


@cache
def models() -> Vocabulary:
    """Give the models of the catalogue: their labels in both languages and their keys."""
    rows = catalogue.models()
    return _vocabulary(dict(zip(rows["model_key"], zip(rows["label_vi"], rows["label_en"], strict=True), strict=True)))


@cache
def indicators() -> Vocabulary:
    """Give the indicators of the catalogue: their labels in both languages and their keys."""
    rows = catalogue.indicators()
    names = zip(rows["label_vi"], rows["label_en"], strict=True)
    return _vocabulary(dict(zip(rows["indicator_key"], names, strict=True)))


@cache
def statuses() -> Vocabulary:
    """Give what a commune can be said to be."""
    return _vocabulary(_STATUSES)


@cache
def kinds() -> Vocabulary:
    """Give whether a number is a result ("figures") or a target ("targets")."""
    return _vocabulary(_KINDS)


@cache
def model_of() -> dict[str, str]:
    """Give the model that each indicator belongs to."""
    rows = catalogue.indicators()
    return dict(zip(rows["indicator_key"], rows["model_key"], strict=True))


def _vocabulary(names: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    keys = {folded(name): key for key, writings in names.items() for name in reversed(writings)}
    keys |= {folded(key): key for key in names}
    return Vocabulary({key: writings[0] for key, writings in names.items()}, keys)
