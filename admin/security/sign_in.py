"""Signing in: password, lock-out, and a line in the access log for every try."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, insert, select, update

from admin.security import account as accounts
from admin.security import factor, schema
from admin.security.account import Account
from admin.security.password import LONGEST, fits
from tracking.store.seal import Sealer

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
_T = schema.account


def sign_in(engine: Engine, username: str, password: str, *, at: datetime, address: str | None) -> Account | None:
    """The account, or None: unknown, locked, closed and wrong password look alike from outside."""
    with engine.begin() as connection:
        account, secret = accounts.find(connection, username) or (None, None)
        right = fits(password[:LONGEST], secret)
        if account is None:
            note(connection, username[:64], "refused", at=at, address=address)
            return None
        if not account.active or is_locked(account, at):
            note(connection, account.username, "refused", at=at, address=address)
            return None
        if not right:
            count_failure(connection, account, at)
        note(connection, account.username, _then(connection, account, right=right), at=at, address=address)
        return account if right else None


def _then(connection: Connection, account: Account, *, right: bool) -> str:
    """What the log says. With a second factor only its code forgives, lest a known password clear the count."""
    if not right:
        return "refused"
    if asks_code(connection, account.username):
        return "code_asked"
    _forgive(connection, account)
    return "signed_in"


def second_step(
    engine: Engine, sealer: Sealer, username: str, code: str, *, at: datetime, address: str | None
) -> Account | None:
    """The account when the code is right; wrong ones count like wrong passwords."""
    with engine.begin() as connection:
        account, _ = accounts.find(connection, username) or (None, None)
        if account is None or not account.active or is_locked(account, at):
            note(connection, username, "refused", at=at, address=address)
            return None
        right = factor.accept(connection, sealer, username, code, at=at)
        if right:
            _forgive(connection, account)
        else:
            count_failure(connection, account, at)
        note(connection, username, "signed_in" if right else "code_refused", at=at, address=address)
        return account if right else None


def asks_code(connection: Connection, username: str) -> bool:
    """Whether the account has a second factor."""
    enrolled = select(_T.c.totp_secret.is_not(None)).where(_T.c.username == username)
    return bool(connection.execute(enrolled).scalar_one_or_none())


def note(connection: Connection, username: str, act: str, *, at: datetime, address: str | None = None) -> None:
    """A line in the access log."""
    connection.execute(insert(schema.access).values(username=username, act=act, at=at, address=address))


def is_locked(account: Account, at: datetime) -> bool:
    """Whether too many tries failed a while ago."""
    return account.locked_until is not None and at < account.locked_until


def _forgive(connection: Connection, account: Account) -> None:
    if account.failed_attempts:
        mine = update(_T).where(_T.c.username == account.username)
        connection.execute(mine.values(failed_attempts=0, locked_until=None))


def count_failure(connection: Connection, account: Account, at: datetime) -> None:
    """One more failure; enough of them lock the account and begin the count anew."""
    failures = account.failed_attempts + 1
    enough = failures >= MOST_FAILURES
    values = {"failed_attempts": 0 if enough else failures, "locked_until": at + LOCKED_FOR if enough else None}
    connection.execute(update(_T).where(_T.c.username == account.username).values(values))
