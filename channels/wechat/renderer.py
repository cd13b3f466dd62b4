"""What goes back to the platform: a text in XML, sealed where the account is, or the word that we have it."""

from __future__ import annotations

import secrets
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.responses import PlainTextResponse, Response

from channels.markup import for_xml
from channels.wechat.account import Account
from channels.wechat.port import Message
from channels.wechat.seal import seal, sign

SILENCE = "success"
MOST_BYTES = 2000


def silence() -> Response:
    """We have it; there is nothing to say (now)."""
    return PlainTextResponse(SILENCE)


def reply(words: str, message: Message, account: Account, *, now: datetime) -> Response:
    """A text to the citizen, in the answer to the platform's request."""
    if not words:
        return silence()
    seconds = str(int(now.timestamp()))
    text = {
        "ToUserName": message.sender,
        "FromUserName": message.account,
        "CreateTime": seconds,
        "MsgType": "text",
        "Content": shortened(words),
    }
    body = _xml(text)
    if account.key:
        sealed, nonce = seal(body.decode(), key=account.key, app_id=account.app_id), secrets.token_hex(8)
        signature = sign(account.token, seconds, nonce, sealed)
        body = _xml({"Encrypt": sealed, "MsgSignature": signature, "TimeStamp": seconds, "Nonce": nonce})
    return Response(body, media_type="application/xml")


def shortened(words: str) -> str:
    """As much as the platform carries, cut between characters."""
    return words.encode()[:MOST_BYTES].decode(errors="ignore")


def _xml(fields: dict[str, str]) -> bytes:
    root = Element("xml")
    for name, value in fields.items():
        SubElement(root, name).text = for_xml(value)
    body: bytes = tostring(root, encoding="utf-8")
    return body
