"""The engine's actions, run here: it calls with its tracker, a step of the dialogue is made, its events go back.

What is said to the citizen does not go through the engine: it is written down where the messenger finds it. An action
for another message than the one being answered is refused: that citizen has had an answer already.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from channels.base import ChannelError
from channels.dialogue import store
from channels.dialogue.event import Events
from channels.dialogue.heard import Tracked, heard_of
from channels.dialogue.keeping import keep
from channels.dialogue.step import STEPS
from channels.dialogue.talk import Means, Talk

if TYPE_CHECKING:
    from rasa_sdk.executor import ActionExecutor


class TooLateToAct(ChannelError):
    """The message was answered otherwise meanwhile."""

    code = "conflict"


class UnknownAction(ChannelError):
    """The engine asks for an action that is not ours: it runs another model than this."""

    code = "not_found"


class Actions:
    """All steps behind the engine's library, which is loaded with the first call."""

    def __init__(self, means: Means) -> None:
        self._means = means

    def run(self, call: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer a call of the engine. Raises ``TooLateToAct`` or ``UnknownAction``."""
        if call.get("next_action") not in STEPS:
            raise UnknownAction(str(call.get("next_action"))[:40])
        result = asyncio.run(self._executor.run({"domain": {}} | dict(call)))
        return {"events": result.events if result else [], "responses": []}

    @cached_property
    def _executor(self) -> ActionExecutor:
        from rasa_sdk.executor import ActionExecutor  # half a second, and most processes never need it

        executor = ActionExecutor()
        for name in STEPS:
            executor.register_function(name, self._action(name))
        return executor

    def _action(self, name: str) -> Callable[[object, Tracked, object], Events]:
        def act(dispatcher: object, tracker: Tracked, domain: object) -> Events:
            return self._step(name, tracker)

        return act

    def _step(self, name: str, tracker: Tracked) -> Events:
        talk = self._talk(tracker)
        events = STEPS[name](talk)
        with self._means.core.engine.begin() as connection:
            self._check(connection, talk)
            keep(connection, talk)
        return events

    def _talk(self, tracker: Tracked) -> Talk:
        core, heard = self._means.core, heard_of(tracker)
        with core.engine.connect() as connection:
            conversation = store.read(connection, core.sealer, tracker.sender_id)
            if conversation.turn is None or conversation.turn != heard.turn:
                raise TooLateToAct(tracker.sender_id)
            said = store.utterance(connection, core.sealer, conversation.turn)
            files = store.waiting_files(connection, conversation.id)
        return Talk(
            means=self._means,
            conversation=conversation,
            heard=heard,
            said=said,
            message=conversation.turn,
            files=files,
            notes=conversation.notes,
            number=conversation.number,
        )

    def _check(self, connection: Connection, talk: Talk) -> None:
        """Hold the conversation's row: whoever answers instead of us must wait, or has been here before."""
        if store.turn_now(connection, talk.conversation.id) != talk.heard.turn:
            raise TooLateToAct(talk.conversation.id)
