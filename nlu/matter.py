"""Whether a text holds a second matter, and where it begins: two parts that are about different things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from nlu.feature import Floats
from nlu.plain import plain

_JOINT = re.compile(
    r"(?:^|[,。;!?、\s])?(?:另外|此外|还有(?:一(?=[个件])|就是|[个件]事|[,:]|(?!一|几|人|谁))|再(?:一个|有|就是|问)|顺[便带]|捎带|其次"
    r"|第二(?![天次回年月季期医中小学])|同时也|二是|头一个|还想(?:问|反映))(?:[个件]?(?:问题|事儿?|方面)|是|说?一[下声句]|(?:想)?(?:问|反映)?下?|就是)*[,:、]?"
    r"|[,。;!?、\s](?:2|二|②)[、.,:)]|[②]"
)
_GOES_ON = re.compile(
    r".{0,4}也|(?:希望|请|尽快|把|就|都|说|次|又|没|不|去|打|找|问(?!下)|给|他|她|它|这[个狗家事]|那[个家事]|几|一共|才)"
)
SHORTEST = 6
"""Letters of a part."""
SURE, ALIKE = 0.45, 0.3
"""Both parts must be about some group at least this probably; and how much their groups may overlap, from 0 to 1."""
GROUP = 4
"""Digits of a topic code that name its group."""
_MOST = 4


def parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and after each joint (另外, 二是 …), where both sides say enough."""
    line = plain(text)
    for joint in list(_JOINT.finditer(line))[:_MOST]:
        one, other = line[: joint.start()], line[joint.end() :].lstrip(",:、。 ")
        if min(len(one), len(other)) >= SHORTEST and not _GOES_ON.match(other):
            yield one, other


def second(text: str, read: Callable[[Sequence[str]], Floats], topics: Sequence[str]) -> str:
    """Return the part of ``text`` that is a matter of its own, "" when there is none.

    ``read`` returns probabilities (texts × ``topics``).
    """
    found = list(parts(text))
    if not found:
        return ""
    chances = grouped(read([part for pair in found for part in pair]), topics)
    for number, (_, other) in enumerate(found):
        if _differ(chances[2 * number], chances[2 * number + 1]):
            return other
    return ""


def grouped(chances: Floats, topics: Sequence[str]) -> Floats:
    """Add up the probabilities of the topics of each group."""
    groups, group = np.unique([topic[:GROUP] for topic in topics], return_inverse=True)
    member = np.zeros((len(topics), len(groups)), dtype=np.float32)
    member[np.arange(len(topics)), group] = 1.0
    return np.asarray(chances @ member)


def _differ(one: Floats, other: Floats) -> bool:
    overlap = float(np.sqrt(one * other).sum())  # Bhattacharyya's coefficient
    return min(float(one.max()), float(other.max())) >= SURE and overlap < ALIKE
