"""What a citizen answers while telling a matter, and what it does to the draft.

Words are an answer unless they are a sure command: a street called 人工湖路 hands nobody over. What fits no question is
added to the matter rather than lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from channels.dialogue import phrase
from channels.dialogue.heard import Heard
from channels.dialogue.mark import marked_text
from channels.dialogue.notes import Draft
from channels.dialogue.opinion import identity_in
from channels.dialogue.press import Press
from channels.dialogue.talk import Talk
from channels.submission import PLACE_LENGTH
from channels.words import TEXT_LENGTH, clean
from nlu.danger import words_of_danger

SLOTS = frozenset({"matter", "place", "phone", "identity", "agreed"})
_COMMANDS = frozenset({"ask_progress", "urge", "rate", "add_facts", "withdraw", "handover", "cancel", "give"})
_SMALL_TALK = frozenset({"greet", "thank", "help"})
_OWN: Mapping[str, frozenset[str]] = {
    "matter": frozenset(),
    "place": frozenset({"skip"}),
    "phone": frozenset({"skip"}),
    "identity": frozenset({"press"}),
    "agreed": frozenset({"affirm", "deny", "press"}),
}
_BARE = frozenset({"affirm", "deny", "skip", "press"})
_SHORT, _DIGITS_OF_A_NUMBER = 12, 5
_ANNOUNCED = re.compile(
    r"(?:你好|您好|请问|我|要|想|需要|来|再|还|有)*(?:反映|投诉|举报|求助|咨询|登记|建议|说)?(?:一|个|下|件|点|些|几)*"
    r"(?:问题|事情|事儿|事|情况|诉求)?(?:要|想)?(?:反映|投诉|举报|求助|咨询|登记)?[。！，,.!?？\s]*"
)
_CHANGES: Mapping[Press, str] = {Press.MATTER: "matter", Press.PLACE: "place", Press.PHONE: "phone"}
_CHANGE_WORDS = {"地址": "place", "地点": "place", "位置": "place", "电话": "phone", "号码": "phone", "内容": "matter"}


def answer(talk: Talk, draft: Draft) -> Draft | None:
    """The draft with what was said; None where it was said to something else."""
    slot = talk.heard.requested if talk.heard.requested in SLOTS else None
    if talk.said.is_bare:
        return _enclosed(talk, draft)
    if _is_elsewhere(talk.heard, slot, talk.said.text):
        return None
    if talk.said.press is Press.FILE:
        return _added(talk, draft, talk.notes.unsure) if talk.notes.unsure else draft
    return _TAKE[slot or "matter"](talk, draft, clean(talk.said.text))


def _is_elsewhere(heard: Heard, slot: str | None, text: str) -> bool:
    if heard.intent in _COMMANDS:
        return True
    if heard.intent in _SMALL_TALK:
        return len(text) <= _SHORT
    if heard.intent in _BARE and slot is not None:
        return heard.intent not in _OWN[slot] and len(text) <= _SHORT
    return False


def _enclosed(talk: Talk, draft: Draft) -> Draft:
    """A place on the map, photos, or a voice: a voice may be the whole matter."""
    said = talk.said
    if said.spot:
        talk.tell(phrase.GOT_PLACE)
        draft = draft.answered("place", spot=said.spot)
    if said.photos:
        talk.tell(phrase.GOT_PHOTO)
    if said.voices:
        talk.tell(phrase.GOT_VOICE)
        draft = replace(draft, matter=draft.matter or talk.word(phrase.VOICE_MATTER))
    return draft


def _take_matter(talk: Talk, draft: Draft, text: str) -> Draft:
    if _ANNOUNCED.fullmatch(text):
        return draft
    if talk.heard.intent == "inform" and not draft.matter and len(text) <= _SHORT:
        return _with_phone(draft.answered("place", place=text), text)
    return _added(talk, draft, text)


def _take_place(talk: Talk, draft: Draft, text: str) -> Draft:
    if talk.heard.intent == "skip":
        return draft.answered("place")
    if len(text) > PLACE_LENGTH:
        return _added(talk, draft.answered("place"), text)
    return _with_phone(draft.answered("place", place=" ".join(text.split())), text)


def _take_phone(talk: Talk, draft: Draft, text: str) -> Draft:
    if talk.heard.intent == "skip":
        return draft.answered("phone")
    found = _with_phone(draft, text)
    if found.phone:
        return found
    if sum(char.isdigit() for char in text) >= _DIGITS_OF_A_NUMBER:
        talk.ask(phrase.WRONG_PHONE, Press.SKIP, Press.CANCEL)
        return draft
    return _added_to_told(talk, draft, text)


def _take_identity(talk: Talk, draft: Draft, text: str) -> Draft:
    choice = talk.heard.choice or identity_in(text)
    if choice in (Press.NAMED, Press.CONFIDENTIAL):
        return replace(draft, identity=choice.value)
    if "匿名" in text:
        return replace(draft, phone="")
    if talk.heard.choice or len(text) <= _SHORT:
        return draft
    return _added_to_told(talk, draft, text)


def _take_agreement(talk: Talk, draft: Draft, text: str) -> Draft:
    intent, choice = talk.heard.intent, talk.heard.choice
    if intent == "affirm":
        return draft.answered("agreed")
    named = next((slot for word, slot in _CHANGE_WORDS.items() if word in text), None) if intent == "deny" else None
    slot = _CHANGES.get(choice) if choice else named
    if slot:
        return draft.reopened(slot, **{slot: ""} | ({"spot": None} if slot == "place" else {}))
    if intent in ("deny", "press"):
        talk.ask(phrase.CHANGE, *_CHANGES, Press.CANCEL)
        return draft
    return _added_to_told(talk, draft, text)


def _added_to_told(talk: Talk, draft: Draft, text: str) -> Draft:
    talk.tell(phrase.ADDED)
    return _added(talk, draft, text)


def _added(talk: Talk, draft: Draft, text: str) -> Draft:
    matter = f"{draft.matter}\n{text}".strip()
    if len(matter) > TEXT_LENGTH:
        talk.tell(phrase.TOO_LONG)
        return draft
    if words_of_danger(text):
        talk.tell(phrase.DANGER)
    return _with_phone(draft.answered("matter", matter=matter), text)


def _with_phone(draft: Draft, text: str) -> Draft:
    phone = marked_text(text).phone
    return draft.answered("phone", phone=phone) if phone else draft


_TAKE: Mapping[str, Callable[[Talk, Draft, str], Draft]] = {
    "matter": _take_matter,
    "place": _take_place,
    "phone": _take_phone,
    "identity": _take_identity,
    "agreed": _take_agreement,
}
