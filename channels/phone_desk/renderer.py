"""What goes back out on the telephone: the words the operator reads to the caller."""

from __future__ import annotations

from collections.abc import Sequence

_GROUP = 4


def spoken(code: str) -> Sequence[str]:
    """A query code in groups that can be read out and written down."""
    return [code[start : start + _GROUP] for start in range(0, len(code), _GROUP)]
