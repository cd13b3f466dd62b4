"""What makes sure that a message is the platform's: SHA-1 over sorted words, and in the sealed mode AES-256-CBC.

SHA-1 and CBC are the platform's choice. In the plain mode the signature does not cover the body; the sealed mode is
the one to use. Sealed is ``random (16) · length (4) · XML · app id``, padded to 32; the IV is the key's beginning.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from channels.signature import Forged, moment_of

_BLOCK, _HEAD = 32, 20


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What stands in the address of a request."""

    signature: str
    timestamp: str
    nonce: str


def sign(*words: str) -> str:
    """SHA-1 over the sorted words, in hex."""
    return hashlib.sha1("".join(sorted(words)).encode(errors="replace"), usedforsecurity=False).hexdigest()


def check(stamp: Stamp, *words: str, now: datetime) -> None:
    """Raises ``Forged`` and ``Stale``. ``words`` are the token and, in the sealed mode, what is sealed."""
    expected = sign(stamp.timestamp, stamp.nonce, *words)
    if not hmac.compare_digest(expected.encode(), stamp.signature.encode(errors="replace")):
        raise Forged
    moment_of(stamp.timestamp, now)


def seal(text: str, *, key: bytes, app_id: str) -> str:
    """Base64 of the sealed text."""
    body = text.encode()
    plain = secrets.token_bytes(16) + struct.pack(">I", len(body)) + body + app_id.encode()
    fill = _BLOCK - len(plain) % _BLOCK
    encryptor = _cipher(key).encryptor()
    return base64.b64encode(encryptor.update(plain + bytes([fill]) * fill) + encryptor.finalize()).decode()


def unseal(sealed: str, *, key: bytes, app_id: str) -> bytes:
    """The text that was sealed for this account. Raises ``Forged``."""
    try:
        decryptor = _cipher(key).decryptor()
        plain = decryptor.update(base64.b64decode(sealed, validate=True)) + decryptor.finalize()
    except (ValueError, binascii.Error) as error:
        raise Forged from error
    fill = plain[-1] if plain else 0
    if len(plain) < _HEAD or not 1 <= fill <= _BLOCK or plain[-fill:] != bytes([fill]) * fill:
        raise Forged
    (length,) = struct.unpack(">I", plain[16:_HEAD])
    body, owner = plain[_HEAD : _HEAD + length], plain[_HEAD + length : -fill]
    if not hmac.compare_digest(owner, app_id.encode()):
        raise Forged
    return body


def _cipher(key: bytes) -> Cipher[CBC]:
    return Cipher(AES(key), CBC(key[:16]))
