"""The platform as it speaks to us, and as it answers what we ask of it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from xml.etree.ElementTree import fromstring

import httpx2
from fastapi.testclient import TestClient

from admin.app import create
from admin.wiring import Container
from channels.wechat import seal
from channels.wechat.account import Account
from channels.wechat.api import Api
from channels.wechat.service import Wechat
from tests.stand_in import Answer, Asked

TOKEN, KEY, APP_ID = "a-token", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx0123456789abcdef"
CITIZEN, CITY = "oCitizen-1_x", "gh_city"
FRESH = Answer(body=b'{"access_token": "t-1", "expires_in": 7200}')


def xml(kind: str, **fields: str) -> str:
    """A message as the platform writes it."""
    known = {"ToUserName": CITY, "FromUserName": CITIZEN, "CreateTime": "1772413200", "MsgType": kind, **fields}
    return "<xml>" + "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in known.items()) + "</xml>"


def text(words: str, identity: str = "1") -> str:
    return xml("text", Content=words, MsgId=identity)


@dataclass
class Platform:
    """Brings messages to one application, signed or sealed."""

    client: TestClient
    container: Container
    account: Account
    service: Wechat

    @classmethod
    def of(cls, container: Container, *, api_url: str = "", aes_key: str = "", patience: float = 3.5) -> Platform:
        account = Account(token=TOKEN, app_id=APP_ID, secret="s", aes_key=aes_key, api_url=api_url)
        api = Api(account, container.core.clock, patience=0.5) if api_url else None
        service = replace(container.wechat[1], api=api, patience=patience)
        known = replace(container, wechat=(account, service))
        return cls(TestClient(create(known)), known, account, service)

    def brings(self, body: str, *, late: int = 0, **changed: str) -> httpx2.Response:
        """One message; ``late`` seconds is its stamp off, ``changed`` words of the stamp."""
        now = self.container.core.now() + timedelta(seconds=late)
        seconds, nonce = str(int(now.timestamp())), secrets.token_hex(4)
        known = {"timestamp": seconds, "nonce": nonce, "signature": seal.sign(TOKEN, seconds, nonce)}
        if self.account.key:
            sealed = seal.seal(body, key=self.account.key, app_id=APP_ID)
            known |= {"encrypt_type": "aes", "msg_signature": seal.sign(TOKEN, seconds, nonce, sealed)}
            body = f"<xml><ToUserName>{CITY}</ToUserName><Encrypt>{sealed}</Encrypt></xml>"
        return self.client.post("/wechat", params=known | changed, content=body.encode(errors="replace"))

    def hears(self, answer: httpx2.Response) -> str:
        """What the citizen reads in an answer, empty for silence."""
        assert answer.status_code == 200, answer.text
        if answer.text == "success":
            return ""
        fields = {each.tag: each.text or "" for each in fromstring(answer.content)}  # noqa: S314 - our own
        if self.account.key:
            words = (fields["TimeStamp"], fields["Nonce"], fields["Encrypt"])
            assert fields["MsgSignature"] == seal.sign(TOKEN, *words)
            body = seal.unseal(fields["Encrypt"], key=self.account.key, app_id=APP_ID)
            fields = {each.tag: each.text or "" for each in fromstring(body)}  # noqa: S314 - our own
        assert (fields["ToUserName"], fields["FromUserName"], fields["MsgType"]) == (CITIZEN, CITY, "text")
        return fields["Content"]


@dataclass
class Interface:
    """The platform's interface: ``answers`` by the end of a path; the rest is well."""

    answers: dict[str, list[Answer]]

    def __call__(self, asked: Asked) -> Answer:
        path = asked.path.partition("?")[0]
        for end, left in self.answers.items():
            if path.endswith(end):
                return left.pop(0) if len(left) > 1 else left[0]
        return FRESH if path.endswith("stable_token") else coded(0)


def coded(code: int) -> Answer:
    """An answer with the platform's own code."""
    return Answer(body=json.dumps({"errcode": code, "errmsg": "x"}).encode())


def told(asked: list[Asked]) -> list[tuple[str, str]]:
    """(to whom, what) of every message that was sent."""
    bodies: list[Mapping[str, dict[str, str]]] = [
        json.loads(each.body) for each in asked if "/custom/send" in each.path
    ]
    return [(str(body["touser"]), body["text"]["content"]) for body in bodies]
