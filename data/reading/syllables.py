"""Shape of Vietnamese syllables: whether a text can be Vietnamese as it stands."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ONSETS = "ngh ng nh gh gi kh ph th tr ch qu b c d đ g h k l m n p q r s t v x"
_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y ych yêm yên yêng yêt yêu yn ynh yp yt
"""
_SYLLABLE = re.compile(f"(?:{'|'.join(_ONSETS.split())})?(?:{'|'.join(_RIMES.split())})")
_WORDS = re.compile(r"[^\W\d_]+")


def plausible(text: str) -> bool:
    """Whether every word with letters beyond ASCII has the shape of a Vietnamese syllable, and there is one."""
    words = [word for word in _WORDS.findall(unicodedata.normalize("NFC", text)) if not word.isascii()]
    return bool(words) and all(is_syllable(word) for word in words)


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word has an onset and a rime of Vietnamese, at most one tone, and the tones its ending allows."""
    # "tÕ": a capital after a small letter is no Vietnamese spelling, but common in text of a legacy font.
    if word != word.lower() and word != word.upper() and word != word.capitalize():
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in parts if mark in _TONES]
    toneless = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(toneless):
        return False
    # Before a stop only sắc and nặng are spoken.
    return not toneless.endswith(("c", "ch", "p", "t")) or (bool(tones) and tones[0] in "\u0301\u0323")
