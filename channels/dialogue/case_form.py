"""About a petition that stands: which one, shown by number and query code, and what the wish still needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum

from channels.base import TooMany
from channels.dialogue import phrase
from channels.dialogue.event import Events, mark, request
from channels.dialogue.mark import Marked, marked_text
from channels.dialogue.opinion import outcome_in, satisfaction_in
from channels.dialogue.press import Press
from channels.dialogue.talk import Talk
from channels.progress import offers, reopen_within
from channels.words import TEXT_LENGTH, clean
from tracking.domain.error import NotFound
from tracking.domain.verb import Verb


class Purpose(StrEnum):
    """What a citizen wants of a petition that stands."""

    PROGRESS = "progress"
    URGE = "urge"
    FACTS = "facts"
    RATE = "rate"
    WITHDRAW = "withdraw"


INTENTS: Mapping[str, Purpose] = {
    "ask_progress": Purpose.PROGRESS,
    "urge": Purpose.URGE,
    "add_facts": Purpose.FACTS,
    "rate": Purpose.RATE,
    "withdraw": Purpose.WITHDRAW,
}
VERBS: Mapping[Purpose, Verb] = {
    Purpose.URGE: Verb.URGE,
    Purpose.FACTS: Verb.ADD_FACTS,
    Purpose.RATE: Verb.RATE,
    Purpose.WITHDRAW: Verb.WITHDRAW,
}
OUTCOMES = (Press.SOLVED, Press.PARTLY_SOLVED, Press.UNSOLVED)
SATISFACTION = (
    *(Press.VERY_SATISFIED, Press.SATISFIED, Press.BASICALLY_SATISFIED),
    *(Press.DISSATISFIED, Press.VERY_DISSATISFIED),
)
_READ: Mapping[str, tuple[tuple[Press, ...], Callable[[str], Press | None]]] = {
    "outcome": (OUTCOMES, outcome_in),
    "satisfaction": (SATISFACTION, satisfaction_in),
}
_SLOTS = frozenset({"case", "detail", "sure", "outcome", "satisfaction"})
_LEAVES = frozenset({"cancel", "handover"})


def turn(talk: Talk) -> Events:
    """One step of the form. Nothing is returned where the citizen said something else: then the rules decide."""
    purpose = INTENTS.get(talk.heard.intent) or Purpose(talk.heard.slots.get("purpose") or Purpose.PROGRESS)
    marks: dict[str, str | None] = {"purpose": purpose}
    if talk.heard.fresh:
        answers = _answer(talk)
        if answers is None:
            return []
        marks |= answers
    known = talk.heard.slots | marks  # type: ignore[operator]
    slot = _missing(talk, purpose, known)
    if slot and not talk.has_asked:
        _ask(talk, slot)
    return [*(mark(name, value) for name, value in marks.items()), request(slot)]


def _answer(talk: Talk) -> Mapping[str, str | None] | None:
    """The marks of the slots that were answered; None where it was said to something else."""
    talk.notes = replace(talk.notes, unsure="")
    requested = talk.heard.requested if talk.heard.requested in _SLOTS else None
    found = marked_text(talk.said.text)
    if found.number or (found.code and (talk.notes.number or found.only_key)):
        return _open(talk, found)
    if requested is None or (talk.heard.intent in INTENTS and requested == "case"):
        return {}
    if talk.heard.intent in _LEAVES:
        return None
    if requested == "detail":
        return _detail(talk)
    if requested == "sure":
        return _yes_or_no(talk)
    return _choice(talk, requested)


def _open(talk: Talk, found: Marked) -> Mapping[str, str | None]:
    """Number and code open a petition; a number alone waits for its code."""
    number = found.number or talk.notes.number
    if not found.code:
        talk.notes, talk.number = replace(talk.notes, number=number), None
        talk.ask(phrase.ASK_CODE, Press.CANCEL)
        return {"case": None}
    talk.notes = replace(talk.notes, number="")
    try:
        opened = talk.means.lookup.open(number, found.code, address=f"dialogue {talk.conversation.id}")
    except NotFound:
        talk.number = None
        talk.ask(phrase.WRONG_CASE, Press.CANCEL, Press.PERSON)
        return {"case": None}
    except TooMany:
        talk.number = None
        talk.ask(phrase.TOO_OFTEN, Press.PERSON)
        return {"case": None}
    talk.number = opened.standing.number
    return {"case": "open"}


def _detail(talk: Talk) -> Mapping[str, str | None]:
    text = clean(talk.said.text)[:TEXT_LENGTH]
    if not text and talk.said.press is None:
        text = talk.word(phrase.DETAIL_IS_FILE)
    talk.notes = replace(talk.notes, detail=text)
    return {"detail": "told" if text else None}


def _yes_or_no(talk: Talk) -> Mapping[str, str | None] | None:
    if talk.heard.intent == "affirm":
        return {"sure": "yes"}
    return {"sure": "no"} if talk.heard.intent in ("deny", "skip") else None


def _choice(talk: Talk, slot: str) -> Mapping[str, str | None] | None:
    """An answer to a question of the call-back; what is not understood is asked again, with its buttons."""
    if slot not in _READ:
        return None
    among, read = _READ[slot]
    if talk.heard.intent == "skip":
        return {slot: "none"}
    choice = talk.heard.choice or read(talk.said.text)
    return {slot: choice} if choice in among else {}


def _missing(talk: Talk, purpose: Purpose, known: Mapping[str, str | None]) -> str | None:
    """What to ask next; nothing where the wish cannot be granted at this stage anyway."""
    if talk.number is None:
        return "case"
    if not may(talk, purpose):
        return None
    needed: Mapping[Purpose, tuple[str, ...]] = {
        Purpose.FACTS: ("detail",),
        Purpose.WITHDRAW: ("sure",),
        Purpose.RATE: ("outcome", "satisfaction"),
    }
    return next((slot for slot in needed.get(purpose, ()) if not known.get(slot)), None)


def may(talk: Talk, purpose: Purpose) -> bool:
    """Whether the petition in hand is at a stage for this."""
    standing = talk.means.lookup.read(talk.number or "").standing
    return purpose is Purpose.PROGRESS or VERBS[purpose] in offers(
        standing, talk.means.core.now(), reopen_within=reopen_within(talk.means.core)
    )


def _ask(talk: Talk, slot: str) -> None:
    match slot:
        case "case":
            talk.tell(phrase.ASK_CASE, Press.CANCEL)
        case "detail":
            talk.tell(phrase.ASK_DETAIL, Press.CANCEL)
        case "sure":
            talk.tell(phrase.ASK_SURE, Press.YES, Press.NO, number=talk.number)
        case "outcome":
            talk.tell(phrase.ASK_OUTCOME, *OUTCOMES, Press.SKIP, number=talk.number)
        case _:
            talk.tell(phrase.ASK_SATISFACTION, *SATISFACTION, Press.SKIP)
