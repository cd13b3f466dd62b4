"""Feature spaces and heads as named arrays, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.calibration import Calibration
from nlu.document import BLOCKS
from nlu.feature import FeatureSpace
from nlu.head import Head
from nlu.linear import Weights
from nlu.modelfile import Arrays
from nlu.segment import Segmenter


def pack_words(words: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Return words (none holds a line break) as bytes."""
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def unpack_words(packed: npt.NDArray[Any]) -> list[str]:
    """Undo ``pack_words``."""
    return packed.tobytes().decode().split("\n") if packed.size else []


def pack_space(space: FeatureSpace) -> Arrays:
    """Return the arrays of a feature space."""
    arrays: Arrays = {"weight": space.weight, "city_words": pack_words(space.segmenter.city_words)}
    return arrays | {f"block{number}": pack_words(block) for number, block in enumerate(space.blocks)}


def unpack_space(arrays: Arrays) -> FeatureSpace:
    """Undo ``pack_space``."""
    blocks = [unpack_words(arrays[f"block{number}"]) for number in range(len(BLOCKS))]
    return FeatureSpace(Segmenter(unpack_words(arrays["city_words"])), blocks, arrays["weight"])


def pack_head(head: Head, prefix: str) -> Arrays:
    """Return the arrays of a head, their names beginning with ``prefix``; weights are kept in half precision."""
    scale = np.maximum(np.abs(head.weights.columns).max(axis=0), 1e-6)
    return {
        f"{prefix}labels": pack_words(head.labels),
        f"{prefix}scale": scale,
        f"{prefix}columns": (head.weights.columns / scale).astype(np.float16),
        f"{prefix}offset": head.weights.offset,
        f"{prefix}limits": head.limits,
        f"{prefix}slope": head.calibration.slope,
        f"{prefix}shift": head.calibration.shift,
        f"{prefix}sharpness": np.array([head.calibration.sharpness]),
    }


def unpack_head(arrays: Arrays, prefix: str) -> Head:
    """Undo ``pack_head``."""
    sharpness = float(arrays[f"{prefix}sharpness"][0])
    columns = arrays[f"{prefix}columns"] * arrays[f"{prefix}scale"].astype(np.float32)
    return Head(
        labels=tuple(unpack_words(arrays[f"{prefix}labels"])),
        weights=Weights(np.ascontiguousarray(columns), arrays[f"{prefix}offset"]),
        calibration=Calibration(sharpness, arrays[f"{prefix}slope"], arrays[f"{prefix}shift"]),
        limits=arrays[f"{prefix}limits"],
    )
