"""A message's way: kept, thought about aside, answered at once where that is quick, else by message later.

The platform waits five seconds. We wait a little less; whatever is ready by then is the answer, whatever is not is
said by message. Everything stands in the database, so that nothing depends on who lives to see it.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass, field
from datetime import timedelta

from channels.wechat import post
from channels.wechat.api import Api, PlatformError
from channels.wechat.conversation import Speak
from channels.wechat.media import fetch_due
from channels.wechat.port import Message
from tracking.service.core import Core

PATIENCE, GRACE = 3.5, timedelta(seconds=5)
BATCH = 20
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Wechat:
    """The account at work. ``api`` is None where the interface is not open: then what is late is never said."""

    core: Core
    api: Api | None
    speak: Speak
    patience: float = PATIENCE
    aside: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(8, "wechat"), repr=False)

    def receive(self, message: Message) -> str:
        """What to answer now, perhaps nothing. Returns only when the message is stored."""
        now = self.core.now()
        with self.core.engine.begin() as connection:
            fresh = post.keep(connection, self.core.sealer, message, at=now, grace=GRACE)
            if not fresh:
                post.unheard(connection, message.id, at=now)
                return ""
        try:
            self.aside.submit(self.think, message).result(self.patience)
        except TooSlow:
            return ""
        with self.core.engine.begin() as connection:
            return post.say(connection, self.core.sealer, message.id)

    def think(self, message: Message) -> None:
        """Make of it what it is to become, once, whoever comes first; a failure is tried again later."""
        now = self.core.now()
        with self.core.engine.begin() as connection:
            if not post.think(connection, message.id, at=now):
                return
        try:
            spoken = self.speak(message, now)
        except Exception as error:
            with self.core.engine.begin() as connection:
                post.stumbled(connection, message.id, at=self.core.now(), error=type(error).__name__)
            raise
        due = self.core.now() + GRACE
        with self.core.engine.begin() as connection:
            post.thought(connection, self.core.sealer, message.id, reply=spoken.reply, number=spoken.number, due=due)

    def tick(self) -> int:
        """What nobody has thought about yet, then what is owed; returns how much there was."""
        now = self.core.now()
        with self.core.engine.begin() as connection:
            post.clear_away(connection, now=now)
            left = post.waiting(connection, self.core.sealer, now=now, most=BATCH)
        for message in left:
            try:
                self.think(message)
            except Exception as error:  # it is noted; the others go on
                _log.error("a message could not be thought about", exc_info=error)
        return len(left) + (fetch_due(self.core, self.api) + self._tell(self.api) if self.api else 0)

    def _tell(self, api: Api) -> int:
        with self.core.engine.begin() as connection:
            owed = post.owed(connection, self.core.sealer, now=self.core.now(), most=BATCH)
        for each in owed:
            state, error = self._told(api, each)
            with self.core.engine.begin() as connection:
                if state == "again":
                    post.stumbled(connection, each.id, at=self.core.now(), error=error or "")
                else:
                    post.settle(connection, each.id, state=state, error=error)
        return len(owed)

    def _told(self, api: Api, each: post.Owed) -> tuple[str, str | None]:
        try:
            api.tell(each.message.sender, each.reply)
        except PlatformError as error:
            return "unknown" if error.unknown else "failed" if error.permanent else "again", str(error)
        return "sent", None
