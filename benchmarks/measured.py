"""What one measurement of the doors gives."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """``name`` and ``value`` for programs; ``what``, ``words`` and ``aim`` for people."""

    name: str
    value: float
    what: str
    words: str
    aim: str
