"""What the phone desk needs: an operator at the console, nothing outside."""

from __future__ import annotations

from channels.base import Checks


def check(settings: object) -> Checks:
    """Always there."""
    return [("phone_desk", True, "")]
