"""The way through a call as tables: where a caller stands, what is said there, what is listened for, what follows.

It knows no carrier and no database. What was heard becomes a signal (``signal``); the scene's ``moves`` say which act
the signal means and where the caller stands after it. A signal without a move is answered by saying the scene again;
after ``most`` repetitions comes ``at_last``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from channels.voice.heard import Heard


class State(StrEnum):
    """Where the caller stands."""

    WELCOME = "welcome"
    MENU = "menu"
    RECORD = "record"
    CLOSED = "closed"
    BUSY = "busy"
    TOLD = "told"
    ADDED = "added"
    OPERATOR = "operator"
    ASK_NUMBER = "ask_number"
    ASK_CODE = "ask_code"
    PROGRESS = "progress"
    URGED = "urged"
    FACTS = "facts"
    FACTS_RECORD = "facts_record"
    NOTED = "noted"
    CALL_BACK = "call_back"
    CONTACTED = "contacted"
    VERIFIED = "verified"
    OUTCOME = "outcome"
    SATISFACTION = "satisfaction"
    RATED = "rated"
    FAREWELL = "farewell"


class Listen(StrEnum):
    """What a scene waits for."""

    WORDS = "words"
    KEY = "key"
    KEYS = "keys"
    MESSAGE = "message"
    OPERATOR = "operator"
    NOTHING = "nothing"


class Act(StrEnum):
    """What is done on the way; each says whether it could be done."""

    REGISTER = "register"
    KEEP = "keep"
    SETTLE = "settle"
    TAKE_MESSAGE = "take_message"
    CONFIDE = "confide"
    ASK_OPERATOR = "ask_operator"
    TAKE_NUMBER = "take_number"
    LOOK_UP = "look_up"
    URGE = "urge"
    ADD = "add"
    MAY_ADD = "may_add"
    MAY_RATE = "may_rate"
    NOTE_ANSWER = "note_answer"
    RATE = "rate"


S, A = State, Act
WORDS, UNCLEAR, SILENCE, MESSAGE, KEYS = "words", "unclear", "silence", "message", "keys"
BRIDGED, NOT_BRIDGED = "bridged", "not_bridged"


@dataclass(frozen=True)
class Move:
    """After ``acts``, in turn, the caller stands at ``to``; where one of them could not be done, at ``failing``."""

    to: State
    acts: tuple[Act, ...] = ()
    failing: State | None = None


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One place. ``digits`` is the most that is keyed; keys that are no move count as not understood."""

    listens: Listen
    moves: Mapping[str, Move] = field(default_factory=dict)
    at_last: Move = Move(S.FAREWELL)
    most: int = 2
    digits: int = 1


TO_OPERATOR = Move(S.OPERATOR, (A.ASK_OPERATOR,), S.CLOSED)

_START = {
    WORDS: Move(S.TOLD, (A.REGISTER,)),
    UNCLEAR: Move(S.RECORD, (A.KEEP,)),
    SILENCE: Move(S.RECORD),
    "0": TO_OPERATOR,
    "1": Move(S.ASK_NUMBER),
    "2": Move(S.RECORD),
    "3": Move(S.MENU, (A.CONFIDE,)),
    "9": Move(S.MENU),
}
_MORE = {
    WORDS: Move(S.ADDED, (A.ADD,)),
    UNCLEAR: Move(S.RECORD, (A.KEEP,)),
    SILENCE: Move(S.FAREWELL),
    "0": TO_OPERATOR,
    "9": Move(S.TOLD),
}
_OPENED = {
    "0": TO_OPERATOR,
    "1": Move(S.URGED, (A.URGE,), S.PROGRESS),
    "2": Move(S.FACTS, (A.MAY_ADD,), S.PROGRESS),
    "3": Move(S.CONTACTED, (A.MAY_RATE,), S.PROGRESS),
    "8": Move(S.MENU),
    "9": Move(S.PROGRESS),
}


def _question(answers: str, after: Move) -> Scene:
    """One of the four questions: its keys, ``#`` to leave it out, and silence leaves it out in the end."""
    said = Move(after.to, (A.NOTE_ANSWER, *after.acts), after.failing)
    return Scene(
        listens=Listen.KEY, moves=dict.fromkeys(answers, said) | {"#": after, "0": TO_OPERATOR}, most=1, at_last=after
    )


_MESSAGE = Scene(
    listens=Listen.MESSAGE,
    moves={MESSAGE: Move(S.TOLD, (A.TAKE_MESSAGE,))},
    most=1,
    at_last=Move(S.TOLD, (A.SETTLE,), S.FAREWELL),
)
SCENES: Mapping[State, Scene] = {
    S.WELCOME: Scene(listens=Listen.WORDS, moves=_START, at_last=Move(S.RECORD)),
    S.MENU: Scene(listens=Listen.WORDS, moves=_START, at_last=Move(S.RECORD)),
    S.RECORD: _MESSAGE,
    S.CLOSED: _MESSAGE,
    S.BUSY: _MESSAGE,
    S.TOLD: Scene(listens=Listen.WORDS, moves=_MORE),
    S.ADDED: Scene(listens=Listen.WORDS, moves=_MORE),
    S.OPERATOR: Scene(
        listens=Listen.OPERATOR, moves={BRIDGED: Move(S.FAREWELL), NOT_BRIDGED: Move(S.BUSY)}, at_last=Move(S.BUSY)
    ),
    S.ASK_NUMBER: Scene(
        listens=Listen.KEYS,
        moves={KEYS: Move(S.ASK_CODE, (A.TAKE_NUMBER,), S.ASK_NUMBER), "0": TO_OPERATOR},
        at_last=TO_OPERATOR,
        digits=15,
    ),
    S.ASK_CODE: Scene(
        listens=Listen.KEYS,
        moves={KEYS: Move(S.PROGRESS, (A.LOOK_UP,), S.ASK_NUMBER), "0": TO_OPERATOR},
        at_last=Move(S.MENU),
        digits=8,
    ),
    S.PROGRESS: Scene(listens=Listen.KEY, moves=_OPENED),
    S.URGED: Scene(listens=Listen.KEY, moves=_OPENED),
    S.NOTED: Scene(listens=Listen.KEY, moves=_OPENED),
    S.FACTS: Scene(
        listens=Listen.WORDS,
        moves={
            WORDS: Move(S.NOTED, (A.ADD,)),
            UNCLEAR: Move(S.FACTS_RECORD, (A.KEEP,)),
            SILENCE: Move(S.FACTS_RECORD),
            "8": Move(S.PROGRESS),
        },
        at_last=Move(S.FACTS_RECORD),
    ),
    S.FACTS_RECORD: Scene(
        listens=Listen.MESSAGE,
        moves={MESSAGE: Move(S.NOTED, (A.TAKE_MESSAGE,))},
        most=1,
        at_last=Move(S.PROGRESS, (A.SETTLE,), S.PROGRESS),
    ),
    S.CALL_BACK: Scene(
        listens=Listen.KEY, moves={"1": Move(S.CONTACTED, (A.MAY_RATE,), S.FAREWELL), "2": Move(S.FAREWELL)}
    ),
    S.CONTACTED: _question("12", Move(S.VERIFIED)),
    S.VERIFIED: _question("123", Move(S.OUTCOME)),
    S.OUTCOME: _question("123", Move(S.SATISFACTION)),
    S.SATISFACTION: _question("12345", Move(S.RATED, (A.RATE,), S.FAREWELL)),
    S.RATED: Scene(
        listens=Listen.WORDS,
        moves={WORDS: Move(S.FAREWELL, (A.ADD,)), UNCLEAR: Move(S.FAREWELL, (A.KEEP,)), SILENCE: Move(S.FAREWELL)},
    ),
    S.FAREWELL: Scene(listens=Listen.NOTHING),
}
# Where what is said belongs to the petition that was opened with number and code, not to that made by this call.
ABOUT_OPENED = frozenset(
    {S.PROGRESS, S.URGED, S.FACTS, S.FACTS_RECORD, S.NOTED}
    | {S.CONTACTED, S.VERIFIED, S.OUTCOME, S.SATISFACTION, S.RATED, S.CALL_BACK}
)


def signal(scene: Scene, heard: Heard, *, confidence: float) -> str:
    """What was heard, in the terms of the scene; empty for what makes no sense there."""
    if scene.listens is Listen.OPERATOR:
        return BRIDGED if heard.queue == BRIDGED else NOT_BRIDGED
    if heard.recording:
        return MESSAGE
    if heard.keys and scene.listens is not Listen.MESSAGE:
        return heard.keys if heard.keys in scene.moves else (KEYS if scene.listens is Listen.KEYS else "")
    if heard.words and scene.listens is Listen.WORDS:
        return UNCLEAR if heard.confidence is not None and heard.confidence < confidence else WORDS
    return SILENCE


def move(scene: Scene, sign: str, tries: int) -> Move | None:
    """What follows; None when the scene is said again. ``tries`` is how often it was said again already."""
    found = scene.moves.get(sign)
    if found is None and tries >= scene.most:
        return scene.at_last
    return found
