"""What the branch hotlines need: keys, which are given out one by one, and nothing in the settings."""

from __future__ import annotations

from channels.base import Checks


def check(settings: object) -> Checks:
    """Nothing outside: branches come to us."""
    return [("branch", True, "")]
