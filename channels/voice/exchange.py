"""The hotline's exchange: each thing a carrier tells of a call is one transaction in which the call is held.

A repetition gives the same answer and does nothing: a turn that was answered is not answered again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from channels.voice import callback, store
from channels.voice.act import Acts
from channels.voice.call import Call, Memo
from channels.voice.conversation import Conversation
from channels.voice.flow import State
from channels.voice.heard import Heard
from tracking.service.core import Core

SILENT_FOR, KEPT_FOR, AT_ONCE = timedelta(hours=1), timedelta(days=1), 100
Held = tuple[Connection, Call]


@dataclass(frozen=True)
class Exchange:
    """Answers calls."""

    acts: Acts

    @property
    def core(self) -> Core:
        return self.acts.lookup.core

    def incoming(self, sid: str, memo: Memo) -> Call:
        """Somebody calls, as ``memo`` says; the notice is read out with the first answer."""
        with self._held(Call(sid=sid, memo=memo)) as (connection, call):
            store.noticed(connection, sid, at=self.core.now())
        return call

    def calling(self, sid: str, placed: callback.Placed, *, answered: bool) -> Call:
        """A call-back was answered, by a person or by a machine."""
        memo = Memo(about=placed.number, placed_by=callback.placed_by(self.core, placed))
        state = State.CALL_BACK if answered else State.FAREWELL
        with self._held(Call(sid=sid, outbound=True, state=state, memo=memo)) as (_, call):
            return call

    def turn(self, sid: str, turn: int, heard: Heard, memo: Memo) -> Call:
        """The caller was heard; ``memo`` is of a call that was not known yet."""
        with self._held(Call(sid=sid, memo=memo)) as (connection, call):
            if turn != call.turn:
                return call
            after = Conversation(self.acts).answer(connection, call, heard)
            self._keep(connection, after)
            if after.state is State.OPERATOR:
                store.queued(connection, sid, at=self.core.now())
        return after

    def partial(self, sid: str, turn: int, order: int, words: str) -> None:
        """An intermediate result: the latest of the turn that is not answered yet."""
        with self.core.engine.begin() as connection:
            call = store.find(connection, self.core.sealer, sid)
            if call is None or turn != call.turn or (turn, order) <= (call.memo.turn, call.memo.order) or not words:
                return
            self._keep(connection, call.remembering(partial=words, turn=turn, order=order))

    def recorded(self, sid: str, recording: str, caller: str | None = None) -> None:
        """There is a recording of this call; nothing happens when it is known."""
        with self._held(Call(sid=sid, state=State.RECORD, memo=Memo(caller=caller))) as (connection, call):
            self._keep(connection, self.acts.take_message(connection, call, recording))

    def ended(self, sid: str) -> None:
        """The call is over, however it ended: words and answers that stand nowhere yet are put down."""
        with self.core.engine.begin() as connection:
            call = store.find(connection, self.core.sealer, sid)
            if call is None:
                return
            after, _ = self.acts.settle(call, f"end-{call.turn}-{call.memo.order}")
            after, _ = self.acts.rate(after)
            store.keep(connection, self.core.sealer, after, at=self.core.now(), ended_at=self.core.now())

    def called(self, sid: str, placed: callback.Placed, *, tried: bool) -> None:
        """A call-back is over. Where it brought no answer at all it was a try; ``tried``: somebody's telephone rang."""
        self.ended(sid)
        with self.core.engine.begin() as connection:
            call = store.find(connection, self.core.sealer, sid)
        if tried and (call is None or not call.memo.rated):
            callback.note_try(self.core, placed)
        callback.close(self.core, placed, sid)

    def bridged(self, sid: str, operator: str) -> None:
        """An operator takes the call."""
        with self.core.engine.begin() as connection:
            store.bridged(connection, sid, operator, at=self.core.now())

    def end_abandoned(self) -> int:
        """Calls whose end nobody told us are over after ``SILENT_FOR``; returns how many."""
        with self.core.engine.connect() as connection:
            silent = store.abandoned(connection, before=self.core.now() - SILENT_FOR, most=AT_ONCE)
        for sid in silent:
            self.ended(sid)
        return len(silent)

    def forget(self) -> int:
        """What was remembered of calls that are long over, and stands in their petitions; returns how many."""
        with self.core.engine.begin() as connection:
            return store.forget(connection, before=self.core.now() - KEPT_FOR)

    def _keep(self, connection: Connection, call: Call) -> None:
        """Words that came after the end open the call again, for whoever ends what was abandoned."""
        reopened = {"ended_at": None} if call.unsettled else {}
        store.keep(connection, self.core.sealer, call, at=self.core.now(), **reopened)

    @contextmanager
    def _held(self, fresh: Call) -> Iterator[Held]:
        with self.core.engine.begin() as connection:
            yield connection, store.hold(connection, self.core.sealer, fresh, at=self.core.now())
