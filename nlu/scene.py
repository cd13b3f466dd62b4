"""What speaks for and against a stretch of text being a name, in points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from nlu.segment import is_ordinary_word, is_word, tagged
from nlu.wording import CHINESE, MARK, SHORT_TITLE, TITLE, any_of, some

Span = tuple[int, int]
ENOUGH = 1.5
"""Points a name needs. The weights below are rounded from those that logistic regression gives the same facts, on
sentences with marked names and on petitions that hold none."""

_RARE, _GIVEN, _NEVER, _OTHER = map(some, ("rare_surname", "given", "never_given", "not_a_name"))
_TITLED, _SHORTLY_TITLED = re.compile(TITLE), re.compile(SHORT_TITLE)
_ANNOUNCED = re.compile(rf"{any_of('announcer')}(?:[:：是为]|是叫)?[\s,，。!！]?$")
_ROLE, _ACTS, _PLACE = re.compile(f"{any_of('role_ending')}$"), re.compile(any_of("act")), re.compile(any_of("place"))
_LAST_MARK, _FIRST_MARK = re.compile(f".*{MARK}", re.DOTALL), re.compile(f"{MARK}.*", re.DOTALL)


class Candidate(NamedTuple):
    """Perhaps a name. ``given`` is where the surname ends; before a title it may stand alone."""

    start: int
    given: int
    end: int


class Scene:
    """A text, where its words begin and what they are."""

    def __init__(self, text: str, places: Sequence[Span]) -> None:
        self.text, self.places = text, places
        words = tagged(text)
        begins = accumulate((len(word) for word, _ in words), initial=0)
        self.words = dict(zip(begins, [*words, ("", "")], strict=True))

    def candidates(self, start: int, given: int) -> Iterator[Candidate]:
        """Yield the surname alone (before a title), with one, and with two more characters."""
        for end in (given, given + 1, given + 2):
            more = self.text[given:end]
            if end > len(self.text) or _NEVER.intersection(more) or not re.fullmatch(f"{CHINESE}*", more):
                return
            if more or _TITLED.match(self.text, end) or _SHORTLY_TITLED.match(self.text, end):
                yield Candidate(start, given, end)

    def points(self, one: Candidate, last: int) -> float:
        """Weigh everything. ``last`` is where the name before this one ended."""
        return self._by_context(one, last) + self._by_letters(one) + self._by_words(one)

    def _by_context(self, one: Candidate, last: int) -> float:
        text, start, end = self.text, one.start, one.end
        before = _LAST_MARK.sub("", text[max(0, start - 8) : start])
        after = _FIRST_MARK.sub("", text[end : end + 4])
        titled = _TITLED.match(after) is not None
        return (
            3.5 * (titled or end == one.given)
            + 3.0 * (_ANNOUNCED.search(text, max(0, start - 10), start) is not None)
            + 1.5 * (_ROLE.search(before) is not None)
            + (1.0 * (tagged(before)[-1][1][0] in "pcvutrd") if before else 1.5)
            + (1.0 * (tagged(after)[0][1][0] in "vdpcut") if after else 2.5)
            + 1.5 * (_ACTS.match(after) is not None)
            + 1.5 * (last == start - 1 and text[last] in "、和与及跟,，")
            - 2.5 * (not titled and _PLACE.match(after) is not None)
            - 8.0 * any(begin < end and start < stop for begin, stop in self.places)
        )

    def _by_letters(self, one: Candidate) -> float:
        """Weigh what parents would call a child."""
        given = self.text[one.given : one.end]
        unlikely = sum(letter not in _GIVEN for letter in given)
        return (
            (0.5 * (len(given) + 1) if given and not unlikely else -2.0 * unlikely)
            - 2.0 * (self.text[one.start] in _RARE)
            - 2.5 * (len(given) == 1)
            - 1.0
        )

    def _by_words(self, one: Candidate) -> float:
        """Weigh what else these characters, and their neighbours, may be."""
        text, start, end, given = self.text, one.start, one.end, one.end - one.given
        name = text[start:end]
        return (
            1.0 * (start in self.words)
            + 1.5 * (end in self.words)
            + 1.0 * (self.words.get(start) == (name, "nr"))
            - 4.0 * (name[:2] in _OTHER)
            - 4.0 * (not given and any(is_ordinary_word(text[start : end + more]) for more in (1, 2)))
            - 2.0 * (given == 1 and is_word(name))
            - 2.5 * (given == 2 and is_ordinary_word(name[:-1]))
            - 2.0 * any(is_ordinary_word(text[start - back : start + 1]) for back in (1, 2) if start >= back)
            - 1.0 * any(is_ordinary_word(text[end - 1 : end + more]) for more in (1, 2) if given)
        )
