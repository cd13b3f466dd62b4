"""The gateway of an office without a line out: one file a message, for another program to carry on."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from channels.base import CarrierError
from channels.sms.port import Accepted, Found
from channels.telephony import Delivery


@dataclass(frozen=True)
class FileGateway:
    """Writes ``<key>.json`` with ``to`` and ``text`` into a folder only we can read; the same key writes it once."""

    folder: Path
    name = "file"
    lists = True

    def send(self, phone: str, body: str, *, key: str) -> Accepted:
        """A file is there whole or not at all."""
        path = self.folder / f"{key}.json"
        draft = path.with_suffix(".draft")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump({"to": phone, "text": body}, file, ensure_ascii=False)
            draft.replace(path)
        except OSError as error:
            raise CarrierError(f"cannot write: {os.strerror(error.errno or 0)}", permanent=False) from error
        return Accepted(reference=path.name, left=True)

    def find(self, phone: str, body: str, *, since: datetime) -> Found | None:
        """What still lies there, or lies there again."""
        for path in self.folder.glob("*.json"):
            if path.stat().st_mtime >= since.timestamp() and json.loads(path.read_text()) == {
                "to": phone,
                "text": body,
            }:
                return Found(reference=path.name, state=Delivery.SENT)
        return None
