"""Where the simulator keeps its things: small files in the home folder, seen by every process."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KEY = re.compile(r"[A-Za-z0-9+_-]{1,80}", re.ASCII)
Card = dict[str, Any]


@dataclass(frozen=True)
class Cabinet:
    """A folder of drawers (``calls``, ``messages``, ``recordings``), each with cards or sounds by key."""

    folder: Path

    def put(self, drawer: str, key: str, card: Card) -> None:
        self._write(self._path(drawer, key, "json"), json.dumps(card, ensure_ascii=False).encode())

    def get(self, drawer: str, key: str) -> Card | None:
        path = self._path(drawer, key, "json")
        return dict(json.loads(path.read_bytes())) if path.exists() else None

    def all(self, drawer: str) -> Sequence[Card]:
        """Every card of a drawer, the newest last."""
        paths = sorted((self.folder / drawer).glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        return [json.loads(path.read_bytes()) for path in paths]

    def put_sound(self, key: str, body: bytes) -> None:
        self._write(self._path("recordings", key, "wav"), body)

    def sound(self, key: str) -> bytes | None:
        path = self._path("recordings", key, "wav")
        return path.read_bytes() if path.exists() else None

    def remove(self, drawer: str, key: str) -> bool:
        """Take out a card and its sound; whether there was one."""
        paths = [self._path(drawer, key, kind) for kind in ("json", "wav")]
        there = any(path.exists() for path in paths)
        for path in paths:
            path.unlink(missing_ok=True)
        return there

    def _path(self, drawer: str, key: str, kind: str) -> Path:
        if not _KEY.fullmatch(key):
            raise KeyError(drawer)
        return self.folder / drawer / f"{key}.{kind}"

    def _write(self, path: Path, body: bytes) -> None:
        """Whole or not at all."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        draft.write_bytes(body)
        draft.replace(path)
