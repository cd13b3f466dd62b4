"""The carrier of a city without a mail relay: keeps what would have been sent, to be read in the simulator."""

from __future__ import annotations

from dataclasses import dataclass

from channels.mailbox.renderer import Outgoing, render
from channels.mailbox.sender import Handed
from channels.mailbox.spool import Spool


@dataclass(frozen=True, kw_only=True)
class SpoolGateway:
    """Puts letters into the spool and sends nothing."""

    spool: Spool
    name: str
    address: str

    def send(self, letter: Outgoing) -> Handed:
        self.spool.outgoing().add(render(letter, name=self.name, address=self.address).as_bytes())
        return Handed(left=False)
