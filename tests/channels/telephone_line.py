"""A carrier as our webhooks see it: signs what it posts, walks the markup it gets back."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

import httpx2
from fastapi.testclient import TestClient
from starlette.datastructures import ImmutableMultiDict

from admin.simulator.twiml import Stop, walk
from admin.wiring import Container
from channels import carrier

PHONE = "+8613800001111"
WORDS = "和平区太原街路灯坏了三天，晚上老人出门不安全。"


def post(client: TestClient, container: Container, path: str, **fields: str) -> httpx2.Response:
    """A webhook with a valid signature."""
    url = container.settings.public_url + path
    signature = carrier.signature(container.account, url, ImmutableMultiDict(fields))
    headers = {"content-type": carrier.FORM, "x-twilio-signature": signature}
    return client.post(path, content=urlencode(fields), headers=headers)


def deliver(client: TestClient, container: Container, *, path: str, form: str) -> httpx2.Response:
    """A webhook whose bytes are given as they are on the wire."""
    fields = ImmutableMultiDict(parse_qsl(form, keep_blank_values=True))
    signature = carrier.signature(container.account, container.settings.public_url + path, fields)
    return client.post(path, content=form, headers={"content-type": carrier.FORM, "x-twilio-signature": signature})


def recording_sid() -> str:
    return f"RE{secrets.token_hex(16)}"


@dataclass
class Caller:
    """One call. ``at`` is where the carrier stands in the last answer."""

    client: TestClient
    container: Container
    phone: str = PHONE
    sid: str = field(default_factory=lambda: f"CA{secrets.token_hex(16)}")
    at: Stop = field(default=Stop(verb="", given={}, says=()), repr=False)
    last: tuple[str, dict[str, str]] = ("", {})
    spoken: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        return "".join(self.at.says)

    def dials(self) -> Caller:
        return self._posts("/webhooks/voice/incoming", {"CallStatus": "ringing"})

    def says(self, words: str = WORDS, confidence: str = "0.93") -> Caller:
        self.spoken.append(words)
        return self._posts(self._action, {"SpeechResult": words, "Confidence": confidence})

    def mumbles(self, words: str = "路灯…") -> Caller:
        return self.says(words, "0.11")

    def keys(self, digits: str) -> Caller:
        for key in digits if self.at.given.get("numDigits") == "1" else [digits]:
            self._posts(self._action, {"Digits": key})
        return self

    def is_silent(self) -> Caller:
        return self._posts(self.at.after or self._action, {})

    def leaves_message(self, sid: str = "", **more: str) -> Caller:
        given = {"RecordingSid": sid or recording_sid(), "RecordingDuration": "7", "Digits": "#"}
        return self._posts(self._action, given | more)

    def waits_in_queue(self, result: str) -> Caller:
        return self._posts(self._action, {"QueueResult": result, "QueueTime": "12"})

    def has_said(self, words: str, order: int = 0) -> Caller:
        """Recognised so far, while the caller still speaks."""
        self.spoken.append(words)
        path = self._path(self.at.given["partialResultCallback"])
        given = {"UnstableSpeechResult": words, "SequenceNumber": str(order)}
        assert self._post(path, given).status_code == 204
        return self

    def hangs_up(self, status: str = "completed", path: str = "/webhooks/voice/status") -> Caller:
        assert self._post(path, {"CallStatus": status}).status_code == 204
        return self

    def again(self) -> Caller:
        """The carrier delivers the last webhook once more."""
        path, fields = self.last
        return self._posts(path, fields)

    @property
    def _action(self) -> str:
        return self._path(self.at.given["action"])

    def _path(self, url: str) -> str:
        return re.sub(r"^https?://[^/]+", "", url)

    def _posts(self, path: str, fields: dict[str, str]) -> Caller:
        self.last = (self._path(path), fields)
        response = self._post(self._path(path), fields)
        assert response.status_code == 200, response.text
        self.at = walk(response.text)
        return self

    def _post(self, path: str, fields: dict[str, str]) -> httpx2.Response:
        known = {"CallSid": self.sid, "From": self.phone, "To": self.container.account.number}
        return post(self.client, self.container, path, **known | fields)
