"""A model on disk: arrays in one file, and a card beside it that says what it is and what the file must hash to.

The arrays are plain numbers (``.npz`` read with ``allow_pickle=False``), never pickle or joblib: loading one of those
runs whatever code a stranger put inside. The card's SHA-256 then guards against a damaged or exchanged file.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.error import ModelError

Arrays = dict[str, npt.NDArray[Any]]
Card = dict[str, Any]
CARD = "card.json"
FORMAT = 5


def write(folder: Path, arrays: Mapping[str, npt.NDArray[Any]], card: Card) -> Card:
    """Store a model in ``folder`` and return its card. Readers see the old one or the new one, never half of each."""
    packed = io.BytesIO()
    np.savez(packed, allow_pickle=False, **arrays)
    content = packed.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    name = f"model-{digest[:16]}.npz"
    full = {"format": FORMAT, **card, "file": name, "sha256": digest, "bytes": len(content)}
    folder.mkdir(parents=True, exist_ok=True)
    _put(folder / name, content)
    _put(folder / CARD, (json.dumps(full, ensure_ascii=False, indent=1) + "\n").encode())
    for old in sorted(folder.glob("model-*.npz"), key=lambda path: path.stat().st_mtime)[:-2]:
        old.unlink(missing_ok=True)
    return full


def _put(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def card(folder: Path, *, purpose: str) -> Card:
    """Read the card alone. Raises ``ModelError`` when there is none, or none for this ``purpose``."""
    try:
        found = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError("model_missing", f"no model in {folder}: train one with `minyi train`") from None
    except ValueError as error:
        raise ModelError("model_damaged", f"{folder / CARD} is not a model card: {error}") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ModelError("model_unknown", f"{folder / CARD} was written by another version: train again")
    if found.get("purpose") != purpose:
        raise ModelError("model_unknown", f"the model in {folder} is for {found.get('purpose')!r}, not for {purpose!r}")
    return found


def read(folder: Path, *, purpose: str) -> tuple[Arrays, Card]:
    """Return arrays and card. Raises ``ModelError`` when they are missing or do not belong together."""
    about = card(folder, purpose=purpose)
    try:
        content = (folder / Path(str(about["file"])).name).read_bytes()
    except FileNotFoundError:
        raise ModelError("model_missing", f"the file {about['file']} named by the card is gone: train again") from None
    if hashlib.sha256(content).hexdigest() != about["sha256"]:
        raise ModelError("model_damaged", f"{folder / about['file']} is not the file the card describes: train again")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}, about
