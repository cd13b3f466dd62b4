"""What a conversation has come to know and not yet used: kept sealed with it, gone when it is used or dropped."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field, replace

from channels.dialogue.utterance import Spot


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A petition in the making. ``key`` makes it one petition however often it is filed.

    ``asked`` names what was answered or passed over and is not asked again.
    """

    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    matter: str = ""
    place: str = ""
    spot: Spot | None = None
    phone: str = ""
    identity: str = ""
    asked: frozenset[str] = frozenset()

    def answered(self, slot: str, **known: object) -> Draft:
        """With ``slot`` done, whatever was said to it."""
        return replace(self, asked=self.asked | {slot}, **known)  # type: ignore[arg-type]

    def reopened(self, slot: str, **emptied: object) -> Draft:
        """With ``slot`` to be asked again."""
        return replace(self, asked=self.asked - {slot}, **emptied)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Notes:
    """``draft``: a petition being told; ``unsure``: words that may be one; ``number``: a petition whose query code is
    still to come; ``detail``: facts to add.
    """

    draft: Draft | None = None
    unsure: str = ""
    number: str = ""
    detail: str = ""


def packed(notes: Notes) -> str:
    """As text, to be sealed."""
    return json.dumps(asdict(notes), ensure_ascii=False, default=sorted)


def notes_of(text: str) -> Notes:
    """The opposite of ``packed``."""
    found = json.loads(text)
    return Notes(**found | {"draft": _draft(found["draft"])})


def _draft(found: dict[str, object] | None) -> Draft | None:
    if found is None:
        return None
    spot = Spot(**found["spot"]) if isinstance(found["spot"], dict) else None
    return Draft(**found | {"spot": spot, "asked": frozenset(found["asked"])})  # type: ignore[call-overload]
