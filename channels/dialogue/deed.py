"""What is done for a citizen when everything is known: by the same verbs as everywhere, on one petition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from channels.base import TooMany
from channels.dialogue import phrase
from channels.dialogue.case_form import VERBS, Purpose, may
from channels.dialogue.event import Events, follow, forget_marks, loop
from channels.dialogue.press import Press
from channels.dialogue.talk import Talk
from channels.progress import offers, reopen_within
from channels.wording import NEXT, STAGES
from channels.words import NOTE_LENGTH, clean
from tracking.domain.case import Case
from tracking.domain.clock import CITY_ZONE
from tracking.domain.error import OutOfTurn, StaleVersion, TooLate
from tracking.domain.people import citizen
from tracking.domain.procedure.citizen import add_facts, urge, withdraw
from tracking.domain.procedure.rating import Answers, rate
from tracking.domain.vocabulary import Outcome, Satisfaction
from tracking.store.progress import Progress

_BUTTONS = {VERBS[purpose]: Press(purpose) for purpose in VERBS}
_REPLY_SHOWN = 600
_MORE_THAN_A_COMMAND = 8


def deal(talk: Talk) -> Events:
    """Do what the citizen wants of the petition in hand, then go back to a matter that was being told."""
    purpose = Purpose(talk.heard.slots.get("purpose") or Purpose.PROGRESS)
    if talk.number is not None:
        _DEEDS[purpose](talk) if may(talk, purpose) else _refuse(talk)
    talk.notes = replace(talk.notes, detail="")
    return resumed(talk)


def resumed(talk: Talk) -> Events:
    """Go on where the citizen was before; with nothing begun, nothing is remembered."""
    if talk.notes.draft is None:
        return [loop(None), forget_marks()]
    talk.tell(phrase.BACK_TO_DRAFT)
    return [forget_marks(), loop("petition_form"), follow("petition_form")]


def show(talk: Talk) -> None:
    """How the petition in hand stands, with a button for what may be done now."""
    progress = talk.means.lookup.read(talk.number or "")
    if progress.public_reply:
        talk.tell(phrase.ANSWERED, reply=progress.public_reply[:_REPLY_SHOWN])
    talk.tell(phrase.STANDING, *_offered(talk, progress), **_standing(talk, progress))


def _offered(talk: Talk, progress: Progress) -> list[Press]:
    allowed = offers(progress.standing, talk.means.core.now(), reopen_within=reopen_within(talk.means.core))
    return [press for verb, press in _BUTTONS.items() if verb in allowed]


def _standing(talk: Talk, progress: Progress) -> Mapping[str, str]:
    standing, say = progress.standing, talk.means.say
    language, unit = talk.conversation.language, talk.means.unit_name(standing.unit)
    due = standing.due_at if standing.unit else standing.dispatch_due_at
    over = standing.closed_at is not None
    return {
        "number": standing.number,
        "stage": talk.word(STAGES[standing.stage]),
        "unit": say(language, phrase.IN_CHARGE, unit=unit) if unit else "",
        "due": say(language, phrase.DUE, at=_moment(due)) if due and not over else "",
        "next": talk.word(NEXT[standing.stage]),
    }


def _moment(at: datetime) -> str:
    return f"{at.astimezone(CITY_ZONE):%Y-%m-%d %H:%M}"


def _refuse(talk: Talk) -> None:
    talk.tell(phrase.NOT_NOW)
    show(talk)


def _urge(talk: Talk) -> None:
    said = clean(talk.said.text)
    words = said[:NOTE_LENGTH] if len(said) > _MORE_THAN_A_COMMAND and not talk.heard.slots.get("case") else ""
    if _done(talk, lambda case, at: urge(case, by=citizen(talk.door.channel), at=at, words=words)):
        count = talk.means.lookup.read(talk.number or "").standing.urges
        talk.tell(phrase.URGED, Press.PROGRESS, count=count)


def _add_facts(talk: Talk) -> None:
    words = talk.notes.detail
    if _done(talk, lambda case, at: add_facts(case, by=citizen(talk.door.channel), at=at, words=words)):
        talk.filed = talk.number if talk.notes.draft is None else talk.filed
        talk.tell(phrase.FACTS_ADDED, Press.PROGRESS, number=talk.number)


def _rate(talk: Talk) -> None:
    outcome, satisfaction = talk.heard.slots.get("outcome"), talk.heard.slots.get("satisfaction")
    given = Answers(
        outcome=Outcome(outcome) if outcome and outcome != "none" else None,
        satisfaction=Satisfaction(satisfaction) if satisfaction and satisfaction != "none" else None,
    )
    if not given.any:
        talk.tell(phrase.NOT_RATED)
    elif _done(talk, lambda case, at: rate(case, by=citizen(talk.door.channel), at=at, answers=given)):
        talk.tell(phrase.RATED)


def _withdraw(talk: Talk) -> None:
    if talk.heard.slots.get("sure") != "yes":
        talk.tell(phrase.NOT_WITHDRAWN)
    elif _done(talk, lambda case, at: withdraw(case, by=citizen(talk.door.channel), at=at)):
        talk.tell(phrase.WITHDRAWN, number=talk.number)


def _done(talk: Talk, do: Callable[[Case, datetime], None]) -> bool:
    """Whether the verb was carried out; if not, the citizen was told why."""
    core, number = talk.means.core, talk.number or ""
    try:
        talk.means.acts.enter(number)
        with core.change(number) as case:
            do(case, core.now())
    except TooMany:
        talk.tell(phrase.TOO_OFTEN, Press.PERSON)
    except (OutOfTurn, TooLate, StaleVersion):
        talk.tell(phrase.CHANGED, Press.PROGRESS)
    else:
        return True
    return False


_DEEDS: Mapping[Purpose, Callable[[Talk], None]] = {
    Purpose.PROGRESS: show,
    Purpose.URGE: _urge,
    Purpose.FACTS: _add_facts,
    Purpose.RATE: _rate,
    Purpose.WITHDRAW: _withdraw,
}
