"""The words by which a question of the knowledge base is found, as PostgreSQL reads them."""

from collections.abc import Iterable
from functools import cache

from nlu.segment import Segmenter

LONGEST_TEXT, LONGEST_WORD, MOST_WORDS = 400, 40, 24
# Words that stand in every question and point at none.
_COMMON = """
怎么 怎样 如何 什么 为什么 多少 哪里 哪儿 哪些 可以 需要 应该 能不能 可不可以 是不是 有没有
我们 你们 他们 这个 那个 这样 现在 已经 因为 所以 但是 而且 如果 或者 以及 还有
没有 就是 不是 一个 一下 一直 时候 问题 请问 咨询 想问 情况 反映 要求 办理 进行
有关 相关 规定 时间 市民 你好 您好 谢谢
"""
_EMPTY = frozenset(_COMMON.split())


def vector(question: str, answer: str) -> str:
    """The words of an entry; those of the question weigh more."""
    asked = set(_words(question))
    weighed = [(word, "A") for word in asked] + [(word, "C") for word in set(_words(answer)) - asked]
    return " ".join(f"{_quoted(word)}:1{weight}" for word, weight in sorted(weighed))


def queries(typed: str) -> list[str]:
    """The telling words of what somebody typed, each as a ``tsquery``; the first two dozen of them."""
    return [_quoted(word) for word in dict.fromkeys(_words(typed[:LONGEST_TEXT]))][:MOST_WORDS]


def _words(text: str) -> Iterable[str]:
    for word in _segmenter().words(text.casefold().replace("\0", " ")):
        if len(word) > 1 and word not in _EMPTY and any(sign.isalnum() for sign in word):
            yield word[:LONGEST_WORD]


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


@cache
def _segmenter() -> Segmenter:
    return Segmenter()
