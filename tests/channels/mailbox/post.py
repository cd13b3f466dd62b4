"""The post office of the tests: letters that went out, and what stands in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from admin.wiring import Container
from channels.mailbox.renderer import Outgoing
from channels.mailbox.sender import Handed
from tracking.domain.verb import Verb
from tracking.service import relay
from tracking.store import schema
from tracking.store.outbox import Event


@dataclass
class Carrier:
    """A carrier that keeps what it was given, or raises what it was told to."""

    failure: Callable[[], Exception] | None = None
    letters: list[Outgoing] = field(default_factory=list)

    def send(self, letter: Outgoing) -> Handed:
        if self.failure:
            raise self.failure()
        self.letters.append(letter)
        return Handed(left=True)

    def filled(self, raw: bytes) -> bytes:
        """A mail with what only the first letter knows put into it."""
        if not self.letters:
            return raw
        ours = self.letters[0].message_id
        number = ours.partition(".")[0]
        return raw.replace(b"@@OURS@@", ours.encode()).replace(b"@@NUMBER@@", number.encode())


def relayed(container: Container, carrier: Carrier) -> None:
    """Everything that happened so far is told to the petitioners."""
    notices = replace(container.post.notices, gateway=carrier)
    relay.drain(container.core, dict.fromkeys(Verb, (notices.on_event, notices.on_event)), report=_fail)
    while notices.send_queued():
        pass


def stored(container: Container) -> list[dict[str, Any]]:
    """The petitions, oldest first, opened, with what was said."""
    petition, sealer = schema.petition, container.core.sealer
    said = (
        select(schema.text_.c.body)
        .where(schema.text_.c.number == petition.c.number, schema.text_.c.purpose == "said")
        .scalar_subquery()
    )
    with container.engine.connect() as connection:
        rows = connection.execute(select(petition, said.label("said")).order_by(petition.c.number)).mappings().all()
    opened = ("phone", "name", "email")
    return [dict(row) | {name: sealer.open(row[name], name) if row[name] else None for name in opened} for row in rows]


def _fail(_: Event, error: Exception) -> None:
    raise error
