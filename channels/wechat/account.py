"""The official account of the city, as the settings describe it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Account:
    """``token`` signs what comes in, ``aes_key`` (43 characters) seals it; ``app_id`` and ``secret`` sign us in.

    Without ``token`` the door is closed; without ``secret`` nothing can be said later and no photo be fetched.
    """

    token: str = field(default="", repr=False)
    app_id: str = ""
    secret: str = field(default="", repr=False)
    aes_key: str = field(default="", repr=False)
    api_url: str = "https://api.weixin.qq.com"

    @property
    def open(self) -> bool:
        return bool(self.token)

    @property
    def can_speak(self) -> bool:
        return bool(self.app_id and self.secret)

    @property
    def key(self) -> bytes:
        """The 32 bytes of the sealing key, nothing where messages come in clear. Raises ``ValueError``."""
        return key_of(self.aes_key)


def key_of(written: str) -> bytes:
    """``EncodingAESKey`` as bytes. Raises ``ValueError``."""
    if not written:
        return b""
    try:
        key = base64.b64decode(f"{written}=", validate=True)
    except binascii.Error as error:
        raise ValueError("the key must be 43 characters of base64") from error
    if len(written) != 43 or len(key) != 32:
        raise ValueError("the key must be 43 characters of base64")
    return key
