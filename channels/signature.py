"""One signature for what comes in signed and for what goes out signed: Standard Webhooks, HMAC-SHA256.

Signed is ``id.timestamp.body``. A sender signs every try anew; a receiver accepts a try for ``TOLERANCE`` and each
id once, so that a request that was listened to cannot be sent again.
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from channels.base import ChannelError

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
PREFIX, VERSION = "whsec_", "v1,"
TOLERANCE = timedelta(minutes=5)
MOST_SIGNATURES = 5
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)


class Forged(ChannelError):
    """The signature is missing, unreadable or not ours."""

    code = "bad_signature"


class Stale(ChannelError):
    """Well signed, but too long ago or ahead of our clock, or sent once before."""

    code = "stale_signature"


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What a good signature vouches for: the sender's id of this try, and when it was signed."""

    id: str
    at: datetime


def new_secret() -> str:
    """32 random bytes as both sides write them down."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign(secret: str, identity: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a signed request."""
    seconds = str(int(at.timestamp()))
    return {ID: identity, TIMESTAMP: seconds, SIGNATURE: VERSION + _signature(secret, identity, seconds, body)}


def verify(known: Iterable[str], headers: Mapping[str, str], body: bytes, *, now: datetime) -> Signed:
    """Accept a request signed with one of the ``known`` secrets. Raises ``Forged`` and ``Stale``."""
    identity, seconds = headers.get(ID, ""), headers.get(TIMESTAMP, "")
    if not _ID.fullmatch(identity):
        raise Forged
    given = [each.removeprefix(VERSION) for each in headers.get(SIGNATURE, "").split(" ")[:MOST_SIGNATURES]]
    expected = [_signature(secret, identity, seconds, body) for secret in known]
    # Every pair is compared, so that the time it takes tells nothing.
    fits = [hmac.compare_digest(one.encode(), other.encode()) for one in given for other in expected]
    if not any(fits):
        raise Forged
    return Signed(id=identity, at=moment_of(seconds, now))


def _signature(secret: str, identity: str, seconds: str, body: bytes) -> str:
    content = f"{identity}.{seconds}.".encode() + body
    return base64.b64encode(hmac.digest(_key(secret), content, "sha256")).decode()


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("a signing secret must be whsec_ and base64") from error


def moment_of(seconds: str, now: datetime) -> datetime:
    """When something was stamped, in seconds of the epoch. Raises ``Forged`` for no time, ``Stale`` for another."""
    if not _SECONDS.fullmatch(seconds):
        raise Forged
    if abs(now.timestamp() - int(seconds)) > TOLERANCE.total_seconds():
        raise Stale
    return datetime.fromtimestamp(int(seconds), now.tzinfo)
