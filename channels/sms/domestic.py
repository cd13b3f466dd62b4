"""A domestic provider of short messages, by a plain HTTP interface with signatures (docs/channels.md describes it).

Both sides sign every request: HMAC-SHA256 over method, path, time, a word used once, and the digest of the body.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from channels.base import CarrierError
from channels.carrier import refused
from channels.sms.port import Accepted, Found
from channels.telephony import Delivery, Provider
from tracking.domain.clock import Clock

APP, TIME, ONCE, SIGNATURE = "x-app", "x-time", "x-once", "x-signature"
FRESH = timedelta(minutes=5)
SKEW = timedelta(minutes=1)


def signature(secret: str, method: str, target: str, time: str, once: str, body: bytes) -> str:
    """The signature in hex; ``target`` is path and query as they are sent."""
    signed = "\n".join((method, target, time, once, hashlib.sha256(body).hexdigest()))
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()


def headers(provider: Provider, method: str, target: str, body: bytes, *, at: datetime) -> Mapping[str, str]:
    """The headers of a request made now."""
    time, once = str(int(at.timestamp())), secrets.token_hex(8)
    return {
        APP: provider.app,
        TIME: time,
        ONCE: once,
        SIGNATURE: signature(provider.secret, method, target, time, once, body),
    }


def believed(provider: Provider, target: str, body: bytes, given: Mapping[str, str], *, at: datetime) -> bool:
    """Whether a webhook is the provider's and was made within the last minutes."""
    time, once = given.get(TIME, ""), given.get(ONCE, "")
    if (
        not provider.ready
        or given.get(APP) != provider.app
        or not (time.isascii() and time.isdigit() and len(time) < 12)
    ):
        return False
    expected = signature(provider.secret, "POST", target, time, once, body)
    fits = hmac.compare_digest(expected.encode(), given.get(SIGNATURE, "").encode())
    return fits and abs(at.timestamp() - int(time)) <= FRESH.total_seconds()


@dataclass(frozen=True)
class DomesticGateway:
    """Sends to the provider."""

    provider: Provider
    clock: Clock
    name = "domestic"
    lists = True

    @cached_property
    def _client(self) -> httpx.Client:
        """Made once, for reading the trusted certificates costs more than a message.

        A connection is never used twice: of one that the provider just closed nobody knows what it took.
        """
        return httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))

    def send(self, phone: str, body: str, *, key: str) -> Accepted:
        given = self._ask("POST", "/messages", {"key": key, "to": phone, "text": body})
        reference = given.get("id")
        if not isinstance(reference, str):
            raise CarrierError("an answer without an id", permanent=False, ambiguous=True)
        return Accepted(reference=reference, left=True)

    def find(self, phone: str, body: str, *, since: datetime) -> Found | None:
        start = int((since - SKEW).timestamp())
        given = self._ask("GET", f"/messages?{urlencode({'to': phone, 'since': start})}")
        try:
            listed = [
                (each["to"], each["text"], str(each["id"]), Delivery(each["status"])) for each in given["messages"]
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise CarrierError("the list cannot be read", permanent=False) from error
        mine = (Found(reference=name, state=state) for to, text, name, state in listed if (to, text) == (phone, body))
        return next(mine, None)

    def _ask(self, method: str, path: str, content: Mapping[str, object] | None = None) -> dict[str, Any]:
        """Raises ``CarrierError``."""
        if not self.provider.ready:
            raise CarrierError("no provider is set", permanent=False)
        url = self.provider.url.rstrip("/") + path
        body = json.dumps(content, ensure_ascii=False).encode() if content else b""
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = {**headers(self.provider, method, target, body, at=self.clock.now()), "content-type": "application/json"}
        try:
            answer = self._client.request(method, url, content=body, headers=sent, timeout=self.provider.timeout)
            if not answer.is_success:
                raise refused(answer.status_code)
            return dict(answer.json())
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            raise CarrierError(type(error).__name__, permanent=False) from error
        except (httpx.HTTPError, ValueError, TypeError) as error:
            raise CarrierError(type(error).__name__, permanent=False, ambiguous=True) from error
