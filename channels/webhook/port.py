"""The port of whatever carries an event to a subscriber."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class CarrierError(Exception):
    """The subscriber did not take the event. ``permanent``: it never will take this one.

    ``retry_after`` is how many seconds the subscriber asked us to wait.
    """

    def __init__(self, message: str, *, permanent: bool, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.retry_after = retry_after


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One request, signed."""

    url: str
    headers: Mapping[str, str]
    body: bytes


class Carrier(Protocol):
    """Hands requests over."""

    def post(self, outgoing: Outgoing) -> None:
        """Hand one over, within a bounded time. Raises ``CarrierError``."""
