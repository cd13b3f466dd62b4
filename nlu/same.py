"""Whether two texts tell the same matter: bands that let a database find candidates, and a likeness that ranks them.

A text is reduced to its letters, and these to ``BANDS`` numbers. Of two texts that share three in ten of their pairs
of characters nineteen in twenty also share a band; of two that share one in fifty about one in eighty does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz

from nlu.minhash import factors, signature
from nlu.plain import plain

BANDS, DEPTH, RUN = 32, 2, 2
SHORTEST = 6
"""Letters, below which a text says too little."""
_NO_LETTER = re.compile(r"[\W_]+")
_POLITE = re.compile(
    "您好|你好|我(?:要|想)(?:投诉|反映|举报|咨询)(?:一下)?|(?:市民|群众|来电人)?反映|(?:希望|请|麻烦|恳请)?(?:相关|有关|主管)部门"
    "|尽快(?:处理|解决|核实|回复)(?:一下)?|谢谢|麻烦|希望"
)
_FACTORS = factors(BANDS * DEPTH)
_WEIGHTS = np.array([1, 0x9E3779B1], dtype=np.uint64)


def letters(text: str) -> str:
    """What is compared: letters and digits, without the phrases that stand in every petition."""
    return _POLITE.sub("", _NO_LETTER.sub("", plain(text)))


def bands(text: str) -> Sequence[int]:
    """``BANDS`` numbers of 32 bits, signed; none for a text that says too little."""
    told = letters(text)
    if len(told) < SHORTEST:
        return ()
    rows = signature(told, run=RUN, by=_FACTORS).astype(np.uint64).reshape(BANDS, DEPTH)
    mixed = (rows * _WEIGHTS).sum(axis=1) ^ (np.arange(BANDS, dtype=np.uint64) * np.uint64(0xC2B2AE35))
    folded = (mixed ^ (mixed >> np.uint64(32))).astype(np.uint32)
    return [int(each) for each in folded.view(np.int32)]


def likeness(one: str, other: str) -> float:
    """How alike, from 0 to 100: common letters in their order, by all letters."""
    return fuzz.ratio(letters(one), letters(other))
