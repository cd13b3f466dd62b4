"""Who chats: a sealed cookie names a visitor nobody knows, on this device only and for as long as they keep talking."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from tracking.service.core import Core
from tracking.store.seal import SealBroken

COOKIE, PATH = "chat", "/chat"
LIFETIME = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """``name`` finds the conversation again; ``form`` stands in every form of the page."""

    name: str
    form: str


@dataclass(frozen=True)
class Visitors:
    """Gives out names and knows them again."""

    core: Core
    secure: bool

    def of(self, request: Request) -> Visitor | None:
        """None where there is no cookie, or a broken or old one."""
        try:
            sealed = base64.urlsafe_b64decode(request.cookies.get(COOKIE, ""))
            name, until = json.loads(self.core.sealer.open(sealed, COOKIE))
        except (binascii.Error, ValueError, IndexError, SealBroken):
            return None
        return self._visitor(name) if self.core.now() <= datetime.fromisoformat(until) else None

    def new(self) -> Visitor:
        return self._visitor(secrets.token_urlsafe(24))

    def greet(self, response: Response, visitor: Visitor) -> None:
        """Keep the name for another while."""
        until = (self.core.now() + LIFETIME).isoformat()
        value = base64.urlsafe_b64encode(self.core.sealer.seal(json.dumps([visitor.name, until]), COOKIE)).decode()
        age = int(LIFETIME.total_seconds())
        response.set_cookie(COOKIE, value, max_age=age, path=PATH, secure=self.secure, httponly=True, samesite="lax")

    def fits(self, visitor: Visitor, given: str) -> bool:
        """Whether a form came from our page and not from another site."""
        return hmac.compare_digest(visitor.form.encode(), given.encode())

    def _visitor(self, name: str) -> Visitor:
        return Visitor(name=name, form=self.core.sealer.key(name, "chat form").hex()[:32])


def forget(response: Response) -> None:
    """Forget the visitor on this device."""
    response.delete_cookie(COOKIE, path=PATH)
