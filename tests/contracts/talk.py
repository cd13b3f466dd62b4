"""A conversation as data: ``steps`` bring a message, let the ``city`` act, or say what the ``engine`` makes of it.

Until a step says so there is no engine, and the message itself becomes a petition. An engine's ``actions`` carry what
its tracker holds; that it ``hears`` no more than it may is part of the contract.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2
from sqlalchemy import select

from admin.wiring import Container
from channels.dialogue.action import Actions
from channels.dialogue.engine import Engine
from tests.channels.citizen import happens
from tracking.domain.verb import Verb
from tracking.store import schema

Step = Mapping[str, Any]


@dataclass
class Scripted(Engine):
    """The engine's part, read from a case."""

    script: Step = field(default_factory=dict)
    actions: Actions | None = None

    def say(self, sender: str, text: str, *, turn: int) -> None:
        assert text == self.script["hears"]
        assert self.actions
        for step in self.script["actions"]:
            self.actions.run(_call(step, sender, turn))


def play(container: Container, steps: Sequence[Step], bring: Callable[[Step], httpx2.Response]) -> httpx2.Response:
    """The answer to the last message."""
    answer = None
    for step in steps:
        if "city" in step:
            happens(container, _number(container), *map(Verb, step["city"]))
        elif "engine" in step:
            actions = Actions(container.dialogue.means)
            container.dialogue.engine = Scripted("", "", script=step["engine"], actions=actions)
        else:
            answer = bring(step)
    assert answer is not None
    return answer


def _number(container: Container) -> str:
    with container.engine.connect() as connection:
        return str(connection.execute(select(schema.petition.c.number)).scalar_one())


def _call(step: Step, sender: str, turn: int) -> dict[str, Any]:
    """As the engine calls an action."""
    entities = [{"entity": "choice", "value": step["choice"]}] if "choice" in step else []
    heard = {"intent": {"name": step["intent"]}, "entities": entities, "text": "", "metadata": {"turn": turn}}
    loop = {"name": step["form"]} if "form" in step else {}
    tracker = {"sender_id": sender, "slots": step.get("slots", {}), "latest_message": heard, "active_loop": loop}
    happened = [{"event": "user"}]
    return {"next_action": step["action"], "sender_id": sender, "tracker": tracker | {"events": happened}}
