"""What the portal needs to work."""

from __future__ import annotations

from channels.base import Checks


def check(settings: object) -> Checks:
    """Nothing outside: it lives in the web process."""
    return [("web", True, "")]
