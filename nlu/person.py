"""Finds the names of persons: where they cannot be anything else, and where enough speaks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nlu.scene import ENOUGH, Scene, Span
from nlu.segment import is_ordinary_word, is_word
from nlu.wording import CHINESE, COMMON, MARK, SURNAME, TITLE, any_of

_HIDDEN = (
    rf"(?:{COMMON}|(?<!{CHINESE}){SURNAME})"
    rf"(?:某{{1,3}}(?!{any_of('of_a_place')})(?:{CHINESE}(?={MARK}|[的冒]|$))?|[×xX*＊○]{{1,3}}(?![a-zA-Z]))"
)
_MINORITY = (
    rf"{CHINESE}{{2,6}}·(?:{CHINESE}{{2,8}}?(?={MARK}|[在的是说和]|$)|{CHINESE}{{2,4}})"
    rf"|(?<!{CHINESE})(?:{CHINESE}{{0,2}}{any_of('minority')})+"
)
_FOREIGN = rf"(?<![A-Za-z])[A-Z][a-z]+(?:(?:[ -][A-Za-z][a-z]+)+|(?={TITLE}|拒))"
_SURE = tuple(
    re.compile(pattern)
    for pattern in (
        f"(?P<name>{_HIDDEN}|{_MINORITY}|{_FOREIGN})",
        rf"{any_of('announcer')}(?P<name>[A-Z][a-z]+)(?![A-Za-z])",
        rf"(?:楼上|楼下|隔壁|对门|对面)(?P<name>{SURNAME})(?=家)",
        rf"姓(?P<name>{SURNAME})(?:名叫?(?P<given>{CHINESE}{{1,2}}))?(?={MARK}|的|$)",
    )
)
_FAMILIAR = re.compile(rf"[老小]{COMMON}(?!\d)")
_SURNAME = re.compile(SURNAME)


def names(text: str, *, places: Iterable[Span] = ()) -> Iterator[Span]:
    """Yield start and end of every name; its title, or the word that announced it, is left outside.

    What lies in ``places`` is the name of a place before it is that of a person. Spans may overlap.
    """
    for pattern in _SURE:
        for found in pattern.finditer(text):
            yield from (found.span(group) for group in found.groupdict() if found[group])
    yield from (found.span() for found in _FAMILIAR.finditer(text) if not _is_part_of_word(text, *found.span()))
    yield from _likely(Scene(text, tuple(places)))


def _is_part_of_word(text: str, start: int, end: int) -> bool:
    """老方 in 老方法, 小石 in 小石头 and 老王 in 敬老王 are nobody; nor are 老师 and 小区."""
    around = (text[start:end], text[start : end + 1], text[max(0, start - 1) : start + 1] if start else "")
    return any(map(is_ordinary_word, around)) or is_word(text[end - 1 : end + 1][:2] if end < len(text) else "")


def _likely(scene: Scene) -> Iterator[Span]:
    last = -1
    for surname in _SURNAME.finditer(scene.text):
        candidates = scene.candidates(*surname.span()) if surname.start() >= last else ()
        weighed = [(scene.points(one, last), one) for one in candidates]
        points, best = max(weighed, default=(0.0, None))
        if best is not None and points >= ENOUGH:
            last = best.end
            yield best.start, last
