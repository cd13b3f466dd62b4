"""Passwords: hashed with Argon2id, verified in the same time whether or not the account exists."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

SHORTEST = 12
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP password storage, 2025


def hashed(password: str) -> str:
    """The Argon2id hash to store, with its salt and parameters."""
    return _hasher.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one; without one a hash is spent all the same."""
    try:
        _hasher.verify(stored or _nobodys(), password)
    except VerificationError:
        return False
    return stored is not None


@cache
def _nobodys() -> str:
    return hashed("the hash that an unknown account is measured against")
