"""The two keys of an installation: one signs sessions, the other seals personal data."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

SHORTEST_SECRET = 32
SEAL_KEY_BYTES = 32
_NEW_SEAL_KEY = (
    'MINYI_SEAL_KEYS must be "k1:" and 32 random bytes in base64, older keys after a comma '
    '(a new one: echo "k1:$(head -c 32 /dev/urandom | base64)").'
)


def new_secret() -> str:
    """Return a signing key nobody has seen."""
    return secrets.token_urlsafe(48)


def new_seal_key() -> str:
    """Return a first sealing key in the notation of ``MINYI_SEAL_KEYS``."""
    return "k1:" + base64.b64encode(secrets.token_bytes(SEAL_KEY_BYTES)).decode()


def kept(home: Path, name: str, make: Callable[[], str]) -> SecretStr:
    """Return the key kept in ``home/keys/name``; make it the first time. Safe when several processes start at once."""
    path = home / "keys" / name
    if not path.exists():
        for folder in (home, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _publish(path, make())
    return SecretStr(path.read_text().strip())


def _publish(path: Path, text: str) -> None:
    """Write aside, then link: whoever comes second keeps the first one's key and never reads half of it."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def check_secret(key: SecretStr) -> None:
    """Raise ``ValueError`` unless the key is long enough to sign with."""
    if len(key.get_secret_value()) < SHORTEST_SECRET:
        raise ValueError(
            f"MINYI_SECRET_KEY must be set to at least {SHORTEST_SECRET} random characters "
            "outside demo mode (for example: openssl rand -base64 48)."
        )


def check_seal_keys(key: SecretStr) -> None:
    """Raise ``ValueError`` unless every entry is an id and 32 bytes, and no id stands twice."""
    ids = [_seal_key_id(entry.strip()) for entry in key.get_secret_value().split(",")]
    if len(ids) != len(set(ids)):
        raise ValueError("MINYI_SEAL_KEYS names the same key id twice.")


def _seal_key_id(entry: str) -> str:
    key_id, _, encoded = entry.partition(":")
    try:
        length = len(base64.b64decode(encoded, validate=True))
    except binascii.Error:
        length = 0
    if not key_id or length != SEAL_KEY_BYTES:
        raise ValueError(_NEW_SEAL_KEY)
    return key_id
