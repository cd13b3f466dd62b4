"""From bytes to a tree of parts, with everything limited that a hostile mail could make long or deep.

The library's parser is quadratic in the length of a header and in the depth of nesting, and makes an object of each
part; so headers are cut before it looks at them, and what nests or divides beyond all use is not parsed at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import Compat32

from channels.base import ChannelError
from channels.mailbox.header import LONGEST

MOST_LINES, MOST_DIVISIONS, MOST_BOUNDARIES = 600_000, 4_000, 60
LONGEST_HEAD = 256 * 1024


class Unreadable(ChannelError):
    """Not a mail that can be taken apart; its head may still be read."""

    code = "unreadable"


class _Cut(Compat32):
    """Headers keep their first ``LONGEST`` characters."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        lines, room = [], LONGEST
        for line in sourcelines:
            lines.append(line[:room])
            room -= len(line)
            if room <= 0:
                break
        return super().header_source_parse(lines)


_POLICY = _Cut()


def parse(raw: bytes) -> Message:
    """The whole mail. Raises ``Unreadable``."""
    divided = raw.count(b"\n--") > MOST_DIVISIONS or raw.lower().count(b"boundary=") > MOST_BOUNDARIES
    if divided or raw.count(b"\n") > MOST_LINES:
        raise Unreadable("more parts or lines than anybody writes")
    try:
        return BytesParser(policy=_POLICY).parsebytes(raw)
    except Exception as error:  # it raises whatever it trips over
        raise Unreadable(type(error).__name__) from error


def head(raw: bytes) -> Message:
    """The headers alone, for a mail that cannot be parsed or was not fetched. Never raises."""
    start = raw[:LONGEST_HEAD].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    try:
        return BytesHeaderParser(policy=_POLICY).parsebytes(start + b"\n\n")
    except Exception:
        return Message(_POLICY)
