"""What a judged file is, and how one is refused."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from channels.base import Flaw, Refused


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A file fit to be kept; ``digest`` is SHA-256 of ``body`` in hex."""

    body: bytes
    media_type: str
    name: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def refused(field: str, code: str, message: str, **values: str) -> Refused:
    """A refusal with a sentence for the sender."""
    return Refused(Flaw(field=field, code=code, message=message, values=values))
