"""The account in the dialogue: what a message says there, and how replies and files are carried."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from channels.dialogue.carrier import FilesLost, NotCarried
from channels.dialogue.service import Dialogue
from channels.dialogue.talk import Messenger
from channels.dialogue.utterance import Enclosure, Reply, Utterance
from channels.wechat.api import Api, PlatformError
from channels.wechat.datum import spot_of
from channels.wechat.media import judged
from channels.wechat.port import DOOR, Kind, Message
from channels.wechat.renderer import shortened
from channels.words import TEXT_LENGTH

MESSENGER = Messenger(door=DOOR, carried=True)
_log = logging.getLogger(__name__)


def said(message: Message) -> Utterance | None:
    """None for what says nothing in a dialogue: events, and kinds we do not take."""
    match message.kind:
        case Kind.TEXT if message.words:
            return Utterance(text=message.words[: 2 * TEXT_LENGTH])
        case Kind.VOICE if message.media:
            return Utterance(text=message.words[: 2 * TEXT_LENGTH], voices=[message.media])
        case Kind.IMAGE if message.media:
            return Utterance(photos=[message.media])
        case Kind.LOCATION if message.position:
            return Utterance(spot=spot_of(*message.position))
    return None


def converse(dialogue: Dialogue, message: Message, utterance: Utterance) -> None:
    """Stored when this returns, once; talked about in the background."""
    channel = DOOR.channel
    identity = dialogue.hear(channel, message.sender, utterance, external_id=message.id)
    if identity is not None:
        dialogue.soon(lambda: _respond(dialogue, identity))


def _respond(dialogue: Dialogue, identity: str) -> None:
    dialogue.answer(identity)
    dialogue.deliver(DOOR.channel, identity)


@dataclass(frozen=True)
class Courier:
    """Brings replies as customer messages, and fetches what citizens sent."""

    api: Api

    def carry(self, peer: str, reply: Reply) -> None:
        """One message; what would be buttons elsewhere is words to answer with. Raises ``NotCarried``."""
        labels = " / ".join(label for _, label in reply.buttons)
        words = f"{reply.text}\n[{labels}]" if labels else reply.text
        try:
            self.api.tell(peer, shortened(words))
        except PlatformError as error:
            raise NotCarried(str(error), permanent=error.permanent) from error

    def fetch(self, said: Utterance) -> Sequence[Enclosure]:
        """Raises ``FilesLost``."""
        wanted = [("photo", Kind.IMAGE, each) for each in said.photos]
        wanted += [("voice", Kind.VOICE, each) for each in said.voices]
        got = [found for kind, judge, name in wanted if (found := self._file(kind, judge, name))]
        if len(got) < len(wanted):
            raise FilesLost(got)
        return got

    def close(self) -> None:
        """Every call has its own connection."""

    def _file(self, kind: str, judge: Kind, identity: str) -> Enclosure | None:
        try:
            found = judged(judge, self.api.media(identity))
        except PlatformError as error:
            _log.warning("a file was not fetched: %s", error)
            return None
        return Enclosure(kind=kind, name=found[0], media_type=found[1], body=found[2]) if found else None
