"""Telling a matter: only what is missing is asked, then everything is read back and confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from channels import telephone
from channels.dialogue import phrase
from channels.dialogue.answer import answer
from channels.dialogue.event import Events, mark, request
from channels.dialogue.notes import Draft
from channels.dialogue.press import Press
from channels.dialogue.talk import Talk

_SHOWN = 200


def turn(talk: Talk) -> Events:
    """One step of the form. Nothing is returned where the citizen said something else: then the rules decide."""
    draft = talk.notes.draft or Draft()
    if talk.heard.fresh:
        answered = answer(talk, draft)
        if answered is None:
            return []
        draft = answered
    talk.notes = replace(talk.notes, draft=draft, unsure="")
    slot = missing(draft, talk.means.is_clear)
    if slot is None:
        return [mark("agreed", "yes"), request(None)]
    if not talk.has_asked:
        _ASK[slot](talk, draft)
    return [mark("matter", "told" if draft.matter else None), request(slot)]


def missing(draft: Draft, is_clear: Callable[[str], bool]) -> str | None:
    """What to ask next: the place only when the words name none, who may see the number only when there is one."""
    if not draft.matter:
        return "matter"
    has_place = draft.place or draft.spot or "place" in draft.asked
    if not has_place and not is_clear(draft.matter):
        return "place"
    if not draft.phone and "phone" not in draft.asked:
        return "phone"
    if draft.phone and not draft.identity:
        return "identity"
    return None if "agreed" in draft.asked else "agreed"


def _ask_matter(talk: Talk, _: Draft) -> None:
    talk.tell(phrase.ASK_MATTER, Press.CANCEL)


def _ask_place(talk: Talk, _: Draft) -> None:
    talk.tell(phrase.ASK_PLACE, Press.SKIP, Press.CANCEL)


def _ask_phone(talk: Talk, _: Draft) -> None:
    talk.tell(phrase.ASK_PHONE, Press.SKIP, Press.CANCEL)


def _ask_identity(talk: Talk, _: Draft) -> None:
    talk.tell(phrase.ASK_IDENTITY, Press.NAMED, Press.CONFIDENTIAL)


def _ask_agreement(talk: Talk, draft: Draft) -> None:
    matter = draft.matter if len(draft.matter) <= _SHOWN else draft.matter[: _SHOWN - 1] + "…"
    place = draft.place or talk.word(phrase.ON_MAP if draft.spot else phrase.NO_PLACE)
    phone = telephone.masked(draft.phone) if draft.phone else talk.word(phrase.NO_PHONE)
    files = talk.means.say(talk.conversation.language, phrase.WITH_FILES, count=talk.files) if talk.files else ""
    talk.tell(phrase.SUMMARY, Press.YES, Press.NO, Press.CANCEL, matter=matter, place=place, phone=phone, files=files)


_ASK: dict[str, Callable[[Talk, Draft], None]] = {
    "matter": _ask_matter,
    "place": _ask_place,
    "phone": _ask_phone,
    "identity": _ask_identity,
    "agreed": _ask_agreement,
}
