"""The ticket: a sealed cookie that opens one petition for half an hour, on this device only.

After submitting, the receipt must show the query code, but a code in an address would be kept by histories, proxies
and logs. So the answer is a redirect to an address with the number alone, and this cookie lets the receipt be shown:
sealed, not readable by scripts, sent to ``/progress`` only, gone after ``LIFETIME`` or at once by "leave". The page
can be reloaded and printed, and a POST is never repeated by going back.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tracking.service.core import Core
from tracking.store.seal import SealBroken

COOKIE, PATH = "ticket", "/progress"
LIFETIME = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """Opens ``number``; the query code is shown (``submitter``) only where it was submitted.

    ``form`` stands in every form of the pages it opens.
    """

    number: str
    submitter: bool
    form: str


@dataclass(frozen=True)
class Tickets:
    """Gives out and reads tickets."""

    core: Core
    secure: bool

    def give(self, response: Response, number: str, *, submitter: bool = False) -> None:
        until = (self.core.now() + LIFETIME).isoformat()
        sealed = self.core.sealer.seal(json.dumps([number, submitter, until]), COOKIE)
        value = base64.urlsafe_b64encode(sealed).decode()
        age = int(LIFETIME.total_seconds())
        response.set_cookie(COOKIE, value, max_age=age, path=PATH, secure=self.secure, httponly=True, samesite="lax")

    def read(self, request: Request, number: str) -> Ticket | None:
        """The ticket for this petition, None where there is none, or a broken, old or other one."""
        value = request.cookies.get(COOKIE, "")
        try:
            sealed = base64.urlsafe_b64decode(value)
            known, submitter, until = json.loads(self.core.sealer.open(sealed, COOKIE))
        except (binascii.Error, ValueError, IndexError, SealBroken):
            return None
        if known != number or self.core.now() > datetime.fromisoformat(until):
            return None
        return Ticket(number=number, submitter=submitter, form=self._form(value))

    def require(self, request: Request, number: str) -> Ticket:
        """Raises ``HTTPException`` (303 to where number and code are asked for)."""
        ticket = self.read(request, number)
        if ticket is None:
            raise HTTPException(303, headers={"Location": f"/progress?{urlencode({'number': number})}"})
        return ticket

    def fits(self, ticket: Ticket, given: str) -> bool:
        """Whether a form came from our page and not from another site."""
        return hmac.compare_digest(ticket.form.encode(), given.encode())

    def _form(self, value: str) -> str:
        return self.core.sealer.key(value, "ticket form").hex()[:32]


def take_back(response: Response) -> None:
    """Forget the ticket on this device."""
    response.delete_cookie(COOKIE, path=PATH)
