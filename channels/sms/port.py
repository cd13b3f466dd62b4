"""The port every carrier of short messages fits."""

from dataclasses import dataclass
from typing import Protocol

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


class Gateway(Protocol):
    """A carrier of short messages."""

    name: str

    def send(self, phone: str, body: str) -> Accepted:
        """Hand over one message. Raises ``CarrierError``."""


def segments(body: str) -> int:
    """How many segments a message is charged as: 160/153 GSM characters, or 70/67 UTF-16 units (3GPP 23.038)."""
    if all(char in _GSM or char in _GSM_EXTENDED for char in body):
        length = len(body) + sum(char in _GSM_EXTENDED for char in body)
        return 1 if length <= _ONE_GSM else -(-length // _JOINED_GSM)
    length = len(body.encode("utf-16-le")) // 2
    return 1 if length <= _ONE_UCS2 else -(-length // _JOINED_UCS2)
