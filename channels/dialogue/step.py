"""The steps of the dialogue beside the two forms, and the table by which the engine calls them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from channels.dialogue import case_form, deed, petition_form, phrase
from channels.dialogue.case_form import INTENTS
from channels.dialogue.event import Events, forget_marks, loop, request
from channels.dialogue.filing import file, grouped
from channels.dialogue.notes import Notes
from channels.dialogue.press import FACES, Press
from channels.dialogue.talk import Talk
from channels.words import clean

MENU = (Press.FILE, Press.PROGRESS, Press.URGE, Press.PERSON, Press.HELP)
_WORDS_OF_A_MATTER, _WORDS_OF_A_COMMAND = 4, 6
_BY_INTENT = {
    face.intent: press for press, face in FACES.items() if face.intent in INTENTS or face.intent == "handover"
}


def _file(talk: Talk) -> Events:
    """The petition stands; its number and code are told here and nowhere else."""
    draft = talk.notes.draft
    if draft is None:
        talk.tell(phrase.STRAY, *MENU)
        return [forget_marks()]
    receipt = file(talk.means, talk.door, draft)
    talk.notes, talk.number, talk.filed = replace(talk.notes, draft=None), receipt.number, receipt.number
    address = f"{talk.means.public_url}/progress"
    code = grouped(receipt.query_code)
    talk.tell(phrase.FILED, Press.PROGRESS, number=receipt.number, code=code, address=address)
    return [forget_marks()]


def _cancel(talk: Talk) -> Events:
    """Leave the form one is in; a question about another petition leads back to the matter that was being told."""
    if talk.heard.form == "case_form":
        talk.notes = replace(talk.notes, number="", detail="")
        talk.tell(phrase.ALL_RIGHT)
        return deed.resumed(talk)
    begun = talk.notes.draft or talk.notes.unsure
    talk.tell(phrase.CANCELLED if begun else phrase.NOTHING_TO_CANCEL)
    talk.notes, talk.dropped = Notes(), bool(begun)
    return [loop(None), request(None), forget_marks()]


def _hand_over(talk: Talk) -> Events:
    """A person takes over; what was being told waits, and words beside the wish are kept for them."""
    talk.person = True
    said = clean(talk.said.text)
    if len(said) > _WORDS_OF_A_COMMAND:
        talk.notes = replace(talk.notes, unsure=said)
    talk.tell(phrase.TO_PERSON, Press.LEAVE)
    return [loop(None), request(None), forget_marks()]


def _greet(talk: Talk) -> Events:
    if talk.heard.form is None:
        talk.tell(phrase.WELCOME, *MENU)
    else:
        talk.tell(phrase.ANSWER_FIRST)
    return []


def _help(talk: Talk) -> Events:
    talk.tell(phrase.HELP, *(() if talk.heard.form else MENU))
    return []


def _thank(talk: Talk) -> Events:
    talk.tell(phrase.THANKS)
    return []


def _wonder(talk: Talk) -> Events:
    """Words that may be a matter or a wish about one: the citizen is asked, and nothing is lost meanwhile."""
    talk.notes = replace(talk.notes, unsure=clean(talk.said.text))
    guess = _BY_INTENT.get(talk.heard.guess)
    wishes = dict.fromkeys((guess, Press.PROGRESS, Press.URGE) if guess else (Press.PROGRESS, Press.URGE))
    talk.tell(phrase.WONDER, Press.FILE, *wishes, Press.CANCEL)
    return [loop(None), request(None), forget_marks()]


def _stray(talk: Talk) -> Events:
    """An answer to nothing that was asked."""
    if talk.heard.form:
        talk.tell(phrase.ANSWER_FIRST)
        return []
    if len(clean(talk.said.text)) >= _WORDS_OF_A_MATTER:
        return _wonder(talk)
    talk.tell(phrase.STRAY, *MENU)
    return []


STEPS: Mapping[str, Callable[[Talk], Events]] = {
    "validate_petition_form": petition_form.turn,
    "validate_case_form": case_form.turn,
    "action_file": _file,
    "action_deal": deed.deal,
    "action_cancel": _cancel,
    "action_hand_over": _hand_over,
    "action_greet": _greet,
    "action_help": _help,
    "action_thank": _thank,
    "action_wonder": _wonder,
    "action_stray": _stray,
}
