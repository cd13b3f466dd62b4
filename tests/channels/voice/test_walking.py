"""Every way through a call: each scene is reached, and left in every possible way; the line may break anywhere.

Whatever was said on the way must stand in the record afterwards, once. ``test_flow`` tries all keys at all scenes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from admin.wiring import Container
from channels.keypad import keyed
from channels.voice import store
from channels.voice.flow import SCENES, Listen, Scene, State
from channels.voice.wording import SAYS
from tests.channels.citizen import TO_CALLBACK, happens
from tests.channels.telephone_line import Caller
from tests.tracking.stored import taken
from tracking.store import schema

UNKNOWN = "7"


@dataclass
class Counting(Caller):
    """A caller who never says the same twice."""

    place: int = 0

    def speaks(self, confidence: str = "0.9") -> Caller:
        return self.says(self._words, confidence)

    def begins(self) -> Caller:
        return self.has_said(self._words)

    @property
    def _words(self) -> str:
        return f"第{self.place}次来电第{len(self.spoken)}句：路灯坏了。"


Step = Callable[[Counting], object]


def _opens(caller: Counting) -> None:
    """Number and code of the petition that was there before."""
    number = _before(caller.container)
    caller.keys("1").keys("".join(filter(str.isdigit, number)))
    caller.keys(keyed(caller.container.core.sealer.query_code(number)))


def _before(container: Container) -> str:
    web = select(schema.petition.c.number).where(schema.petition.c.channel == "web")
    with container.engine.connect() as connection:
        return str(connection.execute(web).scalar_one())


def _asks_number(caller: Caller) -> None:
    caller.keys("1")


def _asks_code(caller: Caller) -> None:
    caller.keys("1").keys("".join(filter(str.isdigit, _before(caller.container))))


WAYS: dict[State, tuple[Step, ...]] = {
    State.WELCOME: (),
    State.MENU: (lambda caller: caller.keys("9"),),
    State.RECORD: (lambda caller: caller.speaks(confidence="0.1"),),
    State.TOLD: (lambda caller: caller.speaks(),),
    State.ADDED: (lambda caller: caller.speaks(), lambda caller: caller.speaks()),
    State.OPERATOR: (lambda caller: caller.keys("0"),),
    State.BUSY: (lambda caller: caller.keys("0"), lambda caller: caller.waits_in_queue("queue-full")),
    State.ASK_NUMBER: (_asks_number,),
    State.ASK_CODE: (_asks_code,),
    State.PROGRESS: (_opens,),
    State.URGED: (_opens, lambda caller: caller.keys("1")),
    State.FACTS: (_opens, lambda caller: caller.keys("2")),
    State.FACTS_RECORD: (_opens, lambda caller: caller.keys("2"), lambda caller: caller.speaks(confidence="0.1")),
    State.NOTED: (_opens, lambda caller: caller.keys("2"), lambda caller: caller.speaks()),
    State.CONTACTED: (_opens, lambda caller: caller.keys("3")),
    State.VERIFIED: (_opens, lambda caller: caller.keys("3"), lambda caller: caller.keys("1")),
    State.OUTCOME: (_opens, lambda caller: caller.keys("3"), lambda caller: caller.keys("12")),
    State.SATISFACTION: (_opens, lambda caller: caller.keys("3"), lambda caller: caller.keys("123")),
    State.RATED: (_opens, lambda caller: caller.keys("3"), lambda caller: caller.keys("1235")),
    State.FAREWELL: (lambda caller: caller.speaks(), lambda caller: caller.is_silent()),
}
ELSEWHERE = {State.CLOSED: "at night", State.CALL_BACK: "when we call"}


def _key(key: str) -> Step:
    return lambda caller: caller.keys(key)


def _queue(result: str) -> Step:
    return lambda caller: caller.waits_in_queue(result)


def _leavings(scene: Scene) -> Iterator[tuple[str, Step]]:
    """Every way out of a scene: (name, what the caller does)."""
    yield "hang up", lambda caller: None
    if scene.listens in (Listen.WORDS, Listen.KEY, Listen.KEYS):
        yield from ((key, _key(key)) for key in (*scene.moves, UNKNOWN) if len(key) == 1)
        yield "silence", lambda caller: caller.is_silent()
        yield "nonsense", lambda caller: caller.keys("99*")
    if scene.listens is Listen.WORDS:
        yield "words", lambda caller: caller.speaks()
        yield "mumbling", lambda caller: caller.speaks(confidence="0.1")
        yield "half a sentence", lambda caller: caller.begins()
    if scene.listens is Listen.MESSAGE:
        yield "message", lambda caller: caller.leaves_message()
        yield "silence", lambda caller: caller.is_silent()
    if scene.listens is Listen.OPERATOR:
        yield from ((result, _queue(result)) for result in ("bridged", "hangup", "leave", "queue-full", "nonsense"))


def test_the_walk_knows_every_scene() -> None:
    assert set(WAYS) | set(ELSEWHERE) == set(SCENES) == set(SAYS) == set(State)


@pytest.mark.parametrize("state", WAYS)
def test_wherever_the_line_breaks_nothing_that_was_said_is_lost(
    client: TestClient, container: Container, state: State
) -> None:
    happens(container, taken(container.core).number, *TO_CALLBACK)
    for place, (name, leave) in enumerate(_leavings(SCENES[state])):
        caller = _arrived(client, container, state, place)
        leave(caller)
        assert caller.at.says, name
        caller.hangs_up().hangs_up()
        stored = _stored(container)
        assert [stored.count(words) for words in caller.spoken] == [1] * len(caller.spoken), name


def _arrived(client: TestClient, container: Container, state: State, place: int) -> Counting:
    """A caller who came this far; what is said is another sentence each time."""
    caller = Counting(client, container, place=place)
    caller.dials()
    for step in WAYS[state]:
        step(caller)
    with container.engine.begin() as connection:
        call = store.find(connection, container.core.sealer, caller.sid)
    assert call
    assert call.state is state
    return caller


def _stored(container: Container) -> str:
    with container.engine.connect() as connection:
        return "\n".join(connection.execute(select(schema.text_.c.body)).scalars())
