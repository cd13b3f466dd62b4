"""Delivering webhooks to ourselves the way a carrier does: over HTTP, signed for the address citizens know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import httpx
from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request

from admin.wiring import Container
from channels import carrier

PATIENCE = 20.0


@dataclass(frozen=True, kw_only=True)
class Postman:
    """``here`` is where this very process listens; ``public_url`` what is signed."""

    container: Container
    here: str

    @property
    def public_url(self) -> str:
        return self.container.settings.public_url.rstrip("/")

    def deliver(self, url: str, fields: Mapping[str, str]) -> str:
        """Post to an address of ours, absolute or not; gives the answer's text. Raises ``httpx.HTTPError``."""
        path = urlsplit(url).path
        known = {"AccountSid": self.container.account.sid, **fields}
        signature = carrier.signature(self.container.account, self.public_url + path, ImmutableMultiDict(known))
        headers = {"content-type": carrier.FORM, "x-twilio-signature": signature}
        with httpx.Client(base_url=self.here, timeout=PATIENCE, trust_env=False) as client:
            answer = client.post(path, content=urlencode(known), headers=headers)
        return answer.raise_for_status().text


def postman(container: Container, request: Request) -> Postman:
    """For the socket that this request came in on; what the request says of itself does not matter."""
    host, port = request.scope["server"]
    return Postman(container=container, here=f"http://{host}:{port}")
