"""The carrier of calls and messages (Twilio) as voice and SMS share it: signed webhooks in, its own SDK out.

A webhook is believed when its signature fits the address citizens know us by – never what the request says of
itself – with the account's token, or with the shared key that its settings header names.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import requests
from starlette.datastructures import ImmutableMultiDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.request_validator import SIGNATURE_HEADER, SIGNATURE_SETTINGS_HEADER, RequestValidator
from twilio.request_validator import get_signature_algorithm as algorithm_of

from channels.base import CarrierError
from channels.telephony import Account

MOST_FIELDS = 200
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Hook:
    """A webhook that was believed: its fields, of several values the last."""

    given: Mapping[str, str]

    def get(self, name: str) -> str:
        """A field, empty when it did not come."""
        return self.given.get(name, "")


Fields = ImmutableMultiDict[str, str]
Check = Callable[[Request], Awaitable[Hook]]


def signed(account: Account, public_url: str) -> Check:
    """A dependency that lets only signed webhooks through. Raises ``HTTPException`` (400, 403)."""

    async def check(request: Request) -> Hook:
        fields = await _fields(request)
        if not believed(account, address(public_url, request), fields, request.headers):
            raise HTTPException(403)
        return Hook(dict(fields))

    return check


def address(public_url: str, request: Request) -> str:
    """The address the carrier called, as it knows it; host and scheme are ours to say."""
    path = request.scope.get("raw_path") or request.url.path.encode()
    query = request.scope["query_string"]
    return public_url + path.decode("latin-1") + (f"?{query.decode('latin-1')}" if query else "")


def believed(account: Account, url: str, fields: Fields, headers: Mapping[str, str]) -> bool:
    """Whether the signature fits. Without a secret of ours nothing does."""
    signature, said = headers.get(SIGNATURE_HEADER.lower()), headers.get(SIGNATURE_SETTINGS_HEADER.lower())
    secret = _secret(account, said)
    if not signature or not secret:
        return False
    return bool(RequestValidator(secret).validate(url, fields, signature, algorithm_of(said)))


def signature(account: Account, url: str, fields: Fields) -> str:
    """What the carrier would put into its header; for the simulator, which stands in for it."""
    return str(RequestValidator(account.token).compute_signature(url, fields))


def _secret(account: Account, settings: str | None) -> str:
    named = dict(part.strip().partition("=")[::2] for part in (settings or "").split(","))
    return account.keys.get(named["key"].strip(), "") if named.get("key") else account.token


async def _fields(request: Request) -> Fields:
    """The form as it was sent. Raises ``HTTPException`` (400) for what is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        body = (await request.body()).decode("ascii")
        pairs = parse_qsl(body, keep_blank_values=True, strict_parsing=bool(body), max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error
    if kind != FORM:
        raise HTTPException(400)
    return ImmutableMultiDict(pairs)


def client(account: Account) -> Any:
    """The carrier's SDK for this account; every call of it ends within the account's ``timeout``."""
    from twilio.http.http_client import TwilioHttpClient
    from twilio.rest import Client

    made = Client(account.sid, account.token, http_client=TwilioHttpClient(timeout=account.timeout))
    made.api.base_url = account.url
    return made


@contextmanager
def asking() -> Iterator[None]:
    """Around a call of the SDK. Raises ``CarrierError``; its words hold a code, never what was sent."""
    try:
        yield
    except (TwilioRestException, TwilioServiceException) as error:
        raise refused(error.status, str(error.code)) from error
    except (requests.ConnectTimeout, requests.exceptions.InvalidURL) as error:
        raise CarrierError("the carrier could not be reached", permanent=False) from error
    except requests.ConnectionError as error:
        raise CarrierError("the connection broke", permanent=False, ambiguous=not _never_left(error)) from error
    except (requests.RequestException, TwilioException, ValueError, KeyError, TypeError) as error:
        raise CarrierError(type(error).__name__, permanent=False, ambiguous=True) from error


def refused(status: int, code: str = "") -> CarrierError:
    """What an HTTP status of a carrier means. After 5xx nobody knows whether it was done."""
    words = f"HTTP {status}" + (f", code {code}" if code and code != str(status) else "")
    passing = status in (408, 425, 429) or status >= 500
    return CarrierError(words, permanent=not passing, ambiguous=status >= 500 and status != 503)


def _never_left(error: requests.ConnectionError) -> bool:
    """Whether no connection came about at all."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return type(reason).__name__ in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")
