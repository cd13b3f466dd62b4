"""Sealing personal data: AES-256-GCM per value with key ids, and a keyed hash for looking up.

A sealed value is ``id-length · id · nonce (12) · ciphertext``. The context (such as ``phone``) is bound in,
so that a value moved to another column does not open. The first key seals; all keys open.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 8


class SealBroken(Exception):
    """The value was altered, or its key is not among ours."""


@dataclass(frozen=True)
class Sealer:
    """Holds the keys. ``secret`` makes keyed hashes and query codes; it must outlive key rotation."""

    keys: Mapping[str, AESGCM]
    secret: bytes

    @classmethod
    def of(cls, seal_keys: str, secret: str) -> "Sealer":
        """From settings: ``k2:base64,k1:base64`` (32 bytes each, newest first) and any secret text."""
        pairs = (each.split(":", 1) for each in seal_keys.split(",") if each.strip())
        keys = {name.strip(): AESGCM(base64.b64decode(value)) for name, value in pairs}
        derived = HKDF(SHA256(), 32, None, b"minyi keyed hashes").derive(secret.encode())
        return cls(keys, derived)

    def seal(self, value: str, context: str) -> bytes:
        return self.seal_bytes(value.encode(), context)

    def seal_bytes(self, value: bytes, context: str) -> bytes:
        name, key = next(iter(self.keys.items()))
        nonce = os.urandom(_NONCE)
        tag = name.encode()
        return bytes([len(tag)]) + tag + nonce + key.encrypt(nonce, value, context.encode())

    def open(self, sealed: bytes, context: str) -> str:
        """Raises ``SealBroken``."""
        try:
            return self.open_bytes(sealed, context).decode()
        except UnicodeDecodeError as error:
            raise SealBroken(context) from error

    def open_bytes(self, sealed: bytes, context: str) -> bytes:
        """Raises ``SealBroken``."""
        try:
            length = sealed[0]
            name, rest = sealed[1 : 1 + length].decode(), sealed[1 + length :]
            return self.keys[name].decrypt(rest[:_NONCE], rest[_NONCE:], context.encode())
        except (LookupError, ValueError, InvalidTag) as error:  # too short, no such key, not ours
            raise SealBroken(context) from error

    def key(self, value: str, context: str) -> bytes:
        """A keyed hash (HMAC-SHA256) by which a sealed value can be looked up."""
        return hmac.digest(self.secret, f"{context}\0{value}".encode(), "sha256")

    def query_code(self, number: str) -> str:
        """The citizen's query code of a petition: a retry and a later SMS give the same, though it is not stored."""
        bits = int.from_bytes(self.key(number, "query code")[:8])
        return "".join(_ALPHABET[(bits >> (5 * n)) & 31] for n in range(CODE_LENGTH))


def digest(raw: bytes) -> bytes:
    """SHA-256, to tell whether a repeated item has the same content."""
    return hashlib.sha256(raw).digest()
