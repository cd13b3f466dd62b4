"""Which part of a file is asked for: one range of bytes (RFC 9110, section 14), as players send it."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class Unsatisfiable(Exception):
    """The range begins behind the end."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """``length`` bytes from ``first`` on."""

    first: int
    length: int

    def told(self, size: int) -> str:
        """As the header ``Content-Range`` has it."""
        return f"bytes {self.first}-{self.first + self.length - 1}/{size}"


def part_of(header: str, size: int) -> Part | None:
    """None for the whole: without a range, with several, and with what is none. Raises ``Unsatisfiable``."""
    found = _ONE.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        begin, end = max(0, size - int(last)), size
    else:
        begin, end = int(first), min(size, int(last) + 1 if last else size)
    if last and first and int(last) < int(first):
        return None
    if begin >= end:
        raise Unsatisfiable
    return Part(first=begin, length=end - begin)
