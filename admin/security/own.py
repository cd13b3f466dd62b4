"""What everybody does with the own account: another password, a second factor, and seeing when it was used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from admin.security import account as accounts
from admin.security import factor, roster, schema, session
from admin.security.password import LONGEST, fits, flaw, hashed
from admin.security.roster import Hand
from admin.security.sign_in import count_failure, is_locked
from channels.base import marked
from tracking.domain.error import Forbidden

_L = schema.access.c
SIGN_INS = ("signed_in", "refused", "code_refused", "code_asked", "signed_out")
SHOWN = 20
WRONG = marked("现在的密码不对。连续输错会锁定15分钟。")
DIFFER = marked("两次输入的新密码不一样。")
SAME = marked("新密码不能和现在的密码一样。")


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One line of the access log."""

    act: str
    at: datetime
    address: str | None


def visits(connection: Connection, username: str) -> Sequence[Visit]:
    """The last sign-ins and failed tries, the newest first."""
    mine = _L.username == username, _L.act.in_(SIGN_INS)
    rows = connection.execute(select(_L.act, _L.at, _L.address).where(*mine).order_by(_L.at.desc()).limit(SHOWN))
    return [Visit(**row) for row in rows.mappings()]


def proven(connection: Connection, hand: Hand, password: str) -> str | None:
    """None where the password is the own one, else the words. Wrong ones count like wrong ones at sign-in."""
    account, stored = accounts.find(connection, hand.by) or (None, None)
    if account is None or is_locked(account, hand.at):
        raise Forbidden("the account is locked")
    if fits(password[:LONGEST], stored):
        return None
    count_failure(connection, account, hand.at)
    return WRONG


def change_password(connection: Connection, hand: Hand, *, old: str, new: str, again: str, cookie: str) -> str | None:
    """Take the new password; other sessions end. Returns the words where it is refused: then the count stays."""
    wrong = proven(connection, hand, old)
    if wrong:
        return wrong
    refused = DIFFER if new != again else SAME if new == old else flaw(new, hand.by)
    if refused:
        return refused
    values = {"password_hash": hashed(new), "must_change": False, "failed_attempts": 0, "locked_until": None}
    connection.execute(update(schema.account).where(schema.account.c.username == hand.by).values(values))
    session.end_all(connection, hand.by, but=cookie)
    roster.note(connection, hand.by, "password_changed", hand)
    return None


def give_up_factor(connection: Connection, hand: Hand, password: str) -> str | None:
    """Take the own second factor away, with the password. Returns the words where it is refused."""
    wrong = proven(connection, hand, password)
    if wrong is None and factor.remove(connection, hand.by):
        roster.note(connection, hand.by, "factor_removed", hand)
    return wrong
