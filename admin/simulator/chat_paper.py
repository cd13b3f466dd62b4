"""What a simulated messenger shows: one roll of paper a chat, in the home folder, seen by every process."""

from __future__ import annotations

import fcntl
import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Bubble:
    """One message on the screen. ``buttons`` are rows of (label, what it sends)."""

    mine: bool
    text: str
    buttons: Sequence[Sequence[tuple[str, str]]] = field(default_factory=list)


@dataclass(frozen=True)
class Papers:
    """All chats and their files."""

    folder: Path

    def write(self, chat: int, bubble: Bubble) -> int:
        """Add a message; its place on the paper, from 1."""
        with self._paper(chat).open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            place = sum(1 for _ in file) + 1
            file.write(json.dumps(asdict(bubble), ensure_ascii=False) + "\n")
        return place

    def read(self, chat: int, *, after: int = 0) -> Sequence[Bubble]:
        """The messages after a place."""
        path = self._paper(chat)
        lines = path.read_text().splitlines() if path.exists() else []
        return [Bubble(**json.loads(line)) for line in lines[after:]]

    def keep(self, body: bytes) -> str:
        """Keep a file; the name by which it can be fetched."""
        name = secrets.token_urlsafe(16)
        self._file(name).write_bytes(body)
        return name

    def fetch(self, name: str) -> bytes | None:
        path = self._file(name) if _NAME.fullmatch(name) else None
        return path.read_bytes() if path and path.exists() else None

    def _paper(self, chat: int) -> Path:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.folder / f"{chat}.jsonl"

    def _file(self, name: str) -> Path:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.folder / f"{name}.file"
