"""What the chat needs: the web process; without the dialogue engine its messages are registered as they are."""

from __future__ import annotations

from channels.base import Checks


def check(settings: object) -> Checks:
    """Always there."""
    return [("webchat", True, "")]
