"""The port every carrier of short messages fits, and what comes in through it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from channels import telephone
from channels.base import Flaw, Refused, marked
from channels.submission import Door
from channels.telephony import Delivery
from channels.words import clean

# The basic character set of GSM 03.38; characters of its extension table count twice.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED = frozenset("^{}\\[~]|€")
_ONE_GSM, _JOINED_GSM, _ONE_UCS2, _JOINED_UCS2 = 160, 153, 70, 67


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """What the carrier said: its own id, and whether the message really left."""

    reference: str
    left: bool


@dataclass(frozen=True, kw_only=True)
class Found:
    """A message as it stands in the carrier's list."""

    reference: str
    state: Delivery


class Gateway(Protocol):
    """A carrier of short messages. ``lists``: it can be asked which messages it has."""

    name: str
    lists: bool

    def send(self, phone: str, body: str, *, key: str) -> Accepted:
        """Hand over one message; ``key`` comes back in reports. Raises ``CarrierError``."""

    def find(self, phone: str, body: str, *, since: datetime) -> Found | None:
        """The message with this recipient and body that was handed over since. Raises ``CarrierError``."""


@dataclass(frozen=True, kw_only=True)
class Inbound:
    """A text that came in. ``phone`` is None where it is withheld, ``reached`` the number it was sent to, if told."""

    id: str
    phone: str | None
    body: str
    reached: str = ""


DOOR = Door("sms", "S")
_ID = re.compile(r"[\x21-\x7e]{1,100}")
_NO_ID = marked("短信标识不对。")


def inbound(identity: object, sender: object, body: object, reached: object = "") -> Inbound:
    """Check what came. Raises ``Refused``."""
    if not isinstance(identity, str) or not _ID.fullmatch(identity):
        raise Refused(Flaw(field="id", code="invalid_value", message=_NO_ID))
    text = clean(body) if isinstance(body, str) else ""
    phone = telephone.caller(sender) if isinstance(sender, str) else None
    return Inbound(id=identity, phone=phone, body=text, reached=reached if isinstance(reached, str) else "")


def segments(body: str) -> int:
    """How many segments a message is charged as: 160/153 GSM characters, or 70/67 UTF-16 units (3GPP 23.038)."""
    if all(char in _GSM or char in _GSM_EXTENDED for char in body):
        length = len(body) + sum(char in _GSM_EXTENDED for char in body)
        return 1 if length <= _ONE_GSM else -(-length // _JOINED_GSM)
    length = len(body.encode("utf-16-le")) // 2
    return 1 if length <= _ONE_UCS2 else -(-length // _JOINED_UCS2)
