"""What an installation has of telephony: the carrier's account, and how the hotline answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from tracking.domain.clock import CITY_ZONE

CARRIER = "https://api.twilio.com"


@dataclass(frozen=True, kw_only=True)
class Account:
    """The account at the carrier (Twilio). ``number`` is ours, in international form; ``url`` is where it is reached,
    and whatever is asked there may take ``timeout`` seconds.

    ``keys`` are shared keys for signing (id → secret); what names none of them is signed with ``token``.
    """

    sid: str = ""
    token: str = field(default="", repr=False)
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    number: str = ""
    url: str = CARRIER
    timeout: float = 10.0

    @property
    def ready(self) -> bool:
        """Whether there is an account at all."""
        return bool(self.sid and self.token)


class Delivery(StrEnum):
    """What a carrier says became of a message."""

    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Report:
    """One word of a carrier about one message; ``key`` is ours, ``reference`` the carrier's, ``error`` its code."""

    key: str
    state: Delivery
    reference: str | None = None
    error: str | None = None


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A domestic provider of messages behind the documented HTTP interface."""

    url: str = ""
    app: str = ""
    secret: str = field(default="", repr=False)
    timeout: float = 10.0

    @property
    def ready(self) -> bool:
        return bool(self.url and self.app and self.secret)


@dataclass(frozen=True, kw_only=True)
class Hotline:
    """How calls are answered.

    ``hears`` is the language of recognition, ``speaks`` and ``voice`` those of what is read out; below ``confidence``
    (0 to 1) speech counts as not understood. Operators are there from ``opens`` to ``closes`` (equal: day and night);
    a caller waits at most ``patience`` seconds for one. ``longest`` is that of a voice message, in seconds.
    """

    city: str = "沈阳"
    hears: str = "cmn-Hans-CN"
    speaks: str = "cmn-CN"
    voice: str = "Polly.Zhiyu"
    confidence: float = 0.5
    opens: time = time(0)
    closes: time = time(0)
    patience: int = 180
    longest: int = 120
    queue: str = "operators"

    @property
    def language(self) -> str:
        """The catalogue the words are taken from."""
        return "en" if self.speaks.lower().startswith("en") else "zh"

    def staffed(self, at: datetime) -> bool:
        """Whether operators are there at this instant."""
        now = at.astimezone(CITY_ZONE).time()
        if self.opens == self.closes:
            return True
        if self.opens < self.closes:
            return self.opens <= now < self.closes
        return now >= self.opens or now < self.closes
