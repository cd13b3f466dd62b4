"""Twilio as carrier of short messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from channels import telephone
from channels.base import CarrierError
from channels.carrier import asking, client
from channels.sms.port import Accepted, Found
from channels.telephony import Account, Delivery

STATES = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending", "sent"), Delivery.SENT),
    **dict.fromkeys(("delivered", "read"), Delivery.DELIVERED),
    **dict.fromkeys(("undelivered", "failed", "canceled"), Delivery.FAILED),
}
REPORTS = "/webhooks/sms/twilio/status"
MOST_LISTED, SKEW = 50, timedelta(minutes=1)


@dataclass(frozen=True)
class TwilioGateway:
    """Sends through the carrier's own SDK."""

    account: Account
    public_url: str
    name = "twilio"
    lists = True

    @cached_property
    def _client(self) -> Any:
        return client(self.account)

    def send(self, phone: str, body: str, *, key: str) -> Accepted:
        if not self.account.ready:
            raise CarrierError("no account at the carrier", permanent=False)
        with asking():
            message = self._client.messages.create(
                to=telephone.international(phone),
                from_=self.account.number,
                body=body,
                status_callback=f"{self.public_url}{REPORTS}/{key}",
            )
        return Accepted(reference=message.sid, left=True)

    def find(self, phone: str, body: str, *, since: datetime) -> Found | None:
        """By recipient, words and time; a message that was never sent has no day to be listed by."""
        with asking():
            listed = self._client.messages.list(to=telephone.international(phone), limit=MOST_LISTED)
        for each in listed:
            if each.body == body and each.date_created and each.date_created >= since - SKEW:
                return Found(reference=each.sid, state=STATES.get(str(each.status), Delivery.SENT))
        return None
