"""Which texts are the same but for a few words (RapidFuzz's ratio: 100 × 2 × common characters / all characters)."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

MOST_DIFFERENT = 1500
"""So many different texts are compared with each other, the most frequent first; the others only with themselves."""


def families(texts: Sequence[str], *, alike: int) -> Sequence[int]:
    """For each text, how many of all are like it or like one that is; ``alike`` in per cent."""
    counts = Counter(text for text in texts if text)
    known = [text for text, _ in counts.most_common(MOST_DIFFERENT)]
    if not known:
        return [0] * len(texts)
    close = process.cdist(known, known, scorer=fuzz.ratio, score_cutoff=alike, dtype=np.uint8)
    _, family = connected_components(csr_array(np.atleast_2d(close)), directed=False)
    sizes = Counter[int]()
    label_of = dict(zip(known, family.tolist(), strict=True))
    for text, label in label_of.items():
        sizes[label] += counts[text]
    return [sizes[label_of[text]] if text in label_of else counts[text] for text in texts]
