"""Passwords: hashed with Argon2id, verified in the same time whether or not the account exists."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from channels.base import marked

SHORTEST, LONGEST, DIFFERENT = 12, 256, 5
LENGTH = marked("新密码须有12到256个字符。")
GUESSABLE = marked("新密码太容易猜：至少要有5个不同的字符，并且不能含有用户名。")
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


def flaw(password: str, username: str) -> str | None:
    """Why a new password is refused, as a message id; None when it may be used (NIST SP 800-63B: length above all)."""
    if not SHORTEST <= len(password) <= LONGEST:
        return LENGTH
    if len(set(password)) < DIFFERENT or username.casefold() in password.casefold():
        return GUESSABLE
    return None
