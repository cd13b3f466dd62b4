"""The way to the dialogue engine: HTTP on this machine, with a secret, and never a long wait."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import httpx

SECRET_HEADER = "X-Minyi-Secret"  # noqa: S105 - the name of a header
PATIENCE, REST = 5.0, 15.0


class EngineDown(Exception):
    """The engine did not answer, or not in time; the citizen's words are with us."""

    permanent = False


@dataclass
class Engine:
    """``url`` is where the engine listens. After a time-out it is left alone for ``REST`` seconds: one citizen has
    waited, the next need not.
    """

    url: str
    secret: str
    patience: float = PATIENCE
    _client: httpx.Client | None = field(default=None, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)
    _rests_until: float = field(default=0.0, init=False)

    def say(self, sender: str, text: str, *, turn: int) -> None:
        """Pass a message on; what the engine makes of it comes as calls of actions before this returns.

        Raises ``EngineDown``.
        """
        if time.monotonic() < self._rests_until:
            raise EngineDown("resting after a time-out")
        self._post("say", {"sender": sender, "message": text, "turn": turn})

    def forget(self, sender: str) -> None:
        """Let it forget a conversation. Raises ``EngineDown``."""
        self._post("forget", {"sender": sender})

    def parse(self, texts: Sequence[str]) -> Sequence[Mapping[str, Any]]:
        """What each text is taken for, as ``name`` and ``confidence``. Raises ``EngineDown``."""
        found: Sequence[Mapping[str, Any]] = self._post("parse", {"messages": list(texts)}).json()
        return found

    def is_ready(self) -> bool:
        """Whether it can hold a dialogue now."""
        try:
            return self._connected().get("/webhooks/minyi/ready").is_success
        except httpx.HTTPError:
            return False

    def close(self) -> None:
        if self._client:
            self._client.close()

    def _post(self, path: str, body: Mapping[str, object]) -> httpx.Response:
        try:
            response = self._connected().post(f"/webhooks/minyi/{path}", json=body)
            response.raise_for_status()
        except httpx.TimeoutException as error:
            self._rests_until = time.monotonic() + REST
            raise EngineDown("no answer in time") from error
        except httpx.HTTPError as error:
            raise EngineDown(type(error).__name__) from error
        return response

    def _connected(self) -> httpx.Client:
        with self._lock:
            if self._client is None:
                headers = {SECRET_HEADER: self.secret}
                self._client = httpx.Client(
                    base_url=self.url, headers=headers, timeout=self.patience, trust_env=False, follow_redirects=False
                )
            return self._client
