"""What a citizen thinks, said in words instead of by a button. What is denied is never taken for its opposite."""

from __future__ import annotations

import re

from channels.dialogue.press import Press

_DENIED = re.compile(r"[没未不难别勿]")
_SOLVED = re.compile(r"解决|修好|办好|弄好|好了")
_PARTLY = re.compile(r"部分|一半|一点")
_VERY = re.compile(r"非常|十分|特别|极其?|太")
_BARELY = re.compile(r"基本|还算|比较|凑合")
_STRONGLY_DENIED = re.compile(r"(?:非常|十分|特别|极其?|太)不")
_HIDDEN = re.compile(r"保密|[不别勿].{0,3}公开")


def outcome_in(text: str) -> Press | None:
    """Whether the problem is solved, as far as the words say so."""
    found = _SOLVED.search(text)
    if found is None:
        return None
    if _PARTLY.search(text):
        return Press.PARTLY_SOLVED
    return Press.UNSOLVED if _DENIED.search(text[: found.start()]) else Press.SOLVED


def satisfaction_in(text: str) -> Press | None:
    """How satisfied somebody is, as far as the words say so."""
    before, found, _ = text.rpartition("满意")
    if not found:
        return None
    if _STRONGLY_DENIED.search(before):
        return Press.VERY_DISSATISFIED
    if _DENIED.search(before):
        return Press.DISSATISFIED
    if _BARELY.search(before):
        return Press.BASICALLY_SATISFIED
    return Press.VERY_SATISFIED if _VERY.search(before) else Press.SATISFIED


def identity_in(text: str) -> Press | None:
    """To whom a telephone number may be shown, as far as the words say so."""
    if _HIDDEN.search(text):
        return Press.CONFIDENTIAL
    return Press.NAMED if "公开" in text else None
