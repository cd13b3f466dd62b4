"""One message of a conversation at a time, over any number of servers.

Rasa's own Redis lock reads, changes and writes back: two servers at once lose a ticket and with it a message. Here
taking the lock is one ``SET NX``, and only its holder can give it back.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio import Redis, from_url
from redis.exceptions import RedisError

_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
_LIFETIME, _PAUSE, _PATIENCE = 30.0, 0.02, 3.0
_log = logging.getLogger(__name__)


class AtomicLockStore(LockStore):
    """Locks in Redis. The Minyi service lets one message of a conversation through at a time, too; so when Redis is
    away the dialogue goes on without this second lock rather than not at all.
    """

    def __init__(self, endpoint_config: EndpointConfig) -> None:
        self._redis: Redis = from_url(endpoint_config.url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        super().__init__()

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = _LIFETIME, wait_time_in_seconds: float = _PAUSE
    ) -> AsyncIterator[None]:
        """Hold the conversation. Raises ``LockError`` when it stays taken for a whole lifetime."""
        key, token = f"minyi:dialogue:{conversation_id}", uuid.uuid4().hex
        held = await self._take(key, token, lock_lifetime, wait_time_in_seconds)
        try:
            yield
        finally:
            if held:
                await self._give_back(key, token)

    async def _take(self, key: str, token: str, lifetime: float, pause: float) -> bool:
        until = time.monotonic() + lifetime
        try:
            while not await self._redis.set(key, token, nx=True, px=int(lifetime * 1000)):
                if time.monotonic() > until:
                    raise LockError("the conversation stays locked")
                await asyncio.sleep(pause)
        except RedisError as error:
            _log.warning("no lock: %s", type(error).__name__)
            return False
        return True

    async def _give_back(self, key: str, token: str) -> None:
        try:
            await self._redis.eval(_RELEASE, 1, key, token)
        except RedisError as error:
            _log.warning("a lock is left to expire: %s", type(error).__name__)
