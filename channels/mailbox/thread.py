"""Threads: our Message-IDs carry the petition's number and cannot be made up; the subject carries it for people."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracking.domain.error import InvalidValue
from tracking.domain.number import parse
from tracking.store.seal import Sealer

_MAC = 20
_OURS = re.compile(
    rf"([A-Z]{{2}}\d{{8}}-[A-Z]-\d{{6}}-\d)\.(\d{{1,6}})\.([0-9a-f]{{{_MAC}}})@", re.IGNORECASE | re.ASCII
)
_IN_SUBJECT = re.compile(r"[\[【]([A-Z]{2}\d{8}-[A-Z]-\d{6}-\d)[\]】]", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A mail of ours: about which petition, caused by which entry of its ledger."""

    number: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class Threads:
    """Makes and knows our Message-IDs; ``domain`` is that of our address."""

    sealer: Sealer
    domain: str

    def identifier(self, sent: Sent) -> str:
        """The Message-ID of a mail about an event, without brackets; the same whenever it is sent again."""
        return f"{sent.number}.{sent.seq}.{self._mac(sent)}@{self.domain}"

    def known(self, texts: Iterable[str]) -> Sent | None:
        """The first mail of ours that is named in these texts; a forged identifier is none."""
        for text in texts:
            for number, seq, mac in _OURS.findall(text):
                sent = Sent(number=number.upper(), seq=int(seq))
                if hmac.compare_digest(mac.lower(), self._mac(sent)):
                    return sent
        return None

    def _mac(self, sent: Sent) -> str:
        return self.sealer.key(f"{sent.number}/{sent.seq}", "message id").hex()[:_MAC]


def number_in(subject: str) -> str | None:
    """A petition number in brackets whose check digit fits."""
    for found in _IN_SUBJECT.findall(subject):
        try:
            return str(parse(found))
        except InvalidValue:
            continue
    return None
