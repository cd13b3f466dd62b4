"""The platform's interface: a token that is kept while it holds, messages to citizens, and what they sent.

Every call is bounded in time. What the platform answers is judged by its code: some say never again, some later, some
that the token is worn out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import httpx

from channels.wechat.account import Account
from tracking.domain.clock import Clock

PATIENCE = 8.0
EARLIER, MOST_BYTES = timedelta(minutes=5), 10 * 1024 * 1024
WORN_OUT = frozenset({40001, 40014, 42001, 42007})
# Too busy, or a limit of the minute or the day: later it may work. Every other code is about this very message.
LATER = frozenset({-1, 45009, 45011, 45047, 45066})


class PlatformError(Exception):
    """The platform did not do it. ``permanent``: it never will; ``unknown``: perhaps it did."""

    def __init__(self, message: str, *, permanent: bool, unknown: bool = False) -> None:
        super().__init__(message)
        self.permanent, self.unknown = permanent, unknown


@dataclass
class Api:
    """Speaks to the platform for one account."""

    account: Account
    clock: Clock
    patience: float = PATIENCE
    _token: str = ""
    _until: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def tell(self, sender: str, words: str) -> None:
        """A message to a citizen. Raises ``PlatformError``."""
        body = {"touser": sender, "msgtype": "text", "text": {"content": words}}
        self._with_token("POST", "/cgi-bin/message/custom/send", content=_json(body), unsure=True)

    def media(self, identity: str) -> bytes:
        """A photo or voice a citizen sent. Raises ``PlatformError``."""
        answer = self._with_token("GET", "/cgi-bin/media/get", params={"media_id": identity})
        if not isinstance(answer, bytes):
            raise PlatformError("no media", permanent=True)
        return answer

    def _with_token(self, method: str, path: str, *, unsure: bool = False, **request: Any) -> Any:
        """A call with the token; where it is worn out, once more with a new one."""
        for fresh in (False, True):
            known = {**request.get("params", {}), "access_token": self._token_now(fresh=fresh)}
            answer = self._call(method, path, unsure=unsure, **{**request, "params": known})
            code = _code(answer)
            if code not in WORN_OUT:
                return _judged(answer, code)
        raise PlatformError(f"errcode {code}", permanent=False)

    def _token_now(self, *, fresh: bool) -> str:
        """The kept token; asked for by one thread at a time."""
        with self._lock:
            now = self.clock.now()
            if fresh or self._until is None or now >= self._until:
                self._token, lasts = self._new_token(fresh)
                self._until = now + max(lasts - EARLIER, timedelta())
            return self._token

    def _new_token(self, fresh: bool) -> tuple[str, timedelta]:
        body = {
            "grant_type": "client_credential",
            "appid": self.account.app_id,
            "secret": self.account.secret,
            "force_refresh": fresh,
        }
        answer = self._call("POST", "/cgi-bin/stable_token", content=_json(body))
        known = _judged(answer, _code(answer))
        fields = known if isinstance(known, dict) else {}
        token, lasts = fields.get("access_token"), fields.get("expires_in")
        if not isinstance(token, str) or not isinstance(lasts, int):
            raise PlatformError("no token", permanent=False)
        return token, timedelta(seconds=lasts)

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self.account.api_url, timeout=self.patience, trust_env=False)

    def _call(self, method: str, path: str, *, unsure: bool = False, **request: Any) -> Any:
        """The answer: an object, or bytes where it is none. ``unsure``: with no answer it may have been done."""
        try:
            with self._client() as client, client.stream(method, path, **request) as response:
                body = _bounded(response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise PlatformError(type(error).__name__, permanent=False) from error
        except httpx.HTTPError as error:
            raise PlatformError(type(error).__name__, permanent=False, unknown=unsure) from error
        if response.status_code != 200:
            gone = response.status_code < 500 and response.status_code not in (408, 429)
            raise PlatformError(f"HTTP {response.status_code}", permanent=gone)
        return _object(body)


def _bounded(response: httpx.Response) -> bytes:
    found = b""
    for part in response.iter_bytes():
        found += part
        if len(found) > MOST_BYTES:
            raise PlatformError("too large", permanent=True)
    return found


def _object(body: bytes) -> Any:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return body
    return found if isinstance(found, dict) else body


def _code(answer: Any) -> int:
    """The platform's own code; 0 is well, and so is an answer without one."""
    code = answer.get("errcode", 0) if isinstance(answer, dict) else 0
    return code if isinstance(code, int) else -1


def _judged(answer: Any, code: int) -> Any:
    if code == 0:
        return answer
    raise PlatformError(f"errcode {code}", permanent=code not in LATER | WORN_OUT)


def _json(body: dict[str, Any]) -> bytes:
    """In UTF-8: escaped characters would be shown as escapes."""
    return json.dumps(body, ensure_ascii=False).encode()
