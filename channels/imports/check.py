"""What importing needs: nothing outside."""

from __future__ import annotations

from channels.base import Checks


def check(settings: object) -> Checks:
    """A person brings the file."""
    return [("import", True, "")]
