"""Whether a text holds a second matter: two parts, joined by 另外 or its like, that are about different things."""

from __future__ import annotations

import re

from nlu.feature import Floats
from nlu.plain import plain

_JOINT = re.compile(
    r"另外|此外|还有(?:一|个|就是|件|[,，])|再(?:一个|有|就是)|顺便|顺带|捎带|第二[个件,，、]|其次|同时也|二是|还想(?:问|反映)"
)
SHORTEST = 6
SURE = 0.35
"""Both parts must be about something at least this probable."""
GROUP = 4
"""Digits of a topic code that name its group."""


def parts(text: str) -> tuple[str, str] | None:
    """Return what stands before and after the first joint, None when there is none or one side says too little."""
    line = plain(text)
    joint = _JOINT.search(line)
    if joint is None or min(joint.start(), len(line) - joint.end()) < SHORTEST:
        return None
    return line[: joint.start()], line[joint.end() :]


def differ(one: Floats, other: Floats, topics: tuple[str, ...]) -> bool:
    """Whether two rows of topic probabilities are surely about different groups."""
    first, second = int(one.argmax()), int(other.argmax())
    return bool(min(one[first], other[second]) >= SURE and topics[first][:GROUP] != topics[second][:GROUP])
