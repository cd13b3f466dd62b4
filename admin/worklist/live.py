"""Alarms and counts as they happen: one look at the database serves every stream of a process.

A look costs one statement for what has just happened and one for the sessions, however many streams there are, and
the counts of at most ``AUDIENCES`` kinds of reader; more of them take turns. Streams hold no connection.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from admin.desks.worklist import moment_of
from admin.log import log
from admin.security import session
from admin.security.account import Officer
from admin.wiring import Container
from admin.worklist.news import News, changed, rendered_alarms, rendered_end
from tracking.domain.people import Role
from tracking.store import alarm, desk, worklist
from tracking.store.alarm import Alarm, Cause
from tracking.store.visibility import Viewer

EVERY, HEARTBEAT = 5.0, 15.0  # seconds
AUDIENCES = 8
MOST_OF_ONE, MOST = 3, 400
_REMEMBERED, _WAITING, _SHOWN = 5000, 50, 5
_DISPATCHING = frozenset({Role.OPERATOR, Role.DISPATCHER, Role.INSPECTOR})


@dataclass(eq=False)
class Stream:
    """One open page. ``counts`` is what it shows, ``shown`` the alarms that stand on it, newest first."""

    officer: Officer
    cookie: str
    lang: str
    queue: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(_WAITING))
    counts: Mapping[str, int] = field(default_factory=dict)
    shown: deque[Alarm] = field(default_factory=lambda: deque(maxlen=_SHOWN))


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one look found: the sessions that run, counts by audience, alarms by audience."""

    alive: set[str]
    counts: Mapping[Viewer, Mapping[str, int]]
    alarms: Mapping[Viewer, Sequence[Alarm]]


class Hub:
    """All streams of this process, and the one task that looks for them."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self.streams: set[Stream] = set()
        self._turns: OrderedDict[Viewer, None] = OrderedDict()
        self._told: OrderedDict[tuple[Cause, str, str | None], None] = OrderedDict()
        self._since = container.core.now()
        self._task: asyncio.Task[None] | None = None

    def full(self, officer: Officer) -> bool:
        """Whether this officer, or the process, has as many streams as it may."""
        own = sum(each.officer.username == officer.username for each in self.streams)
        return own >= MOST_OF_ONE or len(self.streams) >= MOST

    def join(self, stream: Stream) -> None:
        """Take a stream in; the first one starts the looking."""
        self.streams.add(stream)
        self._turns.setdefault(stream.officer.viewer)
        if self._task is None or self._task.done():
            self._since = self.container.core.now()
            self._task = asyncio.get_running_loop().create_task(self._keep_looking())

    async def counts_of(self, officer: Officer) -> Mapping[str, int]:
        """The counts of this moment, for who does not stay."""
        return await run_in_threadpool(self._counts_now, officer.viewer)

    def _counts_now(self, viewer: Viewer) -> Mapping[str, int]:
        with self.container.engine.connect() as connection:
            return self._counts(connection, viewer, self.container.core.now())

    async def events(self, stream: Stream) -> AsyncIterator[str]:
        """What is sent down a stream, until it or its session ends."""
        try:
            yield "retry: 10000\n\n"
            while (sent := await self._next(stream)) is not None:
                yield sent
        finally:
            self.streams.discard(stream)

    async def _next(self, stream: Stream) -> str | None:
        try:
            return await asyncio.wait_for(stream.queue.get(), HEARTBEAT)
        except TimeoutError:
            return ": still here\n\n"

    async def _keep_looking(self) -> None:
        while self.streams:
            await asyncio.sleep(EVERY)
            here = list(self.streams)  # who joins during the look was not asked after and is not judged by it
            try:
                look = await run_in_threadpool(self.look, self._audiences(), {each.cookie for each in here})
            except Exception as error:  # a database that is away for a while must not end the looking
                log.warning("live", error=type(error).__name__)
                continue
            for stream in here:
                if stream in self.streams:
                    self._tell(stream, look)

    def _audiences(self) -> Sequence[Viewer]:
        """Everyone's, those first who were served longest ago."""
        here = {each.officer.viewer: each.officer for each in self.streams}
        self._turns = OrderedDict((each, None) for each in self._turns if each in here)
        for viewer in here:
            self._turns.setdefault(viewer)
        return list(self._turns)

    def look(self, audiences: Sequence[Viewer], cookies: set[str]) -> Look:
        """One look, in a thread: a handful of statements."""
        core, since = self.container.core, self._since
        now = core.now()
        with core.engine.connect() as connection:
            alive = session.running(connection, cookies, at=now)
            fresh = self._fresh(alarm.arisen(connection, since=since, now=now))
            alarms = {each: self._for(connection, each, fresh) for each in audiences} if fresh else {}
            counts = {each: self._counts(connection, each, now) for each in self._turn(audiences)}
        self._since = max(now, since)
        return Look(alive=alive, counts=counts, alarms=alarms)

    def _turn(self, audiences: Sequence[Viewer]) -> Sequence[Viewer]:
        served = audiences[:AUDIENCES]
        for each in served:
            if each in self._turns:
                self._turns.move_to_end(each)
        return served

    def _counts(self, connection: Connection, viewer: Viewer, now: datetime) -> Mapping[str, int]:
        lists = [tab for tab in desk.tabs(viewer.role, viewer.unit) if tab.arrived is None]
        return worklist.counts(connection, lists, viewer, moment_of(now))

    def _fresh(self, found: Sequence[Alarm]) -> Sequence[Alarm]:
        """Those that nobody was told of yet."""
        fresh = [each for each in found if (each.cause, each.number, each.unit) not in self._told]
        self._told.update(dict.fromkeys((each.cause, each.number, each.unit) for each in fresh))
        while len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return fresh

    def _for(self, connection: Connection, viewer: Viewer, fresh: Sequence[Alarm]) -> Sequence[Alarm]:
        concerned = [each for each in fresh if _concerns(each, viewer)]
        if not concerned:
            return []
        seen = alarm.seen_by(connection, viewer, {each.number for each in concerned})
        return [each for each in concerned if each.number in seen]

    def _tell(self, stream: Stream, look: Look) -> None:
        """A stream that does not take what it is sent is let go; its page asks again."""
        try:
            if stream.cookie not in look.alive:
                stream.queue.put_nowait(rendered_end(stream.lang))
                stream.queue.put_nowait(None)
                return
            for each in self._news(stream, look):
                stream.queue.put_nowait(str(each))
        except asyncio.QueueFull:
            self.streams.discard(stream)

    def _news(self, stream: Stream, look: Look) -> Sequence[News]:
        viewer, news = stream.officer.viewer, list[News]()
        if counts := look.counts.get(viewer):
            news += changed(stream.counts, counts, lang=stream.lang)
            stream.counts = counts
        if alarms := look.alarms.get(viewer):
            stream.shown.extendleft(alarms)
            news.append(rendered_alarms(self.container, stream.officer, list(stream.shown), lang=stream.lang))
        return news


def _concerns(each: Alarm, viewer: Viewer) -> bool:
    """Late dispatch concerns those who dispatch; a unit and its leader the share that is their own."""
    if each.cause is Cause.LATE_DISPATCH:
        return viewer.role in _DISPATCHING
    return each.unit is None or viewer.unit is None or each.unit == viewer.unit
