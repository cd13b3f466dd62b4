"""Where requests may go: to public addresses over https, and to networks that the installation allows.

An address is judged when the connection is made and the connection is made to it, so that a name cannot point
elsewhere between a look and a use.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from channels.webhook.port import CarrierError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
LONGEST_URL = 500
_TRANSLATED = ip_network("64:ff9b::/96")  # IPv4 addresses in disguise


@dataclass(frozen=True)
class Guard:
    """``networks`` may be reached though they are not public, and without https."""

    networks: tuple[Network, ...] = ()
    resolver: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(8, "resolver"), repr=False)

    @classmethod
    def of(cls, written: str) -> Guard:
        """From settings: ``10.1.0.0/16, 192.168.7.4``. Raises ``ValueError``."""
        return cls(tuple(ip_network(each.strip()) for each in written.split(",") if each.strip()))

    def allows(self, address: Address) -> bool:
        """Whether a connection to this address may be made."""
        return _public(address) or self.knows(address)

    def knows(self, address: Address) -> bool:
        """Whether it lies in one of the allowed networks."""
        plain = _plain(address)
        return any(plain in network for network in self.networks if network.version == plain.version)

    def check(self, url: str) -> None:
        """Raises ``CarrierError`` for an address nothing may be sent to, as far as that can be told by its text."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise _refused("not an address") from error
        if not host or port == 0 or parts.username is not None or parts.fragment or len(url) > LONGEST_URL:
            raise _refused("not an address")
        if not url.isascii() or not url.isprintable() or " " in url:
            raise _refused("not an address")
        if parts.scheme != "https" and not (parts.scheme == "http" and self.networks):
            raise _refused("https only")
        literal = _literal(host)
        if literal is not None and not self.allows(literal):
            raise _refused("not a public address")

    def addresses(self, host: str, port: int, *, encrypted: bool, timeout: float) -> Iterable[Address]:
        """The addresses of a host that may be used. Raises ``CarrierError`` where there is none."""
        found = self._resolved(host, port, timeout)
        usable = [each for each in found if (self.allows(each) if encrypted else self.knows(each))]
        if not usable:
            raise _refused("not a public address" if encrypted else "https only")
        return usable

    def _resolved(self, host: str, port: int, timeout: float) -> list[Address]:
        """The system's resolver knows no time limit of ours, so it is asked from aside."""
        asked = self.resolver.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        try:
            return [ip_address(str(info[4][0]).partition("%")[0]) for info in asked.result(timeout)]
        except TimeoutError as error:
            raise CarrierError("the name is not resolved in time", permanent=False) from error
        except (OSError, UnicodeError) as error:
            raise CarrierError("the name is not known", permanent=False) from error


def _public(address: Address) -> bool:
    plain = _plain(address)
    if isinstance(plain, IPv6Address) and (plain in _TRANSLATED or plain.sixtofour or plain.teredo):
        return False
    return plain.is_global and not plain.is_multicast


def _plain(address: Address) -> Address:
    """An IPv4 address written as IPv6 is what it is."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _refused(reason: str) -> CarrierError:
    return CarrierError(reason, permanent=True)
