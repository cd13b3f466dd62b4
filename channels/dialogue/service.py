"""Holding a dialogue: every message is stored first, then answered, by the engine, by a person, or without both."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from threading import BoundedSemaphore

from sqlalchemy import Connection

from channels.dialogue import delivery, fallback, phrase, store
from channels.dialogue.carrier import Carrier, FilesLost
from channels.dialogue.engine import Engine, EngineDown
from channels.dialogue.heard import Heard
from channels.dialogue.keeping import keep
from channels.dialogue.mark import marked_text
from channels.dialogue.press import Press, intent_of
from channels.dialogue.talk import Means, Talk
from channels.dialogue.utterance import Enclosure, Line, Utterance

AT_ONCE, WORKERS, PATIENCE = 8, 4, 10.0
LEFT = timedelta(seconds=10)
"""A message that waits this long was left by a process that died, or by one that had too much to do."""
_log = logging.getLogger(__name__)


@dataclass
class Dialogue:
    """``engine`` is None where the dialogue is switched off; ``carriers`` are those of messengers that need one."""

    means: Means
    engine: Engine | None
    carriers: Mapping[str, Carrier] = field(default_factory=dict)
    _turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE), init=False)
    _workers: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(WORKERS, thread_name_prefix="dialogue"), init=False
    )

    def hear(
        self,
        channel: str,
        peer: str,
        said: Utterance,
        *,
        external_id: str,
        language: str = "zh",
        files: Sequence[Enclosure] = (),
        notice_shown: bool = False,
    ) -> str | None:
        """Store a message durably; the conversation's id, None when the same item came before.

        ``peer`` is the carrier's name of the citizen, ``external_id`` that of the item.
        """
        core = self.means.core
        with core.engine.begin() as connection:
            at = core.now()
            identity = store.begin(connection, core.sealer, channel=channel, peer=peer, language=language, at=at)
            key = {"channel": channel, "external_id": external_id}
            message = store.hear(connection, core.sealer, identity, said, at=at, **key)
            if notice_shown:
                store.note_notice(connection, identity, at=at)
            if message is not None:
                store.enclose(connection, identity, message, files)
        return None if message is None else identity

    def answer(self, identity: str) -> bool:
        """Answer everything that waits in a conversation, in order, one message at a time over all processes.

        False when too much is under way: then ``answer_left`` does it.
        """
        if not self._turns.acquire(timeout=PATIENCE):
            return False
        try:
            with self.means.core.engine.begin() as held:
                store.hold(held, identity)
                while waiting := store.waiting(held, identity):
                    for message in waiting:
                        self._answer(identity, message)
        finally:
            self._turns.release()
        return True

    def answer_left(self, *, most: int = 50) -> int:
        """Answer what a process that died left behind; how many conversations."""
        core = self.means.core
        with core.engine.connect() as connection:
            left = store.left_waiting(connection, before=core.now() - LEFT, most=most)
        return sum(self._answer_or_postpone(identity) for identity in left)

    def deliver(self, channel: str, identity: str) -> None:
        """Bring what was said to the citizen, where a carrier has to."""
        if channel in self.carriers:
            delivery.deliver(self.means.core, self.carriers[channel], identity)

    def deliver_left(self, *, most: int = 50) -> int:
        """Bring replies that did not arrive at once; for how many conversations."""
        core, found = self.means.core, 0
        for channel in self.carriers:
            with core.engine.connect() as connection:
                identities = delivery.left(connection, channel=channel, now=core.now(), most=most)
            for identity in identities:
                self.deliver(channel, identity)
            found += len(identities)
        return found

    def soon(self, work: Callable[[], object]) -> None:
        """Do this in the background. What fails there is logged and done again by the worker."""
        self._workers.submit(_logged, work)

    def say(
        self, channel: str, peer: str, said: Utterance, *, external_id: str, language: str = "zh"
    ) -> Sequence[Line]:
        """Hear and answer: what was said since. Nothing when the same item came before."""
        core = self.means.core
        identity = self.hear(channel, peer, said, external_id=external_id, language=language)
        if identity is None:
            return []
        with core.engine.connect() as connection:
            before = store.last(connection, identity)
        self.answer(identity)
        with core.engine.connect() as connection:
            return store.lines(connection, core.sealer, identity, after=before)

    def _answer_or_postpone(self, identity: str) -> bool:
        """One conversation that cannot be answered does not hold up the others; in the end a person looks at it."""
        core = self.means.core
        try:
            return self.answer(identity)
        except Exception:
            _log.exception("a message could not be answered")
            with core.engine.begin() as connection:
                store.postpone(connection, identity, now=core.now())
            return False

    def close(self) -> None:
        """Finish what is under way and let go of connections."""
        self._workers.shutdown(cancel_futures=True)
        if self.engine:
            self.engine.close()
        for carrier in self.carriers.values():
            carrier.close()

    def _answer(self, identity: str, message: int) -> None:
        core = self.means.core
        with core.engine.connect() as connection:
            said = store.utterance(connection, core.sealer, message)
        files, lost = self._files(identity, said)
        with core.engine.begin() as connection:
            store.enclose(connection, identity, message, files)
            if self._is_settled(connection, identity, message, said):
                store.settle(connection, message)
                return
            store.set_turn(connection, identity, message)
            before = store.last(connection, identity)
        self._through_engine(identity, said, message)
        self._finish(identity, message, said, before)
        if lost:
            self._tell(identity, message, said, phrase.NOT_FETCHED)

    def _files(self, identity: str, said: Utterance) -> tuple[Sequence[Enclosure], bool]:
        core = self.means.core
        with core.engine.connect() as connection:
            channel = store.read(connection, core.sealer, identity).channel
        if channel not in self.carriers or not (said.photos or said.voices):
            return (), False
        try:
            return self.carriers[channel].fetch(said), False
        except FilesLost as lost:
            return lost.got, True

    def _is_settled(self, connection: Connection, identity: str, message: int, said: Utterance) -> bool:
        """Whether the engine has no part in it: a person answers, or a process died after this was answered."""
        talk = self._talk(connection, identity, message, said)
        if talk.conversation.turn == message and store.is_answered(connection, identity, message):
            return True
        if said.press is Press.LEAVE:
            ended = store.end_with_person(connection, identity, by="citizen", at=self.means.core.now())
            talk.tell(phrase.BACK_FROM_PERSON if ended else phrase.NOBODY_NEEDED)
            keep(connection, talk)
            return True
        return store.with_person(connection, identity)

    def _through_engine(self, identity: str, said: Utterance, message: int) -> None:
        """Let the engine answer, if it can; its actions write the replies."""
        if self.engine is None:
            return
        try:
            self.engine.say(identity, spoken(said), turn=message)
        except EngineDown as error:
            _log.warning("the dialogue engine did not answer: %s", error)

    def _finish(self, identity: str, message: int, said: Utterance, before: int) -> None:
        """Close the turn: from now on no action counts. Where nothing was said to the citizen, say it ourselves."""
        engine = self.means.core.engine
        with engine.begin() as connection:
            store.set_turn(connection, identity, None)
            silent = store.last(connection, identity) == before
            talk = self._talk(connection, identity, message, said)
        if silent:
            fallback.answer(talk)
        with engine.begin() as connection:
            if silent:
                keep(connection, talk)
            store.settle(connection, message)

    def _tell(self, identity: str, message: int, said: Utterance, what: str) -> None:
        with self.means.core.engine.begin() as connection:
            talk = self._talk(connection, identity, message, said)
            talk.tell(what)
            keep(connection, talk)

    def _talk(self, connection: Connection, identity: str, message: int, said: Utterance) -> Talk:
        conversation = store.read(connection, self.means.core.sealer, identity)
        return Talk(
            means=self.means,
            conversation=conversation,
            heard=Heard(),
            said=said,
            message=message,
            files=store.waiting_files(connection, identity),
            notes=conversation.notes,
            number=conversation.number,
        )


def _logged(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:
        _log.exception("a message is left to the worker")


def spoken(said: Utterance) -> str:
    """What the engine hears: words without numbers, codes and telephones, or an intent that only we can say."""
    if said.press is not None:
        return intent_of(said.press)
    if said.is_bare:
        return "/show"
    marked = marked_text(said.text)
    return "/give" if marked.only_key else marked.text or "/press"
