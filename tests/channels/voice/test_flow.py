"""The tables of a call: no key, silence or nonsense leaves a caller without an answer, and none without an end."""

from __future__ import annotations

from itertools import product

import pytest

from channels.voice.flow import ABOUT_OPENED, SCENES, Act, Listen, Move, State, move, signal
from channels.voice.heard import Heard

KEYS = "0123456789*#"
HEARD = [
    Heard(),
    *(Heard(keys=key) for key in KEYS),
    Heard(keys="123456789012345"),
    Heard(words="路灯坏了", confidence=0.9),
    Heard(words="路灯坏了", confidence=0.1),
    Heard(words="路灯坏了"),
    Heard(recording="RE00"),
    *(Heard(queue=result) for result in ("bridged", "hangup", "leave", "error", "")),
]
LONGEST_WAY = 12


def _moves() -> list[Move]:
    return [each for scene in SCENES.values() for each in (*scene.moves.values(), scene.at_last)]


@pytest.mark.parametrize(("state", "heard"), list(product(State, HEARD)))
def test_whatever_is_heard_leads_somewhere_or_is_asked_again(state: State, heard: Heard) -> None:
    scene = SCENES[state]
    sign = signal(scene, heard, confidence=0.5)
    assert move(scene, sign, 0) is None or move(scene, sign, 0) in (*scene.moves.values(), scene.at_last)
    assert move(scene, sign, scene.most) is not None


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("heard", [Heard(), Heard(keys="7"), Heard(keys="*")], ids=["silence", "7", "*"])
def test_who_never_answers_comes_to_an_end(state: State, heard: Heard) -> None:
    """With every act failing, and again with every act done."""
    for done in (True, False):
        at, tries, steps = state, 0, 0
        while SCENES[at].listens not in (Listen.NOTHING, Listen.OPERATOR, Listen.MESSAGE):
            after = _after(at, heard, tries, done=done)
            tries, at, steps = (tries + 1 if after is at else 0), after, steps + 1
            assert steps <= LONGEST_WAY, at


def _after(at: State, heard: Heard, tries: int, *, done: bool) -> State:
    scene = SCENES[at]
    found = move(scene, signal(scene, heard, confidence=0.5), tries)
    if found is None:
        return at
    after = found.to if done or not found.acts else found.failing or found.to
    return scene.at_last.to if after is at and tries >= scene.most else after


def test_every_scene_can_be_reached() -> None:
    reached = {each.to for each in _moves()} | {each.failing for each in _moves()}
    assert set(State) - reached <= {State.WELCOME, State.CALL_BACK}


def test_every_act_is_used_and_only_what_may_fail_says_where_then() -> None:
    assert {act for each in _moves() for act in each.acts} == set(Act)
    may_fail = {
        Act.ASK_OPERATOR,
        Act.TAKE_NUMBER,
        Act.LOOK_UP,
        Act.URGE,
        Act.MAY_ADD,
        Act.MAY_RATE,
        Act.RATE,
        Act.SETTLE,
    }
    assert all(each.failing for each in _moves() if may_fail & set(each.acts))


def test_words_are_heard_only_where_they_have_somewhere_to_go() -> None:
    for state, scene in SCENES.items():
        assert ("words" in scene.moves) is (scene.listens is Listen.WORDS), state
        assert ("message" in scene.moves) is (scene.listens is Listen.MESSAGE), state


def test_zero_reaches_a_person_wherever_a_key_is_asked_for() -> None:
    without = {
        state
        for state, scene in SCENES.items()
        if scene.listens in (Listen.KEY, Listen.KEYS) and "0" not in scene.moves
    }
    assert without == {State.CALL_BACK}


def test_what_is_said_after_opening_a_petition_belongs_to_it() -> None:
    assert {State.FACTS, State.FACTS_RECORD, State.RATED} <= ABOUT_OPENED
    assert not {State.WELCOME, State.RECORD, State.TOLD, State.BUSY, State.CLOSED} & ABOUT_OPENED
