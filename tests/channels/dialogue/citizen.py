"""A citizen at a messenger, for tests: says things, presses buttons, reads what comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy import select

from admin.wiring import Container
from channels.dialogue import store
from channels.dialogue.press import Press
from channels.dialogue.schema import conversation
from channels.dialogue.utterance import Line, Origin, Utterance
from tracking.store import schema

_NUMBERS = count(1)


@dataclass
class Chatter:
    """One peer of one messenger. ``heard`` is what the last message was answered with."""

    container: Container
    channel: str = "webchat"
    peer: str = "somebody"
    heard: Sequence[Line] = field(default_factory=list)

    def says(self, text: str) -> str:
        """Everything that was answered, in one text."""
        return self.sends(Utterance(text=text))

    def presses(self, press: Press) -> str:
        return self.sends(Utterance(press=press))

    def sends(self, said: Utterance) -> str:
        key = f"test-{next(_NUMBERS)}"
        lines = self.container.dialogue.say(self.channel, self.peer, said, external_id=key)
        self.heard = [line for line in lines if line.origin is not Origin.CITIZEN]
        return "\n".join(line.text for line in self.heard)

    @property
    def offered(self) -> list[Press]:
        """The buttons below the last line."""
        return [press for press, _ in self.heard[-1].buttons] if self.heard else []

    @property
    def identity(self) -> str:
        core = self.container.core
        with core.engine.connect() as connection:
            return store.known(connection, core.sealer, channel=self.channel, peer=self.peer) or ""

    def conversation(self) -> store.Conversation:
        core = self.container.core
        with core.engine.connect() as connection:
            return store.read(connection, core.sealer, self.identity)

    def transcript(self) -> str:
        """Everything that was said on either side."""
        core = self.container.core
        with core.engine.connect() as connection:
            return "\n".join(line.text for line in store.lines(connection, core.sealer, self.identity))


def petitions(container: Container) -> list[str]:
    """What citizens said, of every petition there is, oldest first."""
    said = select(schema.text_.c.body).where(schema.text_.c.purpose == "said").order_by(schema.text_.c.number)
    with container.engine.connect() as connection:
        return list(connection.execute(said).scalars())


def conversations(container: Container) -> int:
    with container.engine.connect() as connection:
        return len(connection.execute(select(conversation.c.id)).all())
