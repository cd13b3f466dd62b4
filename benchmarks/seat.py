"""Officers with running sessions, so that a measured request is one of the console's own."""

from dataclasses import dataclass

from sqlalchemy import Engine

from admin.security import account as accounts
from admin.security import session
from admin.security.account import Account
from tracking.domain.clock import SystemClock
from tracking.domain.people import Role

PASSWORD = "measured with care"  # noqa: S105 - of a database that is gone after the run


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One signed-in browser: what goes into its requests."""

    cookie: str
    csrf: str


def take(engine: Engine, role: Role, *, unit: str | None = None) -> Seat:
    """An account of this role, made when it is missing, and a new session of it."""
    account = Account(username=f"{role}-{unit or 'city'}", role=role, unit=unit, name="测量")
    with engine.begin() as connection:
        accounts.create(connection, [account], password=PASSWORD)
    at = SystemClock().now()
    cookie = session.begin(engine, account, at=at)
    officer = session.resume(engine, cookie, at=at)
    if officer is None:
        raise RuntimeError("a session that was just begun is not there")
    return Seat(cookie=f"{session.COOKIE}={cookie}", csrf=officer.csrf)
