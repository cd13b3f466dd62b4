"""Finds the organisations a text speaks of – 铁西区人民医院, 老王烧烤店 – and which of them it complains about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlu.segment import tagged
from nlu.words import Words

_WORDS = Words("organisation")
_ENDING = re.compile(f"{_WORDS.any_of('ending')}$")
_ENDINGS, _NEVER_FIRST, _TOO_LITTLE = map(_WORDS.some, ("ending", "never_first", "too_little"))
_SHORT_ENDINGS = _WORDS.some("short_ending")
_IN_NAMES = ("n", "j", "b", "eng", "zg", "vn", "l", "s", "f", "m", "i", "g", "a", "z")
"""Parts of speech a name is made of, as jieba begins their codes."""
_BLAMED = re.compile(
    r"(?:投诉|举报|反映|控告|起诉|被|查查|查一查|查处|管管|管一管|曝光|质疑|由于|因为)(?:一下|的是)?(?:[这那一]家|我们|本|该)?$"
)
_ASKED = re.compile(r"(?:请求?|要求|让|找|催|希望|建议|打给?|给|叫|向|跟)(?:[这那一]家|我们|本|该)?$")
_STREET, _COUNT = re.compile("(?:[路街巷道]|小区|胡同)$"), re.compile(r"[点号楼]$|^\d+$")
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Organisation:
    """``words`` as they stand in the text; ``blamed`` where the text complains about it."""

    words: str
    blamed: bool


def organisations(text: str) -> tuple[Organisation, ...]:
    """Return each organisation once, in order; one at most is blamed: accused, or the first not asked for help."""
    found = list(dict.fromkeys(_phrases(text)))
    accused = [name for name in found if _BLAMED.search(text, 0, text.find(name))]
    others = [name for name in found if not _ASKED.search(text, 0, text.find(name))]
    blamed = next(iter([*accused, *others]), None)
    return tuple(Organisation(name, name == blamed) for name in found)


def _phrases(text: str) -> Iterator[str]:
    """Yield runs of nouns that end like an organisation."""
    run: list[str] = []
    for word, kind in [*tagged(text), ("", "x")]:
        if kind.startswith(_IN_NAMES) or word in _ENDINGS or word in _SHORT_ENDINGS:
            run.append(word)
        else:
            yield from _named(run)
            run = []


def _named(run: list[str]) -> Iterator[str]:
    last = next((index for index in reversed(range(len(run))) if _ENDING.search("".join(run[: index + 1]))), -1)
    streets = (index for index in reversed(range(last)) if _STREET.search(run[index]))
    words = run[next(streets, -1) + 1 : last + 1]
    while words and (words[0] in _NEVER_FIRST or _COUNT.search(words[0])):
        words = words[1:]
    name = "".join(words)[-_LONGEST:]
    if len(name) > 1 and name not in _TOO_LITTLE:
        yield name
