"""The second factor: codes of a telephone that change every half minute (TOTP, RFC 6238), and recovery codes.

A code is accepted once: the half minute of the last accepted one is kept, and only later ones count (RFC 6238 §5.2).
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

import pyotp
from pyotp.utils import strings_equal
from sqlalchemy import Connection, delete, func, insert, or_, select, update

from admin.security import schema
from tracking.store.seal import Sealer

ISSUER = "Minyi"
DIGITS, HALF_MINUTE = 6, 30
EARLIER_OR_LATER = 1
"""Clocks of telephones may be one half minute off."""
RECOVERY_CODES = 10
_CONTEXT, _RECOVERY = "second factor", "recovery code"
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_T, _R = schema.account, schema.recovery_code


def enrolling(connection: Connection, sealer: Sealer, username: str) -> str:
    """The secret that waits for its first code; made when there is none yet, the same while a page is read again."""
    mine = _T.c.username == username
    held = connection.execute(select(_T.c.totp_pending).where(mine).with_for_update()).scalar_one()
    if held is not None:
        return sealer.open(held, _CONTEXT)
    secret = pyotp.random_base32()
    connection.execute(update(_T).where(mine).values(totp_pending=sealer.seal(secret, _CONTEXT)))
    return secret


def address(secret: str, username: str) -> str:
    """What a telephone reads from the picture (the key URI of authenticator programs)."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def confirm(connection: Connection, sealer: Sealer, username: str, code: str, *, at: datetime) -> Sequence[str]:
    """Take the waiting secret into use; returns the recovery codes, nothing when the code is wrong or none waits."""
    mine = _T.c.username == username
    held = connection.execute(select(_T.c.totp_pending).where(mine).with_for_update()).scalar_one()
    step = None if held is None else _step(sealer.open(held, _CONTEXT), code, at)
    if step is None:
        return ()
    connection.execute(update(_T).where(mine).values(totp_secret=held, totp_pending=None, totp_step=step))
    return _new_codes(connection, sealer, username)


def accept(connection: Connection, sealer: Sealer, username: str, code: str, *, at: datetime) -> bool:
    """Whether this is a code of the account's telephone or a recovery code, not used before; then it is used up."""
    held = connection.execute(select(_T.c.totp_secret).where(_T.c.username == username)).scalar_one_or_none()
    if held is None:
        return False
    step = _step(sealer.open(held, _CONTEXT), code, at)
    if step is None:
        return _recovered(connection, sealer, username, code, at)
    later = or_(_T.c.totp_step.is_(None), _T.c.totp_step < step)
    used = update(_T).where(_T.c.username == username, later).values(totp_step=step)
    return connection.execute(used).rowcount == 1


def remove(connection: Connection, username: str) -> bool:
    """Take factor and recovery codes away; whether there was one."""
    connection.execute(delete(_R).where(_R.c.username == username))
    had = update(_T).where(_T.c.username == username, _T.c.totp_secret.is_not(None))
    return connection.execute(had.values(totp_secret=None, totp_pending=None, totp_step=None)).rowcount == 1


def codes_left(connection: Connection, username: str) -> int:
    """Recovery codes that were not used."""
    unused = _R.c.username == username, _R.c.used_at.is_(None)
    return connection.execute(select(func.count()).select_from(_R).where(*unused)).scalar_one()


def _step(secret: str, code: str, at: datetime) -> int | None:
    """The half minute whose code this is."""
    plain = code.replace(" ", "")
    if not (plain.isascii() and plain.isdigit() and len(plain) == DIGITS):
        return None
    totp = pyotp.TOTP(secret, interval=HALF_MINUTE)
    now = totp.timecode(at)
    near = range(now - EARLIER_OR_LATER, now + EARLIER_OR_LATER + 1)
    return next((step for step in near if strings_equal(plain, totp.generate_otp(step))), None)


def _new_codes(connection: Connection, sealer: Sealer, username: str) -> Sequence[str]:
    codes = ["-".join(_letters(5) for _ in range(2)) for _ in range(RECOVERY_CODES)]
    rows = [{"username": username, "code_key": sealer.key(f"{username} {code}", _RECOVERY)} for code in codes]
    connection.execute(delete(_R).where(_R.c.username == username))
    connection.execute(insert(_R), rows)
    return codes


def _recovered(connection: Connection, sealer: Sealer, username: str, code: str, at: datetime) -> bool:
    plain = code.strip().lower().replace(" ", "")
    key = sealer.key(f"{username} {plain}", _RECOVERY)
    unused = update(_R).where(_R.c.username == username, _R.c.code_key == key, _R.c.used_at.is_(None))
    return connection.execute(unused.values(used_at=at)).rowcount == 1


def _letters(count: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(count))
